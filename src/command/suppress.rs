//! `suppress`: who gets no more mail, and who should not.

use serde_json::json;

use super::workspace::Workspace;
use super::{Exit, Failure, real};
use crate::address::Address;
use crate::cli::{SuppressArgs, SuppressionReason, SuppressionScope};
use crate::finding::{Code, Finding};
use crate::ledger::{Ledger, Listed, Proposal, Suppression, Suppressions as _};
use crate::terminal::{Fact, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &SuppressArgs) -> Result<Exit, Failure> {
    let Some(by) = &arguments.by else { return list(workspace, screen) };
    let keys = arguments.keys.iter().map(|key| read_key(key)).collect::<Result<Vec<_>, _>>()?;
    // an entry in a ledger that is not the real one would protect nobody
    real::check(workspace)?;
    let location = workspace.ledger_location()?;
    location.check()?;
    let ledger = Ledger::open(&location)?;
    if arguments.lift {
        return lift(workspace, screen, &ledger, &keys, by);
    }
    let entries: Vec<Suppression> = if arguments.proposed {
        ledger
            .proposals()?
            .into_iter()
            .map(|proposal| entry(proposal.address, SuppressionReason::HardBounce, None))
            .collect()
    } else {
        let reason = arguments.reason.unwrap_or(SuppressionReason::Manual);
        keys.into_iter().map(|key| entry(key, reason, arguments.scope)).collect()
    };
    for entry in &entries {
        ledger.suppress(entry.clone(), by, workspace.clock.now())?;
    }
    screen.result(&screen.say("suppressed", &[("count", Fact::from(entries.len()))]));
    screen.json(&json!({ "suppressed": entries }));
    Ok(Exit::Done)
}

fn entry(key: String, reason: SuppressionReason, scope: Option<SuppressionScope>) -> Suppression {
    let usual = match reason {
        SuppressionReason::Unsubscribed => SuppressionScope::Advertising,
        _ => SuppressionScope::All,
    };
    let reason = match reason {
        SuppressionReason::Manual => "manual",
        SuppressionReason::HardBounce => "hard_bounce",
        SuppressionReason::Complaint => "complaint",
        SuppressionReason::Unsubscribed => "unsubscribed",
        SuppressionReason::Erased => "erased",
    };
    Suppression { key, all: scope.unwrap_or(usual) == SuppressionScope::All, reason: reason.to_owned() }
}

/// An address, or a domain in the form that addresses have it in.
fn read_key(written: &str) -> Result<String, Finding> {
    let unusable = |_| Finding::new(Code::ArgumentKey).with("key", written);
    if written.contains('@') {
        return Address::parse(written).map(String::from).map_err(unusable);
    }
    Address::parse(&format!("x@{}", written.trim())).map(|address| address.domain().to_owned()).map_err(unusable)
}

fn lift(workspace: &Workspace, screen: &Screen, ledger: &Ledger, keys: &[String], by: &str) -> Result<Exit, Failure> {
    let known = ledger.suppressions()?;
    // first all are looked at, so that a typing error lifts nothing
    if let Some(unknown) = keys.iter().find(|key| !known.iter().any(|entry| entry.key == **key)) {
        return Err(Finding::new(Code::SuppressionUnknown).with("key", unknown).into());
    }
    for key in keys {
        ledger.lift(key, by, workspace.clock.now())?;
    }
    screen.result(&screen.say("suppression-lifted", &[("count", Fact::from(keys.len()))]));
    screen.json(&json!({ "lifted": keys }));
    Ok(Exit::Done)
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
