//! Opens the ledger for sending: alone, up to date, and not stopped.

use super::super::audience::Prepared;
use super::super::moved::Said;
use super::super::workspace::Workspace;
use super::super::{Failure, real};
use super::plan::Comparison;
use super::{Task, batch, hold};
use crate::delivery::{self, Outbox};
use crate::finding::{Code, Finding};
use crate::ledger::{Batch, Deliveries as _, Ledger, Lock, Realm};
use crate::terminal::{Fact, Screen};
use crate::token::Keys;

/// A ledger that this process alone works on, and the campaign's place in it.
pub(super) struct Opened {
    pub ledger: Ledger,
    pub keys: Keys,
    pub batch: Batch,
    pub uncertain: Vec<Finding>,
    pub lock: Lock,
}

/// Takes the lock, settles what an earlier run left open, and sets aside who may have got the mail already.
pub(super) fn open(task: &Task<'_>, prepared: &mut Prepared<'_>) -> Result<Opened, Failure> {
    let Task { workspace, screen, .. } = task;
    let location = workspace.ledger_location()?;
    location.check()?;
    let lock = Lock::take(&location)?;
    if workspace.realm() == Realm::Smtp {
        real::check(workspace)?;
    }
    let ledger = Ledger::open(&location)?;
    let keys = real::keys(workspace, &ledger)?;
    let batch = batch(workspace, prepared);
    let uncertain = real::uncertain(&ledger, &batch)?;
    screen.warnings(&uncertain);
    recover(workspace, screen, &ledger, batch.realm)?;
    stopped(workspace, &ledger, &batch)?;
    hold(workspace, prepared, &ledger, &keys, &batch)?;
    Ok(Opened { ledger, keys, batch, uncertain, lock })
}

/// What is left of a campaign stays where it is when it would say something else of the event than the first mails did.
pub(super) fn not_moved(
    task: &Task<'_>,
    prepared: &Prepared<'_>,
    (ledger, batch): (&Ledger, &Batch),
    left: &Comparison,
) -> Result<(), Finding> {
    let later = if task.arguments.wait { left.later } else { 0 };
    if batch.realm == Realm::Outbox || left.new + left.due + later == 0 {
        return Ok(());
    }
    let said = Said::in_ledger(task.workspace, Some(ledger), &prepared.event)?;
    said.moved(&prepared.campaign, prepared.links.ask()).map_or(Ok(()), Err)
}

/// A campaign that a person stopped stays stopped until a person lifts it.
fn stopped(workspace: &Workspace, ledger: &Ledger, batch: &Batch) -> Result<(), Finding> {
    let Some(stop) = ledger.stop_of(&batch.campaign)? else { return Ok(()) };
    let time = stop.at.to_zoned(workspace.zone()?).strftime("%Y-%m-%d %H:%M");
    let finding = Finding::new(Code::CampaignStopped).with("campaign", &batch.campaign);
    Err(finding.with("by", stop.by).with("time", time))
}

fn recover(workspace: &Workspace, screen: &Screen, ledger: &Ledger, realm: Realm) -> Result<(), Finding> {
    let outbox = match realm {
        Realm::Outbox => Some(Outbox::open(&workspace.root.join(workspace.outbox()))?),
        Realm::Smtp => None,
    };
    let now = workspace.clock.now();
    let count = delivery::recover(ledger, realm, outbox.as_ref(), now)?;
    // nobody else holds the lock: a run that is still open was cut off
    if let Some((run, _)) = ledger.open_run()? {
        ledger.end_run(run, now)?;
    }
    if count > 0 {
        screen.note(&screen.say(&format!("recovered-{realm}"), &[("count", Fact::Number(count))]));
    }
    Ok(())
}
