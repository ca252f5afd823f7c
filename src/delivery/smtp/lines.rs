//! What is written to the server, each in one write.

use std::fmt;

use super::super::Mail;

/// The commands before the body, in one write where the server allows it (RFC 2920).
pub(super) struct Envelope<'a>(pub &'a Mail);

impl fmt::Display for Envelope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MAIL FROM:<{}>\r\nRCPT TO:<{}>\r\nDATA\r\n", self.0.from, self.0.to)
    }
}

/// One command line.
pub(super) struct Line<'a>(pub &'a str, pub &'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}\r\n", self.0, self.1)
    }
}

/// The body with dots stuffed (RFC 5321 §4.5.2) and the final dot, and behind it the next mail's envelope: a round
/// trip less for each mail.
pub(super) struct Body<'a>(pub &'a str, pub Option<Envelope<'a>>);

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.starts_with('.') {
            f.write_str(".")?;
        }
        let mut copied = 0;
        for at in memchr::memmem::find_iter(self.0.as_bytes(), b"\r\n.") {
            f.write_str(&self.0[copied..at + 2])?;
            f.write_str(".")?;
            copied = at + 2;
        }
        f.write_str(&self.0[copied..])?;
        f.write_str(if self.0.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" })?;
        self.1.as_ref().map_or(Ok(()), |next| next.fmt(f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_stuffed_and_the_final_dot_stands_on_its_own_line() {
        assert_eq!(Body("a\r\n.b\r\n..c\r\n", None).to_string(), "a\r\n..b\r\n...c\r\n.\r\n");
        assert_eq!(Body(".a", None).to_string(), "..a\r\n.\r\n");
    }
}
