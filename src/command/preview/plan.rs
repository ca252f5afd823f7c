//! The plan in words, for the index of a preview.

use std::time::Duration;

use jiff::Timestamp;

use super::super::audience::Prepared;
use super::super::schedule::local;
use super::super::workspace::Workspace;
use super::sealed::{Counts, Sealing};
use super::since::Earlier;
use crate::audience::answers_file;
use crate::finding::Finding;
use crate::preview::{Past, Plan, Since};
use crate::terminal::{self, Fact, Screen};

pub(super) fn in_words(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    plan: &terminal::Plan,
    (sealing, earlier): (&Sealing, Option<&Earlier>),
) -> Result<Plan, Finding> {
    let (sentences, limits) = (screen.sentences(), &workspace.config.limits);
    Ok(Plan {
        figures: figures(workspace, screen, prepared, plan)?,
        lines: sentences.plan_lines(plan),
        limits: plan.limits.iter().map(|&limit| (sentences.limit(limit, limits), limit.binds)).collect(),
        sealed: sealed(workspace, screen, prepared, sealing)?,
        since: earlier.map(|earlier| since(workspace, screen, prepared, earlier)).transpose()?,
    })
}

/// How many, how long, until when, and how old what is known of answers is.
fn figures(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    plan: &terminal::Plan,
) -> Result<Vec<(String, String)>, Finding> {
    let sentences = screen.sentences();
    let number = |count: usize| screen.say("figure-count", &[("count", Fact::from(count))]);
    let left_out = plan.excluded.iter().map(|(_, count)| usize::try_from(*count).unwrap_or(usize::MAX)).sum();
    let to_send = usize::try_from(plan.to_send).unwrap_or(usize::MAX);
    let lasts =
        plan.seconds.filter(|_| plan.to_send > 0).map(|seconds| sentences.duration(Duration::from_secs(seconds)));
    let ends = plan.finishes.as_ref().filter(|_| plan.to_send > 0).map(|time| sentences.written_time(time));
    let unlimited = || screen.say("figure-at-once", &[]);
    let all = [
        ("figure-recipients", number(prepared.audience.included.len())),
        ("figure-to-send", number(to_send)),
        ("figure-left-out", number(left_out)),
        ("figure-duration", lasts.unwrap_or_else(unlimited)),
        ("figure-end", ends.unwrap_or_else(unlimited)),
        ("figure-answers", answers(workspace, screen, &prepared.event.slug)?),
    ];
    let count = [("count", Fact::from(prepared.audience.included.len()))];
    Ok(all.into_iter().map(|(key, value)| (screen.say(key, &count), value)).collect())
}

/// When answers to an event were written down last.
fn answers(workspace: &Workspace, screen: &Screen, event: &str) -> Result<String, Finding> {
    let file = answers_file(&workspace.root, event);
    let written = |file: String| std::fs::metadata(workspace.root.join(file)).and_then(|file| file.modified()).ok();
    let Some(last) = file.and_then(written).and_then(|last| Timestamp::try_from(last).ok()) else {
        return Ok(screen.say("figure-answers-never", &[]));
    };
    Ok(screen.sentences().written_time(&local(last, &workspace.zone()?)))
}

/// What the approval says about these mails; nothing where there is none.
fn sealed(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    sealing: &Sealing,
) -> Result<Vec<String>, Finding> {
    let Some(seal) = &sealing.seal else { return Ok(Vec::new()) };
    let Counts { same, changed, alike, new, gone } = sealing.counts(prepared);
    let time = screen.sentences().written_time(&local(seal.summary.at, &workspace.zone()?));
    let by = [("by", Fact::from(seal.summary.by.as_str())), ("time", time.into())];
    let counts = [("same", same.into()), ("changed", changed.into()), ("new", new.into()), ("gone", gone.into())];
    let mut lines = vec![screen.say("sealed-by", &by), screen.say("sealed-counts", &counts)];
    if alike > 0 {
        lines.push(screen.say("sealed-alike", &[("count", alike.into())]));
    }
    if changed > 0 && !sealing.has_copy() {
        lines.push(screen.say("sealed-without-copy", &[]));
    }
    Ok(lines)
}

fn since(workspace: &Workspace, screen: &Screen, prepared: &Prepared<'_>, earlier: &Earlier) -> Result<Since, Finding> {
    let contact = |&number: &u32| prepared.lists.contacts.get(number);
    let past = |number| earlier.compare(workspace, prepared, &contact(number)).0;
    let pasts: Vec<Past> = prepared.audience.included.iter().map(past).collect();
    let count = |wanted| pasts.iter().filter(|past| **past == wanted).count();
    let gone = earlier.gone(prepared, screen);
    let time = screen.sentences().written_time(&local(earlier.began, &workspace.zone()?));
    let title = [("campaign", Fact::from(earlier.campaign.as_str())), ("time", time.into())];
    let counts =
        [("new", Fact::from(count(Past::New))), ("changed", count(Past::Changed).into()), ("gone", gone.len().into())];
    Ok(Since { title: screen.say("since-title", &title), summary: screen.say("since-counts", &counts), gone })
}
