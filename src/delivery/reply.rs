//! What a mail server says, and what it means when it says nothing.

use std::fmt;

/// What a server said: code, enhanced code (RFC 3463) and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub code: u16,
    pub enhanced: Option<String>,
    pub text: String,
}

/// How a phase failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server answered with another code than hoped for.
    Refused(Reply),
    /// The line broke, fell silent, or carried no SMTP.
    Broken(String),
}

/// Servers' words go to terminals and files: one line, no control characters, not endless.
pub(super) fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect()
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reply) => reply.fmt(f),
            Self::Broken(reason) => f.write_str(reason),
        }
    }
}

impl Reply {
    /// No server was asked.
    pub(super) fn none() -> Self {
        Self { code: 0, enhanced: None, text: String::new() }
    }

    /// What went wrong instead of a reply.
    pub(super) fn of(reason: &dyn fmt::Display) -> Self {
        Self { code: 0, enhanced: None, text: one_line(&reason.to_string()) }
    }

    pub(super) fn new(code: u16, words: &str) -> Self {
        let words = one_line(words);
        let first = words.split(' ').next().unwrap_or_default();
        let parts: Vec<&str> = first.split('.').collect();
        let numbers = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        let enhanced = (parts.len() == 3 && numbers).then(|| first.to_owned());
        Self { code, enhanced, text: words }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enhanced_codes_are_told_apart_from_words() {
        assert_eq!(Reply::new(550, "5.1.1 unknown").enhanced.as_deref(), Some("5.1.1"));
        assert_eq!(Reply::new(550, "version 1.2 unknown").enhanced, None);
        assert_eq!(Reply::new(250, "2.0.0\r\nOk\u{1b}[31m").text, "2.0.0  Ok [31m");
    }
}
