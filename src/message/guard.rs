//! The finished page, before values stand in it: none may become markup or say the scheme of a link, and nothing is
//! fetched from anywhere, whoever put it there.

mod target;

use std::borrow::Cow;

use self::target::Target;
use super::foreign::{shown, tags};
use crate::finding::{Code, Finding, Place};
use crate::template::protect::{Part, Protector};

/// Attributes whose value is followed where they stand at one of [`FOLLOWED`], and loaded elsewhere.
const LINKS: [&str; 4] = ["href", "xlink:href", "action", "formaction"];

/// Elements that a reader follows, those of Outlook among them.
const FOLLOWED: [&str; 8] = ["a", "area", "form", "button", "input", "v:roundrect", "v:rect", "v:shape"];

/// Attributes whose value is loaded, or told to somebody.
const LOADED: [&str; 9] = ["src", "srcset", "poster", "background", "data", "dynsrc", "lowsrc", "ping", "o:href"];

/// Elements that change others, or the page as a whole, once it is open.
const MOVING: [&str; 5] = ["animate", "animatemotion", "animatetransform", "set", "discard"];

/// What a style loads with.
const LOADING: [&str; 4] = ["url(", "image-set(", "@import", "expression("];

/// Looks at a page whose tags are tokens, and lets no value say the scheme of a link in it.
///
/// # Errors
/// `tag-in-style`, `tag-in-markup` at the value; `foreign-content` at the value or, where the layout's own elements
/// load something, where the layout begins.
pub(super) fn guard(html: &str, protector: &mut Protector, begin: &Place) -> Result<(), Finding> {
    // a value there could fetch a picture from anywhere
    if let Some(place) = styles(html).find_map(|style| protector.first_value(style)) {
        return Err(Finding::new(Code::TagInStyle).at(place));
    }
    let foreign = |what: &str| Finding::new(Code::ForeignContent).with("what", shown(what)).with("nearest", "");
    // most styles are nothing but names and sizes
    let odd = styles(html).filter(|style| style.contains(['(', '\\', '@']));
    if let Some(what) = odd.map(unescaped).find_map(|style| loading(&style).map(str::to_owned)) {
        return Err(foreign(&what).at(begin.clone()));
    }
    let mut targets = Vec::new();
    for tag in tags(html) {
        let tag = &html[tag];
        let found = Element::of(tag).guard(protector, &mut targets);
        found.map_err(|fault| match fault {
            Fault::Value(place, kind) => Finding::new(Code::TagInMarkup).at(place).with("kind", kind),
            Fault::Foreign(what) => {
                let place = protector.first_value(what).unwrap_or_else(|| begin.clone());
                foreign(&protector.restore(what, false).text).at(place)
            }
        })?;
    }
    for number in targets {
        protector.follow(number);
    }
    Ok(())
}

/// What is wrong with an element.
enum Fault<'a> {
    /// A value, and what it would become.
    Value(Place, &'static str),
    /// What is loaded from elsewhere.
    Foreign(&'a str),
}

/// An element as it begins.
struct Element<'a> {
    whole: &'a str,
    name: &'a str,
}

impl<'a> Element<'a> {
    fn of(whole: &'a str) -> Self {
        let name = &whole[1..];
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
        Self { whole, name: &name[..end] }
    }

