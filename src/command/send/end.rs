//! What came of a run, and the exit code that says so.

use super::super::workspace::Workspace;
use super::super::{Exit, Failure, status};
use super::Told;
use crate::delivery::Summary;
use crate::ledger::{Batch, State};
use crate::terminal::{Fact, Plan, Screen};

/// What came of it, if there was a run, and the exit code that says so.
pub(super) fn tell(
    workspace: &Workspace,
    screen: &Screen,
    batch: &Batch,
    plan: &Plan,
    summary: Option<&Summary>,
) -> Result<Told, Failure> {
    let (report, due) = status::report(workspace, batch, 0, plan.held.clone())?;
    tell_counts(screen, summary);
    let nothing = Summary::default();
    let summary = summary.unwrap_or(&nothing);
    if let Some(finding) = &summary.stopped_by {
        return Err(finding.clone().into());
    }
    tell_why_it_ended(workspace, screen, batch, summary);
    screen.report(&report, due, &workspace.zone()?, false);
    let object = serde_json::json!({
        "campaign": batch.campaign, "realm": batch.realm, "interrupted": summary.interrupted,
        "halted": summary.halted,
        "sent": { "accepted": summary.accepted, "deferred": summary.deferred,
                  "rejected": summary.rejected, "in_doubt": summary.in_doubt },
        "counts": report.counts, "held": report.held, "next": report.next, "next_due": report.next_due,
        "next_from": report.next_from,
    });
    let settled = |state| report.counts.get(&state).copied().unwrap_or(0) == 0;
    let clean = settled(State::Deferred) && settled(State::Rejected) && settled(State::InDoubt);
    let whole = !summary.window_closed && summary.halted.is_none() && report.held.is_empty();
    let exit = match (summary.interrupted, clean && whole) {
        (true, _) => Exit::Interrupted,
        (false, true) => Exit::Done,
        (false, false) => Exit::Look,
    };
    Ok(Told { exit, object })
}

/// How many mails came to what; that nothing was to be sent, where there was no run.
fn tell_counts(screen: &Screen, summary: Option<&Summary>) {
    let Some(summary) = summary else { return screen.result(&screen.say("nothing-to-send", &[])) };
    let sent = [
        ("accepted", summary.accepted),
        ("deferred", summary.deferred),
        ("rejected", summary.rejected),
        ("in-doubt", summary.in_doubt),
    ];
    for (state, count) in sent.into_iter().filter(|(state, count)| *count > 0 || *state == "accepted") {
        screen.result(&screen.say(&format!("sent-{state}"), &[("count", Fact::Number(count))]));
    }
}

/// Why the run ended before its last mail, if it did.
fn tell_why_it_ended(workspace: &Workspace, screen: &Screen, batch: &Batch, summary: &Summary) {
    if summary.interrupted {
        screen.note(&screen.say("interrupted", &[("campaign", batch.campaign.as_str().into())]));
    }
    if summary.window_closed {
        let limits = &workspace.config.limits;
        screen.note(&screen.say("window-closed", &[("window", screen.sentences().window(limits).into())]));
    }
    if let Some(stop) = &summary.halted {
        screen.note(
            &screen.say("halted", &[("by", stop.by.as_str().into()), ("campaign", batch.campaign.as_str().into())]),
        );
    }
}
