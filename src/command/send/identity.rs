//! Who a campaign is: its id is for good, and keeps people from being written to twice.

use super::super::audience::Prepared;
use super::super::workspace::Workspace;
use super::batch;
use crate::campaign::{self, Campaign};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, Ledger, Registered, State};

/// What about a campaign's identity a person has to confirm: another event under a known id, or a known campaign
/// under a new one.
pub(super) fn doubt(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    batch: &Batch,
) -> Result<Option<Finding>, Finding> {
    let registered = ledger.registered(batch.realm)?;
    match registered.iter().find(|known| known.id == batch.campaign) {
        // a takeover marks campaigns whose event it does not know
        Some(known) => {
            Ok((!known.event.is_empty() && known.event != prepared.event.slug).then(|| moved(prepared, known)))
        }
        None => renamed(workspace, prepared, ledger, batch, registered),
    }
}

/// As [`doubt`], for who only looks.
pub(in crate::command) fn doubt_for_looking(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
) -> Result<Option<Finding>, Finding> {
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(None) };
    doubt(workspace, prepared, &ledger, &batch(workspace, prepared))
}

fn moved(prepared: &Prepared<'_>, known: &Registered) -> Finding {
    let finding = Finding::new(Code::CampaignMoved).at(prepared.campaign.event.1.clone());
    finding.with("campaign", &known.id).with("before", &known.event).with("event", &prepared.event.slug)
}

/// A campaign that went out from this file, or one about this event whose own file is gone: renaming a file without an
/// `id` gives it a new one.
fn renamed(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    batch: &Batch,
    registered: Vec<Registered>,
) -> Result<Option<Finding>, Finding> {
    let (slug, event) = (&prepared.campaign.slug, &prepared.event.slug);
    let alive = if registered.is_empty() { Vec::new() } else { ids(workspace) };
    let suspects = registered
        .into_iter()
        .filter(|known| known.slug == *slug || known.event == *event && !alive.contains(&known.id));
    for known in suspects {
        let sent = sent(ledger, &Batch { campaign: known.id.clone(), realm: batch.realm })?;
        if sent > 0 {
            let finding = Finding::new(Code::CampaignRenamed).at(Place::file(&prepared.campaign.file));
            let finding = finding.with("before", known.id).with("campaign", &batch.campaign);
            return Ok(Some(finding.with("count", sent)));
        }
    }
    Ok(None)
}

/// The ids that campaign files bear.
fn ids(workspace: &Workspace) -> Vec<String> {
    let stems = campaign::known(&workspace.root).into_iter();
    stems.map(|stem| Campaign::load(&workspace.root, &stem).map_or(stem, |campaign| campaign.id)).collect()
}

/// How many got a campaign, or may have got it.
fn sent(ledger: &Ledger, batch: &Batch) -> Result<u64, Finding> {
    let counts = ledger.counts(batch)?;
    Ok([State::Accepted, State::InDoubt].iter().filter_map(|state| counts.get(state)).sum())
}
