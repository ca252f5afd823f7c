//! `[transport.smtp.oauth]`: where access tokens come from (RFC 6749, RFC 8628).

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};

use oauth2::basic::BasicClient;
use oauth2::url::{Host, Url};
use oauth2::{AuthType, ClientId, ClientSecret, EndpointNotSet, EndpointSet, Scope, TokenUrl};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::Source;
use super::http::Http;
use super::issuer::unavailable;
use crate::finding::{Code, Finding};
use crate::refusal::Refusal;

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
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        let refused = || Refusal::of(Code::EndpointInvalid, &text);
        let url = Url::parse(&text).map_err(|_| refused())?;
        let loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
            Some(Host::Ipv6(address)) => Ipv6Addr::is_loopback(&address),
            None => false,
        };
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if loopback => Ok(Self(url)),
            _ => Err(refused()),
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
    type Error = Refusal;

    fn try_from(written: Written) -> Result<Self, Refusal> {
        let unclear = |why| Refusal::of(Code::OauthUnclear, why);
        let Written { token, flow, token_url, device_url, client_id, client_secret, scope, ca_file } = written;
        let flow = match (token, flow) {
            (Some(_), Some(_)) => return Err(unclear("both")),
            (None, None) => return Err(unclear("neither")),
            (None, Some(flow)) => flow,
            (Some(source), None) => {
                let further = token_url.is_some() || device_url.is_some() || client_id.is_some();
                let further = further || client_secret.is_some() || scope.is_some() || ca_file.is_some();
                return if further { Err(unclear("beside")) } else { Ok(Self::Token(source)) };
            }
        };
        let needs = |key: &str| Refusal::missing(&format!("transport.smtp.oauth.{key}"));
        let application = Application {
            token_url: token_url.ok_or_else(|| needs("token_url"))?,
            client_id: client_id.ok_or_else(|| needs("client_id"))?,
            client_secret,
            scope: scope.ok_or_else(|| needs("scope"))?,
            ca_file,
        };
        match (flow, device_url) {
            (Flow::ClientCredentials, Some(_)) => Err(unclear("device")),
            (Flow::ClientCredentials, None) if application.client_secret.is_none() => Err(needs("client_secret")),
            (Flow::ClientCredentials, None) => Ok(Self::ClientCredentials(application)),
            (Flow::DeviceCode, None) => Err(needs("device_url")),
            (Flow::DeviceCode, Some(device_url)) => Ok(Self::DeviceCode(application, device_url)),
        }
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
            ("", "oauth-unclear value=\"neither\""),
            ("token = { env = \"T\" }\nflow = \"device_code\"", "oauth-unclear value=\"both\""),
            ("token = { env = \"T\" }\nscope = \"s\"", "oauth-unclear value=\"beside\""),
            ("flow = \"client_credentials\"", "key-missing key=\"transport.smtp.oauth.token_url\""),
            (&format!("flow = \"client_credentials\"\n{all}"), "oauth.client_secret"),
            (&format!("flow = \"device_code\"\n{all}"), "oauth.device_url"),
            ("flow = \"password\"", "choice-unknown"),
            ("tokens = 1", "key-unknown"),
            ("token_url = \"http://login.example/\"", "endpoint-invalid"),
            ("token_url = \"http://127.0.0.1.example/\"", "endpoint-invalid"),
            ("token_url = \"ftp://localhost/\"", "endpoint-invalid"),
        ] {
            assert!(refused(table).contains(expected), "{table}: {}", refused(table));
        }
        for url in ["http://localhost:1/t", "http://127.0.0.1/t", "http://[::1]:9/t", "https://login.example/t"] {
            Endpoint::try_from(url.to_owned()).expect(url);
        }
    }
}
