//! Tags that are not closed, or close nothing.

use std::ops::Range;

use super::scan::{Cursor, Kind, keyword, tags};
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
    let (mut open, mut braces): (Vec<(&str, usize)>, _) = (Vec::new(), Braces { open: 0, behind: 0 });
    for tag in tags(text) {
        if let Some(at) = braces.stray(text, tag.range.start) {
            return Some((Unpaired::Begin, at));
        }
        braces.behind = tag.range.end;
        let (written, at) = (&text[tag.range.clone()], tag.range.start);
        if !is_closed(written, tag.kind) {
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
    let stray = braces.stray(text, text.len()).map(|at| (Unpaired::Begin, at));
    stray.or_else(|| open.pop().map(|(_, at)| (Unpaired::End, at)))
}

/// Whether a tag has closing braces of its own, and not those of a later one.
fn is_closed(written: &str, kind: Kind) -> bool {
    let braces = match kind {
        Kind::Expression => "}}",
        Kind::Block => "%}",
        Kind::Comment => "#}",
    };
    let inner = written.get(2..).and_then(|rest| rest.strip_suffix(braces));
    let is_text = kind == Kind::Comment || keyword(written) == "raw" && kind == Kind::Block;
    inner.is_some_and(|inner| is_text || !runs_on(inner, kind))
}

/// Whether what stands between braces goes on behind the end that its author meant: it holds another tag, or a brace
/// that closes nothing. An apostrophe of a text begins a literal that ends at the next one.
fn runs_on(inner: &str, kind: Kind) -> bool {
    let mut rest = Cursor { text: inner, at: 0 };
    let mut open = 0;
    while let Some(c) = rest.peek() {
        let behind = &inner[rest.at..];
        match c {
            '"' | '\'' | '`' => {
                rest.literal();
                continue;
            }
            // `{% if {{ … }} %}` is another mistake, which Tera tells of
            '{' if behind.starts_with("{%") || behind.starts_with("{#") => return true,
            '{' if behind.starts_with("{{") && kind == Kind::Expression => return true,
            '{' => open += 1,
            '}' if open == 0 && kind == Kind::Expression => return true,
            '}' => open -= 1,
            _ => {}
        }
        rest.at += c.len_utf8();
    }
    false
}

/// The braces of the text between tags: those of a style sheet pair, and a single one may be a sign of the text.
struct Braces {
    open: usize,
    /// The byte behind the last tag.
    behind: usize,
}

impl Braces {
    /// The first braces that only a tag can be meant to end with, between the last tag and the next one.
    fn stray(&mut self, text: &str, next: usize) -> Option<usize> {
        let between: Range<usize> = self.behind..next;
        for (at, brace) in text[between.clone()].match_indices(['{', '}']) {
            let at = between.start + at;
            if brace == "{" {
                self.open += 1;
            } else if self.open > 0 {
                self.open -= 1;
            } else if text[at + 1..].starts_with('}') || text[..at].ends_with(['}', '%']) {
                return Some(if text[..at].ends_with(['}', '%']) && at > between.start { at - 1 } else { at });
            }
        }
        None
    }
}

/// The tag that begins at this byte, as far as it was meant to go.
fn tag_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let next = rest.get(2..).and_then(|inner| inner.find('{')).map_or(rest.len(), |next| next + 2);
    let line = rest.find('\n').unwrap_or(rest.len());
    let close = rest.find('}').map(|close| close + if rest[close..].starts_with("}}") { 2 } else { 1 });
    rest[..next.min(line).min(close.unwrap_or(rest.len()))].trim_end()
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
            ("ä {{ a b {% if c %}d{% endif %}", Some((Unpaired::Braces, 3))),
            ("ä {{ a } b {{ c }}", Some((Unpaired::Braces, 3))),
            ("{{ a it's {{ b }} isn't {{ c }}", Some((Unpaired::Braces, 0))),
            ("{% if a } b {% endif %}", Some((Unpaired::Braces, 0))),
            ("{{ {\"a\": {\"b\": '{{'} }.c }}{% set d = {'e': 1} %}{# {{ #}", None),
            ("a }} b", Some((Unpaired::Begin, 2))),
            ("{{ a }}} b", Some((Unpaired::Begin, 7))),
            ("{ a }} b {{ c }}", Some((Unpaired::Begin, 4))),
            ("if a %} b {% if c %}", Some((Unpaired::Begin, 5))),
            ("@media { .a { b: {{ c }}} .d { e: 10%}} :} {x}", None),
        ] {
            assert_eq!(find(text), found, "{text}");
        }
    }

    #[test]
    fn a_tag_is_shown_as_far_as_it_was_meant_to_go() {
        for (text, shown) in [
            ("{{ a b {% if c %}", "{{ a b"),
            ("{{ a } b", "{{ a }"),
            ("{% if a %}b", "{% if a %}"),
            ("{{ a\nb }}", "{{ a"),
            ("}} a", "}}"),
            ("}", "}"),
            ("%} a", "%}"),
        ] {
            assert_eq!(tag_at(text, 0), shown, "{text}");
        }
    }
}
