//! The code page of the old Macintosh, in which Excel there still writes "CSV (Macintosh)": `Müller` is `M\x9Fller`.

use memchr::memchr3_iter;

use super::dos::holds_letters_of_windows;

/// Whether the umlauts of a text are those of the Macintosh: its `ü`, `ä` and `ß` stand where Windows has a capital
/// letter of other languages or the sign of a paragraph, and no letter of Windows stands beside another one.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    let is = |at: Option<usize>, kind: fn(&u8) -> bool| at.and_then(|at| bytes.get(at)).is_some_and(kind);
    let is_own = |at: usize| {
        let (before, behind) = (at.checked_sub(1), Some(at + 1));
        match bytes[at] {
            0x9f | 0x8a => is(before, u8::is_ascii_alphabetic) && is(behind, u8::is_ascii_lowercase),
            _ => is(before, u8::is_ascii_lowercase) && !is(behind, u8::is_ascii_digit),
        }
    };
    memchr3_iter(0x9f, 0x8a, 0xa7, bytes).any(is_own) && !holds_letters_of_windows(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_of_the_macintosh_are_told_from_the_letters_of_windows() {
        for (bytes, is_mac) in [
            (b"M\x9Fller;K\x9Aln".as_slice(), true),
            (b"J\x8Ager", true),
            (b"Gro\xA7", true),
            (b"M\x9Fller;M\xFCller", false),
            (b"\x8Aimi\xE6;Milo\x9A", false),
            (b"nach \xA7 7 UWG", false),
            (b"gem\xA77", false),
            (b"", false),
        ] {
            assert_eq!(is_likely(bytes), is_mac, "{}", bytes.escape_ascii());
        }
    }
}
