//! From bytes to text: UTF-8, UTF-16, Windows-1252, ISO-8859-15 or the code page of DOS or of the old Macintosh.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{ISO_8859_15, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;

use super::{dos, mac};

/// A character encoding that a list can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// UTF-8 as Excel writes it.
    #[serde(rename = "UTF-8 with BOM")]
    Utf8Bom,
    /// UTF-16, little endian: Excel's "Unicode text".
    #[serde(rename = "UTF-16LE")]
    Utf16Le,
    /// UTF-16, big endian.
    #[serde(rename = "UTF-16BE")]
    Utf16Be,
    /// The Western European code page of Windows.
    #[serde(rename = "Windows-1252")]
    Windows1252,
    /// Latin-9: the Western European code page of Unix, with the euro sign.
    #[serde(rename = "ISO-8859-15")]
    Iso8859_15,
    /// The Western European code page of DOS, which command lines and old programs still write.
    #[serde(rename = "CP850")]
    Cp850,
    /// The Western European code page of the old Macintosh, which Excel there writes as "CSV (Macintosh)".
    #[serde(rename = "Macintosh")]
    Macintosh,
}

impl Encoding {
    /// The name people know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 with BOM",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
            Self::Iso8859_15 => "ISO-8859-15",
            Self::Cp850 => "CP850",
            Self::Macintosh => "Macintosh",
        }
    }
}

/// Up to so many bytes a text is decoded whole; of a longer one that can wait, so many are enough to find its headings.
const HEAD: usize = 1 << 20;

/// What a file says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: Text,
    pub encoding: Encoding,
    /// Where in the text the first character stands that the file does not hold in this encoding, in bytes, and how
    /// many places there are.
    pub broken: Option<(usize, u64)>,
}

/// The text of a file. A long one is decoded piece by piece, by whoever reads the piece.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Text {
    Whole(String),
    /// UTF-8, as one quick look at all of it has shown.
    Utf8(Vec<u8>),
    /// Each byte is a character.
    CodePage(Vec<u8>, &'static encoding_rs::Encoding),
}

impl Text {
    /// Whether it is decoded already.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }

    /// Whether a piece of it needs room to be decoded into.
    pub(super) fn needs_room(&self) -> bool {
        matches!(self, Self::CodePage(..))
    }

    /// The bytes to cut at: delimiters, quotes and line ends are the same in all.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Whole(text) => text.as_bytes(),
            Self::Utf8(bytes) | Self::CodePage(bytes, _) => bytes,
        }
    }

    /// The text of some of the bytes, decoded into `room` if it is not yet: who reads on uses it again.
    pub(super) fn piece<'t>(&'t self, range: Range<usize>, room: &'t mut String) -> &'t str {
        match self {
            Self::Whole(text) => text.get(range).unwrap_or_default(),
            Self::Utf8(bytes) => utf8(&bytes[range]),
            Self::CodePage(bytes, encoding) => {
                let (bytes, mut decoder) = (&bytes[range], encoding.new_decoder_without_bom_handling());
                room.clear();
                room.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or_default());
                // every byte is a character, and there is room for all of them
                let _ = decoder.decode_to_string(bytes, room, true);
                room
            }
        }
    }

    /// The text of all bytes up to one.
    fn until(&self, end: usize) -> Cow<'_, str> {
        match self {
            Self::Whole(text) => text.get(..end).unwrap_or_default().into(),
            Self::Utf8(bytes) => utf8(&bytes[..end]).into(),
            Self::CodePage(bytes, encoding) => encoding.decode_without_bom_handling(&bytes[..end]).0,
        }
    }

    /// The text, or as many whole lines of it as are enough to find its headings.
    pub(super) fn head(&self) -> Cow<'_, str> {
        match self {
            Self::Whole(text) => text.into(),
            Self::Utf8(bytes) | Self::CodePage(bytes, _) => {
                let end = bytes[HEAD..].iter().position(|&byte| matches!(byte, b'\n' | b'\r'));
                self.until(end.map_or(bytes.len(), |end| HEAD + end + 1))
            }
        }
    }

    /// The byte at which a byte of the head stands.
    pub(super) fn byte_of(&self, head: &str, at: usize) -> usize {
        match self {
            Self::Whole(_) | Self::Utf8(_) => at,
            Self::CodePage(..) => head[..at].chars().count(),
        }
    }

    /// All of it.
    pub(super) fn whole(self) -> String {
        match self {
            Self::Whole(text) => text,
            Self::Utf8(bytes) => String::from_utf8(bytes).unwrap_or_default(),
            Self::CodePage(ref bytes, _) => self.until(bytes.len()).into_owned(),
        }
    }
}

