//! Taking one person out of a file that people keep, line by line: every other byte stays as it is.

use super::encoding::{self, Encoding};
use crate::address::Address;

/// What is left of a file.
pub struct Remainder {
    /// The file without the person.
    pub bytes: Vec<u8>,
    /// How many rows went.
    pub rows: usize,
    /// How many rows about others named the address and lost it.
    pub cells: usize,
}

/// Takes every row out whose first address is the person's, and the address alone out of rows about others. `None`
/// where the file does not name the person, or is none whose text could be put back byte by byte.
pub fn without(bytes: &[u8], address: &Address) -> Option<Remainder> {
    let (text, encoding) = decode(bytes)?;
    let (mut kept, mut rows, mut cells) = (String::with_capacity(text.len()), 0, 0);
    for record in records(&text).flat_map(|record| lines(record, address)) {
        let named: Vec<(usize, &str)> = words(record).filter(|(_, word)| word.contains('@')).collect();
        let is_person = |word: &str| Address::parse(word).is_ok_and(|found| found == *address);
        if named.first().is_some_and(|(_, word)| is_person(word)) {
            rows += 1;
            // the byte order mark belongs to the file
            kept.extend(record.starts_with('\u{feff}').then_some('\u{feff}'));
            continue;
        }
        let mut from = 0;
        for (at, word) in named.into_iter().filter(|(_, word)| is_person(word)) {
            kept.push_str(&record[from..at]);
            from = at + word.len();
            cells += 1;
        }
        kept.push_str(&record[from..]);
    }
    (rows + cells > 0).then(|| Remainder { bytes: encode(&kept, encoding), rows, cells })
}

/// Whether a text names the person anywhere.
pub fn names(text: &str, address: &Address) -> bool {
    words(text)
        .filter(|(_, word)| word.contains('@'))
        .any(|(_, word)| Address::parse(word).is_ok_and(|a| a == *address))
}

/// Text that [`encode`] turns into the same bytes. Of a code page only that matters: each byte becomes one character.
fn decode(bytes: &[u8]) -> Option<(String, Encoding)> {
    let encoding = encoding::decode(bytes.to_vec()).encoding;
    let text = match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let unit = if encoding == Encoding::Utf16Le { u16::from_le_bytes } else { u16::from_be_bytes };
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
            String::from_utf16(&units).ok()?
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => return Some((bytes.iter().map(|&byte| char::from(byte)).collect(), Encoding::Windows1252)),
        },
    };
    let whole = encode(&text, encoding) == bytes;
    whole.then_some((text, encoding))
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1252 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

/// The rows with their line ends. A line break inside quotes ends none.
fn records(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split_inclusive(move |c: char| {
        quoted ^= c == '"';
        c == '\n' && !quoted
    })
}

/// A row of several lines that names others beside the person is taken line by line: a quote left open must not take
/// anybody else along.
fn lines<'a>(record: &'a str, address: &Address) -> Vec<&'a str> {
    let others = || words(record).any(|(_, word)| Address::parse(word).is_ok_and(|found| found != *address));
    let several = record.trim_end().contains('\n');
    if several && others() { record.split_inclusive('\n').collect() } else { vec![record] }
}

/// What stands between everything that can stand around an address, with its place.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = |c: char| c.is_whitespace() || c.is_control() || "\u{feff};,\"<>()[]|:'".contains(c);
    text.split(ends).map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anna() -> Address {
        Address::parse("anna@x.example").expect("an address")
    }

    #[test]
    fn only_the_rows_of_the_person_change_in_each_encoding() {
        let text =
            "E-Mail;Name\r\nbert@y.example;\"Bä;rt\"\r\nANNA@X.example;Änna\r\nCleo <cleo@z.example>;\"a\r\nb\"\n";
        let left = "E-Mail;Name\r\nbert@y.example;\"Bä;rt\"\r\nCleo <cleo@z.example>;\"a\r\nb\"\n";
        let bom = |text: &str| format!("\u{feff}{text}");
        let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect::<Vec<u8>>();
        let wide = |text: &str| bom(text).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let ways = |t: &str| [t.as_bytes().to_vec(), bom(t).into_bytes(), latin(t), wide(t)];
        for (text, left) in ways(text).into_iter().zip(ways(left)) {
            let remainder = without(&text, &anna()).expect("named");
            assert!(without(&left, &anna()).is_none());
            assert_eq!((remainder.bytes, remainder.rows, remainder.cells), (left, 1, 0));
        }
    }

    #[test]
    fn a_row_about_somebody_else_loses_the_address_alone() {
        let remainder = without(b"mail,note\nbert@y.example,\"ask mailto:anna@x.example\"\n", &anna()).expect("named");
        assert_eq!(remainder.bytes, b"mail,note\nbert@y.example,\"ask mailto:\"\n");
        assert_eq!((remainder.rows, remainder.cells), (0, 1));
    }

    #[test]
    fn a_quote_left_open_takes_nobody_else_along() {
        let remainder = without(b"mail;note\nanna@x.example;\"open\nbert@y.example;x\n", &anna()).expect("named");
        assert_eq!(remainder.bytes, b"mail;note\nbert@y.example;x\n");
    }
}
