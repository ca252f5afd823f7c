//! The quoted-printable encoding (RFC 2045 §6.7), line ends included, in one pass, and of a template's literals once
//! for all mails.
//!
//! Written here and not taken from lettre, whose three passes over each part were a third of a mail's cost.

use std::io::{self, Write};

use crate::template::{Literal, escape_html};

/// The longest line, the soft break's `=` included.
const LINE: usize = 76;

/// Ends a line of the encoding, but none of the text.
const SOFT_BREAK: &[u8] = b"=\r\n";

/// ASCII with CRLF line ends and no line longer than 76.
pub(super) fn encode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    encode_into(text.as_bytes(), is_plain, &mut out);
    out
}

/// Appends one line of text and its end.
pub(super) fn encode_whole_line(line: &str, out: &mut Vec<u8>) {
    encode_line(line.as_bytes(), is_plain, out);
    out.extend_from_slice(b"\r\n");
}

/// A literal as it stands in a template that prints an encoded text. Each begins and ends at the beginning of a line,
/// so that values, loops and conditions fit between them in any order; only a value leaves its line open, and the
/// literal behind it breaks that line.
pub(super) fn encode_literal(literal: Literal<'_>) -> String {
    let Literal { text, after_value, last } = literal;
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    let closes_line = text.starts_with('\n') || text.starts_with("\r\n") || (last && text.is_empty());
    if after_value && !closes_line {
        out.extend_from_slice(SOFT_BREAK);
    }
    // what was a value may hold `{{`, which Tera would read as a tag
    let tag_like = ["{{", "{%", "{#"].iter().any(|open| text.contains(open));
    let plain = |byte| is_plain(byte) && !(tag_like && byte == b'{');
    encode_into(text.as_bytes(), plain, &mut out);
    if !last && !out.is_empty() && !out.ends_with(b"\n") {
        break_line(&mut out);
    }
    // the encoding is ASCII
    out.into_iter().map(char::from).collect()
}

fn break_line(out: &mut Vec<u8>) {
    // a blank is safe before a soft break
    if out.ends_with(b"=20") {
        out.truncate(out.len() - 3);
        out.push(b' ');
    }
    out.extend_from_slice(SOFT_BREAK);
}

/// Prints a value into an encoded text: escaped for HTML, on lines of its own, the last of them left open.
pub(super) fn print_value(value: &str, out: &mut dyn Write) -> io::Result<()> {
    if value.len() < LINE && value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return out.write_all(value.as_bytes());
    }
    let mut html = Vec::with_capacity(value.len() * 2);
    escape_html(value, &mut html)?;
    let mut encoded = Vec::with_capacity(html.len() * 2);
    encode_into(&html, is_plain, &mut encoded);
    out.write_all(&encoded)
}

fn encode_into(text: &[u8], is_plain: impl Fn(u8) -> bool + Copy, out: &mut Vec<u8>) {
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        match line.strip_suffix(b"\n") {
            Some(line) => {
                encode_line(line.strip_suffix(b"\r").unwrap_or(line), is_plain, out);
                out.extend_from_slice(b"\r\n");
            }
            None => encode_line(line, is_plain, out),
        }
    }
}

/// Appends a line of text without its end; no line of the encoding gets longer than 75, so that a soft break fits.
fn encode_line(line: &[u8], is_plain: impl Fn(u8) -> bool + Copy, out: &mut Vec<u8>) {
    let mut column = 0;
    let mut at = 0;
    while at < line.len() {
        let room = (LINE - 1).saturating_sub(column);
        let run = plain_run(&line[at..line.len().min(at + room)], is_plain);
        out.extend_from_slice(&line[at..at + run]);
        (at, column) = (at + run, column + run);
        if at == line.len() {
            break;
        }
        if column >= LINE - 1 || (!is_plain(line[at]) && column + 3 > LINE - 1) {
            out.extend_from_slice(SOFT_BREAK);
            column = 0;
        } else {
            escape(line[at], out);
            (at, column) = (at + 1, column + 3);
        }
    }
    // a blank at the end of a line would be lost on the way (rule 3); a soft break before it may be needed
    if let Some(&last @ (b' ' | b'\t')) = out.last().filter(|_| !line.is_empty()) {
        out.pop();
        if column + 2 > LINE - 1 {
            out.extend_from_slice(SOFT_BREAK);
        }
        escape(last, out);
    }
}

/// How many bytes from the first on stand for themselves; sixteen are looked at together.
fn plain_run(bytes: &[u8], is_plain: impl Fn(u8) -> bool) -> usize {
    let all_plain = |block: &&[u8; 16]| block.iter().fold(true, |plain, &byte| plain & is_plain(byte));
    let whole = bytes.as_chunks().0.iter().take_while(all_plain).count() * 16;
    whole + bytes[whole..].iter().take_while(|&&byte| is_plain(byte)).count()
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t') && byte != b'='
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend_from_slice(&[b'=', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(encoded: &[u8]) -> String {
        let mail = [
            b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
            encoded,
        ]
        .concat();
        let message = mail_parser::MessageParser::default().parse(&mail).expect("a mail");
        message.body_text(0).unwrap_or_default().replace("\r\n", "\n")
    }

    #[test]
    fn examples_are_encoded_as_the_rfc_says() {
        assert_eq!(encode("a=b"), b"a=3Db");
        assert_eq!(encode("Größe \nx"), b"Gr=C3=B6=C3=9Fe=20\r\nx");
        assert_eq!(encode(&"x".repeat(80)), [&[b'x'; 75][..], b"=\r\n", &[b'x'; 5]].concat());
    }

    proptest! {
        #[test]
        fn an_independent_reader_gets_the_same_text_back(text in "[ -~äöüß„“\t\n=.]{0,300}") {
            let text = format!("{text}.");
            let encoded = encode(&text);
            prop_assert!(encoded.is_ascii());
            for line in encoded.split(|&byte| byte == b'\n') {
                prop_assert!(line.len() <= LINE + 1, "{}", line.len());
                prop_assert!(!line.ends_with(b" \r") && !line.ends_with(b"\t\r"));
            }
            prop_assert_eq!(decode(&encoded), text);
        }
    }
}
