//! Taking one person out of a file that people keep, line by line: every other byte stays as it is.

use std::ops::Range;

use super::encoding::{self, Encoding};
use super::{Column, Field, Settings};
use crate::address::{self, Address, Mention, in_text};

/// What is left of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Remainder {
    /// The file does not name the person.
    Whole,
    /// The file without the person.
    Rest {
        /// What is left.
        bytes: Vec<u8>,
        /// How many rows went.
        rows: usize,
        /// How often rows about others named the address and lost it.
        cells: usize,
    },
    /// The person stands in it, and it cannot be put back byte by byte, or not without a trace of the person; or it is no
    /// list, so that nobody knows what belongs to the address.
    ByHand,
    /// It is no text, so that nobody can say who stands in it.
    Unread,
}

/// Takes every row out whose address is the person's, as the list is read, and the address alone out of everything else.
pub fn without(settings: &Settings, file: &str, bytes: &[u8], address: &Address) -> Remainder {
    let rows = own_rows(settings, file, bytes, address);
    let Some((text, encoding)) = decode(bytes) else {
        let read = encoding::decode(bytes.to_vec()).text.whole();
        let named = rows.is_none_or(|rows| !rows.is_empty()) && names(&read, address);
        return if named { Remainder::ByHand } else { Remainder::Whole };
    };
    if text.contains('\0') {
        return Remainder::Unread;
    }
    let Some(own) = rows else {
        return if names(&text, address) { Remainder::ByHand } else { Remainder::Whole };
    };
    let (mut kept, mut cells) = (String::with_capacity(text.len()), 0);
    for (number, line) in (1..).zip(lines(&text)) {
        if own.iter().any(|rows| rows.contains(&number)) {
            // the byte order mark belongs to the file
            kept.extend(line.starts_with('\u{feff}').then_some('\u{feff}'));
            continue;
        }
        let mut from = 0;
        for Mention { at, text } in in_text(line).filter(|mention| mention.is(address)) {
            kept.push_str(&line[from..at]);
            from = at + text.len();
            cells += 1;
        }
        kept.push_str(&line[from..]);
    }
    if own.is_empty() && cells == 0 {
        return Remainder::Whole;
    }
    let bytes = encode(&kept, encoding);
    let is_clean =
        own_rows(settings, file, &bytes, address).is_none_or(|rows| rows.is_empty()) && !names(&kept, address);
    if is_clean { Remainder::Rest { bytes, rows: own.len(), cells } } else { Remainder::ByHand }
}

/// The lines of the rows that are the person's, each row from its first to the one before the next row; `None` where the
/// file is none that can be read as a list.
fn own_rows(settings: &Settings, file: &str, bytes: &[u8], address: &Address) -> Option<Vec<Range<u32>>> {
    let mut rows: Vec<(u32, bool)> = Vec::new();
    for sheet in super::open_bytes(settings, file, bytes.to_vec()).ok()? {
        for piece in sheet.pieces(1) {
            piece.read(|headings, row| {
                let column = headings.iter().position(|heading| heading.column == Column::Known(Field::Email));
                let cell = column.and_then(|at| row.get(at)).unwrap_or_default();
                let mut read = String::new();
                let is_own = match address::in_cell(cell, &mut read) {
                    Ok(_) => read == address.as_str(),
                    // a row that is set aside, and still the person's
                    Err(_) => names(cell, address) || names(&closed(cell), address),
                };
                rows.push((row.line, is_own));
            });
        }
    }
    let ends = rows.iter().skip(1).map(|(line, _)| *line).chain([u32::MAX]);
    Some(rows.iter().zip(ends).filter(|((_, own), _)| *own).map(|((line, _), end)| *line..end).collect())
}

/// Lines with their ends, counted as the reader does.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.find(['\r', '\n'])?;
        let length = if rest[end..].starts_with("\r\n") { end + 2 } else { end + 1 };
        let (line, after) = rest.split_at(length);
        rest = after;
        Some(line)
    })
    .chain(std::iter::once(text).map(|text| &text[text.rfind(['\r', '\n']).map_or(0, |at| at + 1)..]))
}

/// Whether a text names the person anywhere.
pub fn names(text: &str, address: &Address) -> bool {
    in_text(text).any(|mention| mention.is(address))
}

/// A text without the blanks beside what joins the parts of an address: `anna@x. example` is nobody else's.
fn closed(text: &str) -> String {
    let mut closed = String::with_capacity(text.len());
    for part in text.split_inclusive(['@', '.']) {
        let joins = closed.ends_with(['@', '.']);
        let part = if joins { part.trim_start() } else { part };
        match part.char_indices().next_back() {
            Some((at, sign @ ('@' | '.'))) => {
                closed.push_str(part[..at].trim_end());
                closed.push(sign);
            }
            _ => closed.push_str(part),
        }
    }
    closed
}

