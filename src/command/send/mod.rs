//! `send`: the plan, the question, the run.

mod approved;
mod copy;
mod end;
mod held;
mod identity;
mod index;
mod journal;
mod open;
mod order;
mod plan;
mod return_path;
mod road;
mod run;
mod sealed;
mod standing;

use self::open::{Opened, open};
use super::audience::{Incomplete, Prepared, prepare};
use super::moved;
use super::schedule;
use super::workspace::{Lists, Workspace, in_settings};
use super::{Exit, Failure, left_out, real, stop};
use crate::approval::{Hand, Seal};
use crate::campaign::Campaign;
use crate::cli::SendArgs;
use crate::config;
use crate::delivery::{Kind, Outbox, Summary, Way};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, Ledger, Realm};
use crate::terminal::{Fact, Plan, Screen};
use journal::Journal;
use plan::Comparison;
use road::Road;
use sealed::Verdict;

pub(super) use held::{Namesake, hold, hold_for_looking};
pub(super) use identity::doubt_for_looking;
pub(super) use plan::{dry_plan, unplanned};
pub(super) use sealed::marks;

/// What a `send` works with, whichever campaign it is about.
struct Task<'a> {
    workspace: &'a Workspace,
    screen: &'a Screen,
    lists: &'a Lists,
    arguments: &'a SendArgs,
    journal: Option<&'a Journal>,
}

/// Who agrees to a plan.
enum Consent {
    /// Somebody in front of the screen, or with `--yes` beforehand.
    Person,
    /// Whoever approved it; nobody is asked.
    Seal(Box<Seal>),
}

/// What came of a campaign: the exit code, and the result as JSON.
struct Told {
    exit: Exit,
    object: serde_json::Value,
}

/// 1 January 2025, in seconds since 1970: this program did not exist before.
pub(super) const BUILT_AFTER: i64 = 1_735_689_600;

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &SendArgs) -> Result<Exit, Failure> {
    let journal = arguments.log_file.as_deref().map(Journal::open).transpose()?;
    let outcome = match &arguments.campaign {
        Some(name) if !arguments.approved => by_hand(workspace, screen, arguments, name, journal.as_ref()),
        _ => approved::run(workspace, screen, arguments, journal.as_ref()),
    };
    let incomplete = journal.and_then(Journal::close);
    screen.alert(incomplete.as_slice());
    outcome
}

fn by_hand(
    workspace: &Workspace,
    screen: &Screen,
    arguments: &SendArgs,
    name: &str,
    journal: Option<&Journal>,
) -> Result<Exit, Failure> {
    let lists = sound_lists(workspace, screen)?;
    let task = Task { workspace, screen, lists: &lists, arguments, journal };
    let mut prepared = task.prepare(name, Incomplete::from_flag(arguments.leave_out_incomplete))?;
    // a copy may be asked for of somebody whom no list knows, which is to be said first
    if prepared.audience.included.is_empty() && arguments.to.is_none() {
        return Ok(left_out::nobody(screen, &prepared));
    }
    if !arguments.dry_run {
        right_time(workspace)?;
    }
    if let Some(address) = &arguments.to {
        hold_for_looking(workspace, &mut prepared)?;
        return copy::send(workspace, screen, &prepared, (address, &arguments.shown));
    }
    if arguments.dry_run {
        hold_for_looking(workspace, &mut prepared)?;
        return dry_run(workspace, screen, &prepared, arguments);
    }
    let Some(Told { exit, object }) = real_run(&task, prepared, &Consent::Person)? else { return Ok(Exit::Done) };
    screen.json(&object);
    Ok(exit)
}

/// All lists, unless one of them cannot be read at all.
pub(super) fn sound_lists(workspace: &Workspace, screen: &Screen) -> Result<Lists, Failure> {
    let lists = workspace.lists(screen)?;
    let errors = lists.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    screen.warnings(&lists.findings);
    Ok(lists)
}

