//! The code page of DOS, CP850: `dir` and old programs write `Müller` as `M\x81ller`. For what stands in German lists
//! CP437 is the same.

use memchr::memchr3_iter;

/// The characters of the bytes from 0x80 on.
const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How many umlauts tell.
const ENOUGH: usize = 1000;

/// Whether the umlauts of a text are those of DOS: its `ü`, `ä` and `ö` stand within words, where Windows has nothing and
/// quotation marks, and no letter of Windows stands beside another one.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let within = |at: &usize| is_letter(at.checked_sub(1)) && is_letter(Some(at + 1));
    let mut marks = memchr3_iter(0x81, 0x84, 0x94, bytes).filter(within).map(|at| bytes[at]).take(ENOUGH).peekable();
    if marks.peek().is_none() || is_quoting(marks) {
        return false;
    }
    !holds_letters_of_windows(bytes)
}

/// Whether umlauts as Windows writes them stand beside letters: signs and lines of boxes in DOS and on the Macintosh.
pub(super) fn holds_letters_of_windows(bytes: &[u8]) -> bool {
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let is_of_windows = |byte| matches!(byte, 0xc4 | 0xd6 | 0xdc | 0xdf | 0xe4 | 0xf6 | 0xfc | 0xe7..=0xe9);
    let beside = |at: usize| is_letter(at.checked_sub(1)) || is_letter(Some(at + 1));
    bytes.iter().enumerate().any(|(at, byte)| is_of_windows(*byte) && beside(at))
}

/// Whether marks may be the quotation marks of Windows: each that opens is followed by one that closes.
fn is_quoting(mut marks: impl Iterator<Item = u8>) -> bool {
    while let Some(mark) = marks.next() {
        if mark != 0x84 || marks.next() != Some(0x94) {
            return false;
        }
    }
    true
}

/// The text of the bytes.
pub(super) fn decode(bytes: &[u8]) -> String {
    let upper: Vec<char> = UPPER.chars().collect();
    let character = |&byte: &u8| byte.checked_sub(0x80).and_then(|at| upper.get(usize::from(at)));
    bytes.iter().map(|byte| character(byte).copied().unwrap_or(char::from(*byte))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_of_dos_are_told_from_the_signs_of_windows() {
        for (bytes, is_dos) in [
            (b"M\x81ller;Gro\xE1".as_slice(), true),
            (b"J\x84ger", true),
            (b"K\x94ln;\x9Aber", true),
            (b"M\xFCller;\x84Alt\x94 und \x84Neu\x93", false),
            (b"M\x81ller;M\xFCller", false),
            (b"das \x84so genannte\x94 Amt", false),
            (b"das\x84so genannte\x94Amt", false),
            (b"Projekt\x84Neu\x94und;M\xDCLLER", false),
            (b"M\x81ller;M\xDCLLER", false),
            (b"Andr\xE9;x\x84y", false),
            (b"J\x84ger;K\x94ln;B\x84r", true),
            (b"50 \x80", false),
            (b"", false),
        ] {
            assert_eq!(is_likely(bytes), is_dos, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn every_byte_of_dos_is_a_character() {
        assert_eq!(UPPER.chars().count(), 128);
        assert_eq!(
            decode(b"M\x81ller;Gro\xE1-G\x94ttern;\x8Erzte;\x99l;\x9Aber;Caf\x82"),
            "Müller;Groß-Göttern;Ärzte;Öl;Über;Café"
        );
        assert_eq!((decode(b"\xFF\xA0\xC4").as_str(), decode(b"a;b\n").as_str()), ("\u{a0}á─", "a;b\n"));
    }
}
