//! `send`: the plan, the question, the run.

mod copy;
mod end;
mod held;
mod identity;
mod index;
mod order;
mod plan;
mod run;

use super::audience::{Incomplete, Prepared, prepare};
use super::schedule;
use super::workspace::{Workspace, in_settings};
use super::{Exit, Failure, real};
use crate::cli::SendArgs;
use crate::config;
use crate::delivery::{self, Kind, Outbox, Summary, Way};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, Deliveries as _, Ledger, Lock, Realm};
use crate::terminal::{Fact, Plan, Screen};
use plan::Comparison;

pub(super) use held::{Namesake, hold, hold_for_looking};
pub(super) use plan::{dry_plan, unplanned};

/// 1 January 2025, in seconds since 1970: this program did not exist before.
const BUILT_AFTER: i64 = 1_735_689_600;

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &SendArgs) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    let errors = lists.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    screen.warnings(&lists.findings);
    let incomplete = Incomplete::from_flag(arguments.leave_out_incomplete);
    let signer = workspace.signer()?;
    let mut prepared = Prepared { signer, ..prepare(workspace, &lists, &arguments.campaign, incomplete)? };
    screen.warnings(&prepared.warnings);
    if prepared.audience.included.is_empty() {
        let nobody = Finding::new(Code::AudienceEmpty).at(Place::file(&prepared.campaign.file));
        screen.warnings(std::slice::from_ref(&nobody));
        screen.json(
            &serde_json::json!({ "campaign": prepared.campaign.id, "findings": screen.findings_json(&[nobody]) }),
        );
        return Ok(Exit::Look);
    }
    if !arguments.dry_run {
        right_time(workspace)?;
    }
    if let Some(address) = &arguments.to {
        return copy::send(workspace, screen, &prepared, address);
    }
    if arguments.dry_run {
        hold_for_looking(workspace, &mut prepared)?;
        return dry_run(workspace, screen, &prepared, arguments);
    }
    real_run(workspace, screen, prepared, arguments)
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
    let plan = plan::dry_plan(workspace, prepared, arguments.limit)?;
    screen.plan_as_result(&plan);
    screen.json(&plan);
    Ok(Exit::Done)
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

