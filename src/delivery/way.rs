//! The way out: the rehearsal's maildir, or a mail server.

use std::path::Path;

use super::engine::runtime;
use super::reply::Trouble;
use super::smtp::{NoConnection, Server};
use super::{Mail, Outbox, SmtpSettings};
use crate::finding::{Code, Finding};

/// The way out of a run.
pub enum Way {
    /// The rehearsal.
    Outbox(Outbox),
    /// A mail server.
    Smtp(Box<Server>, u32),
}

impl Way {
    /// A mail server, checked as far as possible without connecting; refresh tokens are in the folder `store`.
    ///
    /// # Errors
    /// As for the settings: unencrypted line, password or token, certificates.
    pub fn smtp(settings: &SmtpSettings, root: &Path, store: &Path) -> Result<Self, Finding> {
        Ok(Self::Smtp(Box::new(Server::new(settings, root, store)?), settings.connections.max(1)))
    }

    /// Sends one mail that belongs to no delivery: a test copy. Gives the reply code, 0 where no server was asked.
    ///
    /// # Errors
    /// No connection, or the server refuses the mail.
    pub fn send_copy(&self, campaign: &str, mail: &Mail) -> Result<u16, Finding> {
        match self {
            Self::Outbox(outbox) => outbox.put(campaign, mail.to.as_str(), &mail.bytes).map(|()| 0),
            Self::Smtp(server, _) => runtime()?.block_on(copy_over(server, mail)),
        }
    }
}

async fn copy_over(server: &Server, mail: &Mail) -> Result<u16, Finding> {
    let refused = |reason: &Trouble| Finding::new(Code::ServerRefuses).with("reason", reason);
    let mut connection = server.connect().await.map_err(|error| match error {
        NoConnection::Passing(finding) | NoConnection::Lasting(finding) => finding,
    })?;
    connection.envelope(mail).await.map_err(|refusal| refused(&refusal.trouble))?;
    let reply = connection.body(mail, None).await.map_err(|trouble| refused(&trouble))?;
    connection.quit().await;
    Ok(reply.code)
}
