//! DKIM keys: read from a file that only its owner can read, made new, and shown as a DNS record.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mail_auth::common::crypto::{CryptoError, DkimKey, Ed25519Key, RsaKey};
use mail_auth::dkim::generate::DkimKeyPair;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use serde::Deserialize;

use crate::finding::{Code, Finding, Place};
use crate::refusal::Refusal;
use crate::token::write_private;

/// Bits of a new RSA key: what RFC 8301 asks signers for, and what a UDP answer of the DNS has room for.
const RSA_BITS: usize = 2048;

/// The most that one string of a TXT record holds (RFC 1035 §3.3).
const STRING_LENGTH: usize = 255;

/// `AlgorithmIdentifier` of an RSA key (RFC 3279 §2.3.1).
const RSA_IDENTIFIER: [u8; 15] =
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// What a PKCS#8 ed25519 key of version 1 begins with; the 32 bytes of the seed follow (RFC 8410 §7).
const ED25519_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// Under which name a key stands in the DNS: labels of letters, digits and inner hyphens (RFC 6376 §3.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Selector(String);

impl FromStr for Selector {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let inner = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
        let label = |label: &str| {
            let fits = (1..=63).contains(&label.len()) && label.bytes().all(inner);
            fits && !label.starts_with('-') && !label.ends_with('-')
        };
        let fits = text.len() <= 100 && text.split('.').all(label);
        fits.then(|| Self(text.to_owned())).ok_or_else(|| Refusal::of(Code::SelectorInvalid, text))
    }
}

impl TryFrom<String> for Selector {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a key signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Verified by everybody.
    Rsa,
    /// Small and quick, but not verified everywhere (RFC 8463).
    Ed25519,
}

impl FromStr for Algorithm {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "rsa" => Ok(Self::Rsa),
            "ed25519" => Ok(Self::Ed25519),
            _ => Err("possible are `rsa` and `ed25519`"),
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        })
    }
}

/// The TXT record of a public key (RFC 6376 §3.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where in the DNS it belongs.
    pub name: String,
    /// The whole text.
    pub value: String,
}

impl Record {
    fn new(selector: &Selector, domain: &str, key: &DkimKey) -> Self {
        let (kind, public) = match key {
            DkimKey::Rsa(key) => (Algorithm::Rsa, subject_public_key_info(&key.public_key())),
            DkimKey::Ed25519(key) => (Algorithm::Ed25519, key.public_key()),
        };
        Self {
            name: format!("{selector}._domainkey.{domain}"),
            value: format!("v=DKIM1; k={kind}; p={}", BASE64.encode(public)),
        }
    }

    /// The text in the pieces that a zone file wants, of 255 bytes at most.
    pub fn strings(&self) -> Vec<&str> {
        let (mut strings, mut rest) = (Vec::new(), self.value.as_str());
        while rest.len() > STRING_LENGTH {
            let (string, after) = rest.split_at(STRING_LENGTH);
            strings.push(string);
            rest = after;
        }
        strings.push(rest);
        strings
    }
}

/// Makes a key of its owner's only (PKCS#8, PEM, mode 0600), and gives the record of what lies in the file then.
///
/// # Errors
/// `key-exists`: no key is ever overwritten; `file-unwritable`, `signing-failed`.
pub fn make(algorithm: Algorithm, selector: &Selector, domain: &str, path: &Path) -> Result<Record, Finding> {
    let place = || Place::file(path.display().to_string());
    if path.exists() {
        return Err(Finding::new(Code::KeyExists).at(place()));
    }
    let pem = generate(algorithm)
        .map_err(|error| Finding::new(Code::SigningFailed).with("selector", selector).with("reason", reason(error)))?;
    write_private(path, &pem).map_err(|error| Finding::new(Code::FileUnwritable).at(place()).with("reason", error))?;
    Ok(Record::new(selector, domain, &read(path, path)?))
}

/// A new private key as PEM.
fn generate(algorithm: Algorithm) -> mail_auth::Result<String> {
    let pkcs8 = match algorithm {
        Algorithm::Rsa => {
            let (private, _) = DkimKeyPair::generate_rsa(RSA_BITS)?.into_inner();
            let content = [&der(0x02, &[0])[..], &RSA_IDENTIFIER, &der(0x04, &private)].concat();
            der(0x30, &content)
        }
        // ring writes version 2, which OpenSSL and OpenDKIM do not read: the seed stands at the same place
        Algorithm::Ed25519 => {
            let (private, _) = DkimKeyPair::generate_ed25519()?.into_inner();
            let seed = private.get(ED25519_PREFIX.len()..ED25519_PREFIX.len() + 32).unwrap_or_default();
            [&ED25519_PREFIX, seed].concat()
        }
    };
    let encoded = BASE64.encode(pkcs8);
    let lines = encoded.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line) + "\n");
    Ok(format!("-----BEGIN PRIVATE KEY-----\n{}-----END PRIVATE KEY-----\n", lines.collect::<String>()))
}

