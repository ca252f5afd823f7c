//! Signed tokens bound to one purpose: what a mail carries out and an answer brings back.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::digest;
use crate::finding::{Code, Finding, Place};

mod return_path;

pub use return_path::LONGEST as LONGEST_RETURN_PATH;

/// Bytes of the MAC that a token carries: 128 bits of HMAC-SHA-256 (RFC 2104 §5 allows truncation to half).
const MAC_LENGTH: usize = 16;

/// What a token allows. The name is part of what is signed, so a token for one purpose is none for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Leave the mailing list (RFC 2369, RFC 8058).
    Unsubscribe,
    /// Say yes to an event.
    Accept,
    /// Say no to an event.
    Decline,
    /// Say perhaps.
    Tentative,
    /// The stable part of a Message-ID.
    MessageId,
    /// The envelope sender of one delivery.
    ReturnPath,
    /// The number by which a person is known again under another address.
    Person,
    /// The mark of somebody who was erased, by which an import is stopped from bringing the address back.
    Erased,
    /// Previews and test copies: verifies as a demonstration and as nothing else.
    Demonstration,
}

impl Purpose {
    const ALL: [Self; 9] = [
        Self::Unsubscribe,
        Self::Accept,
        Self::Decline,
        Self::Tentative,
        Self::MessageId,
        Self::ReturnPath,
        Self::Person,
        Self::Erased,
        Self::Demonstration,
    ];

    /// The one letter that names the purpose inside a token.
    fn letter(self) -> char {
        match self {
            Self::Unsubscribe => 'u',
            Self::Accept => 'a',
            Self::Decline => 'd',
            Self::Tentative => 't',
            Self::MessageId => 'm',
            Self::ReturnPath => 'r',
            Self::Person => 'p',
            Self::Erased => 'e',
            Self::Demonstration => 'x',
        }
    }
}

/// The keys that sign and verify. New tokens are signed with the last key; older ones still verify.
pub struct Keys(Vec<Key>);

struct Key {
    id: String,
    mac: Hmac<Sha256>,
}

/// What a verified token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// What it allows.
    pub purpose: Purpose,
    /// The campaign's id.
    pub campaign: String,
    /// The address it was sent to.
    pub address: String,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not the form of a token.
    #[error("not a token")]
    Malformed,
    /// The key is not known (any more).
    #[error("unknown key")]
    UnknownKey,
    /// The MAC does not fit.
    #[error("signature does not match")]
    Forged,
}

/// A secret that nobody guesses, of letters and digits: 128 bits of chance.
///
/// # Errors
/// The system has no random numbers.
pub fn secret() -> Result<String, getrandom::Error> {
    getrandom::u64().and_then(|one| Ok(format!("{one:016x}{:016x}", getrandom::u64()?)))
}

impl Keys {
    /// Reads the key file, or makes one with a fresh random key (mode 0600).
    ///
    /// # Errors
    /// `key-invalid` when the file is not in the expected form; `file-unreadable`, `file-unwritable`.
    pub fn load_or_create(path: &Path) -> Result<Self, Finding> {
        match Self::load(path)? {
            Some(keys) => Ok(keys),
            None => Self::create(path),
        }
    }

    /// Reads the key file, if there is one.
    ///
    /// # Errors
    /// `key-invalid`, `file-unreadable`.
    pub fn load(path: &Path) -> Result<Option<Self>, Finding> {
        match fs::read_to_string(path) {
            Ok(text) => Self::read(&text).map(Some).ok_or_else(|| Finding::new(Code::KeyInvalid).at(place(path))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Finding::new(Code::FileUnreadable).at(place(path)).with("reason", error)),
        }
    }

    /// The key of previews and test copies. It is public: what it signs is a demonstration only.
    pub fn demonstration() -> Self {
        Self(vec![Key::new("0", b"rundbrief demonstration")])
    }

    fn read(text: &str) -> Option<Self> {
        let keys: Option<Vec<Key>> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| {
                let (id, secret) = line.split_once(' ')?;
                let secret = BASE64.decode(secret.trim()).ok()?;
                (secret.len() >= 32 && id != "0").then(|| Key::new(id, &secret))
            })
            .collect();
        keys.filter(|keys| !keys.is_empty()).map(Self)
    }

    fn create(path: &Path) -> Result<Self, Finding> {
        let mut secret = [0_u8; 32];
        let unwritable = |error: String| Finding::new(Code::FileUnwritable).at(place(path)).with("reason", error);
        getrandom::fill(&mut secret).map_err(|error| unwritable(error.to_string()))?;
        let line = format!("1 {}\n", BASE64.encode(secret));
        write_private(path, &line).map_err(|error| unwritable(error.to_string()))?;
        Ok(Self(vec![Key::new("1", &secret)]))
    }

    /// A token that allows `purpose` for one address of one campaign.
    pub fn sign(&self, purpose: Purpose, campaign: &str, address: &str) -> String {
        let key = self.current();
        let payload = format!("{campaign}\n{address}");
        let mac = key.mac(purpose, payload.as_bytes());
        let mut signed = Vec::with_capacity(payload.len() + MAC_LENGTH);
        signed.extend_from_slice(&mac);
        signed.extend_from_slice(payload.as_bytes());
        format!("{}{}.{}", purpose.letter(), key.id, BASE64.encode(signed))
    }

    /// A short keyed digest, the same for the same key and parts: for Message-IDs and boundaries.
    pub fn digest(&self, purpose: Purpose, parts: &[&str]) -> String {
        BASE64.encode(self.current().mac(purpose, parts.join("\n").as_bytes()))
    }

    /// The first 64 bits of a keyed digest under each key, the one in use first: what an older key marked is known
    /// again.
    pub fn marks(&self, purpose: Purpose, parts: &[&str]) -> impl Iterator<Item = i64> {
        let payload = parts.join("\n");
        self.0.iter().rev().map(move |key| digest::leading(&key.mac(purpose, payload.as_bytes())))
    }

    /// What a token says, if it was signed here.
    ///
    /// # Errors
    /// Malformed, signed with an unknown key, or forged.
    pub fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        let (head, body) = token.trim().split_once('.').ok_or(TokenError::Malformed)?;
        let letter = head.chars().next().ok_or(TokenError::Malformed)?;
        let purpose = Purpose::ALL.into_iter().find(|p| p.letter() == letter).ok_or(TokenError::Malformed)?;
        let key = self.0.iter().find(|key| key.id == head[letter.len_utf8()..]).ok_or(TokenError::UnknownKey)?;
        let signed = BASE64.decode(body).map_err(|_| TokenError::Malformed)?;
        let (mac, payload) = signed.split_at_checked(MAC_LENGTH).ok_or(TokenError::Malformed)?;
        if !key.verifies(purpose, payload, mac) {
            return Err(TokenError::Forged);
        }
        let payload = std::str::from_utf8(payload).map_err(|_| TokenError::Malformed)?;
        let (campaign, address) = payload.split_once('\n').ok_or(TokenError::Malformed)?;
        Ok(Claims { purpose, campaign: campaign.to_owned(), address: address.to_owned() })
    }

    fn current(&self) -> &Key {
        // `read`, `create` and `demonstration` never build an empty set
        &self.0[self.0.len() - 1]
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.iter().map(|key| key.id.as_str()).collect::<Vec<_>>().join(", "))
    }
}

