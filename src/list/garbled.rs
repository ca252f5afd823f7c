//! Umlauts that a program before us read in the wrong encoding: `MÃ¼ller`, or lost: `M\u{fffd}ller`.

use encoding_rs::WINDOWS_1252;
use memchr::{memchr, memmem};

/// The letter that the first byte of most umlauts in UTF-8 becomes when it is read as Windows-1252.
const LEAD: &str = "Ã";

/// Whether a text may hold such words; quick, and never wrong where it says no.
pub(super) fn is_suspect(text: &str) -> bool {
    memmem::find(text.as_bytes(), LEAD.as_bytes()).is_some() || is_lost(text)
}

/// Whether a cell holds such a word.
pub(super) fn is(cell: &str) -> bool {
    is_lost(cell) || meant(cell).is_some()
}

/// Whether a character stands there that programs write for one that they could not read. Its first byte is rare.
fn is_lost(text: &str) -> bool {
    memchr(0xef, text.as_bytes()).is_some() && text.contains(char::REPLACEMENT_CHARACTER)
}

/// The cell as it was meant, if it is UTF-8 that was read as Windows-1252 and written down as that.
fn meant(cell: &str) -> Option<String> {
    if !cell.contains(LEAD) {
        return None;
    }
    let (bytes, _, lost) = WINDOWS_1252.encode(cell);
    // `JOÃO` in Windows-1252 is no UTF-8
    if lost { None } else { String::from_utf8(bytes.into_owned()).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_in_the_wrong_encoding_is_told_from_names_that_are_so() {
        for (cell, umlauts) in [
            ("MÃ¼ller", "Müller"),
            ("GroÃŸ-GÃ¶ttern", "Groß-Göttern"),
            ("Ã„rzte", "Ärzte"),
            ("Ã–ffentlichkeit â€“ Ãœber", "Öffentlichkeit – Über"),
        ] {
            assert_eq!(meant(cell).as_deref(), Some(umlauts));
        }
        assert!(is_suspect("M\u{fffd}ller") && is("M\u{fffd}ller") && !is("ＡＢ"));
        for cell in ["Müller", "JOÃO", "Ã", "Nguyễn Thị Ã", "São", "Ã¼ und ü", "", "CitÃ"] {
            assert_eq!(meant(cell), None, "{cell}");
        }
    }
}
