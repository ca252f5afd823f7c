//! The run itself: claims turned into mails, and what the engine tells turned into progress.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::super::Failure;
use super::super::audience::Prepared;
use super::super::real;
use super::super::workspace::Workspace;
use super::index::Index;
use super::journal::Journal;
use crate::campaign::Purpose;
use crate::delivery::{self, Control, Groups, Job, Pace, Progress, Summary, Way};
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
    pub journal: Option<&'a Journal>,
}

impl Run<'_> {
    pub(super) fn send(self, way: &Way, total: u64, limit: Option<u64>, wait: bool) -> Result<Summary, Failure> {
        let Self { workspace, screen, prepared, ledger, keys, batch, journal } = self;
        let now = workspace.clock.now();
        let account = workspace.config.transport.account();
        let run = match ledger.begin_run(&batch, &account, now)? {
            Ok(run) => run,
            Err(stop) => return Ok(Summary { halted: Some(stop), ..Summary::default() }),
        };
        real::record(workspace, screen, &ledger, &batch)?;
        let groups = groups(workspace, screen, &prepared)?;
        let pace = pace(workspace, &ledger, &groups, now)?;
        let record = journal.map(|journal| journal.begin(&batch, run, now, total));
        let limits = &workspace.config.limits;
        let job = Job {
            ledger: Box::new(ledger),
            batch,
            run,
            advertising: prepared.campaign.purpose != Purpose::Organisation,
            limit,
            wait,
            patience: limits.patience(),
            tolerance: limits.tolerance(),
            calendar: limits.calendar(workspace.zone()?),
            groups,
            clock: workspace.clock,
        };
        let bar = Bar::new(screen, total);
        let index = Index::new(&prepared);
        let told = AtomicBool::new(false);
        let render = |claim: &Claim| index.mail(workspace, &prepared, &keys, claim);
        let listener = |progress: Progress<'_>| match progress {
            Progress::Settled(settlement, summary) => {
                if let Some(record) = &record {
                    record.settled(settlement);
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

fn stand(summary: &Summary) -> Stand {
    let Summary { deferred, rejected, in_doubt, .. } = *summary;
    Stand { done: summary.done(), deferred, rejected, in_doubt }
}

/// A pace that knows what left the account before, in any campaign.
pub(super) fn pace(
    workspace: &Workspace,
    ledger: &dyn Planning,
    groups: &Groups,
    now: Timestamp,
) -> Result<Pace, Finding> {
    let mut pace = Pace::new(&workspace.config.limits);
    let memory = jiff::SignedDuration::try_from(pace.memory()).ok().and_then(|span| now.checked_sub(span).ok());
    let Some(since) = memory.filter(|&since| since < now) else { return Ok(pace) };
    let here = Instant::now();
    for slot in ledger.slots(&workspace.config.transport.account(), since)? {
        let age = Duration::try_from(now.duration_since(slot.at)).unwrap_or_default();
        pace.remember(groups.get(&slot.domain).unwrap_or(&slot.domain), age, here);
    }
    Ok(pace)
}

fn groups(workspace: &Workspace, screen: &Screen, prepared: &Prepared<'_>) -> Result<Groups, Finding> {
    let emails = prepared.audience.included.iter().map(|&number| prepared.lists.contacts.get(number).email());
    let domains = emails.filter_map(|email| email.rsplit_once('@').map(|(_, domain)| domain.to_owned()));
    groups_of(workspace, screen, domains)
}

/// Who takes mail for whom: asked only where domains have limits of their own.
pub(super) fn groups_of(
    workspace: &Workspace,
    screen: &Screen,
    domains: impl Iterator<Item = String>,
) -> Result<Groups, Finding> {
    let limits = &workspace.config.limits;
    if limits.per_domain.is_empty() {
        return Ok(Groups::new());
    }
    let domains: BTreeSet<String> = domains.collect();
    screen.detail(&screen.say("detail-domains", &[("count", domains.len().into())]));
    delivery::find_groups(domains, &limits.exchangers())
}