/// Bytes that are known to be UTF-8, if they are cut between characters.
fn utf8(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_default()
}

/// Reads a file's bytes. Windows-1252 is what remains, since it takes any.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => mixed(rest, Encoding::Utf8Bom),
        [0xFF, 0xFE, ..] => utf16(&bytes, Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => utf16(&bytes, Encoding::Utf16Be),
        _ => unmarked(bytes),
    }
}

/// Without a mark: in UTF-16 nearly every second byte of European text is zero.
fn unmarked(bytes: Vec<u8>) -> Decoded {
    let head = &bytes[..bytes.len().min(1000)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let half = head.len() / 2;
    if half > 4 && zeros(1) * 10 > half * 8 && zeros(0) * 10 < half {
        return utf16(&bytes, Encoding::Utf16Le);
    } else if half > 4 && zeros(0) * 10 > half * 8 && zeros(1) * 10 < half {
        return utf16(&bytes, Encoding::Utf16Be);
    }
    if bytes.len() > HEAD && simdutf8::basic::from_utf8(&bytes).is_ok() {
        return Decoded { text: Text::Utf8(bytes), encoding: Encoding::Utf8, broken: None };
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text: Text::Whole(text), encoding: Encoding::Utf8, broken: None },
        Err(error) => single_bytes(error.into_bytes()),
    }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Decoded {
    let decoder = if encoding == Encoding::Utf16Le { UTF_16LE } else { UTF_16BE };
    let (text, had_errors) = decoder.decode_with_bom_removal(bytes);
    let places = || text.match_indices('\u{fffd}');
    let broken = places().next().filter(|_| had_errors).map(|(first, _)| (first, places().count() as u64));
    Decoded { broken, text: Text::Whole(text.into_owned()), encoding }
}

/// How many letters beyond ASCII tell what kind of file it is, wherever in the file they stand.
const ENOUGH: usize = 10_000;

/// Not UTF-8 as a whole. Where most of it is, some rows were pasted in from elsewhere; else no row is.
fn single_bytes(bytes: Vec<u8>) -> Decoded {
    let (mut sound, mut unsound) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        // each letter beyond ASCII begins with such a byte
        sound += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        unsound += usize::from(!chunk.invalid().is_empty());
        if sound + unsound >= ENOUGH {
            break;
        }
    }
    if sound > unsound {
        return mixed(&bytes, Encoding::Utf8);
    }
    // elsewhere these are control characters
    let is_of_windows = holds(&bytes, |byte| (0x80..0xa0).contains(&byte));
    if is_of_windows && dos::is_likely(&bytes) {
        return Decoded { text: Text::Whole(dos::decode(&bytes)), encoding: Encoding::Cp850, broken: None };
    }
    if is_of_windows && mac::is_likely(&bytes) {
        return code_page(bytes, Encoding::Macintosh, MACINTOSH, None);
    }
    if !is_of_windows && is_latin_9(&bytes) {
        return code_page(bytes, Encoding::Iso8859_15, ISO_8859_15, None);
    }
    let broken = if is_of_windows { undefined(&bytes) } else { None };
    code_page(bytes, Encoding::Windows1252, WINDOWS_1252, broken)
}

/// A text of which each byte is a character, but for the broken ones: the first, by its place, and how many.
fn code_page(
    bytes: Vec<u8>,
    encoding: Encoding,
    decoder: &'static encoding_rs::Encoding,
    broken: Option<(usize, u64)>,
) -> Decoded {
    let text = Text::CodePage(bytes, decoder);
    if text.bytes().len() > HEAD {
        return Decoded { text, encoding, broken };
    }
    let broken = broken.map(|(first, count)| (text.until(first).len(), count));
    Decoded { text: Text::Whole(text.whole()), encoding, broken }
}

