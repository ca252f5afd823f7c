//! What a mail server says, and what it means when it says nothing.

use std::fmt;

/// What a server said: code, enhanced code (RFC 3463) and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub code: u16,
    pub enhanced: Option<String>,
    pub text: String,
    /// What the server calls the mail it took.
    pub queue_id: Option<String>,
}

/// How a phase failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server answered with another code than hoped for.
    Refused(Reply),
    /// The line broke, fell silent, or carried no SMTP.
    Broken(String),
    /// A whole reply, but none that has a meaning here: what follows it cannot be told apart any more.
    Odd(Reply),
}

/// Servers' words go to terminals and files: one line, no control characters, not endless.
pub(super) fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect()
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reply) | Self::Odd(reply) => reply.fmt(f),
            Self::Broken(reason) => f.write_str(reason),
        }
    }
}

impl Reply {
    /// No server was asked.
    pub(super) fn none() -> Self {
        Self { code: 0, enhanced: None, text: String::new(), queue_id: None }
    }

    /// What went wrong instead of a reply.
    pub(super) fn of(reason: &dyn fmt::Display) -> Self {
        Self { code: 0, enhanced: None, text: one_line(&reason.to_string()), queue_id: None }
    }

    pub(super) fn new(code: u16, words: &str) -> Self {
        let words = one_line(words);
        let first = words.split(' ').next().unwrap_or_default();
        let parts: Vec<&str> = first.split('.').collect();
        let numbers = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        let enhanced = (parts.len() == 3 && numbers).then(|| first.to_owned());
        let queue_id = (code == 250).then(|| queue_id(&words)).flatten();
        Self { code, enhanced, text: words, queue_id }
    }
}

/// The words after which servers put the id of a mail in their queue: Postfix and Exchange, Exim, sendmail, and others.
const BEFORE_ID: [&str; 4] = ["queued as ", "id=", "Message accepted for delivery: ", "InternalId="];

/// What a server calls the mail it took, for those who look into its log later.
fn queue_id(words: &str) -> Option<String> {
    let (_, rest) = BEFORE_ID.iter().find_map(|before| words.split_once(before))?;
    let id: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).take(100).collect();
    (!id.is_empty()).then_some(id)
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code > 0 {
            write!(f, "{} ", self.code)?;
        }
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enhanced_codes_are_told_apart_from_words() {
        assert_eq!(Reply::new(550, "5.1.1 unknown").enhanced.as_deref(), Some("5.1.1"));
        assert_eq!(Reply::new(550, "version 1.2 unknown").enhanced, None);
        assert_eq!(Reply::new(250, "2.0.0 Ok: queued as 4bK7").queue_id.as_deref(), Some("4bK7"));
        assert_eq!(Reply::new(250, "OK id=1vN-0003-4f").queue_id.as_deref(), Some("1vN-0003-4f"));
        assert_eq!(Reply::new(250, "2.0.0 Ok").queue_id, None);
        assert_eq!(Reply::new(250, "2.0.0\r\nOk\u{1b}[31m").text, "2.0.0  Ok [31m");
    }

    #[test]
    fn what_is_no_reply_shows_no_code() {
        assert_eq!(Reply::of(&"incomplete response").to_string(), "incomplete response");
        assert_eq!(Reply::new(450, "4.2.2 full").to_string(), "450 4.2.2 full");
    }
}
