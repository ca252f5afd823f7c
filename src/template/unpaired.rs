//! Tags that are not closed, or close nothing.

use super::scan::{Kind, keyword, tags};
use crate::finding::{Code, Finding};

/// The first tag whose partner is missing, without its place, and the byte at which it stands.
pub(super) fn unpaired(text: &str) -> Option<(Finding, usize)> {
    find(text).map(|(unpaired, at)| (told(unpaired, tag_at(text, at)), at))
}

/// A tag whose partner is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unpaired {
    /// Its closing braces are.
    Braces,
    /// The tag that closes it is.
    End,
    /// The tag that it closes is.
    Begin,
}

/// The first tag whose partner is missing, and where it stands. Tera would tell of it at the end of the text, and so,
/// where that is put together from several files, in a file that has nothing to do with it.
fn find(text: &str) -> Option<(Unpaired, usize)> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    for tag in tags(text) {
        let (written, at) = (&text[tag.range.clone()], tag.range.start);
        let braces = match tag.kind {
            Kind::Expression => "}}",
            Kind::Block => "%}",
            Kind::Comment => "#}",
        };
        if written.len() < 4 || !written.ends_with(braces) {
            return Some((Unpaired::Braces, at));
        }
        let keyword = if tag.kind == Kind::Block { keyword(written) } else { "" };
        match keyword {
            "if" | "for" | "block" => open.push((keyword, at)),
            "endif" | "endfor" | "endblock" => {
                let begin = &keyword[3..];
                if !open.iter().any(|(known, _)| *known == begin) {
                    return Some((Unpaired::Begin, at));
                }
                if let Some((_, at)) = open.pop().filter(|(last, _)| *last != begin) {
                    return Some((Unpaired::End, at));
                }
            }
            _ => {}
        }
    }
    open.pop().map(|(_, at)| (Unpaired::End, at))
}

/// The tag that begins at this byte.
fn tag_at(text: &str, at: usize) -> &str {
    let end = text[at..].find(['}', '\n']).map_or(text.len(), |end| at + end);
    text[at..].get(..end + 1 - at).unwrap_or(&text[at..])
}

/// A tag whose partner is missing, without its place.
fn told(unpaired: Unpaired, tag: &str) -> Finding {
    let what = match unpaired {
        Unpaired::Braces => "braces",
        Unpaired::End => "end",
        Unpaired::Begin => "begin",
    };
    Finding::new(Code::TagUnpaired).with("what", what).with("tag", tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_without_its_partner_is_found_where_it_stands() {
        for (text, found) in [
            ("{% if a %}{% for b in c %}{% endfor %}{% else %}{% endif %}{% raw %}{% if %}{% endraw %}", None),
            ("ä{% if a %}{% for b in c %}{% endfor %}", Some((Unpaired::End, 2))),
            ("{% if a %}{% for b in c %}{% endif %}", Some((Unpaired::End, 10))),
            ("{% if a %}{% endif %}{% endif %}", Some((Unpaired::Begin, 21))),
            ("a {{ b", Some((Unpaired::Braces, 2))),
            ("{%", Some((Unpaired::Braces, 0))),
        ] {
            assert_eq!(find(text), found, "{text}");
        }
    }
}
