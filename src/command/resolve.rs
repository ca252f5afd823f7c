//! `resolve`: a person settles what nobody can know.

use serde_json::json;

use super::workspace::Workspace;
use super::{Exit, Failure, real};
use crate::address::Address;
use crate::campaign::Campaign;
use crate::cli::ResolveArgs;
use crate::delivery;
use crate::finding::{Code, Finding};
use crate::ledger::{Batch, Ledger, Lock, Realm, State};
use crate::terminal::{Fact, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &ResolveArgs) -> Result<Exit, Failure> {
    let campaign = Campaign::load(&workspace.root, &arguments.campaign)?;
    // the rehearsal is never in doubt: a look into the outbox tells
    let batch = Batch { campaign: campaign.id, realm: Realm::Smtp };
    let to = match (arguments.accepted, arguments.resend) {
        (true, _) => Some(State::Accepted),
        (_, true) => Some(State::Queued),
        _ => None,
    };
    real::check(workspace)?;
    let location = workspace.ledger_location()?;
    if !location.path().exists() {
        return tell_open(workspace, screen, &batch, None);
    }
    let _lock = Lock::take(&location)?;
    let ledger = Ledger::open(&location)?;
    delivery::recover(&ledger, Realm::Smtp, None, workspace.clock.now())?;
    match to {
        None => tell_open(workspace, screen, &batch, Some(&ledger)),
        Some(to) => settle(workspace, screen, &ledger, &batch, to, arguments),
    }
}

/// Lists what is in doubt and how to settle it.
fn tell_open(workspace: &Workspace, screen: &Screen, batch: &Batch, ledger: Option<&Ledger>) -> Result<Exit, Failure> {
    let open = ledger.map(|ledger| ledger.standings(batch, Some(State::InDoubt))).transpose()?.unwrap_or_default();
    let zone = workspace.zone()?;
    for standing in &open {
        screen.result(&screen.standing(standing, &zone));
        screen.result(&format!("    Message-ID: <{}>", standing.message_id));
    }
    let facts = [("count", Fact::from(open.len())), ("campaign", batch.campaign.as_str().into())];
    screen.result(&screen.say(if open.is_empty() { "resolve-nothing" } else { "resolve-how" }, &facts));
    screen.json(&json!({ "campaign": batch.campaign, "in_doubt": open }));
    Ok(if open.is_empty() { Exit::Done } else { Exit::Look })
}

fn settle(
    workspace: &Workspace,
    screen: &Screen,
    ledger: &Ledger,
    batch: &Batch,
    to: State,
    arguments: &ResolveArgs,
) -> Result<Exit, Failure> {
    let Some(by) = arguments.by.as_deref().filter(|by| !by.trim().is_empty()) else {
        return Err(Finding::new(Code::OptionsUnclear).with("options", "--by NAME").into());
    };
    if !arguments.all && arguments.addresses.is_empty() {
        return Err(Finding::new(Code::OptionsUnclear).with("options", "EMAIL, --all").into());
    }
    let open: Vec<String> =
        ledger.standings(batch, Some(State::InDoubt))?.into_iter().map(|standing| standing.address).collect();
    let meant = if arguments.all { open.clone() } else { addresses(&arguments.addresses)? };
    // first all are looked at, so that a typing error settles nothing
    if let Some(unknown) = meant.iter().find(|address| !open.contains(address)) {
        return Err(Finding::new(Code::NothingInDoubt)
            .with("address", unknown)
            .with("campaign", &batch.campaign)
            .into());
    }
    for address in &meant {
        ledger.resolve(batch, address, to, by, workspace.clock.now())?;
    }
    let key = if to == State::Accepted { "resolved-accepted" } else { "resolved-resend" };
    let facts = [("count", Fact::from(meant.len())), ("campaign", batch.campaign.as_str().into())];
    screen.result(&screen.say(key, &facts));
    screen.json(&json!({ "campaign": batch.campaign, "resolved": meant, "state": to }));
    Ok(Exit::Done)
}

fn addresses(written: &[String]) -> Result<Vec<String>, Finding> {
    let parse = |text: &String| {
        Address::parse(text)
            .map(String::from)
            .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", text).with("reason", error))
    };
    written.iter().map(parse).collect()
}
