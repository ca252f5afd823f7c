//! The login of a person by device code (RFC 8628): an address and a code to type, and then a refresh token to keep.

use std::path::{Path, PathBuf};

use oauth2::{DeviceAuthorizationUrl, StandardDeviceAuthorizationResponse, TokenResponse};
use secrecy::SecretString;

use super::http::Http;
use super::issuer::{reason, unavailable};
use super::oauth::Settings;
use super::store::Store;
use crate::finding::{Code, Finding};

/// What a person is asked to do.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The page to open.
    pub address: String,
    /// The code to type there.
    pub code: String,
}

/// Asks a person to log in, waits for it, and keeps the refresh token; gives the file it is kept in.
///
/// # Errors
/// `key-missing` for another flow; `token-unavailable` when the provider refuses, or nobody logs in in time.
pub fn log_in(
    settings: Option<&Settings>,
    root: &Path,
    store: &Path,
    invite: &dyn Fn(&Invitation),
) -> Result<PathBuf, Finding> {
    let Some(Settings::DeviceCode(application, device_url)) = settings else {
        return Err(Finding::new(Code::KeyMissing).with("key", "transport.smtp.oauth.flow = \"device_code\""));
    };
    let secret = application.secret(root)?;
    let http = Http::new(device_url, application.ca_file.as_deref(), root)?;
    let client = application.client(secret.as_ref());
    let client = client.set_device_authorization_url(DeviceAuthorizationUrl::from_url(device_url.url()));
    let asked: Result<StandardDeviceAuthorizationResponse, _> =
        client.exchange_device_code().add_scopes(application.scopes()).request(&http);
    let asked = asked.map_err(|error| unavailable(&reason(error, &[secret.as_ref()])))?;
    invite(&Invitation { address: asked.verification_uri().to_string(), code: asked.user_code().secret().clone() });
    let wait = client.exchange_device_access_token(&asked);
    let answer = wait.request(&application.http(root)?, std::thread::sleep, None);
    let code = SecretString::from(asked.device_code().secret().as_str());
    let answer = answer.map_err(|error| unavailable(&reason(error, &[secret.as_ref(), Some(&code)])))?;
    let Some(refresh_token) = answer.refresh_token() else {
        return Err(unavailable(&"no refresh token came; `scope` may need `offline_access`"));
    };
    let store = Store::new(store, &application.client_id, &application.token_url);
    store.save(&SecretString::from(refresh_token.secret().as_str()))?;
    Ok(store.path().to_owned())
}
