//! Digests: what changed, told by a number in place of the text.

use std::fmt::Write as _;
use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// SHA-256 (FIPS 180-4) over parts of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Each part goes in with its length before it, so that no two ways of cutting a text coincide.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// All of it.
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// All of it, as 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().fold(String::with_capacity(64), |mut hex, byte| {
            // writing into a string cannot fail
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The first 64 bits: enough to see that one mail changed.
    pub fn short(&self) -> i64 {
        leading(&self.0)
    }
}

/// A digest of text that is written piece by piece; [`Digester::cut`] marks where a part ends.
#[derive(Default)]
pub struct Digester {
    hash: Sha256,
    part: u64,
}

impl Digester {
    /// Ends a part: its length goes in behind it.
    pub fn cut(&mut self) {
        self.hash.update(self.part.to_be_bytes());
        self.part = 0;
    }

    /// The digest of all parts.
    pub fn end(self) -> Digest {
        Digest(self.hash.finalize().into())
    }
}

impl io::Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        self.part += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// SHA-256 of some bytes in Base64, as a content security policy names a script (CSP 3, 2.3.1).
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(bytes))
}

/// SHA-256 of some bytes in hexadecimal digits, as `sha256sum` prints it.
pub fn hex(bytes: &[u8]) -> String {
    Digest(Sha256::digest(bytes).into()).hex()
}

/// The first eight bytes as a number; missing ones count as zero.
pub fn leading(bytes: &[u8]) -> i64 {
    let mut first = [0; 8];
    first.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    i64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_between_the_parts_counts() {
        let digest = |parts: [&str; 2]| Digest::of(parts.map(str::as_bytes));
        assert_eq!(digest(["ab", "c"]), digest(["ab", "c"]));
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
        assert_ne!(digest(["ab", "c"]).short(), digest(["a", "bc"]).short());
    }

    #[test]
    fn text_written_in_pieces_is_the_same_text_but_not_the_same_parts() {
        let digest = |pieces: &[&str], cut_after: usize| {
            let mut digester = Digester::default();
            for (at, piece) in pieces.iter().enumerate() {
                io::Write::write_all(&mut digester, piece.as_bytes()).expect("takes everything");
                if at == cut_after {
                    digester.cut();
                }
            }
            digester.cut();
            digester.end()
        };
        assert_eq!(digest(&["a", "b", "c"], 1), digest(&["ab", "c"], 0));
        assert_ne!(digest(&["ab", "c"], 0), digest(&["a", "bc"], 0));
    }

    #[test]
    fn hexadecimal_digits_are_those_of_the_standard() {
        // of eight zero bytes, the length of an empty part
        let hex = Digest::of([&b""[..]]).hex();
        assert_eq!(hex, "af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc");
    }
}
