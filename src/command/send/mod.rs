//! `send`: the plan, the question, the run.

mod copy;
mod end;
mod index;
mod plan;
mod run;

use super::audience::{Incomplete, Prepared, prepare};
use super::workspace::{Workspace, in_settings};
use super::{Exit, Failure, real};
use crate::cli::SendArgs;
use crate::config;
use crate::delivery::{self, Kind, Outbox, Summary, Way};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, Ledger, Lock, Realm};
use crate::terminal::{Fact, Screen};

pub(super) use plan::{dry_plan, unplanned};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &SendArgs) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    let errors = lists.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    screen.warnings(&lists.findings);
    let incomplete = Incomplete::from_flag(arguments.leave_out_incomplete);
    let prepared = prepare(workspace, &lists, &arguments.campaign, incomplete)?;
    screen.warnings(&prepared.warnings);
    if prepared.audience.included.is_empty() {
        let nobody = Finding::new(Code::AudienceEmpty).at(Place::file(&prepared.campaign.file));
        screen.warnings(std::slice::from_ref(&nobody));
        screen.json(
            &serde_json::json!({ "campaign": prepared.campaign.id, "findings": screen.findings_json(&[nobody]) }),
        );
        return Ok(Exit::Look);
    }
    if let Some(address) = &arguments.to {
        return copy::send(workspace, screen, &prepared, address);
    }
    if arguments.dry_run {
        return dry_run(workspace, screen, &prepared, arguments);
    }
    real_run(workspace, screen, prepared, arguments)
}

fn batch(workspace: &Workspace, prepared: &Prepared<'_>) -> Batch {
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
        (Kind::Smtp, Some(settings)) => Way::smtp(settings, &workspace.root).map_err(in_settings),
        (Kind::Smtp, None) => {
            Err(Finding::new(Code::KeyMissing).at(Place::file(config::FILE)).with("key", "transport.smtp"))
        }
    }
}

fn real_run(
    workspace: &Workspace,
    screen: &Screen,
    prepared: Prepared<'_>,
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
    screen.warnings(&real::uncertain(&ledger, &batch)?);
    recover(workspace, screen, &ledger, batch.realm)?;
    same_event(&prepared, &ledger, &batch)?;
    let due = if arguments.again {
        prepared.audience.included.len() as u64
    } else {
        plan::to_send(&prepared, &ledger, &batch, workspace.clock.now())?
    };
    let plan = plan::plan(workspace, &prepared, &ledger.counts(&batch)?, due, arguments.limit)?;
    screen.plan(&plan, plan.to_send > 0 && !arguments.yes && screen.can_ask());
    if plan.to_send > 0 && !arguments.yes {
        let question = screen.say("confirm-send", &[("count", Fact::Number(plan.to_send))]);
        if !screen.confirm(&question)? {
            screen.note(&screen.say("not-sent", &[]));
            return Ok(Exit::Done);
        }
    }
    let summary = if plan.to_send > 0 {
        if arguments.again {
            ledger.rehearse_again(&batch.campaign)?;
        }
        plan::record(workspace, &prepared, &ledger, &keys, &batch)?;
        let run = run::Run { workspace, screen, prepared, ledger, keys, batch: batch.clone() };
        run.send(&way, plan.to_send, arguments.limit)?
    } else {
        drop(ledger);
        Summary::default()
    };
    drop(lock);
    end::tell(workspace, screen, &batch, &plan, &summary)
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

/// A campaign belongs to one event for good: its id is what keeps people from being written to twice.
fn same_event(prepared: &Prepared<'_>, ledger: &Ledger, batch: &Batch) -> Result<(), Finding> {
    let event = &prepared.event.slug;
    let Some(before) = registered_event(ledger, batch)?.filter(|before| before != event) else { return Ok(()) };
    let finding = Finding::new(Code::CampaignMoved).at(prepared.campaign.event.1.clone());
    Err(finding.with("campaign", &batch.campaign).with("before", before).with("event", event))
}

fn registered_event(ledger: &Ledger, batch: &Batch) -> Result<Option<String>, Finding> {
    let known = ledger.registered(batch.realm)?.into_iter().find(|known| known.id == batch.campaign);
    // a takeover marks campaigns whose event it does not know
    Ok(known.map(|known| known.event).filter(|event| !event.is_empty()))
}
