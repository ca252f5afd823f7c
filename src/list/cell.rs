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

/// Whether a byte could begin a control, blank or hidden character: the first bytes named here begin all of them in
/// UTF-8 but the blank itself, and no German letter.
fn is_suspicious(byte: u8) -> bool {
    byte < 0x20 || byte == 0x7f || matches!(byte, 0xc2 | 0xcc | 0xcd) || (0xe1..=0xe3).contains(&byte) || byte == 0xef
}

/// Whether one blank follows another one somewhere, or a byte fits.
fn holds_run_or(bytes: &[u8], fits: impl Fn(u8) -> bool) -> bool {
    // no early ends, neither here nor within a pair: all is looked at, many bytes at a time
    let found = bytes.iter().fold(false, |found, &byte| found | fits(byte));
    let next = bytes.get(1..).unwrap_or_default();
    let is_run = |(one, other): (&u8, &u8)| (one ^ b' ') | (other ^ b' ') == 0;
    found || bytes.iter().zip(next).fold(false, |found, pair| found | is_run(pair))
}

/// Whether a cell needs no cleaning but that of blanks around it.
fn is_tidy(cell: &str) -> bool {
    !holds_run_or(cell.as_bytes(), is_suspicious)
}

/// Up to where rows are known to need no cleaning: looking at many of them at once is cheaper than at each cell.
#[derive(Debug, Default)]
pub(super) struct Tidy {
    until: usize,
}

impl Tidy {
    /// So many bytes are looked at ahead: they stay in the cache of a core until their rows are read.
    const AHEAD: usize = 1 << 14;
    /// So many at a time, until something is found.
    const AT_ONCE: usize = 256;

    /// Whether all cells between two places need no cleaning but that of blanks around them. Line ends there are not
    /// looked at, since they end rows; those of a quoted cell the caller knows. Places only grow.
    pub(super) fn holds(&mut self, bytes: &[u8], start: usize, end: usize) -> bool {
        let is_untidy = |byte: u8| is_suspicious(byte) && byte != b'\n' && byte != b'\r';
        while self.until < end {
            let from = self.until.max(start);
            let until = bytes.len().min(from + Self::AHEAD);
            // one byte more than these: a run may begin with the last of them
            let some = |at: usize| &bytes[at..bytes.len().min(at + Self::AT_ONCE + 1)];
            let Some(at) = (from..until).step_by(Self::AT_ONCE).find(|&at| holds_run_or(some(at), is_untidy)) else {
                self.until = until;
                continue;
            };
            let is_here = |&at: &usize| is_untidy(bytes[at]) || bytes[at..].starts_with(b"  ");
            self.until = (at..bytes.len()).find(is_here).unwrap_or(bytes.len());
            return end <= self.until;
        }
        true
    }
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
    fn rows_are_tidy_up_to_what_needs_cleaning_wherever_it_lies() {
        for untidy in ["  ", "\t", "\u{a0}", "\u{7f}", "\u{300}", "\u{200b}", "\u{feff}"] {
            for before in (0..600).chain(Tidy::AHEAD - 300..Tidy::AHEAD + 300) {
                let text = format!("{}{untidy}Straße;x \r\nMüller;y\n", "x".repeat(before));
                let (bytes, mut tidy) = (text.as_bytes(), Tidy::default());
                let second = before + untidy.len();
                assert!(tidy.holds(bytes, 0, before), "{untidy:?} at {before}");
                assert_eq!(tidy.holds(bytes, before, second), before == second, "{untidy:?} at {before}");
                assert!(tidy.holds(bytes, second, text.len()), "{untidy:?} at {before}");
            }
        }
        let text = "Max Müller;a\r\nb c;d\n";
        assert!(Tidy::default().holds(text.as_bytes(), 0, text.len()));
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