/// Where the first byte stands that Windows-1252 has no character for, and how many there are: decoders make control
/// characters of them, which nobody sees.
fn undefined(bytes: &[u8]) -> Option<(usize, u64)> {
    let is_undefined = |byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    if !holds(bytes, is_undefined) {
        return None;
    }
    let mut places = bytes.iter().enumerate().filter(|(_, byte)| is_undefined(**byte));
    let (first, _) = places.next()?;
    Some((first, 1 + places.count() as u64))
}

/// UTF-8 in which some bytes may be those of Windows-1252.
fn mixed(bytes: &[u8], encoding: Encoding) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut broken = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            broken.get_or_insert((text.len(), 0)).1 += 1;
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    Decoded { text: Text::Whole(text), encoding, broken }
}

/// Whether bytes without those that only Windows has make sense as ISO-8859-15 only: where Windows-1252 has `¤¦¨¸¼½¾`,
/// it has the euro sign and the letters `ŠšžŒœŸ`, which stand in words. `´` is none of them: people type it for an
/// apostrophe.
fn is_latin_9(bytes: &[u8]) -> bool {
    let differs = |byte| matches!(byte, 0xa4 | 0xa6 | 0xa8 | 0xb8 | 0xbc..=0xbe);
    let is_letter = |byte: Option<&u8>| byte.is_some_and(|&byte| byte.is_ascii_alphabetic() || byte >= 0xc0);
    let before = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before));
    let tells = |at: usize| {
        bytes[at] == 0xa4 || (differs(bytes[at]) && (is_letter(bytes.get(at + 1)) || is_letter(before(at))))
    };
    holds(bytes, differs) && (0..bytes.len()).any(tells)
}

