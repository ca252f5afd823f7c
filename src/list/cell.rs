//! Cells made fit for a line: what people type and paste, without what only machines see.

use memchr::memchr_iter;
use unicode_normalization::UnicodeNormalization as _;

use crate::folding::is_hidden;

/// A cell on one line: line breaks and runs of blanks become one blank; outer blanks, hidden characters and all that only
/// machines obey go.
pub fn clean(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    clean_into(cell, &mut out);
    out
}

/// Appends the cleaned cell.
pub fn clean_into(cell: &str, out: &mut String) {
    if is_tidy(cell) {
        out.push_str(cell.trim_matches(' '));
        return;
    }
    let start = out.len();
    let mut blank = false;
    for c in cell.chars() {
        // a no-break space inside a value is meant; line and paragraph separators are not
        let is_blank = c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
        if is_blank {
            blank = true;
        } else if !is_hidden(c) && !is_stray(c) && c != SOFT_HYPHEN {
            if blank && out.len() > start {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        }
    }
    if out[start..].contains(|c| ('\u{300}'..='\u{36f}').contains(&c)) {
        // letters and their marks apart, as macOS writes them: the same letter is the same bytes
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
    let trimmed = out[start..].trim().len();
    let lead = out[start..].len() - out[start..].trim_start().len();
    out.drain(start..start + lead);
    out.truncate(start + trimmed);
}

/// Where a word may be parted: seen only there, and no letter of a name.
const SOFT_HYPHEN: char = '\u{ad}';

/// A control character that is no blank: `NUL` and its like part no words, and stand where a letter was lost.
fn is_stray(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
}

/// Whether a text holds such a character.
pub(super) fn holds_stray(text: &str) -> bool {
    let bytes = text.as_bytes();
    // no early ends: all is looked at, many bytes at a time
    let is_control = |byte: u8| byte == 0x7f || (byte < 0x20 && !(9..=13).contains(&byte));
    bytes.iter().fold(false, |found, &byte| found | is_control(byte))
        // the others begin with one byte, like signs and no-break spaces
        || memchr_iter(0xc2, bytes).any(|at| text[at..].starts_with(is_stray))
}

/// Whether a cell holds neither runs of blanks nor anything that could be a control, blank or hidden character: the
/// first bytes named here begin all of them in UTF-8, and no German letter.
pub(super) fn is_tidy(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let is_suspicious = |byte: u8| {
        byte < 0x20
            || byte == 0x7f
            || matches!(byte, 0xc2 | 0xcc | 0xcd)
            || (0xe1..=0xe3).contains(&byte)
            || byte == 0xef
    };
    // no early ends: all is looked at, many bytes at a time
    let suspicious = bytes.iter().fold(false, |found, &byte| found | is_suspicious(byte));
    let next = bytes.get(1..).unwrap_or_default();
    let runs = bytes.iter().zip(next).filter(|(one, other)| **one == b' ' && **other == b' ').count();
    !suspicious && runs == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_carry_line_breaks_or_hidden_characters() {
        for (cell, value) in [
            ("a\r\nBcc: x", "a Bcc: x"),
            ("a\0b", "ab"),
            ("J\u{1}ö\u{7f}r\u{81}g\0", "Jörg"),
            ("a\u{85}b\tc\u{b}d", "a b c d"),
            ("Mül\u{ad}ler", "Müller"),
            ("  a \u{2028} b ", "a b"),
            ("\u{202e}abc", "abc"),
            ("\u{a0}Dr.\u{a0}X\u{a0}", "Dr.\u{a0}X"),
            ("Größe  und", "Größe und"),
        ] {
            assert_eq!(clean(cell), value);
        }
    }

    #[test]
    fn control_characters_are_told_from_blanks_and_signs() {
        for (text, holds) in [
            ("Jö\0rg", true),
            ("a\u{1b}", true),
            ("\u{7f}", true),
            ("§ \u{81}", true),
            ("a\tb\r\nc\u{b}\u{c}d", false),
            ("§ 7 \u{a0}\u{ad}\u{85}°", false),
            ("Größe", false),
        ] {
            assert_eq!(holds_stray(text), holds, "{text:?}");
        }
    }
}
