//! `send --approved`: what people sealed is sent while nobody looks.

use serde_json::{Value, json};

use super::super::workspace::Workspace;
use super::super::{Exit, Failure};
use super::journal::Journal;
use super::{Task, Told, as_sealed, not_yet, right_time, sealed, sound_lists, too_late};
use crate::approval::Seal;
use crate::campaign::{self, Campaign};
use crate::cli::SendArgs;
use crate::finding::{Code, Finding};
use crate::terminal::Screen;

/// A campaign that somebody approved.
struct Candidate {
    slug: String,
    seal: Seal,
}

/// What came of all campaigns.
struct Round {
    exit: Exit,
    objects: Vec<Value>,
    /// Whether something was said about why nothing was done.
    explained: bool,
}

/// Sends the campaign named, or all that are approved, one after the other. One that fails does not stop the others.
pub(super) fn run(
    workspace: &Workspace,
    screen: &Screen,
    arguments: &SendArgs,
    journal: Option<&Journal>,
) -> Result<Exit, Failure> {
    // first: by such a clock no approval is old, and no campaign's time has come
    right_time(workspace)?;
    let mut round = Round { exit: Exit::Done, objects: Vec::new(), explained: false };
    let candidates = candidates(workspace, screen, arguments, &mut round);
    if !candidates.is_empty() && !is_closed(workspace, screen, arguments, &mut round)? {
        let lists = sound_lists(workspace, screen)?;
        send_all(&Task { workspace, screen, lists: &lists, arguments, journal }, candidates, &mut round);
    }
    if round.objects.is_empty() && !round.explained {
        screen.note(&screen.say("nothing-approved", &[]));
    }
    screen.json(&json!({ "campaigns": round.objects }));
    Ok(round.exit)
}

/// In the order of their names.
fn candidates(workspace: &Workspace, screen: &Screen, arguments: &SendArgs, round: &mut Round) -> Vec<Candidate> {
    let names = arguments.campaign.clone().map_or_else(|| campaign::known(&workspace.root), |name| vec![name]);
    let mut candidates = Vec::new();
    for name in names {
        match candidate(workspace, &name, arguments.campaign.is_some()) {
            Ok(candidate) => candidates.extend(candidate),
            Err(finding) => round.fail(screen, &name, &finding.into()),
        }
    }
    candidates
}

/// A campaign whose approval is not used up and whose time has come; one that is named has to have an approval.
fn candidate(workspace: &Workspace, name: &str, named: bool) -> Result<Option<Candidate>, Finding> {
    let read = |slug: &str| Seal::read(&workspace.root, slug);
    if !named && read(name)?.is_none() {
        return Ok(None);
    }
    let campaign = Campaign::load(&workspace.root, name)?;
    let Some(seal) = read(&campaign.slug)? else { return Err(sealed::missing(&campaign.slug, &campaign.id)) };
    if sealed::is_spent(workspace, &seal)? || not_yet(workspace, &campaign)?.is_some() {
        return Ok(None);
    }
    too_late(workspace, &campaign)?;
    Ok(Some(Candidate { slug: campaign.slug, seal }))
}

/// Outside the sending window nothing is even prepared, unless the run is to wait for it.
fn is_closed(workspace: &Workspace, screen: &Screen, arguments: &SendArgs, round: &mut Round) -> Result<bool, Finding> {
    let limits = &workspace.config.limits;
    let closed = !arguments.wait && !limits.calendar(workspace.zone()?).is_open(workspace.clock.now());
    if closed {
        screen.note(&screen.say("window-closed", &[("window", screen.sentences().window(limits).into())]));
        round.explained = true;
    }
    Ok(closed)
}

fn send_all(task: &Task<'_>, candidates: Vec<Candidate>, round: &mut Round) {
    for Candidate { slug, seal } in candidates {
        match as_sealed(task, &slug, seal) {
            Ok(None) => {}
            Ok(Some(Told { exit, object })) => {
                round.exit = round.exit.worse(exit);
                round.objects.push(object);
            }
            Err(failure) if failure.is(Code::LedgerLocked) => {
                // the other run does it, or the next one of this kind
                task.screen.warnings(&failure.0);
                round.explained = true;
                return;
            }
            Err(failure) => round.fail(task.screen, &slug, &failure),
        }
        if round.exit == Exit::Interrupted {
            return;
        }
    }
}

impl Round {
    fn fail(&mut self, screen: &Screen, campaign: &str, failure: &Failure) {
        // who stopped it knows; the next run finds it stopped too
        if failure.is(Code::CampaignStopped) {
            screen.warnings(&failure.0);
        } else {
            screen.alert(&failure.0);
        }
        self.exit = self.exit.worse(failure.exit());
        self.objects.push(json!({ "campaign": campaign, "error": screen.findings_json(&failure.0) }));
    }
}
