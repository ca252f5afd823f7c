//! How one logs in to a mail server: a name, and with it a password or an access token that is kept fresh.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use super::issuer::{Issuer, Token, unavailable};
use super::oauth::Settings;
use super::{Source, Unavailable};
use crate::finding::{Code, Finding};

/// A name and what proves it.
pub struct Login {
    username: String,
    proof: Proof,
}

enum Proof {
    Password(SecretString),
    Token { issuer: Arc<Issuer>, cached: Mutex<Option<Token>> },
}

fn unavailable_password(source: &Source, error: &Unavailable) -> Finding {
    Finding::new(Code::PasswordUnavailable).with("source", source.kind()).with("reason", error)
}

impl Login {
    /// Fetches the password or the first token, so that nothing begins without it; `None` where nobody logs in.
    ///
    /// `root` is where relative files are looked for, `store` the folder of refresh tokens.
    ///
    /// # Errors
    /// `key-missing`, `login-ambiguous`, `password-unavailable`, `token-unavailable`, `login-needed`.
    pub fn open(
        username: Option<&str>,
        password: Option<&Source>,
        oauth: Option<&Settings>,
        root: &Path,
        store: &Path,
    ) -> Result<Option<Self>, Finding> {
        let missing = |key: &str| Finding::new(Code::KeyMissing).with("key", key);
        let proof = match (password, oauth) {
            (Some(_), Some(_)) => return Err(Finding::new(Code::LoginAmbiguous)),
            (None, Some(_)) if username.is_none() => return Err(missing("transport.smtp.username")),
            _ if username.is_none() => return Ok(None),
            (None, None) => return Err(missing("transport.smtp.password")),
            (Some(source), None) => {
                Proof::Password(source.fetch(root).map_err(|error| unavailable_password(source, &error))?)
            }
            (None, Some(settings)) => {
                let issuer = Issuer::new(settings, root, store);
                let first = issuer.issue(Instant::now())?;
                Proof::Token { issuer: Arc::new(issuer), cached: Mutex::new(Some(first)) }
            }
        };
        Ok(username.map(|username| Self { username: username.to_owned(), proof }))
    }

    /// The name.
    pub fn username(&self) -> &str {
        &self.username
    }

    /// Whether a token proves the name, and not a password.
    pub fn is_token(&self) -> bool {
        matches!(self.proof, Proof::Token { .. })
    }

    /// The password, or a token that will be valid for a while after `now`. All who ask at the same time share one
    /// request.
    ///
    /// # Errors
    /// `token-unavailable`, `login-needed`.
    pub async fn secret(&self, now: Instant) -> Result<SecretString, Finding> {
        let (issuer, cached) = match &self.proof {
            Proof::Password(password) => return Ok(password.clone()),
            Proof::Token { issuer, cached } => (issuer, cached),
        };
        let mut cached = cached.lock().await;
        if let Some(token) = cached.as_ref().filter(|token| token.is_fresh(now)) {
            return Ok(token.secret.clone());
        }
        let issuer = Arc::clone(issuer);
        let answer = tokio::task::spawn_blocking(move || issuer.issue(now)).await;
        let token = answer.map_err(|error| unavailable(&error))??;
        let secret = token.secret.clone();
        *cached = Some(token);
        Ok(secret)
    }

    /// Forgets a token that the server refused; whether another one may help. Of several that were refused the same
    /// token only the first has it replaced.
    pub async fn forget(&self, refused: &SecretString) -> bool {
        let Proof::Token { cached, .. } = &self.proof else { return false };
        let mut cached = cached.lock().await;
        if cached.as_ref().is_some_and(|token| token.secret.expose_secret() == refused.expose_secret()) {
            *cached = None;
        }
        true
    }
}
