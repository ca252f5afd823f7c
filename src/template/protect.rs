//! Tokens in place of tags, so that Markdown, MJML and CSS inlining cannot break what Tera must read later.

mod parts;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

pub use self::parts::Part;
use super::scan::{self, Kind, Reference};
use super::trace::Trace;
use super::{Fault, Source, reach, spell_out};
use crate::finding::{Code, Finding, Place};

/// What the protected text goes through next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A Markdown reader.
    Markdown,
    /// An HTML or MJML reader, or none.
    Markup,
    /// Escaping: no comment would survive it.
    Line,
}

/// What every token begins with.
pub const TOKEN: &str = "rbq";

/// Replaces tags by tokens and puts them back. One protector serves one compiled mail.
pub struct Protector {
    /// What every token begins with; occurs in none of the sources.
    mark: String,
    sources: Vec<Source>,
    kept: Vec<Kept>,
}

/// What a token stands for.
struct Kept {
    text: String,
    /// What it is in HTML, if not the same.
    html: Option<&'static str>,
    /// Source and byte of it; `None` for literal text.
    origin: Option<(usize, usize)>,
    /// Bytes of ours behind the opening braces.
    lead: usize,
}

impl Kept {
    fn literal(text: String) -> Self {
        Self { text, html: None, origin: None, lead: 0 }
    }
}

/// Template text for Tera, and for each tag in it the author's place.
pub struct Restored {
    /// What Tera reads.
    pub text: String,
    pieces: Vec<Piece>,
    sources: Arc<[Source]>,
}

/// A tag in restored text.
struct Piece {
    range: Range<usize>,
    /// Source and byte of it.
    origin: (usize, usize),
    /// Bytes of ours behind the opening braces.
    lead: usize,
}

impl Restored {
    /// The author's place of a fault that Tera found: inside the tag that holds it, else at the last one before it.
    pub fn place(&self, fault: &Fault) -> Option<Place> {
        let at = self.reference(fault).map_or(fault.range.start, |reference| reference.range.start);
        let piece = self.pieces.iter().rev().find(|piece| piece.range.start <= at)?;
        let source = &self.sources[piece.origin.0];
        let inside = if piece.range.contains(&at) { at - piece.range.start } else { 0 };
        let inside = if inside > 2 { inside.saturating_sub(piece.lead) } else { inside };
        let written = &source.template()[piece.origin.1..];
        Some(source.place(piece.origin.1 + spell_out(written).author_offset(inside)))
    }

    /// The whole name that a fault speaks of, such as `contact.title`, or the text of the fault.
    pub fn variable(&self, fault: &Fault) -> String {
        match self.reference(fault) {
            Some(reference) => reach::whole(&self.text, &reference),
            None => self.text.get(fault.range.clone()).unwrap_or_default().to_owned(),
        }
    }

    /// Tera marks the last part of a name only, or the whole call of a function of ours around it.
    fn reference(&self, fault: &Fault) -> Option<Reference> {
        let piece = self.pieces.iter().find(|piece| piece.range.contains(&fault.range.start))?;
        let references = scan::references(&self.text[piece.range.clone()]);
        let inside = fault.range.start - piece.range.start;
        let marked = references.iter().find(|reference| reference.range.contains(&inside));
        let called = || {
            // what we put behind the opening braces is no part of what the author wrote
            references.first().filter(|_| piece.lead > 0 && inside <= piece.lead + 2)
        };
        let mut found = marked.or_else(called)?.clone();
        found.range = piece.range.start + found.range.start..piece.range.start + found.range.end;
        Some(found)
    }
}

/// Text that goes in place of `{{ campaign.body }}` and its like before Tera sees anything.
pub type Slots<'a> = &'a [(&'a str, &'a str)];

impl Protector {
    /// A protector whose tokens occur in none of the given texts.
    pub fn new(texts: &[&str]) -> Self {
        // made from the texts themselves, so that none of them can hold it under another spelling, such as `&#114;`
        let mut hasher = DefaultHasher::new();
        texts.hash(&mut hasher);
        loop {
            let mark = format!("{TOKEN}{:016x}z", hasher.finish());
            if !texts.iter().any(|text| text.contains(&mark)) {
                return Self { mark, sources: Vec::new(), kept: Vec::new() };
            }
            hasher.write_u8(0);
        }
    }

    /// The source with tokens for tags: plain letters for expressions and for anything inside an HTML tag or a
    /// line of Markdown, HTML comments for the rest. A slot's expression becomes the slot's text.
    pub fn protect(&mut self, source: &Source, medium: Medium, slots: Slots<'_>) -> String {
        self.protect_traced(source, medium, slots).0
    }

