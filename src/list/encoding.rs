//! From bytes to text: UTF-8, UTF-16 or Windows-1252.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;

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
        }
    }
}

/// The text of a file and how it was encoded. Windows-1252 is what remains, since it takes any bytes.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    let encoding = find(bytes);
    let text = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => UTF_8.decode_with_bom_removal(bytes).0,
        Encoding::Utf16Le => UTF_16LE.decode_with_bom_removal(bytes).0,
        Encoding::Utf16Be => UTF_16BE.decode_with_bom_removal(bytes).0,
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    (text, encoding)
}

fn find(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Encoding::Utf8Bom,
        [0xFF, 0xFE, ..] => Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => Encoding::Utf16Be,
        _ => unmarked(bytes),
    }
}

/// Without a mark: in UTF-16 nearly every second byte of European text is zero.
fn unmarked(bytes: &[u8]) -> Encoding {
    let head = &bytes[..bytes.len().min(1000)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let half = head.len() / 2;
    if half > 4 && zeros(1) * 10 > half * 8 && zeros(0) * 10 < half {
        Encoding::Utf16Le
    } else if half > 4 && zeros(0) * 10 > half * 8 && zeros(1) * 10 < half {
        Encoding::Utf16Be
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_found_and_umlauts_are_right() {
        let utf16 = |big: bool| -> Vec<u8> {
            let units = "Größe;Straße;Ort".encode_utf16();
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        for (bytes, encoding) in [
            ("Größe;Straße;Ort".as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF".as_slice(), "Größe;Straße;Ort".as_bytes()].concat(), Encoding::Utf8Bom),
            ([b"\xFF\xFE".as_slice(), &utf16(false)].concat(), Encoding::Utf16Le),
            ([b"\xFE\xFF".as_slice(), &utf16(true)].concat(), Encoding::Utf16Be),
            (utf16(false), Encoding::Utf16Le),
            (utf16(true), Encoding::Utf16Be),
            (b"Gr\xF6\xDFe;Stra\xDFe;Ort".to_vec(), Encoding::Windows1252),
        ] {
            assert_eq!(decode(&bytes), (Cow::from("Größe;Straße;Ort"), encoding));
        }
    }
}
