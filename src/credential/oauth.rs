//! Access tokens (RFC 6749): from a command, for the application itself, or for a person who logged in by device code.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oauth2::basic::{BasicClient, BasicErrorResponseType, BasicTokenResponse};
use oauth2::url::{Host, Url};
use oauth2::{
    AuthType, ClientId, ClientSecret, EndpointNotSet, EndpointSet, ErrorResponse, RefreshToken, RequestTokenError,
    Scope, TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::Source;
use super::http::{Http, NoAnswer};
use super::store::Store;
use crate::finding::{Code, Finding};

/// How long a token counts as valid whose answer does not say it.
const LIFETIME: Duration = Duration::from_mins(5);
/// So long before its end a token is replaced; short-lived ones later.
const MARGIN: Duration = Duration::from_mins(1);

/// `[transport.smtp.oauth]` of `rundbrief.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub enum Settings {
    /// The access token itself comes from somewhere else.
    Token(Source),
    /// The application logs in as itself (RFC 6749 §4.4).
    ClientCredentials(Application),
    /// A person logs in once, in a browser (RFC 8628).
    DeviceCode(Application, Endpoint),
}

/// The application as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Who issues tokens.
    pub token_url: Endpoint,
    /// Its public name.
    pub client_id: String,
    /// What proves it.
    pub client_secret: Option<Source>,
    /// What is asked for, one or more words.
    pub scope: String,
    /// A PEM file with the only authorities that may vouch for the endpoints, relative to the workspace.
    pub ca_file: Option<PathBuf>,
}

/// An address that secrets may be sent to: HTTPS, or this machine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Endpoint(Url);

impl TryFrom<String> for Endpoint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let url = Url::parse(&text).map_err(|error| format!("`{text}`: {error}"))?;
        let loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
            Some(Host::Ipv6(address)) => Ipv6Addr::is_loopback(&address),
            None => false,
        };
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if loopback => Ok(Self(url)),
            _ => Err(format!("`{text}` must begin with https:// (http:// is for this machine only)")),
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Endpoint {
    /// Unencrypted, and therefore on this machine.
    pub(super) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    pub(super) fn url(&self) -> Url {
        self.0.clone()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Flow {
    ClientCredentials,
    DeviceCode,
}

/// The table as it is written; [`Settings`] is what makes sense of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    token: Option<Source>,
    flow: Option<Flow>,
    token_url: Option<Endpoint>,
    device_url: Option<Endpoint>,
    client_id: Option<String>,
    client_secret: Option<Source>,
    scope: Option<String>,
    ca_file: Option<PathBuf>,
}

impl TryFrom<Written> for Settings {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { token, flow, token_url, device_url, client_id, client_secret, scope, ca_file } = written;
        let flow = match (token, flow) {
            (Some(_), Some(_)) => return Err("`token` and `flow` exclude each other".into()),
            (None, None) => return Err("`token` or `flow` is missing".into()),
            (None, Some(flow)) => flow,
            (Some(source), None) => {
                let further = token_url.is_some() || device_url.is_some() || client_id.is_some();
                let further = further || client_secret.is_some() || scope.is_some() || ca_file.is_some();
                return if further { Err("`token` needs nothing beside it".into()) } else { Ok(Self::Token(source)) };
            }
        };
        let needs = |key| format!("this flow needs `{key}`");
        let application = Application {
            token_url: token_url.ok_or_else(|| needs("token_url"))?,
            client_id: client_id.ok_or_else(|| needs("client_id"))?,
            client_secret,
            scope: scope.ok_or_else(|| needs("scope"))?,
            ca_file,
        };
        match (flow, device_url) {
            (Flow::ClientCredentials, Some(_)) => Err("`device_url` belongs to the flow `device_code`".into()),
            (Flow::ClientCredentials, None) if application.client_secret.is_none() => Err(needs("client_secret")),
            (Flow::ClientCredentials, None) => Ok(Self::ClientCredentials(application)),
            (Flow::DeviceCode, None) => Err(needs("device_url")),
            (Flow::DeviceCode, Some(device_url)) => Ok(Self::DeviceCode(application, device_url)),
        }
    }
}

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

pub(super) type Client = BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

impl Application {
    pub(super) fn client(&self, secret: Option<&SecretString>) -> Client {
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_token_uri(TokenUrl::from_url(self.token_url.url()))
            // what Microsoft and Google document; RFC 6749 §2.3.1 leaves servers the choice
            .set_auth_type(AuthType::RequestBody);
        match secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned())),
            None => client,
        }
    }

    pub(super) fn secret(&self, root: &Path) -> Result<Option<SecretString>, Finding> {
        let named = |error| unavailable(&format!("client_secret: {error}"));
        self.client_secret.as_ref().map(|source| source.fetch(root).map_err(named)).transpose()
    }

    pub(super) fn http(&self, root: &Path) -> Result<Http, Finding> {
        Http::new(&self.token_url, self.ca_file.as_deref(), root)
    }

    pub(super) fn scopes(&self) -> impl Iterator<Item = Scope> {
        self.scope.split_whitespace().map(|word| Scope::new(word.to_owned()))
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

    fn refused(table: &str) -> String {
        crate::frontmatter::read_toml::<Settings>("x", table, 1).expect_err("no settings").to_string()
    }

    #[test]
    fn settings_that_make_no_sense_are_refused_with_their_reason() {
        let all = "token_url = \"https://x.example/t\"\nclient_id = \"a\"\nscope = \"s\"\n";
        for (table, expected) in [
            ("", "`token` or `flow` is missing"),
            ("token = { env = \"T\" }\nflow = \"device_code\"", "exclude each other"),
            ("token = { env = \"T\" }\nscope = \"s\"", "nothing beside it"),
            ("flow = \"client_credentials\"", "needs `token_url`"),
            (&format!("flow = \"client_credentials\"\n{all}"), "needs `client_secret`"),
            (&format!("flow = \"device_code\"\n{all}"), "needs `device_url`"),
            ("flow = \"password\"", "unknown variant"),
            ("tokens = 1", "unknown field"),
            ("token_url = \"http://login.example/\"", "must begin with https://"),
            ("token_url = \"http://127.0.0.1.example/\"", "must begin with https://"),
            ("token_url = \"ftp://localhost/\"", "must begin with https://"),
        ] {
            assert!(refused(table).contains(expected), "{table}: {}", refused(table));
        }
        for url in ["http://localhost:1/t", "http://127.0.0.1/t", "http://[::1]:9/t", "https://login.example/t"] {
            Endpoint::try_from(url.to_owned()).expect(url);
        }
    }

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
