//! `suppress`: who gets no more mail, and who should not.

mod lift;
mod reach;
mod table;

use serde_json::json;

use super::workspace::Workspace;
use super::{Exit, Failure, real};
use crate::address::Address;
use crate::cli::{SuppressArgs, SuppressionReason, SuppressionScope};
use crate::contact::{Land, MUNICIPALITY, MunicipalityKey, municipality_key, numbered};
use crate::finding::{Code, Finding};
use crate::ledger::{HARD_BOUNCE, Ledger, Listed, Proposal, Suppression, Suppressions as _};
use crate::terminal::{Fact, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &SuppressArgs) -> Result<Exit, Failure> {
    if let Some(file) = &arguments.export {
        return table::export(workspace, screen, file);
    }
    let Some(by) = &arguments.by else { return list(workspace, screen) };
    let keys = arguments.keys.iter().map(|key| read_key(key)).collect::<Result<Vec<_>, _>>()?;
    // an entry in a ledger that is not the real one would protect nobody
    real::check(workspace)?;
    let location = workspace.ledger_location()?;
    location.check()?;
    let ledger = Ledger::open(&location)?;
    if arguments.lift {
        return lift::lift(workspace, screen, &ledger, (&keys, arguments), by);
    }
    if let Some(file) = &arguments.import {
        return table::import(workspace, screen, &ledger, file, by);
    }
    let entries: Vec<Suppression> = if arguments.proposed {
        ledger.proposals()?.into_iter().map(|proposal| entry(proposal.address, HARD_BOUNCE, None, "")).collect()
    } else {
        let reason = name(arguments.reason.unwrap_or(SuppressionReason::Manual));
        let note = arguments.note.as_deref().unwrap_or_default();
        keys.iter().map(|key| entry(key.clone(), reason, arguments.scope, note)).collect()
    };
    for entry in &entries {
        ledger.suppress(entry.clone(), by, workspace.clock.now())?;
    }
    tell_suppressed(screen, &entries);
    let of_nobody = reach::of_nobody(workspace, screen, &keys);
    for key in &of_nobody {
        screen.note(&screen.say("suppressed-nobody", &[("key", Fact::from(*key))]));
    }
    screen.json(&json!({ "suppressed": entries, "of_nobody": of_nobody }));
    Ok(Exit::Done)
}

fn tell_suppressed(screen: &Screen, entries: &[Suppression]) {
    screen.result(&screen.say("suppressed", &[("count", Fact::from(entries.len()))]));
}

fn entry(key: String, reason: &str, scope: Option<SuppressionScope>, note: &str) -> Suppression {
    let all = scope.map_or(reason != "unsubscribed", |scope| scope == SuppressionScope::All);
    Suppression { key, all, reason: reason.to_owned(), note: note.to_owned() }
}

/// The name in the ledger, in JSON and in tables.
fn name(reason: SuppressionReason) -> &'static str {
    match reason {
        SuppressionReason::Manual => "manual",
        SuppressionReason::HardBounce => HARD_BOUNCE,
        SuppressionReason::Complaint => "complaint",
        SuppressionReason::Unsubscribed => "unsubscribed",
        SuppressionReason::Erased => "erased",
    }
}

/// An address, a domain in the form that addresses have it in, or a municipality.
fn read_key(written: &str) -> Result<String, Finding> {
    let unusable = || Finding::new(Code::ArgumentKey).with("key", written);
    // what would suppress nobody must not look as if it did
    if written.contains('*') {
        return Err(unusable());
    }
    if let Some((kind, name)) = written.split_once(':')
        && kind.trim().eq_ignore_ascii_case(MUNICIPALITY.trim_end_matches(':'))
    {
        let by_name = || municipality_key(name).filter(|_| !name.contains(char::is_numeric) && !names_land(name));
        return MunicipalityKey::read(name.trim()).map(numbered).or_else(by_name).ok_or_else(unusable);
    }
    if written.contains('@') {
        return Address::parse(written).map(String::from).map_err(|_| unusable());
    }
    Address::parse(&format!("x@{}", written.trim())).map(|address| address.domain().to_owned()).map_err(|_| unusable())
}

/// Whether a name says in which Land the municipality lies, as `Neustadt (Hessen)` does: a name reaches all of that name.
fn names_land(name: &str) -> bool {
    name.split(['(', ')', ',']).skip(1).any(|part| Land::read(part.trim()).is_some())
}

fn list(workspace: &Workspace, screen: &Screen) -> Result<Exit, Failure> {
    let (listed, proposals): (Vec<Listed>, Vec<Proposal>) = match workspace.ledger_for_reading()? {
        Some(ledger) => (ledger.listed()?, ledger.proposals()?),
        None => Default::default(),
    };
    screen.result(&screen.say("suppressions", &[("count", Fact::from(listed.len()))]));
    let zone = workspace.zone()?;
    for listed in &listed {
        screen.result(&format!("  {}", screen.suppression(listed, &zone)));
    }
    if !proposals.is_empty() {
        screen.result(&screen.say("suppression-proposals", &[("count", Fact::from(proposals.len()))]));
        for proposal in &proposals {
            screen.result(&format!("  {}  {}  {}", proposal.address, proposal.campaign, proposal.reply));
        }
        screen.result(&screen.say("suppression-next", &[]));
    }
    screen.json(&json!({ "suppressions": listed, "proposals": proposals }));
    Ok(if proposals.is_empty() { Exit::Done } else { Exit::Look })
}
