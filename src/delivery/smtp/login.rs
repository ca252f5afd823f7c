//! The login on an open line: PLAIN or LOGIN with a password, XOAUTH2 with a token.

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::Auth;

use crate::credential::{ExposeSecret, Login, SecretString};

/// Logs in with a secret of this login.
pub(super) async fn log_in(line: &mut AsyncSmtpConnection, login: &Login, secret: &SecretString) -> Result<(), Error> {
    let credentials = Credentials::new(login.username().to_owned(), secret.expose_secret().to_owned());
    if !login.is_token() {
        return line.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map(drop);
    }
    if !line.server_info().supports_auth_mechanism(Mechanism::Xoauth2) {
        // says so without sending anything
        return line.auth(&[Mechanism::Xoauth2], &credentials).await.map(drop);
    }
    let reply = line.command(Auth::new(Mechanism::Xoauth2, credentials, None)?).await?;
    if reply.has_code(334) {
        // a challenge tells why the token is refused; the refusal itself comes after an empty line
        line.command("\r\n").await?;
    }
    Ok(())
}