fn real_run(
    workspace: &Workspace,
    screen: &Screen,
    mut prepared: Prepared<'_>,
    arguments: &SendArgs,
) -> Result<Exit, Failure> {
    if arguments.again && workspace.realm() == Realm::Smtp {
        return Err(Finding::new(Code::RehearsalOnly).into());
    }
    too_early(workspace, &prepared)?;
    let way = way(workspace)?;
    let location = workspace.ledger_location()?;
    location.check()?;
    let lock = Lock::take(&location)?;
    if workspace.realm() == Realm::Smtp {
        real::check(workspace)?;
    }
    let ledger = Ledger::open(&location)?;
    let keys = real::keys(workspace, &ledger)?;
    let batch = batch(workspace, &prepared);
    let uncertain = real::uncertain(&ledger, &batch)?;
    screen.warnings(&uncertain);
    recover(workspace, screen, &ledger, batch.realm)?;
    stopped(workspace, &ledger, &batch)?;
    hold(&mut prepared, &ledger, &keys, &batch)?;
    let doubt = identity::doubt(workspace, &prepared, &ledger, &batch)?;
    if let Some(doubt) = &doubt
        && !confirmed(screen, arguments, doubt)?
    {
        return Ok(not_sent(screen));
    }
    let comparison = comparison(workspace, &prepared, &ledger, &batch, arguments)?;
    // who is new in an uncertain campaign is put in doubt and gets nothing
    let comparison = if uncertain.is_empty() { comparison } else { Comparison { new: 0, ..comparison } };
    let before = schedule::slots(workspace, &ledger, workspace.clock.now())?;
    let plan = plan::plan(workspace, &prepared, &ledger.counts(&batch)?, comparison, &before, arguments.limit)?;
    let ahead = ahead(&plan, arguments);
    screen.plan(&plan, ahead > 0 && !arguments.yes && screen.can_ask());
    if ahead > 0 && !agreed(screen, arguments, &plan, ahead)? {
        return Ok(not_sent(screen));
    }
    let summary = if ahead > 0 {
        if arguments.again {
            ledger.rehearse_again(&batch.campaign)?;
        }
        plan::record(workspace, &prepared, &ledger, &keys, &batch)?;
        let run = run::Run { workspace, screen, prepared, ledger, keys, batch: batch.clone() };
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
    end::tell(workspace, screen, &batch, &plan, (ahead > 0).then_some(&summary))
}

/// How many mails the run is about: one that waits also sends what is due later.
fn ahead(plan: &Plan, arguments: &SendArgs) -> u64 {
    let later = if arguments.wait { plan.waiting } else { 0 };
    (plan.to_send + later).min(arguments.limit.unwrap_or(u64::MAX))
}

fn comparison(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    batch: &Batch,
    arguments: &SendArgs,
) -> Result<Comparison, Finding> {
    let mut comparison = plan::compare(prepared, ledger, batch, workspace.clock.now())?;
    if arguments.again {
        comparison.new = 0;
        comparison.due = prepared.audience.included.len() as u64;
    }
    Ok(comparison)
}

fn not_sent(screen: &Screen) -> Exit {
    screen.note(&screen.say("not-sent", &[]));
    Exit::Done
}

/// Whether somebody wants to go on despite a finding: who is asked, or who said so beforehand.
fn confirmed(screen: &Screen, arguments: &SendArgs, finding: &Finding) -> Result<bool, Failure> {
    if arguments.accept_changes {
        screen.warnings(std::slice::from_ref(finding));
        return Ok(true);
    }
    if arguments.yes {
        return Err(finding.clone().into());
    }
    Ok(screen.confirm_despite(finding, &screen.say("confirm-despite", &[]))?)
}

/// Whether the plan may be carried out. What changed since an earlier plan was agreed to needs a word of its own;
/// repeating a rehearsal is that word.
fn agreed(screen: &Screen, arguments: &SendArgs, plan: &Plan, ahead: u64) -> Result<bool, Failure> {
    let changed = plan.changes.matter() && !arguments.accept_changes && !arguments.again;
    if arguments.yes {
        return if changed { Err(plan_changed(plan).into()) } else { Ok(true) };
    }
    let key = if changed { "confirm-send-changed" } else { "confirm-send" };
    Ok(screen.confirm(&screen.say(key, &[("count", Fact::Number(ahead))]))?)
}

fn plan_changed(plan: &Plan) -> Finding {
    let finding = Finding::new(Code::PlanChanged).with("campaign", &plan.campaign);
    let finding = finding.with("content", if plan.changes.content { "yes" } else { "no" });
    finding.with("mails", plan.changes.mails).with("added", plan.changes.added)
}

/// A campaign that a person stopped stays stopped until a person lifts it.
fn stopped(workspace: &Workspace, ledger: &Ledger, batch: &Batch) -> Result<(), Finding> {
    let Some(stop) = ledger.stop_of(&batch.campaign)? else { return Ok(()) };
    let time = stop.at.to_zoned(workspace.zone()?).strftime("%Y-%m-%d %H:%M");
    let finding = Finding::new(Code::CampaignStopped).with("campaign", &batch.campaign);
    Err(finding.with("by", stop.by).with("time", time))
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
    let Some(not_before) = prepared.campaign.not_before else { return Ok(()) };
    let here = workspace.clock.now().to_zoned(workspace.zone()?).datetime();
    if workspace.realm() == Realm::Smtp && here < not_before {
        let time = not_before.strftime("%Y-%m-%d %H:%M");
        return Err(Finding::new(Code::TooEarly).at(Place::file(&prepared.campaign.file)).with("time", time));
    }
    Ok(())
}

fn recover(workspace: &Workspace, screen: &Screen, ledger: &Ledger, realm: Realm) -> Result<(), Finding> {
    let outbox = match realm {
        Realm::Outbox => Some(Outbox::open(&workspace.root.join(workspace.outbox()))?),
        Realm::Smtp => None,
    };
    let count = delivery::recover(ledger, realm, outbox.as_ref(), workspace.clock.now())?;
    if count > 0 {
        screen.note(&screen.say(&format!("recovered-{realm}"), &[("count", Fact::Number(count))]));
    }
    Ok(())
}