    /// The same, and where each byte of it comes from.
    pub fn protect_traced(&mut self, source: &Source, medium: Medium, slots: Slots<'_>) -> (String, Trace) {
        let mut trace = Trace::default();
        let text = source.template();
        let index = self.sources.len();
        self.sources.push(source.clone());
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for tag in scan::tags(text) {
            trace.text(out.len(), copied);
            out.push_str(&text[copied..tag.range.start]);
            trace.tag(out.len(), tag.range.start);
            copied = tag.range.end;
            let written = &text[tag.range.clone()];
            if let Some((_, content)) = slots.iter().find(|(name, _)| is_slot(written, name)) {
                out.push_str(content);
            } else if tag.kind != Kind::Comment {
                let origin = Some((index, tag.range.start));
                let token = self.keep(Kept { text: spell_out(written).text, html: None, origin, lead: 0 });
                let alone =
                    medium == Medium::Markup || medium == Medium::Markdown && alone_on_its_line(text, &tag.range);
                if tag.kind == Kind::Expression || !alone || is_inside_tag(&out) {
                    out.push_str(&token);
                } else {
                    // the keyword tells Markdown what may move into a list
                    out.extend(["<!--", &token, " ", scan::keyword(written), "-->"]);
                }
            }
        }
        trace.text(out.len(), copied);
        out.push_str(&text[copied..]);
        (out, trace)
    }

    /// The text with whatever Tera would take for a tag made literal.
    pub fn literal(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            let opens = rest[at + 1..].starts_with(['{', '%', '#']);
            let brace = if opens { &rest[at..at + 2] } else { &rest[at..=at] };
            if opens {
                let token = self.keep(Kept::literal(format!("{{{{ \"{brace}\" }}}}")));
                out.push_str(&token);
            } else {
                out.push_str(brace);
            }
            rest = &rest[at + brace.len()..];
        }
        out.push_str(rest);
        out
    }

    /// Tokens for stars between letters: `Akteur*innen und Referent*innen` is no emphasis, although `CommonMark`
    /// reads it so.
    pub fn keep_gender_stars(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut previous = None;
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            let between = |p: Option<char>, n: Option<&char>| {
                p.is_some_and(char::is_alphabetic) && n.is_some_and(|n| n.is_alphabetic())
            };
            if c == '*' && between(previous, characters.peek()) {
                let token = self.keep(Kept::literal("*".to_owned()));
                out.push_str(&token);
            } else {
                out.push(c);
            }
            previous = Some(c);
        }
        out
    }

    /// Text in which nothing can become HTML: every `<` but those of links in angle brackets becomes a token.
    pub fn without_html(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            if ["<https://", "<http://", "<mailto:"].iter().any(|open| rest[at..].starts_with(open)) {
                out.push('<');
            } else {
                let kept = Kept { html: Some("&lt;"), ..Kept::literal("<".to_owned()) };
                let token = self.keep(kept);
                out.push_str(&token);
            }
            rest = &rest[at + 1..];
        }
        out.push_str(rest);
        out
    }

    fn keep(&mut self, kept: Kept) -> String {
        self.kept.push(kept);
        format!("{}{}q", self.mark, self.kept.len() - 1)
    }

    /// The place of the first value that is printed in a part of a text.
    pub fn first_value(&self, text: &str) -> Option<Place> {
        text.split(&self.mark).skip(1).find_map(|rest| {
            let kept = self.kept.get(rest.split('q').next()?.parse::<usize>().ok()?)?;
            let (source, at) = kept.origin.filter(|_| kept.text.starts_with("{{"))?;
            Some(self.sources[source].place(at))
        })
    }

    /// Whether a text holds a token.
    pub fn has_token(&self, text: &str) -> bool {
        text.contains(&self.mark)
    }

    /// Puts the tags back; `html` says whether the text is HTML.
    pub fn restore(&self, text: &str, html: bool) -> Restored {
        let mut restored = Restored {
            text: String::with_capacity(text.len()),
            pieces: Vec::new(),
            sources: self.sources.as_slice().into(),
        };
        let mut rest = text;
        while let Some(at) = rest.find(&self.mark) {
            let comment = rest[..at].ends_with("<!--");
            restored.text.push_str(&rest[..at - if comment { 4 } else { 0 }]);
            rest = &rest[at + self.mark.len()..];
            let digits = rest.find('q').unwrap_or(rest.len());
            if let Some(kept) = rest[..digits].parse::<usize>().ok().and_then(|number| self.kept.get(number)) {
                let start = restored.text.len();
                restored.text.push_str(kept.html.filter(|_| html).unwrap_or(&kept.text));
                if let Some(origin) = kept.origin {
                    restored.pieces.push(Piece { range: start..restored.text.len(), origin, lead: kept.lead });
                }
            }
            rest = &rest[(digits + 1).min(rest.len())..];
            rest = if comment { rest.split_once("-->").map_or(rest, |(_, rest)| rest) } else { rest };
        }
        restored.text.push_str(rest);
        restored
    }

    /// How often each token stands in a text.
    fn count(&self, text: &str) -> Vec<usize> {
        let mut counts = vec![0; self.kept.len()];
        for after in text.split(&self.mark).skip(1) {
            let number = after.split_once('q').and_then(|(digits, _)| digits.parse::<usize>().ok());
            if let Some(count) = number.and_then(|number| counts.get_mut(number)) {
                *count += 1;
            }
        }
        counts
    }

    /// Fails if a tag of `protected` got lost on its way to `result`.
    ///
    /// # Errors
    /// `tag-misplaced` with the author's place of the first lost tag.
    pub fn nothing_lost(&self, protected: &str, result: &str) -> Result<(), Finding> {
        let (before, after) = (self.count(protected), self.count(result));
        for (number, kept) in self.kept.iter().enumerate() {
            if let Some((source, offset)) = kept.origin
                && before[number] > after[number]
            {
                let place = self.sources[source].place(offset);
                return Err(Finding::new(Code::TagMisplaced).at(place).with("tag", &kept.text));
            }
        }
        Ok(())
    }
}

