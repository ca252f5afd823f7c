//! `stop`: halts a campaign, also one that another process is sending.

use serde_json::json;

use super::workspace::Workspace;
use super::{Exit, Failure, real};
use crate::campaign::Campaign;
use crate::cli::StopArgs;
use crate::finding::Finding;
use crate::ledger::{Deliveries as _, Ledger, Realm};
use crate::terminal::{Fact, Screen};

/// Takes no lock, since a run holds it: every intent asks for the stop in its own transaction.
pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &StopArgs) -> Result<Exit, Failure> {
    // a stop in a ledger that is not the real one would halt nobody
    real::check(workspace)?;
    let location = workspace.ledger_location()?;
    location.check()?;
    let ledger = Ledger::open(&location)?;
    let campaigns = ids(workspace, &ledger, &arguments.campaign)?;
    let now = workspace.clock.now();
    let by = arguments.by.clone().or_else(login).unwrap_or_else(|| "unknown".to_owned());
    for campaign in &campaigns {
        let key = match arguments.lift {
            false => {
                ledger.stop(campaign, &by, now)?;
                "stop-done"
            }
            true if ledger.resume(campaign, now)? => "stop-lifted",
            true => "stop-not-there",
        };
        screen.result(&screen.say(key, &[("campaign", Fact::from(campaign.as_str()))]));
    }
    screen.json(&json!({
        "campaign": campaigns[0], "stop": ledger.stop_of(&campaigns[0])?, "campaigns": campaigns,
    }));
    Ok(Exit::Done)
}

/// The campaign's ids, never none: its own, and those under which it was sent from the same file, since a run may be
/// under way that read another one. A file that is being edited and cannot be read is no reason to send on.
fn ids(workspace: &Workspace, ledger: &Ledger, name: &str) -> Result<Vec<String>, Finding> {
    let file = Campaign::load(&workspace.root, name);
    let slug = file.as_ref().map_or(name, |campaign| campaign.slug.as_str());
    let mut ids: Vec<String> = file.as_ref().map(|campaign| campaign.id.clone()).into_iter().collect();
    for realm in [Realm::Smtp, Realm::Outbox] {
        let registered = ledger.registered(realm)?.into_iter();
        let meant = registered.filter(|known| known.id == name || known.slug == slug).map(|known| known.id);
        for id in meant {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    match file {
        Err(unreadable) if ids.is_empty() => Err(unreadable),
        _ => Ok(ids),
    }
}

/// Who sits at the machine, as its login says.
pub(super) fn login() -> Option<String> {
    ["USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()))
}
