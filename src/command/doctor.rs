//! `doctor`: what must be ready before mails can leave.

use serde_json::json;

use super::workspace::{Workspace, in_settings};
use super::{Exit, Failure};
use crate::cli::DoctorArgs;
use crate::credential::{self, Invitation};
use crate::terminal::Screen;

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &DoctorArgs) -> Result<Exit, Failure> {
    if arguments.login {
        log_in(workspace, screen)?;
    }
    Ok(Exit::Done)
}

/// A person logs in once; from then on `send` refreshes its tokens by itself.
fn log_in(workspace: &Workspace, screen: &Screen) -> Result<(), Failure> {
    let oauth = workspace.config.transport.smtp.as_ref().and_then(|smtp| smtp.oauth.as_ref());
    let location = workspace.ledger_location()?;
    let invite = |invitation: &Invitation| {
        let facts = [("address", invitation.address.as_str().into()), ("code", invitation.code.as_str().into())];
        let sentence = screen.say("doctor-login-invitation", &facts);
        // with --json standard output is for the one object at the end
        if screen.is_json() { screen.note(&sentence) } else { screen.result(&sentence) }
    };
    let file = credential::log_in(oauth, &workspace.root, location.make_folder()?, &invite).map_err(in_settings)?;
    let file = file.display().to_string();
    screen.result(&screen.say("doctor-login-done", &[("file", file.as_str().into())]));
    screen.json(&json!({ "login": { "file": file } }));
    Ok(())
}
