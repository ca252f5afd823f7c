//! What differs between the runs of one workload.

use std::fmt;
use std::path::PathBuf;

use rundbrief::message::{Algorithm, Selector, make_key};

use crate::Attempt;
use crate::folder::Folder;

/// How many lines to the server, and what signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Connections at once.
    pub connections: u32,
    /// The DKIM key.
    pub signature: Signature,
}

impl Setting {
    /// Without a signature.
    pub fn plain(connections: u32) -> Self {
        Self { connections, signature: Signature::None }
    }
}

/// What signs every mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Nothing.
    None,
    /// A key of RFC 8463.
    Ed25519,
    /// A key of 2048 bits.
    Rsa,
}

impl Signature {
    fn selector(self) -> Option<(&'static str, Algorithm)> {
        match self {
            Self::None => None,
            Self::Ed25519 => Some(("ed25519", Algorithm::Ed25519)),
            Self::Rsa => Some(("rsa", Algorithm::Rsa)),
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "–",
            Self::Ed25519 => "ed25519",
            Self::Rsa => "RSA-2048",
        })
    }
}

/// One key of each kind, made as `rundbrief doctor --dkim-key` makes them.
#[derive(Debug)]
pub struct Keys(Folder);

impl Keys {
    /// Makes the keys; RSA takes a moment.
    pub fn make() -> Attempt<Self> {
        let keys = Self(Folder::new("keys")?);
        for signature in [Signature::Ed25519, Signature::Rsa] {
            if let Some((name, algorithm)) = signature.selector() {
                let selector: Selector = name.parse()?;
                make_key(algorithm, &selector, "messstrecke.example", &keys.file(name))
                    .map_err(|finding| finding.to_string())?;
            }
        }
        Ok(keys)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name).with_extension("pem")
    }

    /// The `[[dkim]]` entry of `rundbrief.toml`.
    pub fn entry(&self, signature: Signature) -> String {
        match signature.selector() {
            None => String::new(),
            Some((name, _)) => format!("\n[[dkim]]\nselector = \"{name}\"\nkey = '{}'\n", self.file(name).display()),
        }
    }
}
