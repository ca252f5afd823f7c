//! The quoted-printable encoding (RFC 2045 §6.7), line ends included, in one pass.
//!
//! Written here and not taken from lettre, whose three passes over each part were a third of a mail's cost.

/// The longest line, the soft break's `=` included.
const LINE: usize = 76;

/// ASCII with CRLF line ends and no line longer than 76.
pub(super) fn encode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.extend_from_slice(b"\r\n");
        }
        encode_line(line.strip_suffix('\r').unwrap_or(line).as_bytes(), &mut out);
    }
    out
}

fn encode_line(line: &[u8], out: &mut Vec<u8>) {
    let mut column = 0;
    let mut at = 0;
    while at < line.len() {
        let room = (LINE - 1).saturating_sub(column);
        let run = line[at..].iter().take(room).take_while(|&&byte| is_plain(byte)).count();
        out.extend_from_slice(&line[at..at + run]);
        (at, column) = (at + run, column + run);
        if at == line.len() {
            break;
        }
        if column >= LINE - 1 || (!is_plain(line[at]) && column + 3 > LINE - 1) {
            out.extend_from_slice(b"=\r\n");
            column = 0;
        } else {
            escape(line[at], out);
            (at, column) = (at + 1, column + 3);
        }
    }
    // a blank at the end of a line would be lost on the way (rule 3); a soft break before it may be needed
    if let Some(&last @ (b' ' | b'\t')) = out.last().filter(|_| !line.is_empty()) {
        out.pop();
        if column + 2 > LINE {
            out.extend_from_slice(b"=\r\n");
        }
        escape(last, out);
    }
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
