//! The run itself: claims turned into mails, and what the engine tells turned into progress.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::super::Failure;
use super::super::audience::Prepared;
use super::super::real;
use super::super::schedule;
use super::super::workspace::Workspace;
use super::index::Index;
use super::journal::Journal;
use super::road::Road;
use super::standing::Standing;
use crate::campaign::Purpose;
use crate::delivery::{self, Control, Job, Progress, Summary, Way};
use crate::finding::Finding;
use crate::ledger::{Batch, Claim, Ledger, Planning};
use crate::terminal::{Bar, Screen, Stand};
use crate::token::Keys;

/// Everything a run needs until its last mail.
pub(super) struct Run<'a> {
    pub workspace: &'a Workspace,
    pub screen: &'a Screen,
    pub prepared: Prepared<'a>,
    pub ledger: Ledger,
    pub keys: Keys,
    pub batch: Batch,
    pub road: Road,
    pub journal: Option<&'a Journal>,
}

impl Run<'_> {
    pub(super) fn send(self, way: &Way, total: u64, limit: Option<u64>, wait: bool) -> Result<Summary, Failure> {
        let Self { workspace, screen, prepared, ledger, keys, batch, road, journal } = self;
        let (now, limits) = (workspace.clock.now(), &workspace.config.limits);
        let run = match ledger.begin_run(&batch, &workspace.config.transport.account(), now)? {
            Ok(run) => run,
            Err(stop) => return Ok(Summary { halted: Some(stop), ..Summary::default() }),
        };
        real::record(workspace, screen, &ledger, &batch)?;
        let bar = Bar::new(screen, total, least(workspace, &road, total)?);
        let pace = road.before.pace(workspace, now);
        let record = journal.map(|journal| journal.begin(&batch, run, now, total));
        let advertising = prepared.campaign.purpose != Purpose::Organisation;
        let (patience, tolerance) = (limits.patience(), limits.tolerance());
        let (calendar, groups, clock) = (limits.calendar(workspace.zone()?), road.before.groups, workspace.clock);
        let ledger = Box::new(ledger);
        let job = Job { ledger, batch, run, advertising, limit, wait, patience, tolerance, calendar, groups, clock };
        let (index, told) = (Index::new(&prepared), AtomicBool::new(false));
        let standing = Standing::new(workspace, &prepared);
        let render = |claim: &Claim| {
            standing.check()?;
            index.mail(workspace, &prepared, &keys, claim)
        };
        let listener = |progress: Progress<'_>| match progress {
            Progress::Settled(settlement, written, summary) => {
                if let Some(record) = &record {
                    record.settled(settlement, written);
                }
                bar.show(screen, stand(summary));
            }
            Progress::Waiting(wait) if wait > Duration::from_secs(2) => bar.pause(screen, wait),
            Progress::Waiting(_) => {}
            Progress::Unreachable(finding) => {
                if !told.swap(true, Ordering::Relaxed) {
                    screen.warnings(std::slice::from_ref(finding));
                }
                bar.pause(screen, Duration::from_secs(30));
            }
        };
        let summary = delivery::run(job, way, pace, &render, &Control::default(), &listener);
        bar.end();
        let summary = summary?;
        if let Some(record) = record {
            record.end(workspace.clock.now(), &summary);
        }
        Ok(summary)
    }
}

/// How long the limits make so many mails take, where they do.
fn least(workspace: &Workspace, road: &Road, mails: u64) -> Result<Option<Duration>, Finding> {
    let last = schedule::last(workspace, &workspace.config.limits, &road.before, &road.ahead.first(mails))?;
    Ok(last.and_then(|last| Duration::try_from(last.duration_since(workspace.clock.now())).ok()))
}

fn stand(summary: &Summary) -> Stand {
    let Summary { deferred, rejected, in_doubt, .. } = *summary;
    Stand { done: summary.done(), deferred, rejected, in_doubt }
}