    /// Looks at each attribute; values that could say the scheme of a link are added to `targets`.
    fn guard(&self, protector: &Protector, targets: &mut Vec<usize>) -> Result<(), Fault<'a>> {
        // most elements are the same in all mails
        let has_tags = protector.has_token(self.whole);
        let value_in = |text: &str| if has_tags { protector.first_value(text) } else { None };
        if let Some(place) = value_in(self.name) {
            return Err(Fault::Value(place, "element"));
        }
        if MOVING.iter().any(|moving| self.name.eq_ignore_ascii_case(moving)) {
            return Err(Fault::Foreign(self.whole));
        }
        for Attribute { whole, name, value } in self.attributes() {
            if let Some(place) = value_in(name) {
                return Err(Fault::Value(place, "attribute"));
            }
            let name = if has_tags { protector.without_tags(name).into() } else { Cow::from(name) };
            let is_one_of = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(&name));
            let is_link = is_one_of(&LINKS);
            let is_refresh = is_one_of(&["http-equiv"]) && value.trim().eq_ignore_ascii_case("refresh");
            let is_handler = name.get(..2).is_some_and(|begin| begin.eq_ignore_ascii_case("on"));
            if let (true, Some(place)) = (is_handler, value_in(value)) {
                return Err(Fault::Value(place, "handler"));
            }
            if is_link && FOLLOWED.iter().any(|followed| self.name.eq_ignore_ascii_case(followed)) {
                if has_tags {
                    targets.extend(open_values(value, protector)?);
                }
            } else if is_refresh || (is_link || is_one_of(&LOADED)) && loads(&name, value) {
                return Err(Fault::Foreign(whole));
            }
        }
        Ok(())
    }

    fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let mut rest = self.whole[1 + self.name.len()..].trim_end_matches('>');
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let begin = rest;
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            let mut value = "";
            rest = behind;
            if let Some(behind) = behind.trim_start().strip_prefix('=') {
                let behind = behind.trim_start();
                let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
                let written = quote.map_or(behind, |quote| &behind[quote.len_utf8()..]);
                let ends = |c: char| quote.map_or(c.is_whitespace(), |quote| c == quote);
                let (inner, behind) = written.split_at(written.find(ends).unwrap_or(written.len()));
                (value, rest) = (inner, behind.strip_prefix(['"', '\'']).unwrap_or(behind));
            }
            let whole = &begin[..begin.len() - rest.len()];
            (!whole.is_empty()).then_some(Attribute { whole, name, value })
        })
    }
}

struct Attribute<'a> {
    whole: &'a str,
    name: &'a str,
    value: &'a str,
}

/// The numbers of those values in a link's target that could say its scheme.
fn open_values<'a>(value: &str, protector: &Protector) -> Result<Vec<usize>, Fault<'a>> {
    let mut target = Target::new();
    let (mut open, mut first) = (Vec::new(), None);
    for part in protector.parts(value) {
        match part {
            Part::Text(text) => target.text(text),
            Part::Block(keyword) => target.block(keyword),
            Part::Value(number, place) => {
                if target.value() {
                    open.push(number);
                    first = first.or(Some(place));
                }
            }
        }
        if let (true, Some(place)) = (target.says_scheme(), &first) {
            return Err(Fault::Value(place.clone(), "scheme"));
        }
    }
    Ok(open)
}

/// Whether what an attribute names is no part of the mail and no place in it.
fn loads(name: &str, value: &str) -> bool {
    let is_own = |part: &str| part.is_empty() || part.starts_with("cid:") || part.starts_with('#');
    let parts: Vec<&str> = if name.eq_ignore_ascii_case("srcset") { value.split(',').collect() } else { vec![value] };
    !parts.into_iter().all(|part| is_own(part.trim()))
}

/// What decides how a page looks: attributes and sheets.
fn styles(html: &str) -> impl Iterator<Item = &str> {
    let between = |open: &'static str, close: &'static str| {
        html.match_indices(open).map(move |(at, _)| {
            let rest = &html[at + open.len()..];
            &rest[..rest.find(close).unwrap_or(rest.len())]
        })
    };
    between("style=\"", "\"").chain(between("<style", "</style"))
}

/// A style in lower case, with letters in place of their numbers: `u\72 l(` is `url(` (CSS Syntax 4.3.7).
fn unescaped(style: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(style.len()), style);
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = behind.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        rest = match u32::from_str_radix(&behind[..digits], 16).ok().and_then(char::from_u32) {
            Some(letter) => {
                out.push(letter);
                behind[digits..].strip_prefix(' ').unwrap_or(&behind[digits..])
            }
            None => behind,
        };
    }
    out.push_str(rest);
    out.to_ascii_lowercase()
}