/// The lines of a file with a longer address that may be the person's, with something put before it (`mail=` or `x/`),
/// or with the address itself, blanks in it.
pub fn doubtful(bytes: &[u8], address: &Address) -> Vec<u32> {
    let Some((text, _)) = decode(bytes) else { return Vec::new() };
    let is_spaced = |line: &str| !names(line, address) && names(&closed(line), address);
    let is_doubtful = |line: &str| in_text(line).any(|mention| mention.may_be(address)) || is_spaced(line);
    (1..).zip(lines(&text)).filter(|(_, line)| is_doubtful(line)).map(|(number, _)| number).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn without_anna(bytes: &[u8]) -> Remainder {
        let anna = Address::parse("anna@x.example").expect("an address");
        without(&Settings::new("l".into(), "l.csv".into()), "l.csv", bytes, &anna)
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
            assert_eq!(without_anna(&left), Remainder::Whole);
            assert_eq!(without_anna(&text), Remainder::Rest { bytes: left, rows: 1, cells: 0 });
        }
    }

    #[test]
    fn a_row_about_somebody_else_loses_the_address_alone() {
        let remainder = without_anna(b"mail,note\nbert@y.example,\"ask mailto:anna@x.example\"\n");
        let bytes = b"mail,note\nbert@y.example,\"ask mailto:\"\n".to_vec();
        assert_eq!(remainder, Remainder::Rest { bytes, rows: 0, cells: 1 });
    }

    #[test]
    fn a_quote_left_open_takes_nobody_else_along() {
        let remainder = without_anna(b"mail;note\nanna@x.example;\"open\nbert@y.example;x\n");
        let bytes = b"mail;note\nbert@y.example;x\n".to_vec();
        assert_eq!(remainder, Remainder::Rest { bytes, rows: 1, cells: 0 });
    }

    #[test]
    fn whose_row_it_is_the_column_of_addresses_says_and_no_other() {
        let list =
            b"Angelegt von;E-Mail;Name\nanna@x.example;bert@y.example;Bert\nbert@y.example;anna@x.example;Anna\n";
        let bytes = b"Angelegt von;E-Mail;Name\n;bert@y.example;Bert\n".to_vec();
        assert_eq!(without_anna(list), Remainder::Rest { bytes, rows: 1, cells: 1 });
    }

    #[test]
    fn however_the_address_is_written_the_row_goes() {
        for cell in [
            "mailto:anna@x.example?subject=x",
            "anna@x.example/anna2@x.example",
            "Anna <ANNA@x.example>",
            "anna@x.example*",
            "anna@x. example",
            "Anna: anna @ x.example",
        ] {
            let text = format!("E-Mail;Name\r{cell};Anna\rbert@y.example;Bert");
            let bytes = b"E-Mail;Name\rbert@y.example;Bert".to_vec();
            assert_eq!(without_anna(text.as_bytes()), Remainder::Rest { bytes, rows: 1, cells: 0 }, "{cell}");
        }
        assert_eq!(
            without_anna("E-Mail;Name\no'anna@x.example;O\nanna@x.example.org;P\nb.anna@x.example;Q\n".as_bytes()),
            Remainder::Whole
        );
    }

    #[test]
    fn a_longer_address_is_somebody_elses_and_is_named_for_people_to_look() {
        let anna = Address::parse("anna@x.example").expect("an address");
        let list = b"E-Mail;Name\nx/anna@x.example;Other\nbert@y.example;mail=anna@x.example\n";
        assert_eq!(without_anna(list), Remainder::Whole);
        assert_eq!(doubtful(list, &anna), [2, 3]);
        let list = b"E-Mail;Name\nbert@y.example;siehe anna@ x.example\ncleo@z.example;Frau Anna. anna@x.example\n";
        assert_eq!(doubtful(list, &anna), [2]);
        let list = b"E-Mail;Name\nanna@x.example;Anna\no'anna@x.example;O\nb-anna@x.example;B\n";
        assert_eq!(doubtful(list, &anna), [0_u32; 0]);
    }

    #[test]
    fn what_is_no_list_is_for_people() {
        assert_eq!(without_anna(b"Anna\nanna@x.example\0\x01"), Remainder::Unread);
    }

    #[test]
    fn what_cannot_be_put_back_is_for_people() {
        let wide: Vec<u8> =
            "\u{feff}E-Mail;N\nanna@x.example;A\n".encode_utf16().flat_map(u16::to_le_bytes).chain([0x41]).collect();
        assert_eq!(without_anna(&wide), Remainder::ByHand);
    }
}
