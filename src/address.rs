//! Mail addresses in the one form the whole house compares and sends to.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::finding::Code;
use crate::refusal::Refusal;

/// A mail address: ASCII, lower case, the domain in punycode (RFC 5321 §4.1.2, RFC 5891).
///
/// Local parts are compared without regard to case, as every mailbox provider does; quoted local parts,
/// address literals and domains without a dot are refused, since no invitation goes there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(Box<str>);

/// Why a text is no usable address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// No `@`, or more than one.
    #[error("at-sign")]
    AtSign,
    /// The part before the `@`.
    #[error("local-part")]
    LocalPart,
    /// Letters beyond ASCII before the `@` need SMTPUTF8 (RFC 6531), which few servers take.
    #[error("local-part-not-ascii")]
    LocalPartNotAscii,
    /// The part after the `@`.
    #[error("domain")]
    Domain,
    /// Longer than 64 bytes before or 254 in all (RFC 5321 §4.5.3.1).
    #[error("too-long")]
    TooLong,
}

impl Address {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain, in punycode.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Reads an address as people write it: blanks around it, `mailto:`, `Name <addr>`, capitals, umlaut domains.
    ///
    /// # Errors
    /// Says which part is not usable.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let mut out = String::with_capacity(text.len());
        normalise_into(text, &mut out)?;
        Ok(Self(out.into_boxed_str()))
    }
}

/// Appends the normalised address to `out`, which stays as it was on error.
///
/// # Errors
/// As [`Address::parse`].
pub fn normalise_into(text: &str, out: &mut String) -> Result<(), AddressError> {
    let bare = bare(text);
    if bare.is_empty() {
        return Err(AddressError::Empty);
    }
    let (local, domain) = bare.rsplit_once('@').ok_or(AddressError::AtSign)?;
    check_local(local)?;
    let domain = ascii_domain(domain.strip_suffix('.').unwrap_or(domain))?;
    check_domain(&domain)?;
    if local.len() > 64 || local.len() + 1 + domain.len() > 254 {
        return Err(AddressError::TooLong);
    }
    let start = out.len();
    out.push_str(local);
    out.push('@');
    out.push_str(&domain);
    out[start..].make_ascii_lowercase();
    Ok(())
}

/// Strips blanks (no-break and zero-width ones too), `mailto:` and a display name.
fn bare(text: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}');
    let mut text = text.trim_matches(blank);
    if text.ends_with('>')
        && let Some(open) = text.rfind('<')
    {
        text = text[open + 1..text.len() - 1].trim_matches(blank);
    }
    if text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        text = text[7..].split('?').next().unwrap_or_default().trim_matches(blank);
    }
    text
}

/// The bytes of a dot-atom (RFC 5322 §3.2.3).
fn is_atext(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-'..=b'9' | b'=' | b'?' | b'A'..=b'Z' | b'^'..=b'~')
}

fn check_local(local: &str) -> Result<(), AddressError> {
    if !local.is_ascii() {
        return Err(AddressError::LocalPartNotAscii);
    }
    if local.contains('@') {
        return Err(AddressError::AtSign);
    }
    let dots_fit = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    if local.is_empty() || !local.bytes().all(is_atext) || !dots_fit {
        return Err(AddressError::LocalPart);
    }
    Ok(())
}

fn ascii_domain(domain: &str) -> Result<Cow<'_, str>, AddressError> {
    if domain.is_ascii() {
        return Ok(Cow::Borrowed(domain));
    }
    idna::domain_to_ascii_strict(domain).map(Cow::Owned).map_err(|_| AddressError::Domain)
}

/// LDH labels of at most 63 bytes, at least two of them, the last not a number (RFC 1123 §2.1).
fn check_domain(domain: &str) -> Result<(), AddressError> {
    let label_fits = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit_once('.').ok_or(AddressError::Domain)?.1;
    let top_fits = top.len() >= 2 && top.bytes().any(|b| b.is_ascii_alphabetic());
    if top_fits && domain.split('.').all(label_fits) { Ok(()) } else { Err(AddressError::Domain) }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Address {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Address {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text).map_err(|_| Refusal::of(Code::AddressUnusable, text))
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_one_form_however_it_is_written() {
        for written in [
            "max.mueller@grünstadt.example",
            "  Max.Mueller@GRÜNSTADT.example ",
            "\u{a0}mailto:max.mueller@xn--grnstadt-75a.example?subject=x",
            "Max Müller <max.mueller@grünstadt.example.>",
        ] {
            let address = Address::parse(written).map(|a| a.to_string());
            assert_eq!(address.as_deref(), Ok("max.mueller@xn--grnstadt-75a.example"), "{written}");
        }
    }

    #[test]
    fn each_fault_has_its_reason() {
        for (written, reason) in [
            ("   ", AddressError::Empty),
            ("max.example", AddressError::AtSign),
            ("max@x@stadt.example", AddressError::AtSign),
            ("max..m@stadt.example", AddressError::LocalPart),
            (".max@stadt.example", AddressError::LocalPart),
            ("max muster@stadt.example", AddressError::LocalPart),
            ("max@stadt.example\r\nBcc: a@b.example", AddressError::AtSign),
            ("max@stadt.example\r\nX: y", AddressError::Domain),
            ("jörg@stadt.example", AddressError::LocalPartNotAscii),
            ("max@localhost", AddressError::Domain),
            ("max@192.0.2.1", AddressError::Domain),
            ("max@stadt,example", AddressError::Domain),
            ("max@-stadt.example", AddressError::Domain),
            ("max@stadt..example", AddressError::Domain),
            ("max@stadt.e", AddressError::Domain),
        ] {
            assert_eq!(Address::parse(written), Err(reason), "{written}");
        }
        let long = format!("{}@stadt.example", "x".repeat(65));
        assert_eq!(Address::parse(&long), Err(AddressError::TooLong));
    }
}
