//! Text whose tags are covered up, for whoever looks only at what stands around them.

use std::iter::repeat_n;

use super::protect::TOKEN;
use super::scan::{self, Kind};

/// The text with letters in place of expressions, as tokens begin, and blanks in place of other tags: every byte of the
/// rest stays where it is.
pub fn covered(text: &str) -> String {
    let (mut out, mut copied) = (String::with_capacity(text.len()), 0);
    for tag in scan::tags(text) {
        out.push_str(&text[copied..tag.range.start]);
        let length = tag.range.len();
        if tag.kind == Kind::Expression {
            out.push_str(TOKEN);
            out.extend(repeat_n('q', length.saturating_sub(TOKEN.len())));
        } else {
            out.extend(repeat_n(' ', length));
        }
        copied = tag.range.end;
    }
    out.push_str(&text[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_tags_stays_at_its_place() {
        let text = "<a {% if ä == \"%}\" %}b=\"{{ ö }}\"{% endif %}>{# {{ x }} #}ü{{}}";
        let covered = covered(text);
        assert_eq!((covered.len(), covered.contains(['{', '}', '%', '#'])), (text.len(), false), "{covered}");
        for rest in ["<a", "b=\"", ">", "ü"] {
            assert_eq!(covered.find(rest), text.find(rest), "{covered}");
        }
        assert!(covered.contains("\"rbqqqqqq\""), "{covered}");
    }
}
