//! What servers say, as lettre can read it: some of what RFC 5321 allows or servers do would count as no reply.
//!
//! After the final dot no reply means a mail in doubt, for a person to look into. So a complete reply must be taken
//! for one: without any text (RFC 5321 §4.2), in another encoding than UTF-8 (German words from old servers), or with
//! a second digit that no RFC knows (`571`, told apart by the first digit alone: RFC 5321 §4.2.1).

/// The longest sequence of bytes that is one character in UTF-8.
const CHARACTER: usize = 4;

/// The second digit that stands for unknown ones: no code with it means anything to anybody.
const UNKNOWN: u8 = b'4';

/// Rewrites replies as they come, in pieces of any size.
#[derive(Debug, Default)]
pub(super) struct Replies {
    /// How many characters of this line have come.
    column: usize,
    /// The first character of this line.
    first: Option<char>,
    /// The line's code as the server wrote it, where it was changed.
    odd: Option<String>,
    /// Whether another line of the same reply follows (RFC 5321 §4.2.1).
    goes_on: bool,
    /// The beginning of a character whose other bytes have not come yet.
    torn: Vec<u8>,
}

impl Replies {
    /// Adds the next bytes from the server to what can be read.
    pub(super) fn take(&mut self, bytes: &[u8], ready: &mut Vec<u8>) {
        let bytes = [std::mem::take(&mut self.torn).as_slice(), bytes].concat();
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            chunk.valid().chars().for_each(|c| self.put(c, ready));
            let torn = std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
            if torn && chunks.peek().is_none() {
                self.torn = chunk.invalid().to_vec();
                return;
            }
            // bytes that are no UTF-8 are Latin-1, whose characters have the same numbers in Unicode
            chunk.invalid().iter().for_each(|&byte| self.put(char::from(byte), ready));
        }
    }

    /// Whether something has come that is no whole reply yet.
    pub(super) fn is_unfinished(&self) -> bool {
        self.column > 0 || self.goes_on || !self.torn.is_empty()
    }

    fn put(&mut self, c: char, ready: &mut Vec<u8>) {
        let column = self.column;
        self.column += 1;
        match (column, c) {
            (_, '\n') => *self = Self { goes_on: self.goes_on, ..Self::default() },
            (0, _) => (self.first, self.goes_on) = (Some(c), false),
            (1, '6'..='9') if let Some(first @ '2'..='5') = self.first => {
                self.odd = Some(format!("{first}{c}"));
                ready.push(UNKNOWN);
                return;
            }
            (3, '-') => self.goes_on = true,
            (2, '0'..='9') => self.odd.iter_mut().for_each(|odd| odd.push(c)),
            (_, '\r') => self.end_line(column, ready),
            _ => {}
        }
        ready.extend_from_slice(c.encode_utf8(&mut [0; CHARACTER]).as_bytes());
    }

    fn end_line(&mut self, length: usize, ready: &mut Vec<u8>) {
        if length == 3 {
            ready.push(b' ');
        }
        if let Some(odd) = self.odd.take() {
            ready.extend_from_slice(format!(" [{odd}]").as_bytes());
        }
    }
}

/// The code that a server gave, and its words, of a reply that was rewritten.
pub(super) fn as_said(code: u16, words: &str) -> (u16, &str) {
    let said = words.strip_suffix(']').and_then(|words| words.rsplit_once(" ["));
    let said = said.and_then(|(words, code)| Some((code.parse::<u16>().ok()?, words)));
    let is_ours = |said: u16| said / 100 == code / 100 && said % 10 == code % 10 && said / 10 % 10 > 5;
    said.filter(|(said, _)| code / 10 % 10 == 4 && is_ours(*said)).unwrap_or((code, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(pieces: &[&[u8]]) -> String {
        let (mut replies, mut ready) = (Replies::default(), Vec::new());
        let mut all = Vec::new();
        for piece in pieces {
            replies.take(piece, &mut ready);
            // as whoever reads takes it away
            all.append(&mut ready);
        }
        String::from_utf8(all).expect("UTF-8")
    }

    #[test]
    fn a_reply_without_text_gets_the_blank_that_lettre_wants() {
        assert_eq!(read(&[b"250\r\n"]), "250 \r\n");
        assert_eq!(read(&[b"250-\r\n25", b"0\r", b"\n354\r\n"]), "250-\r\n250 \r\n354 \r\n");
    }

    #[test]
    fn words_in_latin_1_and_in_utf_8_are_read_alike() {
        let words = "550 5.1.1 Empfänger „Größe“ unbekannt\r\n";
        assert_eq!(read(&[words.as_bytes()]), words);
        assert_eq!(read(&[b"550 5.1.1 Empf\xe4nger unbekannt\r\n"]), "550 5.1.1 Empfänger unbekannt\r\n");
        assert_eq!(read(&[b"550 Gr\xf6\xdfe\r\n250 ok\r\n"]), "550 Größe\r\n250 ok\r\n");
    }

    #[test]
    fn a_second_digit_that_no_rfc_knows_keeps_the_meaning_of_the_first() {
        assert_eq!(read(&[b"571 5.7.1 not allowed\r\n250 ok\r\n"]), "541 5.7.1 not allowed [571]\r\n250 ok\r\n");
        assert_eq!(read(&[b"5", b"7", b"1", b"\r\n"]), "541  [571]\r\n");
        assert_eq!(read(&[b"x71 what\r\n"]), "x71 what\r\n");
        assert_eq!(as_said(541, "5.7.1 not allowed [571]"), (571, "5.7.1 not allowed"));
        assert_eq!(as_said(550, "see [571]"), (550, "see [571]"));
    }

    #[test]
    fn a_reply_is_unfinished_until_its_last_line_ends() {
        for (begun, unfinished) in
            [("", false), ("2", true), ("250 ok", true), ("250-ok\r\n", true), ("250-ok\r\n250 ok\r\n", false)]
        {
            let mut replies = Replies::default();
            replies.take(begun.as_bytes(), &mut Vec::new());
            assert_eq!(replies.is_unfinished(), unfinished, "{begun:?}");
        }
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(text in "([2-5][0-5][0-9][ -][a-zäöü„“€😀 ]{0,20}\r\n){1,4}", cut in 1_usize..7) {
            let pieces: Vec<&[u8]> = text.as_bytes().chunks(cut).collect();
            prop_assert_eq!(read(&pieces), text);
        }
    }
}