/// What a style loads from elsewhere.
fn loading(style: &str) -> Option<&str> {
    let found = LOADING.iter().flat_map(|way| style.match_indices(way));
    let foreign = found.filter(|(at, way)| {
        let target = style[at + way.len()..].trim_start().trim_start_matches("&quot;");
        *way != "url(" || !target.trim_start_matches(['"', '\'', ' ']).starts_with("cid:")
    });
    foreign.map(|(at, _)| &style[at..]).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Source;
    use crate::template::protect::Medium;

    /// What is wrong with a page, or how it reads.
    fn guarded(page: &str) -> String {
        let source = Source::new("a.html", page, 1);
        let mut protector = Protector::new(&[page]);
        let html = protector.protect(&source, Medium::Markup, &[]);
        match guard(&html, &mut protector, &source.begin()) {
            Ok(()) => protector.restore(&html, true).text,
            Err(finding) => {
                let facts: Vec<&str> = finding.facts.iter().map(|(_, value)| value.as_str()).collect();
                format!("{} {}", finding.code.name(), facts.join(" ")).trim().to_owned()
            }
        }
    }

    #[test]
    fn no_value_becomes_markup_or_says_the_scheme_of_a_link() {
        for (page, fault) in [
            ("<p {{ v }}>", "tag-in-markup attribute"),
            ("<p {{ v }}=\"x\">", "tag-in-markup attribute"),
            ("<p{{ v }} x>", "tag-in-markup element"),
            ("<p onclick=\"{{ v }}\">", "tag-in-markup handler"),
            ("<a href=\"{{ b }}:{{ c }}\">", "tag-in-markup scheme"),
            ("<a href=\"{{ b }}{% if c %}:{% endif %}x\">", "tag-in-markup scheme"),
            ("<area href='x{{ b }}:x'>", "tag-in-markup scheme"),
            ("<p style=\"color: {{ v }}\">", "tag-in-style"),
        ] {
            assert_eq!(guarded(page), fault, "{page}");
        }
        for (page, reads) in [
            ("<v:rect href=\"{{ v }}\">", "<v:rect href=\"{{ link(to= v ) }}\">"),
            ("<a href=\"https://a.example/{{ v }}:{{ w }}\">", "<a href=\"https://a.example/{{ v }}:{{ w }}\">"),
            ("<a href=\"{{ v }}/a:b\" title=\"{{ w }}:\">", "<a href=\"{{ link(to= v ) }}/a:b\" title=\"{{ w }}:\">"),
            (
                "<p {% if a %}class=\"b\"{% endif %} title=\"{{ v }}\">",
                "<p {% if a %}class=\"b\"{% endif %} title=\"{{ v }}\">",
            ),
            (
                "<img src=\"cid:{{ v }}\" srcset=\"cid:a 1x, cid:b 2x\">",
                "<img src=\"cid:{{ v }}\" srcset=\"cid:a 1x, cid:b 2x\">",
            ),
        ] {
            assert_eq!(guarded(page), reads);
        }
    }

    #[test]
    fn nothing_is_fetched_from_anywhere_however_it_is_spelled() {
        for page in [
            "<img src=\"https://t.example/a.png\">",
            "<img src=\"{{ v }}\">",
            "<img src=\"cid:a\" srcset=\"cid:a, {{ v }} 2x\">",
            "<img dynsrc=\"{{ v }}\">",
            "<a href=\"https://t.example/\" ping=\"https://t.example/\">",
            "<svg><image href=\"{{ v }}\"/></svg>",
            "<svg><use xlink:href=\"https://t.example/a.svg\"/></svg>",
            "<svg><animate attributeName=\"href\" to=\"{{ v }}\"/></svg>",
            "<meta http-equiv=\"Refresh\" content=\"0;url=https://t.example/\">",
            "<!--[if mso]><v:imagedata o:href=\"https://t.example/\"/><![endif]-->",
            "<p style=\"background: image-set('https://t.example/a.png')\">",
            "<p style=\"background: u\\72 l(https://t.example/a.png)\">",
            "<style>p { background: \\75RL('https://t.example/a.png') }</style>",
        ] {
            assert!(guarded(page).starts_with("foreign-content"), "{page}: {}", guarded(page));
        }
        for page in [
            "<p style=\"background: url('cid:a')\">",
            "<svg><use href=\"#a\"/></svg>",
            "<a href=\"https://t.example/\">",
        ] {
            assert_eq!(guarded(page), page);
        }
    }
}