/// A value of ASN.1 in DER (X.690 §8.1).
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant = &length[length.iter().position(|&byte| byte != 0).unwrap_or(length.len() - 1)..];
    let mut value = vec![tag];
    match significant {
        [short @ 0..0x80] => value.push(*short),
        long => {
            value.push(0x80 + long.len().to_le_bytes()[0]);
            value.extend_from_slice(long);
        }
    }
    value.extend_from_slice(content);
    value
}

/// The form that every DKIM record has, though RFC 6376 speaks of `RSAPublicKey` (erratum 3017).
fn subject_public_key_info(rsa_public_key: &[u8]) -> Vec<u8> {
    let bits = [&[0], rsa_public_key].concat();
    der(0x30, &[&RSA_IDENTIFIER[..], &der(0x03, &bits)].concat())
}

/// Reads the private key in a file; findings call the file `shown`.
///
/// # Errors
/// `key-unreadable`, `key-world-readable`, `key-unusable`, none of which holds anything of the file.
pub(super) fn read(path: &Path, shown: &Path) -> Result<DkimKey, Finding> {
    let place = || Place::file(shown.display().to_string());
    let unreadable = |error| Finding::new(Code::KeyUnreadable).at(place()).with("reason", error);
    // a folder holds no key, and a pipe would be waited for
    if !path.metadata().map_err(unreadable)?.is_file() {
        return Err(Finding::new(Code::KeyUnusable).at(place()).with("reason", "not a regular file"));
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mode = mode(&file).map_err(unreadable)?;
    if mode & 0o077 != 0 {
        let finding = Finding::new(Code::KeyWorldReadable).at(place()).with("mode", format!("{mode:04o}"));
        return Err(finding.with("path", path.display()));
    }
    let mut pem = Vec::new();
    file.read_to_end(&mut pem).map_err(unreadable)?;
    parse(&pem).map_err(|reason| Finding::new(Code::KeyUnusable).at(place()).with("reason", reason))
}

#[cfg(unix)]
fn mode(file: &File) -> std::io::Result<u32> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.metadata()?.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_: &File) -> std::io::Result<u32> {
    Ok(0)
}

fn parse(pem: &[u8]) -> Result<DkimKey, String> {
    // the reader's own words may repeat a line of the file
    let der = PrivateKeyDer::from_pem_slice(pem).map_err(|_| "no private key in PEM".to_owned())?;
    if let PrivateKeyDer::Sec1(_) = der {
        return Err("an EC key".to_owned());
    }
    if let PrivateKeyDer::Pkcs8(der) = &der
        && let Ok(key) = Ed25519Key::from_pkcs8_maybe_unchecked_der(der.secret_pkcs8_der())
    {
        return Ok(DkimKey::Ed25519(key));
    }
    RsaKey::from_key_der(der).map(DkimKey::Rsa).map_err(reason)
}

/// What the cryptography says, without mail-auth's words around it.
pub(super) fn reason(error: mail_auth::Error) -> String {
    match error {
        mail_auth::Error::Crypto(CryptoError::Library(words)) => words,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_a_name_that_fits_into_the_dns_and_a_file_name() {
        for good in ["s1", "rundbrief-2027", "a.b"] {
            assert_eq!(good.parse::<Selector>().map(|selector| selector.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "-a", "a-", "a..b", ".a", "../a", "a/b", "a b", "ü", "a_b", "a;b", &"a".repeat(64)] {
            assert!(bad.parse::<Selector>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_folder_is_no_key_whoever_can_read_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = read(folder.path(), folder.path()).err().map(|finding| finding.code);
        assert_eq!(refused, Some(Code::KeyUnusable));
    }

    #[test]
    fn lengths_are_written_in_as_few_bytes_as_possible() {
        assert_eq!(der(4, &[])[..], [4, 0]);
        assert_eq!(der(4, &[7; 127])[..3], [4, 127, 7]);
        assert_eq!(der(4, &[7; 128])[..4], [4, 0x81, 128, 7]);
        assert_eq!(der(4, &[7; 300])[..5], [4, 0x82, 1, 44, 7]);
    }

    #[test]
    fn a_record_is_split_without_losing_a_byte() {
        for length in [1, 255, 256, 510, 511] {
            let record = Record { name: String::new(), value: "x".repeat(length) };
            assert_eq!(record.strings().concat(), record.value);
            assert!(record.strings().iter().all(|string| (1..=255).contains(&string.len())), "{length}");
        }
    }
}