impl<'a> Task<'a> {
    fn prepare(&self, name: &str, incomplete: Incomplete) -> Result<Prepared<'a>, Failure> {
        let signer = self.workspace.signer()?;
        let prepared = Prepared { signer, ..prepare(self.workspace, self.lists, name, incomplete)? };
        self.screen.warnings(&prepared.warnings);
        Ok(prepared)
    }
}

/// Sends a campaign as it was sealed; `None` if there is nothing to do.
fn as_sealed(task: &Task<'_>, name: &str, seal: Seal) -> Result<Option<Told>, Failure> {
    let prepared = task.prepare(name, Incomplete::from_flag(seal.summary.leave_out_incomplete))?;
    if prepared.audience.included.is_empty() {
        return Ok(None);
    }
    real_run(task, prepared, &Consent::Seal(Box::new(seal)))
}

pub(super) fn batch(workspace: &Workspace, prepared: &Prepared<'_>) -> Batch {
    Batch { campaign: prepared.campaign.id.clone(), realm: workspace.realm() }
}

fn dry_run(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    arguments: &SendArgs,
) -> Result<Exit, Failure> {
    if workspace.realm() == Realm::Smtp {
        screen.warnings(&real::check(workspace).err().into_iter().collect::<Vec<_>>());
    }
    let mut plan = plan::dry_plan(workspace, screen, prepared, arguments.limit)?;
    let ledger = workspace.ledger_for_reading()?;
    let (login, consent) = (login(), Consent::Person);
    match sealed::examine(workspace, prepared, ledger.as_ref(), (plan.to_send, hand(arguments, &login)), &consent) {
        Ok(verdict) => plan.approval = verdict.approved(),
        Err(failure) => screen.warnings(&failure.0),
    }
    let stopped = moved::stopped(workspace, prepared)?;
    screen.alert(stopped.as_slice());
    let plan = not_now(workspace, plan, arguments)?;
    screen.plan_as_result(&plan);
    screen.json(&plan);
    Ok(Exit::Done)
}

fn login() -> String {
    stop::login().unwrap_or_else(|| "unknown".to_owned())
}

/// Who sends.
fn hand<'a>(arguments: &'a SendArgs, login: &'a str) -> Hand<'a> {
    Hand { name: arguments.by.as_deref().unwrap_or(login), login }
}

fn way(workspace: &Workspace) -> Result<Way, Finding> {
    match (workspace.config.transport.kind, &workspace.config.transport.smtp) {
        (Kind::Outbox, _) => Ok(Way::Outbox(Outbox::open(&workspace.root.join(workspace.outbox()))?)),
        (Kind::Smtp, Some(settings)) => {
            Way::smtp(settings, &workspace.root, workspace.ledger_location()?.folder()).map_err(in_settings)
        }
        (Kind::Smtp, None) => {
            Err(Finding::new(Code::KeyMissing).at(Place::file(config::FILE)).with("key", "transport.smtp"))
        }
    }
}

