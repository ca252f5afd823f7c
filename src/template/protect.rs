//! Tokens in place of tags, so that Markdown, MJML and CSS inlining cannot break what Tera must read later.

use std::ops::Range;
use std::sync::Arc;

use super::scan::{self, Kind, Reference};
use super::{Fault, Source, spell_out};
use crate::finding::{Code, Finding, Place};

/// What the protected text goes through next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A Markdown reader.
    Markdown,
    /// An HTML or MJML reader, or none.
    Markup,
}

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
    /// Source and byte of it; `None` for literal text.
    origin: Option<(usize, usize)>,
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
}

impl Restored {
    /// The author's place of a fault that Tera found: inside the tag that holds it, else at the last one before it.
    pub fn place(&self, fault: &Fault) -> Option<Place> {
        let at = self.reference(fault).map_or(fault.range.start, |reference| reference.range.start);
        let piece = self.pieces.iter().rev().find(|piece| piece.range.start <= at)?;
        let source = &self.sources[piece.origin.0];
        let inside = if piece.range.contains(&at) { at - piece.range.start } else { 0 };
        let written = &source.template()[piece.origin.1..];
        Some(source.place(piece.origin.1 + spell_out(written).author_offset(inside)))
    }

    /// The whole name that a fault speaks of, such as `contact.title`, or the text of the fault.
    pub fn variable(&self, fault: &Fault) -> String {
        match self.reference(fault) {
            Some(reference) => reference.path.join("."),
            None => self.text.get(fault.range.clone()).unwrap_or_default().to_owned(),
        }
    }

    /// Tera marks the last part of a name only.
    fn reference(&self, fault: &Fault) -> Option<Reference> {
        let piece = self.pieces.iter().find(|piece| piece.range.contains(&fault.range.start))?;
        let mut references = scan::references(&self.text[piece.range.clone()]).into_iter();
        let inside = fault.range.start - piece.range.start;
        let mut found = references.find(|reference| reference.range.contains(&inside))?;
        found.range = piece.range.start + found.range.start..piece.range.start + found.range.end;
        Some(found)
    }
}

/// Text that goes in place of `{{ campaign.body }}` and its like before Tera sees anything.
pub type Slots<'a> = &'a [(&'a str, &'a str)];

impl Protector {
    /// A protector whose tokens occur in none of the given texts.
    pub fn new(texts: &[&str]) -> Self {
        let mut round = 0_u32;
        loop {
            let mark = format!("rbq{round}z");
            if !texts.iter().any(|text| text.contains(&mark)) {
                return Self { mark, sources: Vec::new(), kept: Vec::new() };
            }
            round += 1;
        }
    }

    /// The source with tokens for tags: plain letters for expressions and for anything inside an HTML tag or a
    /// line of Markdown, HTML comments for the rest. A slot's expression becomes the slot's text.
    pub fn protect(&mut self, source: &Source, medium: Medium, slots: Slots<'_>) -> String {
        let text = source.template();
        let index = self.sources.len();
        self.sources.push(source.clone());
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for tag in scan::tags(text) {
            out.push_str(&text[copied..tag.range.start]);
            copied = tag.range.end;
            let written = &text[tag.range.clone()];
            if let Some((_, content)) = slots.iter().find(|(name, _)| is_slot(written, name)) {
                out.push_str(content);
            } else if tag.kind != Kind::Comment {
                let token = self.keep(spell_out(written).text, Some((index, tag.range.start)));
                let inline = medium == Medium::Markdown && !alone_on_its_line(text, &tag.range);
                if tag.kind == Kind::Expression || inline || inside_html_tag(&out) {
                    out.push_str(&token);
                } else {
                    out.push_str("<!--");
                    out.push_str(&token);
                    out.push_str("-->");
                }
            }
        }
        out.push_str(&text[copied..]);
        out
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
                let token = self.keep(format!("{{{{ \"{brace}\" }}}}"), None);
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
                let token = self.keep("*".to_owned(), None);
                out.push_str(&token);
            } else {
                out.push(c);
            }
            previous = Some(c);
        }
        out
    }

    fn keep(&mut self, text: String, origin: Option<(usize, usize)>) -> String {
        self.kept.push(Kept { text, origin });
        format!("{}{}q", self.mark, self.kept.len() - 1)
    }

    /// Puts the tags back.
    pub fn restore(&self, text: &str) -> Restored {
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
                restored.text.push_str(&kept.text);
                if let Some(origin) = kept.origin {
                    restored.pieces.push(Piece { range: start..restored.text.len(), origin });
                }
            }
            rest = &rest[(digits + 1).min(rest.len())..];
            rest = if comment { rest.strip_prefix("-->").unwrap_or(rest) } else { rest };
        }
        restored.text.push_str(rest);
        restored
    }

    /// Fails if a tag of `protected` got lost on its way to `result`.
    ///
    /// # Errors
    /// `tag-misplaced` with the author's place of the first lost tag.
    pub fn nothing_lost(&self, protected: &str, result: &str) -> Result<(), Finding> {
        for (number, kept) in self.kept.iter().enumerate() {
            let token = format!("{}{number}q", self.mark);
            if let Some((source, offset)) = kept.origin
                && protected.matches(&token).count() > result.matches(&token).count()
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
    let line = &text[start..end];
    let mut rest = 0;
    let outside: String = scan::tags(line)
        .into_iter()
        .filter(|tag| tag.kind == Kind::Block)
        .map(|tag| {
            let before = line[rest..tag.range.start].to_owned();
            rest = tag.range.end;
            before
        })
        .collect();
    outside.trim().is_empty() && line[rest..].trim().is_empty()
}

fn is_slot(tag: &str, name: &str) -> bool {
    let inner = tag.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    inner.is_some_and(|inner| inner.trim_matches(['-', ' ', '\t', '\n']) == name)
}

/// Whether the text so far ends inside `<tag … `.
fn inside_html_tag(text: &str) -> bool {
    let open = text.rfind('<');
    open.is_some_and(|at| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) && !text[at..].contains('>'))
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
        assert_eq!(protector.restore(&protected).text, text);
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
        assert!(protected.starts_with("rbq"), "{protected}");
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
        assert_eq!(protector.restore(&literal).text, r#"{{ "{{" }} 7*7 }} {{ "{%" }} x %} { {{ "{#" }} #}"#);
    }

    #[test]
    fn stars_between_letters_are_kept_and_others_not() {
        let mut protector = Protector::new(&[]);
        let kept = protector.keep_gender_stars("Akteur*innen und *wichtig*");
        assert!(kept.ends_with("innen und *wichtig*") && !kept.starts_with("Akteur*"), "{kept}");
        assert_eq!(protector.restore(&kept).text, "Akteur*innen und *wichtig*");
    }

    #[test]
    fn the_mark_avoids_what_the_text_already_holds() {
        let protector = Protector::new(&["rbq0z"]);
        assert_eq!(protector.mark, "rbq1z");
    }
}