impl Key {
    fn new(id: &str, secret: &[u8]) -> Self {
        // HMAC takes keys of any length (RFC 2104 §2)
        let mac = Hmac::new_from_slice(secret).unwrap_or_else(|_| unreachable!("HMAC refuses no key"));
        Self { id: id.to_owned(), mac }
    }

    fn prepared(&self, purpose: Purpose, payload: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        mac.update(&[purpose.letter() as u8, 0]);
        mac.update(self.id.as_bytes());
        mac.update(&[0]);
        mac.update(payload);
        mac
    }

    /// Whether a MAC, or the beginning of one, is that of the payload; takes as long whether it is or not.
    fn verifies(&self, purpose: Purpose, payload: &[u8], mac: &[u8]) -> bool {
        self.prepared(purpose, payload).verify_truncated_left(mac).is_ok()
    }

    fn mac(&self, purpose: Purpose, payload: &[u8]) -> [u8; MAC_LENGTH] {
        let full = self.prepared(purpose, payload).finalize().into_bytes();
        let mut short = [0; MAC_LENGTH];
        short.copy_from_slice(&full[..MAC_LENGTH]);
        short
    }
}

fn place(path: &Path) -> Place {
    Place::file(path.display().to_string())
}

/// A file that nobody else can read: whole and durable, or not there at all. One that exists is not touched.
///
/// # Errors
/// It exists, or cannot be written.
pub(crate) fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension("new");
    // left by a run that was killed
    let _ = fs::remove_file(&draft);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // unlike a rename, a link does not take the place of what is there
    fs::hard_link(&draft, path)?;
    fs::remove_file(&draft)?;
    fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys(vec![Key::new("1", &[7; 32])])
    }

    #[test]
    fn a_token_says_what_was_signed() {
        let token = keys().sign(Purpose::Unsubscribe, "recap-2024", "a@b.example");
        let claims = keys().verify(&token).expect("signed with the same key");
        assert_eq!((claims.campaign.as_str(), claims.address.as_str()), ("recap-2024", "a@b.example"));
        assert_eq!(claims.purpose, Purpose::Unsubscribe);
    }

    #[test]
    fn a_token_for_one_purpose_is_none_for_another() {
        let token = keys().sign(Purpose::Demonstration, "c", "a@b.example");
        let turned = format!("u{}", &token[1..]);
        assert_eq!(keys().verify(&turned), Err(TokenError::Forged));
    }

    #[test]
    fn a_changed_or_foreign_token_is_refused() {
        let token = keys().sign(Purpose::Accept, "c", "a@b.example");
        let foreign = Keys(vec![Key::new("1", &[8; 32])]);
        assert_eq!(foreign.verify(&token), Err(TokenError::Forged));
        assert_eq!(Keys::demonstration().verify(&token), Err(TokenError::UnknownKey));
        assert_eq!(keys().verify("a1.!"), Err(TokenError::Malformed));
        assert_eq!(keys().verify(""), Err(TokenError::Malformed));
    }

    #[test]
    fn a_person_marked_under_an_older_key_is_known_again() {
        let rotated = Keys(vec![Key::new("1", &[7; 32]), Key::new("2", &[9; 32])]);
        let marks = |keys: &Keys| keys.marks(Purpose::Person, &["annagross", "lindenbrueck"]).collect::<Vec<_>>();
        assert_eq!((marks(&rotated).len(), marks(&rotated)[1]), (2, marks(&keys())[0]));
        assert_ne!(marks(&rotated)[0], marks(&rotated)[1]);
    }

    #[test]
    fn an_older_key_still_verifies() {
        let token = keys().sign(Purpose::Decline, "c", "a@b.example");
        let rotated = Keys(vec![Key::new("1", &[7; 32]), Key::new("2", &[9; 32])]);
        assert!(rotated.verify(&token).is_ok());
        assert!(rotated.sign(Purpose::Decline, "c", "a@b.example").starts_with("d2."));
    }
}