/// Whether the line holds nothing but tags: in Markdown such a line stands between blocks, while a paragraph that
/// begins with an HTML comment would be no paragraph.
fn alone_on_its_line(text: &str, tag: &Range<usize>) -> bool {
    let start = text[..tag.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[tag.end..].find('\n').map_or(text.len(), |newline| tag.end + newline);
    let (line, mut rest) = (&text[start..end], 0);
    let outside: String = scan::tags(line)
        .into_iter()
        .filter(|tag| tag.kind == Kind::Block)
        .map(|tag| &line[std::mem::replace(&mut rest, tag.range.end)..tag.range.start])
        .collect();
    outside.trim().is_empty() && line[rest..].trim().is_empty()
}

/// Whether the text so far ends inside `<tag … `.
fn is_inside_tag(text: &str) -> bool {
    let open = text.rfind('<');
    open.is_some_and(|at| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) && !text[at..].contains('>'))
}

fn is_slot(tag: &str, name: &str) -> bool {
    let inner = tag.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    inner.is_some_and(|inner| inner.trim_matches(['-', ' ', '\t', '\n']) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protect(text: &str) -> (Protector, String) {
        let mut protector = Protector::new(&[text]);
        let protected = protector.protect(&Source::new("a.md", text, 1), Medium::Markup, &[("campaign.body", "BODY")]);
        (protector, protected)
    }

    #[test]
    fn what_goes_in_comes_back() {
        let text = r#"<a href="{{ x | f(a="}}") }}">{% if y %}{{ z }}{% endif %}</a>"#;
        let (protector, protected) = protect(text);
        assert!(!protected.contains('{'), "{protected}");
        let restored = protector.restore(&protected, false).text;
        assert_eq!(restored, text);
    }

    #[test]
    fn blocks_become_comments_only_outside_html_tags() {
        let (_, protected) = protect("<p {% if a %}b{% endif %}>{% if c %}</p>");
        assert_eq!(protected.matches("<!--").count(), 1);
    }

    #[test]
    fn in_markdown_only_a_line_of_its_own_is_a_block() {
        let source = Source::new("a.md", "{% if a %}Ja{% endif %}, gern.\n\n{% if b %}{% endif %}\n", 1);
        let protected = Protector::new(&[]).protect(&source, Medium::Markdown, &[]);
        assert_eq!(protected.matches("<!--").count(), 2, "{protected}");
        assert!(protected.starts_with(TOKEN), "{protected}");
    }

    #[test]
    fn a_slot_is_filled_and_a_comment_dropped() {
        assert_eq!(protect("a{{ campaign.body }}b{# weg #}c").1, "aBODYbc");
    }

    #[test]
    fn a_lost_tag_is_named_at_its_place() {
        let (protector, protected) = protect("Hallo\n {{ x }}");
        let lost = protector.nothing_lost(&protected, "Hallo").expect_err("x is gone");
        assert_eq!(lost.place.expect("placed").to_string(), "a.md:2:2");
    }

    #[test]
    fn literal_braces_never_become_code() {
        let mut protector = Protector::new(&[]);
        let literal = protector.literal("{{ 7*7 }} {% x %} { {# #}");
        assert_eq!(protector.restore(&literal, false).text, r#"{{ "{{" }} 7*7 }} {{ "{%" }} x %} { {{ "{#" }} #}"#);
    }

    #[test]
    fn stars_between_letters_are_kept_and_others_not() {
        let mut protector = Protector::new(&[]);
        let kept = protector.keep_gender_stars("Akteur*innen und *wichtig*");
        assert!(kept.ends_with("innen und *wichtig*") && !kept.starts_with("Akteur*"), "{kept}");
        assert_eq!(protector.restore(&kept, false).text, "Akteur*innen und *wichtig*");
    }
}
