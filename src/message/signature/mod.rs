//! DKIM signatures (RFC 6376, RFC 8301, RFC 8463) over the finished bytes of a mail; with [`key`], the only room that
//! knows mail-auth.

mod key;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use mail_auth::common::crypto::{DkimKey, HashAlgorithm, SigningKey};
use mail_auth::common::headers::{Writable, Writer};
use mail_auth::dkim::{Canonicalization, Signature};
use serde::Deserialize;

pub use key::{Algorithm, Record, Selector, make};

use crate::address::Address;
use crate::finding::{Code, Finding};
use crate::refusal::Refusal;

/// What is signed as often as it occurs, and once more, so that no second one can be added (RFC 6376 §8.15).
const SIGNED: [&str; 19] = [
    "From",
    "Subject",
    "To",
    "Reply-To",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Help",
    "List-Subscribe",
    "List-Post",
    "List-Owner",
    "List-Archive",
    "Feedback-ID",
];

/// About the length of a signature header with an RSA key of 2048 bits.
const HEADER_LENGTH: usize = 1024;

/// One `[[dkim]]` entry.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The domain that answers for the mails; default: that of the sender's address.
    pub domain: Option<Domain>,
    /// Under which name the public key stands in the DNS.
    pub selector: Selector,
    /// The file of the private key.
    pub key: KeyFile,
}

/// A domain, in punycode.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Domain(String);

impl AsRef<str> for Domain {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Domain {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        let address = Address::parse(&format!("dkim@{}", text.trim()));
        let address = address.map_err(|_| Refusal::of(Code::DomainInvalid, &text))?;
        Ok(Self(address.domain().to_owned()))
    }
}

/// The path of a key file, relative to the workspace or absolute. A key written here itself is refused unread.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// Where it lies.
    pub fn of(&self, root: &Path) -> PathBuf {
        root.join(&self.0)
    }
}

impl TryFrom<String> for KeyFile {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        // armour, or how the base64 of PKCS#1 and PKCS#8 begins
        let begins = ["MII", "MC4CAQ", "MFECAQ", "MFMCAQ"].iter().any(|begin| text.starts_with(begin));
        if begins || text.contains("-----") || text.contains('\n') {
            return Err(Refusal::new(Code::KeyInline));
        }
        Ok(Self(PathBuf::from(text)))
    }
}

/// Signs with every key of the settings; without any, mails stay as they are.
#[derive(Default)]
pub struct Signer(Vec<Identity>);

/// A key, and what is the same in all its signatures.
struct Identity {
    key: DkimKey,
    template: Signature,
}

/// The name and the value of a header field, with its line end.
type Field<'a> = (&'a [u8], &'a [u8]);

/// What of a mail a signature covers.
struct Covered<'a> {
    /// In the order of `names`.
    fields: Vec<Field<'a>>,
    /// For `h=`.
    names: Vec<String>,
    body_hash: Vec<u8>,
    /// Seconds since 1970.
    moment: u64,
}

impl Signer {
    /// Reads the keys of all entries.
    ///
    /// # Errors
    /// `key-unreadable`, `key-world-readable`, `key-unusable`; `value-invalid` when two entries claim one record.
    pub fn load(settings: &[Settings], sender: &Address, root: &Path) -> Result<Self, Finding> {
        let mut identities: Vec<Identity> = Vec::with_capacity(settings.len());
        for entry in settings {
            let template = Signature {
                v: 1,
                d: entry.domain.as_ref().map_or(sender.domain(), |domain| &domain.0).to_owned(),
                s: entry.selector.to_string(),
                ..Signature::default()
            };
            if identities.iter().any(|other| other.template.d == template.d && other.template.s == template.s) {
                let twice = format!("{} (twice)", template.s);
                return Err(Finding::new(Code::ValueInvalid).with("key", "dkim.selector").with("value", twice));
            }
            let key = key::read(&root.join(&entry.key.0), &entry.key.0)?;
            identities.push(Identity { template: Signature { a: key.algorithm(), ..template }, key });
        }
        Ok(Self(identities))
    }

    /// Puts a signature of each key before a mail (CRLF, ASCII) that was made at `date`. The same mail has the same
    /// signatures.
    ///
    /// # Errors
    /// `signing-failed`.
    pub fn sign(&self, mail: Vec<u8>, date: Timestamp) -> Result<Vec<u8>, Finding> {
        if self.0.is_empty() {
            return Ok(mail);
        }
        let covered = Covered::of(&mail, date);
        let mut signed = Vec::with_capacity(self.0.len() * HEADER_LENGTH + mail.len());
        for identity in &self.0 {
            identity.sign(&covered)?.write(&mut signed, true);
        }
        signed.extend_from_slice(&mail);
        Ok(signed)
    }
}

