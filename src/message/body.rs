//! Where a fault in the HTML of a campaign's body was written.

use super::markdown::Raw;
use crate::finding::Place;
use crate::template::Source;
use crate::template::protect::TOKEN;

/// Elements that nothing closes.
const VOID: [&str; 8] = ["area", "br", "col", "hr", "img", "input", "source", "wbr"];

/// The place of a fault at byte `at` of the HTML that a body became. Only what its author wrote as HTML can be at
/// fault; an element that is not closed shows far behind, or not at all.
pub(super) fn place(body: &Source, raw: &[Raw], at: Option<usize>) -> Place {
    let written = in_source(body.template(), raw);
    let inside = |at: usize| raw.iter().position(|raw| raw.range.start <= at && at < raw.range.end);
    let before = |at: usize| raw.iter().rposition(|raw| raw.range.start <= at);
    let told = at.and_then(|at| inside(at).or_else(|| before(at)).map(|number| (number, at - raw[number].range.start)));
    let unpaired = unpaired(raw).filter(|unpaired| told.is_none_or(|told| *unpaired < told));
    match unpaired.or(told) {
        Some((number, within)) => {
            // behind a tag of ours lengths are others
            let piece = &raw[number].text;
            let within = if piece[..within.min(piece.len())].contains(TOKEN) { 0 } else { within };
            body.place(written[number] + within)
        }
        None => body.place(0),
    }
}

/// The byte of the source at which each piece stands: they stand there in the same order.
fn in_source(source: &str, raw: &[Raw]) -> Vec<usize> {
    let mut from = 0;
    let at = raw.iter().map(|Raw { text, .. }| {
        let begin = &text[..text.find(TOKEN).unwrap_or(text.len())];
        if let Some(found) = source[from..].find(begin.trim_end()) {
            from += found;
        }
        let at = from;
        from += begin.trim_end().len();
        at
    });
    at.collect()
}

/// The first element that is not closed before what is around it, or that closes nothing: the piece, and the byte of it.
fn unpaired(raw: &[Raw]) -> Option<(usize, usize)> {
    let mut open: Vec<(&str, (usize, usize))> = Vec::new();
    for (number, Raw { text, .. }) in raw.iter().enumerate() {
        for (at, _) in text.match_indices('<') {
            let rest = &text[at + 1..];
            let name = rest.trim_start_matches('/');
            let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len())];
            let whole = &rest[..rest.find('>').unwrap_or(rest.len())];
            if name.is_empty() || whole.ends_with('/') || VOID.contains(&name.to_ascii_lowercase().as_str()) {
                continue;
            }
            if !rest.starts_with('/') {
                open.push((name, (number, at)));
            } else if !open.iter().any(|(known, _)| *known == name) {
                return Some((number, at));
            } else if let Some((_, begin)) = open.pop().filter(|(last, _)| *last != name) {
                return Some(begin);
            }
        }
    }
    open.first().map(|(_, begin)| *begin)
}

#[cfg(test)]
mod tests {
    use super::super::markdown;
    use super::*;

    /// Where the fault stands that is told at these words of the HTML.
    fn at(written: &str, words: &str) -> String {
        let (html, raw) = markdown::to_html_traced(written);
        let at = html.find(words);
        place(&Source::new("a.md", written, 5), &raw, at).to_string()
    }

    #[test]
    fn a_fault_is_told_where_its_author_wrote_it() {
        for (written, words, expected) in [
            ("Hallo\n\n- ä <b x=y>fett</b>\n", " x=y", "a.md:7:7"),
            ("<p>a</p>\n\n**b** <i>c\n\nEnde\n", "nowhere", "a.md:7:7"),
            ("a\n\nb</u> <i>c</i>\n", "nowhere", "a.md:7:2"),
            ("a\n\n<div>\n<p class=\"x\n\nb</p></div>\n", "class", "a.md:8:4"),
            ("a<br>b <img src=\"cid:x\"> <span>\n", "nowhere", "a.md:5:26"),
            ("a\n", "nowhere", "a.md:5:1"),
        ] {
            assert_eq!(at(written, words), expected, "{written}");
        }
    }
}