/// Compares, asks, sends; `None` if somebody said no, or nothing that is sealed is to be sent now.
fn real_run(task: &Task<'_>, mut prepared: Prepared<'_>, consent: &Consent) -> Result<Option<Told>, Failure> {
    let Task { workspace, screen, arguments, journal, .. } = *task;
    let way = open_way(task, &prepared)?;
    let opened = open(task, &mut prepared)?;
    let comparison = comparison(task, &prepared, &opened)?;
    let Opened { ledger, keys, batch, uncertain, lock } = opened;
    let to_send = comparison.new + comparison.due;
    self::open::not_moved(task, &prepared, (&ledger, &batch), &comparison)?;
    let verdict = verdict(task, &prepared, &ledger, (to_send, consent))?;
    let idle = matches!(verdict, Verdict::Spent) || to_send == 0 && uncertain.is_empty() && !arguments.wait;
    let doubt = identity::doubt(workspace, &prepared, &ledger, &batch)?;
    if doubt.is_none() && to_send == 0 && comparison.changes.only_gone() {
        // who has left is waited for no longer, also where nobody gets a mail
        plan::record(workspace, &prepared, &ledger, &keys, &batch)?;
    }
    if idle && matches!(consent, Consent::Seal(_)) {
        return Ok(None);
    }
    if let Some(doubt) = &doubt
        && !confirmed(screen, arguments, doubt, consent)?
    {
        return Ok(not_sent(screen));
    }
    let road = road(task, &prepared, &ledger)?;
    let plan = plan::plan((workspace, screen), &prepared, &ledger.counts(&batch)?, comparison, &road, arguments.limit)?;
    let plan = not_now(workspace, Plan { approval: verdict.approved(), ..plan }, arguments)?;
    let ahead = ahead(&plan, arguments);
    let asks = matches!(consent, Consent::Person) && !arguments.yes;
    screen.plan(&plan, ahead > 0 && asks && screen.can_ask());
    if ahead > 0 && !agreed(screen, arguments, &plan, (consent, ahead))? {
        return Ok(not_sent(screen));
    }
    let summary = if ahead > 0 {
        if arguments.again {
            ledger.rehearse_again(&batch.campaign)?;
        }
        plan::record(workspace, &prepared, &ledger, &keys, &batch)?;
        let run = run::Run { workspace, screen, prepared, ledger, keys, batch: batch.clone(), road, journal };
        run.send(&way, ahead, arguments.limit, arguments.wait)?
    } else {
        if !uncertain.is_empty() {
            plan::record(workspace, &prepared, &ledger, &keys, &batch)?;
        } else if doubt.is_some() {
            plan::register(workspace, &prepared, &ledger, &batch)?;
        }
        drop(ledger);
        Summary::default()
    };
    drop(lock);
    end::tell(workspace, screen, &batch, &plan, (ahead > 0).then_some(&summary)).map(Some)
}

/// What the approval says to so many mails from whoever sends them.
fn verdict(
    task: &Task<'_>,
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    (to_send, consent): (u64, &Consent),
) -> Result<Verdict, Failure> {
    let login = login();
    let sending = (to_send, hand(task.arguments, &login));
    sealed::examine(task.workspace, prepared, Some(ledger), sending, consent)
}

/// The way out, unless the campaign must not take it: not yet, or not once more.
fn open_way(task: &Task<'_>, prepared: &Prepared<'_>) -> Result<Way, Finding> {
    if task.arguments.again && task.workspace.realm() == Realm::Smtp {
        return Err(Finding::new(Code::RehearsalOnly));
    }
    too_early(task.workspace, prepared)?;
    too_late(task.workspace, &prepared.campaign)?;
    way(task.workspace)
}

fn road(task: &Task<'_>, prepared: &Prepared<'_>, ledger: &Ledger) -> Result<Road, Finding> {
    let road = Road::of(task.workspace, task.screen, prepared, Some(ledger))?;
    Ok(if task.arguments.again { road.again(task.workspace, prepared) } else { road })
}

/// While the sending window is closed nothing leaves, unless the run waits for it.
fn not_now(workspace: &Workspace, plan: Plan, arguments: &SendArgs) -> Result<Plan, Finding> {
    let opens_at = schedule::closed_until(workspace)?.filter(|_| !arguments.wait && plan.to_send > 0);
    let zone = workspace.zone()?;
    Ok(Plan { opens_at, opens: opens_at.map(|opens| schedule::local(opens, &zone)), ..plan })
}

/// How many mails the run is about: one that waits also sends what is due later.
fn ahead(plan: &Plan, arguments: &SendArgs) -> u64 {
    let later = if arguments.wait { plan.waiting } else { 0 };
    (plan.to_send + later).min(arguments.limit.unwrap_or(u64::MAX))
}

fn comparison(task: &Task<'_>, prepared: &Prepared<'_>, opened: &Opened) -> Result<Comparison, Finding> {
    let mut comparison = plan::compare(prepared, &opened.ledger, &opened.batch, task.workspace.clock.now())?;
    if !opened.uncertain.is_empty() {
        // who is new in an uncertain campaign is put in doubt and gets nothing
        comparison.new = 0;
    }
    if task.arguments.again {
        comparison.new = 0;
        comparison.due = prepared.audience.included.len() as u64;
        comparison.later = 0;
    }
    Ok(comparison)
}