impl Identity {
    // mail-auth's own way to sign asks the wall clock for `t=`
    fn sign(&self, covered: &Covered<'_>) -> Result<Signature, Finding> {
        let mut signature = Signature {
            bh: covered.body_hash.clone(),
            h: covered.names.clone(),
            t: covered.moment,
            ..self.template.clone()
        };
        let signable = Signable { fields: &covered.fields, signature: &signature };
        signature.b = self.key.sign(signable).map_err(|error| {
            Finding::new(Code::SigningFailed).with("selector", &signature.s).with("reason", key::reason(error))
        })?;
        Ok(signature)
    }
}

impl<'a> Covered<'a> {
    fn of(mail: &'a [u8], date: Timestamp) -> Self {
        let (all, body) = split(mail);
        let (mut fields, mut names) = (Vec::with_capacity(SIGNED.len()), Vec::with_capacity(2 * SIGNED.len()));
        for name in SIGNED {
            // several of one name are counted from the last one upwards (RFC 6376 §5.4.2)
            for field in all.iter().rev().filter(|(found, _)| found.eq_ignore_ascii_case(name.as_bytes())) {
                fields.push(*field);
                names.push(name.to_owned());
            }
            names.push(name.to_owned());
        }
        let canonical = Canonicalization::Relaxed.canonical_body(body, 0);
        let body_hash = HashAlgorithm::Sha256.hash(canonical).as_ref().to_vec();
        Self { fields, names, body_hash, moment: u64::try_from(date.as_second()).unwrap_or_default() }
    }
}

/// What is hashed and signed: the fields, then the signature's own without its value (RFC 6376 §3.7).
struct Signable<'a> {
    fields: &'a [Field<'a>],
    signature: &'a Signature,
}

impl Writable for Signable<'_> {
    fn write(self, writer: &mut impl Writer) {
        Canonicalization::Relaxed.canonicalize_headers(self.fields.iter().copied(), writer);
        self.signature.write(writer, false);
    }
}

/// A mail's header fields and its body.
fn split(mail: &[u8]) -> (Vec<Field<'_>>, &[u8]) {
    let (mut fields, mut rest) = (Vec::with_capacity(SIGNED.len()), mail);
    while !rest.is_empty() && !rest.starts_with(b"\r\n") {
        let (field, after) = rest.split_at(field_length(rest));
        if let Some(colon) = field.iter().position(|&byte| byte == b':') {
            fields.push((&field[..colon], &field[colon + 1..]));
        }
        rest = after;
    }
    (fields, rest.get(2..).unwrap_or_default())
}

/// How far the first field reaches, folded lines whole.
fn field_length(head: &[u8]) -> usize {
    let mut end = 0;
    while let Some(line) = head[end..].iter().position(|&byte| byte == b'\n') {
        end += line + 1;
        if !matches!(head.get(end), Some(b' ' | b'\t')) {
            return end;
        }
    }
    head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_field_is_one_field_and_the_body_begins_after_the_blank_line() {
        let (fields, body) = split(b"To: a\r\n b\r\nSubject: x\r\n\r\n\r\nfirst\r\n");
        assert_eq!(fields, [(&b"To"[..], &b" a\r\n b\r\n"[..]), (b"Subject", b" x\r\n")]);
        assert_eq!(body, b"\r\nfirst\r\n");
        assert_eq!(split(b"To: a\r\n").1, b"");
    }

    #[test]
    fn every_field_is_named_once_more_than_it_occurs() {
        let covered = Covered::of(b"To: a\r\nList-Id: x\r\nX-Other: y\r\nlist-id: z\r\n\r\n", Timestamp::UNIX_EPOCH);
        let named = |name: &str| covered.names.iter().filter(|named| *named == name).count();
        assert_eq!((named("To"), named("List-Id"), named("From"), named("X-Other")), (2, 3, 1, 0));
        let values: Vec<&[u8]> = covered.fields.iter().map(|(_, value)| *value).collect();
        assert_eq!(values, [b" a\r\n", b" z\r\n", b" x\r\n"], "the lower of two comes first");
    }

    #[test]
    fn a_key_in_the_settings_is_refused_and_not_repeated() {
        for key in ["-----BEGIN PRIVATE KEY-----", "MC4CAQAwBQYDK2VwBCIEIGeheim", "MIIEvgIBADANgeheim", "a\nb"] {
            let settings = serde_json::json!({ "selector": "s", "key": key });
            let refused = serde_json::from_value::<Settings>(settings).expect_err("inline").to_string();
            assert!(refused.starts_with("key-inline ") && !refused.contains(key), "{refused}");
        }
    }

    #[test]
    fn a_domain_with_umlauts_is_signed_for_in_punycode() {
        let domain = |text: &str| Domain::try_from(text.to_owned()).map(|domain| domain.0);
        assert_eq!(domain("Köln.example"), Ok("xn--kln-sna.example".to_owned()));
        assert!(domain("köln").is_err() && domain("a b.example").is_err() && domain("").is_err());
    }
}
