//! Mail addresses in the one form the whole house compares and sends to.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::finding::Code;
use crate::refusal::Refusal;

mod cell;
mod recipients;
#[cfg(test)]
mod tests;
mod text;

pub use cell::in_cell;
pub use recipients::recipients;
pub use text::{Mention, in_text};

/// A mail address: ASCII, lower case, the domain in punycode (RFC 5321 §4.1.2, RFC 5891).
///
/// Local parts are compared without regard to case, as every mailbox provider does; address literals and domains
/// without a dot are refused, since no invitation goes there. A quoted local part is taken where it needs no quotes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(Box<str>);

/// Why a text is no usable address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// No `@`.
    #[error("at-sign-missing")]
    AtSign,
    /// More than one `@`.
    #[error("several-at-signs")]
    AtSigns,
    /// A blank, a line end or another control character inside.
    #[error("blank-inside")]
    Blank,
    /// Nothing before the `@`.
    #[error("local-part-missing")]
    LocalPartMissing,
    /// A character before the `@` that is possible in quotes only (RFC 5322 §3.2.3).
    #[error("local-part-character")]
    LocalPart,
    /// A dot at the beginning or end of the local part, or two in a row (RFC 5322 §3.2.3, dot-atom).
    #[error("local-part-dots")]
    Dots,
    /// A local part that is possible in quotes only (RFC 5321 §4.1.2), which few servers take.
    #[error("local-part-quoted")]
    Quoted,
    /// Letters beyond ASCII before the `@` need SMTPUTF8 (RFC 6531), which few servers take.
    #[error("local-part-not-ascii")]
    LocalPartNotAscii,
    /// Longer than 64 bytes before the `@` (RFC 5321 §4.5.3.1.1).
    #[error("local-part-too-long")]
    LocalPartTooLong,
    /// Nothing after the `@`.
    #[error("domain-missing")]
    DomainMissing,
    /// No dot in the domain.
    #[error("domain-without-dot")]
    DomainDotless,
    /// A dot at the beginning of the domain, or two in a row.
    #[error("domain-dots")]
    DomainDots,
    /// A hyphen at the beginning or end of a part of the domain (RFC 1123 §2.1).
    #[error("domain-hyphen")]
    DomainHyphen,
    /// A character that no domain has, or a name that is none after RFC 5891.
    #[error("domain-character")]
    Domain,
    /// The IP address of a machine.
    #[error("domain-is-ip-address")]
    Literal,
    /// A top level of one letter, or without letters.
    #[error("top-level-domain")]
    TopLevel,
    /// A part of the domain has more than 63 bytes (RFC 1035 §2.3.4).
    #[error("domain-part-too-long")]
    LabelTooLong,
    /// Longer than 254 bytes in all (RFC 5321 §4.5.3.1.3, less the angle brackets).
    #[error("address-too-long")]
    TooLong,
}

impl Address {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
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

/// A normalised address with its domain as people write it, where that is another one than on the wire
/// (RFC 5891 §4.4): `mueller@grünstadt.example`.
pub fn readable(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let (shown, result) = idna::domain_to_unicode(domain);
    // what does not lead back to the domain would show another one
    let leads_back = result.is_ok() && ascii_domain(&shown).is_ok_and(|ascii| ascii == domain);
    (leads_back && shown != domain).then(|| format!("{local}@{shown}"))
}

/// The domain of a normalised address, and those that it lies below, the nearest first: `post.stadt.example`,
/// `stadt.example`, `example`.
pub fn domains_of(address: &str) -> impl Iterator<Item = &str> {
    let nearest = address.rsplit_once('@').map(|(_, domain)| domain);
    std::iter::successors(nearest, |domain| domain.split_once('.').map(|(_, above)| above))
}

/// Appends the normalised address to `out`, which stays as it was on error.
///
/// # Errors
/// As [`Address::parse`].
pub fn normalise_into(text: &str, out: &mut String) -> Result<(), AddressError> {
    if took_plain(text, out) { Ok(()) } else { normalise_written_into(text, out) }
}

/// Whether the text is an address as most are; then it is appended.
fn took_plain(text: &str, out: &mut String) -> bool {
    let is_plain = is_plain(text);
    if is_plain {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
    }
    is_plain
}

/// As [`normalise_into`], whatever people wrote around the address.
fn normalise_written_into(text: &str, out: &mut String) -> Result<(), AddressError> {
    let shown = without_hidden(text);
    let bare = bare(&shown);
    if bare.is_empty() {
        return Err(AddressError::Empty);
    }
    let (local, domain) = bare.rsplit_once('@').ok_or(AddressError::AtSign)?;
    let local = unquoted(local)?;
    check_local(local)?;
    check_blanks(domain)?;
    let domain = ascii_domain(domain.strip_suffix('.').unwrap_or(domain))?;
    check_domain(&domain)?;
    if local.len() > 64 {
        return Err(AddressError::LocalPartTooLong);
    }
    if local.len() + 1 + domain.len() > 254 {
        return Err(AddressError::TooLong);
    }
    let start = out.len();
    out.push_str(local);
    out.push('@');
    out.push_str(&domain);
    out[start..].make_ascii_lowercase();
    Ok(())
}

/// Whether a text is, as most are, an address without anything to take off or to spell out: seen in one pass.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(at) = memchr::memchr(b'@', bytes) else { return false };
    let (local, domain) = (&bytes[..at], &bytes[at + 1..]);
    if local.is_empty() || local.len() > 64 || bytes.len() > 254 {
        return false;
    }
    is_plain_local(local) && is_plain_domain(domain)
}

