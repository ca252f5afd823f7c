//! Cells made fit for a line: what people type and paste, without what only machines see.

use unicode_normalization::UnicodeNormalization as _;

use crate::folding::is_hidden;

/// A cell on one line: control characters and runs of blanks become one blank, outer ones and hidden ones go.
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
        let is_blank = c.is_control() || (c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}');
        if is_blank {
            blank = true;
        } else if !is_hidden(c) {
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
            ("a\0b", "a b"),
            ("  a \u{2028} b ", "a b"),
            ("\u{202e}abc", "abc"),
            ("\u{a0}Dr.\u{a0}X\u{a0}", "Dr.\u{a0}X"),
            ("Größe  und", "Größe und"),
        ] {
            assert_eq!(clean(cell), value);
        }
    }
}
