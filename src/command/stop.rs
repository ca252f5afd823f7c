//! `stop`: halts a campaign, also one that another process is sending.

use serde_json::json;

use super::workspace::Workspace;
use super::{Exit, Failure};
use crate::campaign::Campaign;
use crate::cli::StopArgs;
use crate::finding::Finding;
use crate::ledger::{Deliveries as _, Ledger, Realm};
use crate::terminal::{Fact, Screen};

/// Takes no lock, since a run holds it: every intent asks for the stop in its own transaction.
pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &StopArgs) -> Result<Exit, Failure> {
    let location = workspace.ledger_location()?;
    location.check()?;
    let ledger = Ledger::open(&location)?;
    let campaign = id(workspace, &ledger, &arguments.campaign)?;
    if arguments.lift {
        let key = if ledger.resume(&campaign, workspace.clock.now())? { "stop-lifted" } else { "stop-not-there" };
        screen.result(&screen.say(key, &[("campaign", campaign.as_str().into())]));
    } else {
        let by = arguments.by.clone().or_else(login).unwrap_or_else(|| "unknown".to_owned());
        ledger.stop(&campaign, &by, workspace.clock.now())?;
        screen.result(&screen.say("stop-done", &[("campaign", Fact::from(campaign.as_str()))]));
    }
    screen.json(&json!({ "campaign": campaign, "stop": ledger.stop_of(&campaign)? }));
    Ok(Exit::Done)
}

/// The campaign's id. A file that is being edited and cannot be read is no reason to send on.
fn id(workspace: &Workspace, ledger: &Ledger, name: &str) -> Result<String, Finding> {
    let unreadable = match Campaign::load(&workspace.root, name) {
        Ok(campaign) => return Ok(campaign.id),
        Err(finding) => finding,
    };
    for realm in [Realm::Smtp, Realm::Outbox] {
        let registered = ledger.registered(realm)?.into_iter();
        if let Some(known) = registered.into_iter().find(|known| known.id == name || known.slug == name) {
            return Ok(known.id);
        }
    }
    Err(unreadable)
}

/// Who sits at the machine, as its login says.
fn login() -> Option<String> {
    ["USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()))
}