/// Whether letters, digits and signs that need no quotes stand before the `@`, the signs neither first nor behind a dot.
fn is_plain_local(local: &[u8]) -> bool {
    // no early ends: nearly all addresses are plain
    let (mut fits, mut before) = (true, b'.');
    for &byte in local {
        let is_sign = matches!(byte, b'.' | b'-' | b'_' | b'+');
        fits &= byte.is_ascii_alphanumeric() || (is_sign && before != b'.');
        before = byte;
    }
    fits && before != b'.'
}

/// Whether a domain is of ASCII and has a top level that is no number; what stands beside its dots is a letter or a
/// digit.
fn is_plain_domain(domain: &[u8]) -> bool {
    let (mut fits, mut before) = (true, b'.');
    for &byte in domain {
        let is_within = byte.is_ascii_alphanumeric() || (byte == b'-' && before != b'.');
        fits &= is_within || (byte == b'.' && before.is_ascii_alphanumeric());
        before = byte;
    }
    let top = memchr::memrchr(b'.', domain).map_or(&[][..], |dot| &domain[dot + 1..]);
    let is_top = top.len() > 1 && top.iter().any(u8::is_ascii_alphabetic);
    let are_short = || domain.len() < 64 || domain.split(|&byte| byte == b'.').all(|label| label.len() < 64);
    fits && before.is_ascii_alphanumeric() && is_top && are_short()
}

/// Zero-width marks, soft hyphens and marks of direction: what copying brings along and nobody sees.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn without_hidden(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_hidden(*c)).collect())
}

/// Strips blanks, `mailto:`, a display name, a comment behind the address, quotes and the comma of a row of addresses.
fn bare(text: &str) -> &str {
    let mut text = trimmed(text);
    if let (Some(open), true) = (text.rfind('<'), text.ends_with('>')) {
        text = trimmed(&text[open + 1..text.len() - 1]);
    } else if let (Some(open), true) = (text.rfind('('), text.ends_with(')'))
        && text[..open].contains('@')
    {
        text = trimmed(&text[..open]);
    }
    if text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        text = trimmed(text[7..].split('?').next().unwrap_or_default());
    }
    text
}

/// Without blanks, separators and a pair of quotes, straight or typographic, around the whole.
fn trimmed(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == ',' || c == ';');
    let mut rest = text.chars();
    let is_quote = |c| matches!(c, '"' | '\'' | '„' | '“' | '”' | '‚' | '‘' | '’' | '«' | '»' | '‹' | '›');
    let enclosed = rest.next().is_some_and(is_quote) && rest.next_back().is_some_and(is_quote);
    if enclosed && text.contains('@') { rest.as_str().trim() } else { text }
}

/// A quoted local part without its quotes, which mean nothing where none is needed (RFC 5321 §4.1.2).
fn unquoted(local: &str) -> Result<&str, AddressError> {
    let Some(quoted) = local.strip_prefix('"') else { return Ok(local) };
    let inner = quoted.strip_suffix('"').ok_or(AddressError::LocalPart)?;
    check_local(inner).map_err(|_| AddressError::Quoted)?;
    Ok(inner)
}

/// The bytes of a dot-atom (RFC 5322 §3.2.3).
fn is_atext(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-'..=b'9' | b'=' | b'?' | b'A'..=b'Z' | b'^'..=b'~')
}

fn check_local(local: &str) -> Result<(), AddressError> {
    if local.is_empty() {
        return Err(AddressError::LocalPartMissing);
    }
    if local.contains('@') {
        return Err(AddressError::AtSigns);
    }
    check_blanks(local)?;
    if !local.is_ascii() {
        return Err(AddressError::LocalPartNotAscii);
    }
    if !local.bytes().all(is_atext) {
        return Err(AddressError::LocalPart);
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(AddressError::Dots);
    }
    Ok(())
}

fn check_blanks(part: &str) -> Result<(), AddressError> {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    if part.contains(blank) { Err(AddressError::Blank) } else { Ok(()) }
}

fn ascii_domain(domain: &str) -> Result<Cow<'_, str>, AddressError> {
    if domain.is_ascii() {
        return Ok(Cow::Borrowed(domain));
    }
    idna::domain_to_ascii_strict(domain).map(Cow::Owned).map_err(|_| AddressError::Domain)
}

/// LDH labels of at most 63 bytes, at least two of them, the last not a number (RFC 1123 §2.1).
fn check_domain(domain: &str) -> Result<(), AddressError> {
    let is_literal = domain.starts_with('[') || domain.parse::<std::net::Ipv4Addr>().is_ok();
    if domain.is_empty() {
        return Err(AddressError::DomainMissing);
    }
    if is_literal {
        return Err(AddressError::Literal);
    }
    domain.split('.').try_for_each(check_label)?;
    let top = domain.rsplit_once('.').ok_or(AddressError::DomainDotless)?.1;
    let fits = top.len() >= 2 && top.bytes().any(|b| b.is_ascii_alphabetic());
    if fits { Ok(()) } else { Err(AddressError::TopLevel) }
}

fn check_label(label: &str) -> Result<(), AddressError> {
    if label.is_empty() {
        return Err(AddressError::DomainDots);
    }
    if !label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(AddressError::Domain);
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(AddressError::DomainHyphen);
    }
    if label.len() > 63 { Err(AddressError::LabelTooLong) } else { Ok(()) }
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