/// Whether such a byte is among these. No end before that of a block: whole blocks are looked at many bytes at a time.
fn holds(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(4096).any(|block| block.iter().fold(false, |found, &byte| found | is_one(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Größe;Straße;Ort";

    fn found(bytes: &[u8]) -> (String, Encoding) {
        let decoded = decode(bytes.to_vec());
        assert_eq!(decoded.broken, None);
        (decoded.text.whole(), decoded.encoding)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn each_encoding_is_found_and_umlauts_are_right() {
        for (bytes, encoding) in [
            (WORDS.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF".as_slice(), WORDS.as_bytes()].concat(), Encoding::Utf8Bom),
            ([b"\xFF\xFE".as_slice(), &utf16(WORDS, false)].concat(), Encoding::Utf16Le),
            ([b"\xFE\xFF".as_slice(), &utf16(WORDS, true)].concat(), Encoding::Utf16Be),
            (utf16(WORDS, false), Encoding::Utf16Le),
            (utf16(WORDS, true), Encoding::Utf16Be),
            (b"Gr\xF6\xDFe;Stra\xDFe;Ort".to_vec(), Encoding::Windows1252),
        ] {
            assert_eq!(found(&bytes), (WORDS.to_owned(), encoding));
        }
    }

    #[test]
    fn letters_where_windows_has_signs_are_those_of_latin_9() {
        for (bytes, text, encoding) in [
            (b"M\xFCller;Bo\xB8ena;\xA6imi\xE6".as_slice(), "Müller;Božena;Šimiæ", Encoding::Iso8859_15),
            (b"B\xFCro;50 \xA4", "Büro;50 €", Encoding::Iso8859_15),
            (b"M\xFCller;O\xB4Brien;50 \x80", "Müller;O´Brien;50 €", Encoding::Windows1252),
            (b"K\xF6ln;3\xBD Z.", "Köln;3½ Z.", Encoding::Windows1252),
            (b"\x8Aimi;G\xFCnter", "Šimi;Günter", Encoding::Windows1252),
        ] {
            assert_eq!(found(bytes), (text.to_owned(), encoding));
        }
    }

    #[test]
    fn bytes_that_windows_has_no_character_for_are_told() {
        let few = decode(b"M\xFCller\nK\x81ln;\x9D".to_vec());
        assert_eq!((few.encoding, few.broken), (Encoding::Windows1252, Some(("Müller\nK".len(), 2))));
        let line = b"anna@x.example;M\xFCller\n".as_slice();
        let many = decode([&line.repeat(1 + HEAD / line.len()), b"\x8F\n".as_slice()].concat());
        assert!(!many.text.is_whole());
        assert_eq!(many.broken, Some((line.len() * (1 + HEAD / line.len()), 1)));
    }

    #[test]
    fn the_code_page_of_dos_is_read_as_that() {
        assert_eq!(found(b"M\x81ller;Stra\xE1e"), ("Müller;Straße".to_owned(), Encoding::Cp850));
    }

    #[test]
    fn umlauts_far_down_a_large_file_count_as_much_as_those_on_top() {
        let ascii = "anna@x.example;Ulm\n".repeat(100_000);
        let decoded = decode([ascii.as_bytes(), "Müller;Größe;K".as_bytes(), b"\xF6ln"].concat());
        assert_eq!((decoded.encoding, decoded.broken.map(|(_, count)| count)), (Encoding::Utf8, Some(1)));
        assert!(decoded.text.whole().ends_with("Müller;Größe;Köln"));
    }

    #[test]
    fn a_long_code_page_is_decoded_where_it_is_read() {
        let line = b"anna@x.example;M\xFCller\n".as_slice();
        let decoded = decode(line.repeat(1 + HEAD / line.len()));
        let head = decoded.text.head();
        assert!(head.ends_with("Müller\n") && head.len() > HEAD, "{} bytes", head.len());
        let second = head.find('\n').expect("a line") + 1;
        let at = decoded.text.byte_of(&head, second);
        assert_eq!((at, second), (line.len(), line.len() + 1));
        assert_eq!(decoded.text.piece(at..2 * at, &mut String::new()), "anna@x.example;Müller\n");
    }

    #[test]
    fn a_long_text_in_utf_8_is_read_in_pieces_and_whole() {
        let line = "anna@x.example;Müller\n";
        let text = line.repeat(1 + HEAD / line.len());
        let decoded = decode(text.clone().into_bytes());
        assert_eq!((decoded.encoding, decoded.text.is_whole()), (Encoding::Utf8, false));
        let head = decoded.text.head();
        assert_eq!((head.len(), decoded.text.byte_of(&head, line.len())), (text.len(), line.len()));
        assert_eq!(decoded.text.piece(line.len()..2 * line.len(), &mut String::new()), line);
        drop(head);
        assert_eq!(decoded.text.whole(), text);
    }

    #[test]
    fn the_head_of_a_code_page_ends_with_a_row_whatever_ends_rows() {
        for row in [b"a@x.example;M\xFCller\r".as_slice(), b"a@x.example;M\xFCller\r\n"] {
            let decoded = decode([b"sep=;\n".as_slice(), &row.repeat(1 + HEAD / row.len())].concat());
            assert!(decoded.text.head().len() > HEAD && decoded.text.head().ends_with("Müller\r"));
        }
    }

    #[test]
    fn foreign_bytes_in_utf_8_spoil_nothing_else_and_are_told() {
        let decoded = decode(b"M\xC3\xBCller;Gr\xC3\xB6\xC3\x9Fe\nM\xFCller\nK\xF6ln".to_vec());
        assert_eq!(decoded.broken, Some(("Müller;Größe\nM".len(), 2)));
        assert_eq!((decoded.text.whole().as_str(), decoded.encoding), ("Müller;Größe\nMüller\nKöln", Encoding::Utf8));
        let marked = decode(b"\xEF\xBB\xBFM\xFCller".to_vec());
        assert_eq!((marked.text.whole().as_str(), marked.broken), ("Müller", Some((1, 1))));
        let half = decode([utf16("\u{feff}Ort Ä", false), vec![0, 0xd8, b'x', 0]].concat());
        assert_eq!((half.text.whole().as_str(), half.broken), ("Ort Ä\u{fffd}x", Some((6, 1))));
    }
}
