//! A text with tokens, part by part.

use super::Protector;
use crate::finding::Place;
use crate::template::scan;

/// A part of a text with tokens.
pub enum Part<'t> {
    /// Text as it stands.
    Text(&'t str),
    /// A value that is printed: its number, and its place in the author's file.
    Value(usize, Place),
    /// A block tag, by its keyword.
    Block(&'t str),
}

impl Protector {
    /// The parts of a text: what stands there, values and tags.
    pub fn parts<'t>(&'t self, text: &'t str) -> Vec<Part<'t>> {
        let mut pieces = text.split(&self.mark);
        let mut parts: Vec<Part<'_>> = pieces.next().map(Part::Text).into_iter().collect();
        for piece in pieces {
            let (digits, behind) = piece.split_once('q').unwrap_or((piece, ""));
            let kept = |number: usize| Some((number, self.kept.get(number)?));
            if let Some((number, kept)) = digits.parse().ok().and_then(kept) {
                parts.push(match kept.origin {
                    Some((source, at)) if kept.text.starts_with("{{") => {
                        Part::Value(number, self.sources[source].place(at))
                    }
                    Some(_) => Part::Block(scan::keyword(&kept.text)),
                    None => Part::Text(&kept.text),
                });
            }
            parts.push(Part::Text(behind));
        }
        parts
    }

    /// The text without tags.
    pub fn without_tags(&self, text: &str) -> String {
        let text =
            self.parts(text).into_iter().filter_map(|part| if let Part::Text(text) = part { Some(text) } else { None });
        text.collect()
    }

    /// Lets only harmless schemes through where a value is the target of a link.
    pub fn follow(&mut self, number: usize) {
        const OPEN: &str = " link(to=";
        let Some(kept) = self.kept.get_mut(number).filter(|kept| kept.lead == 0) else { return };
        let inner = kept.text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
        if let Some(inner) = inner.map(|inner| inner.trim_matches('-')) {
            kept.text = format!("{{{{{OPEN}{inner}) }}}}");
            kept.lead = OPEN.len();
        }
    }
}