fn not_sent(screen: &Screen) -> Option<Told> {
    screen.note(&screen.say("not-sent", &[]));
    None
}

/// Whether somebody wants to go on despite a finding: who is asked, or who said so beforehand.
fn confirmed(screen: &Screen, arguments: &SendArgs, finding: &Finding, consent: &Consent) -> Result<bool, Failure> {
    if arguments.accept_changes {
        screen.warnings(std::slice::from_ref(finding));
        return Ok(true);
    }
    if arguments.yes || matches!(consent, Consent::Seal(_)) {
        return Err(finding.clone().into());
    }
    Ok(screen.confirm_despite(finding, &screen.say("confirm-despite", &[]))?)
}

/// Whether the plan may be carried out. What changed since an earlier plan was agreed to needs a word of its own;
/// repeating a rehearsal is that word, and so is an approval that covers the change.
fn agreed(
    screen: &Screen,
    arguments: &SendArgs,
    plan: &Plan,
    (consent, ahead): (&Consent, u64),
) -> Result<bool, Failure> {
    if matches!(consent, Consent::Seal(_)) {
        return Ok(true);
    }
    let said = arguments.accept_changes || arguments.again || plan.approval.is_some();
    let changed = plan.changes.matter() && !said;
    if arguments.yes {
        return if changed { Err(plan_changed(plan).into()) } else { Ok(true) };
    }
    let key = match plan.opens {
        _ if changed => "confirm-send-changed",
        Some(_) => "confirm-send-later",
        None => "confirm-send",
    };
    Ok(screen.confirm(&screen.say(key, &[("count", Fact::Number(ahead))]))?)
}

fn plan_changed(plan: &Plan) -> Finding {
    let finding = Finding::new(Code::PlanChanged).with("campaign", &plan.campaign);
    let finding = finding.with("content", if plan.changes.content { "yes" } else { "no" });
    finding.with("mails", plan.changes.mails).with("added", plan.changes.added)
}

/// A clock that is years behind gives mails a wrong date, and what left before would seem to lie ahead.
fn right_time(workspace: &Workspace) -> Result<(), Finding> {
    let now = workspace.clock.now();
    if workspace.realm() == Realm::Outbox || now.as_second() >= BUILT_AFTER {
        return Ok(());
    }
    Err(Finding::new(Code::ClockWrong).with("time", now.to_zoned(workspace.zone()?).strftime("%Y-%m-%d %H:%M")))
}

fn too_early(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<(), Finding> {
    match not_yet(workspace, &prepared.campaign)? {
        Some(not_before) if workspace.realm() == Realm::Smtp => {
            let time = not_before.strftime("%Y-%m-%d %H:%M");
            Err(Finding::new(Code::TooEarly).at(Place::file(&prepared.campaign.file)).with("time", time))
        }
        _ => Ok(()),
    }
}

/// An invitation that leaves after its date does harm.
fn too_late(workspace: &Workspace, campaign: &Campaign) -> Result<(), Finding> {
    let here = workspace.clock.now().to_zoned(workspace.zone()?).datetime();
    match campaign.not_after.filter(|&not_after| here > not_after) {
        Some(not_after) if workspace.realm() == Realm::Smtp => {
            let time = not_after.strftime("%Y-%m-%d %H:%M");
            Err(Finding::new(Code::CampaignOver).at(campaign.place_of_key("not_after")).with("time", time))
        }
        _ => Ok(()),
    }
}

/// The local time before which a campaign is not to leave, if that is still ahead.
fn not_yet(workspace: &Workspace, campaign: &Campaign) -> Result<Option<jiff::civil::DateTime>, Finding> {
    let here = workspace.clock.now().to_zoned(workspace.zone()?).datetime();
    Ok(campaign.not_before.filter(|&not_before| here < not_before))
}
