//! Facts that get into links and calendars, refused where they would become something else there.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::address::Address;
use crate::finding::Code;
use crate::refusal::Refusal;

/// Reads a name that is not blank.
///
/// # Errors
/// `key-missing`.
pub(super) fn name<'de, D: Deserializer<'de>>(written: D) -> Result<String, D::Error> {
    let name = String::deserialize(written)?;
    if name.trim().is_empty() { Err(D::Error::custom(Refusal::missing("name"))) } else { Ok(name) }
}

/// Reads the address of a page, written out: https, a domain, and no character that needs to be escaped (RFC 3986 §2),
/// except letters beyond ASCII, which browsers show.
///
/// # Errors
/// `url-unsafe`.
pub(super) fn page<'de, D: Deserializer<'de>>(written: D) -> Result<Option<String>, D::Error> {
    link(written).map(Some)
}

/// The same where there has to be one.
///
/// # Errors
/// `url-unsafe`.
pub(super) fn link<'de, D: Deserializer<'de>>(written: D) -> Result<String, D::Error> {
    let page = String::deserialize(written)?;
    if is_page(&page) { Ok(page) } else { Err(D::Error::custom(Refusal::of(Code::UrlUnsafe, page))) }
}

/// Reads a mail address that cannot bring further fields into a `mailto` link (RFC 6068 §2).
///
/// # Errors
/// `address-unusable`.
pub(super) fn address<'de, D: Deserializer<'de>>(written: D) -> Result<Option<Address>, D::Error> {
    let text = String::deserialize(written)?;
    let address = Address::parse(&text).ok().filter(|address| !address.as_str().contains(['?', '#', '%', '&']));
    address.map(Some).ok_or_else(|| D::Error::custom(Refusal::of(Code::AddressUnusable, text)))
}

fn is_page(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let Ok(url) = Url::parse(text) else { return false };
    let has_domain = url.domain().is_some_and(|domain| domain.trim_end_matches('.').contains('.'));
    // a parser forgives more slashes, or fewer
    let behind = text.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://")).map(|_| &text[8..]);
    let is_whole = behind.is_some_and(|behind| !behind.starts_with('/'));
    is_whole && has_domain && url.username().is_empty() && url.password().is_none() && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_written_out_and_can_be_nothing_else() {
        for page in [
            "https://x.example",
            "https://www.x.example/2027",
            "HTTPS://x.example:8443/a%20b?c=d&e=f#g",
            "https://köln.example/straße",
        ] {
            assert!(is_page(page), "{page}");
        }
        for other in [
            "",
            "x.example",
            "//x.example/",
            "http://x.example/",
            "https:x.example",
            "https:///x.example",
            "https://localhost/",
            "https://a b/",
            "https://x.example/a b",
            "https://x.example/\"onclick=\"a",
            "https://x.example/<b>",
            "https://x.example/\u{202e}a",
            "https://a@x.example/",
            "mailto:a@b.example",
            "javascript:alert(1)",
        ] {
            assert!(!is_page(other), "{other}");
        }
    }
}
