//! Access tokens: from a command, for the application itself, or for a person who logged in by device code.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oauth2::basic::{BasicErrorResponseType, BasicTokenResponse};
use oauth2::{ErrorResponse, RefreshToken, RequestTokenError, TokenResponse};
use secrecy::{ExposeSecret, SecretString};

use super::http::NoAnswer;
use super::oauth::{Application, Settings};
use super::store::Store;
use crate::finding::{Code, Finding};

/// How long a token counts as valid whose answer does not say it.
const LIFETIME: Duration = Duration::from_mins(5);
/// So long before its end a token is replaced; short-lived ones later.
const MARGIN: Duration = Duration::from_mins(1);

/// An access token and how long it may be used.
pub(super) struct Token {
    pub secret: SecretString,
    replace_at: Instant,
}

impl Token {
    fn new(secret: SecretString, lifetime: Option<Duration>, now: Instant) -> Self {
        let lifetime = lifetime.unwrap_or(LIFETIME);
        let usable = lifetime.saturating_sub(MARGIN.min(lifetime / 4));
        Self { secret, replace_at: now.checked_add(usable).unwrap_or(now) }
    }

    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        now < self.replace_at
    }
}

/// Whoever gives access tokens.
pub(super) struct Issuer {
    settings: Settings,
    root: PathBuf,
    store: PathBuf,
}

impl Issuer {
    pub(super) fn new(settings: &Settings, root: &Path, store: &Path) -> Self {
        Self { settings: settings.clone(), root: root.to_owned(), store: store.to_owned() }
    }

    /// A new token; blocks until it is there.
    pub(super) fn issue(&self, now: Instant) -> Result<Token, Finding> {
        match &self.settings {
            Settings::Token(source) => {
                let secret = source.fetch(&self.root).map_err(|error| unavailable(&error))?;
                Ok(Token::new(secret, None, now))
            }
            Settings::ClientCredentials(application) => self.for_application(application, now),
            Settings::DeviceCode(application, _) => self.for_person(application, now),
        }
    }

    fn for_application(&self, application: &Application, now: Instant) -> Result<Token, Finding> {
        let secret = application.secret(&self.root)?;
        let client = application.client(secret.as_ref());
        let request = client.exchange_client_credentials().add_scopes(application.scopes());
        let answer = request.request(&application.http(&self.root)?);
        let answer = answer.map_err(|error| unavailable(&reason(error, &[secret.as_ref()])))?;
        token(&answer, now)
    }

    fn for_person(&self, application: &Application, now: Instant) -> Result<Token, Finding> {
        let store = Store::new(&self.store, &application.client_id, &application.token_url);
        let kept = store.load()?.ok_or_else(|| Finding::new(Code::LoginNeeded).with("reason", "none"))?;
        let secret = application.secret(&self.root)?;
        let refresh_token = RefreshToken::new(kept.expose_secret().to_owned());
        let client = application.client(secret.as_ref());
        let answer = client.exchange_refresh_token(&refresh_token).request(&application.http(&self.root)?);
        let answer = answer.map_err(|error| {
            let over = matches!(&error, RequestTokenError::ServerResponse(answer)
                if *answer.error() == BasicErrorResponseType::InvalidGrant);
            let reason = reason(error, &[secret.as_ref(), Some(&kept)]);
            if over { Finding::new(Code::LoginNeeded).with("reason", reason) } else { unavailable(&reason) }
        })?;
        // a rotated token makes the one before void: it is kept before anything else can go wrong
        if let Some(rotated) = answer.refresh_token() {
            store.save(&SecretString::from(rotated.secret().as_str()))?;
        }
        token(&answer, now)
    }
}

fn token(answer: &BasicTokenResponse, now: Instant) -> Result<Token, Finding> {
    let secret = answer.access_token().secret().as_str();
    if secret.is_empty() {
        return Err(unavailable(&WRONG_ANSWER));
    }
    Ok(Token::new(SecretString::from(secret), answer.expires_in(), now))
}

const WRONG_ANSWER: &str = "the answer is no token (RFC 6749)";

/// Why there is no token.
pub(super) fn unavailable(reason: &dyn fmt::Display) -> Finding {
    Finding::new(Code::TokenUnavailable).with("reason", reason)
}

/// The words of a failed request on one line, without any of these secrets, and without what could not be read.
pub(super) fn reason<A: ErrorResponse>(
    error: RequestTokenError<NoAnswer, A>,
    secrets: &[Option<&SecretString>],
) -> String {
    let words = match error {
        RequestTokenError::Request(error) => error.to_string().trim_start_matches("io: ").to_owned(),
        RequestTokenError::ServerResponse(answer) => answer.to_string(),
        RequestTokenError::Parse(..) => WRONG_ANSWER.to_owned(),
        RequestTokenError::Other(words) => words,
    };
    let hushed = secrets.iter().flatten().fold(words, |words, secret| words.replace(secret.expose_secret(), "…"));
    hushed.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_replaced_a_minute_before_its_end_and_a_short_lived_one_after_three_quarters() {
        let now = Instant::now();
        let fresh = |lifetime: Option<u64>, after: u64| {
            let token = Token::new(SecretString::from("t"), lifetime.map(Duration::from_secs), now);
            token.is_fresh(now + Duration::from_secs(after))
        };
        assert!(fresh(Some(3600), 3539) && !fresh(Some(3600), 3540));
        assert!(fresh(Some(40), 29) && !fresh(Some(40), 30));
        assert!(fresh(None, 239) && !fresh(None, 240));
        assert!(!fresh(Some(0), 0));
    }
}
