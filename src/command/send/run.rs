//! The run itself: claims turned into mails, and what the engine tells turned into progress.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::super::Failure;
use super::super::audience::Prepared;
use super::super::real;
use super::super::workspace::Workspace;
use super::index::Index;
use crate::campaign::Purpose;
use crate::delivery::{self, Control, Job, Pace, Progress, Summary, Way};
use crate::finding::Finding;
use crate::ledger::{Batch, Claim, Ledger, State};
use crate::terminal::{Bar, Screen};
use crate::token::Keys;

/// Everything a run needs until its last mail.
pub(super) struct Run<'a> {
    pub workspace: &'a Workspace,
    pub screen: &'a Screen,
    pub prepared: Prepared<'a>,
    pub ledger: Ledger,
    pub keys: Keys,
    pub batch: Batch,
}

impl Run<'_> {
    pub(super) fn send(self, way: &Way, total: u64, limit: Option<u64>) -> Result<Summary, Failure> {
        let Self { workspace, screen, prepared, ledger, keys, batch } = self;
        let now = workspace.clock.now();
        let account = way.account();
        let run = match ledger.begin_run(&batch, account, now)? {
            Ok(run) => run,
            Err(stop) => return Ok(Summary { halted: Some(stop), ..Summary::default() }),
        };
        real::record(workspace, screen, &ledger, &batch, run)?;
        let pace = pace(workspace, &ledger, account, now)?;
        let zone = workspace.zone()?;
        let job = Job {
            ledger,
            batch,
            run,
            advertising: prepared.campaign.purpose != Purpose::Organisation,
            limit,
            retry_after: workspace.config.limits.retry_after(),
            window: workspace.config.limits.window.clone().map(|window| (window, zone)),
            clock: workspace.clock,
        };
        let bar = Bar::new(screen, total);
        let index = Index::new(&prepared);
        let render = |claim: &Claim| index.mail(workspace, &prepared, &keys, claim);
        let listener = |progress| match progress {
            Progress::Settled(State::Queued) => {}
            Progress::Settled(_) => bar.step(screen),
            Progress::Waiting(wait) if wait > Duration::from_secs(2) => {
                bar.tell(&screen.say("progress-waiting", &[("duration", screen.sentences().duration(wait).into())]));
            }
            Progress::Waiting(_) => {}
        };
        let summary = delivery::run(job, way, pace, &render, &Control::default(), &listener);
        bar.end();
        Ok(summary?)
    }
}

fn pace(workspace: &Workspace, ledger: &Ledger, account: &str, now: Timestamp) -> Result<Pace, Finding> {
    let limits = &workspace.config.limits;
    let longest = limits.rates.iter().map(|rate| rate.window()).max().unwrap_or_default();
    let since = jiff::SignedDuration::try_from(longest).ok().and_then(|span| now.checked_sub(span).ok());
    let before = match since {
        Some(since) if !limits.rates.is_empty() => {
            ledger.slots(account, since)?.into_iter().map(|slot| slot.at).collect()
        }
        _ => Vec::new(),
    };
    Ok(Pace::new(limits, &before, now, Instant::now()))
}
