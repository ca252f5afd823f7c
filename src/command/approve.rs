//! `approve`: a person seals content and audience of a campaign.

use std::path::Path;

use serde_json::json;

use super::audience::{Incomplete, Prepared, prepare};
use super::workspace::Workspace;
use super::{Exit, Failure, left_out, moved, send, stop};
use crate::approval::{self, Copy, Reply, Seal, Sealed, Summary};
use crate::cli::ApproveArgs;
use crate::config;
use crate::cores::in_turn;
use crate::finding::{Code, Finding, Place};
use crate::message::{self, Rendered};
use crate::terminal::{Fact, Plan, Screen};
use crate::token::Keys;

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &ApproveArgs) -> Result<Exit, Failure> {
    may_approve(workspace, &arguments.by)?;
    let reply = arguments.evidence.as_deref().map(|file| reply(workspace, &arguments.by, file)).transpose()?;
    let lists = send::sound_lists(workspace, screen)?;
    let incomplete = Incomplete::from_flag(arguments.leave_out_incomplete);
    let mut prepared = prepare(workspace, &lists, &arguments.campaign, incomplete)?;
    screen.warnings(&prepared.warnings);
    moved::stopped(workspace, &prepared)?.map_or(Ok(()), Err)?;
    send::hold_for_looking(workspace, &mut prepared)?;
    if prepared.audience.included.is_empty() {
        return Ok(left_out::nobody(screen, &prepared));
    }
    let plan = send::dry_plan(workspace, screen, &prepared, None)?;
    let seal = seal(workspace, &prepared, &plan, arguments, reply.as_ref());
    if let (Some(reply), Some(file)) = (&reply, &arguments.evidence) {
        names_it(reply, &seal, file)?;
    }
    show(workspace, screen, &prepared, &plan, &seal, arguments)?;
    tell_fingerprint(workspace, screen, &seal, reply.as_ref())?;
    if !arguments.yes && !screen.confirm(&screen.say("confirm-approve", &[]))? {
        screen.note(&screen.say("not-approved", &[]));
        return Ok(Exit::Done);
    }
    let slug = &prepared.campaign.slug;
    seal.write(&workspace.root, slug, &screen.say("approval-record", &[]))?;
    // behind the seal, which holds without it: a copy is for comparing
    screen.warnings(keep_copy(workspace, &prepared, &seal).err().as_slice());
    tell(workspace, screen, slug, &plan, &seal);
    Ok(Exit::Done)
}

fn may_approve(workspace: &Workspace, by: &str) -> Result<(), Finding> {
    let settings = &workspace.config.approval;
    if settings.trusts(by) {
        return Ok(());
    }
    let finding = Finding::new(Code::ApproverUnknown).at(Place::file(config::FILE));
    Err(finding.with("by", by).with("known", settings.by.join(", ")))
}

/// The reply of the approver; of the very one whom the settings know the address of.
fn reply(workspace: &Workspace, by: &str, file: &Path) -> Result<Reply, Finding> {
    let reply = Reply::read(file)?;
    let from = &reply.evidence.from;
    let known = workspace.config.approval.addresses_of(by);
    if known.is_empty() || known.iter().any(|known| approval::is_same(known, from)) {
        return Ok(reply);
    }
    let stranger = Finding::new(Code::EvidenceStranger).at(Place::file(file.display().to_string()));
    Err(stranger.with("from", from).with("by", by).with("known", known.join(", ")))
}

/// The reply is one to what is approved now, and to nothing else.
fn names_it(reply: &Reply, seal: &Seal, file: &Path) -> Result<(), Finding> {
    let fingerprint = seal.fingerprint();
    if reply.names(&fingerprint) {
        return Ok(());
    }
    let found: Vec<String> = reply.fingerprints().iter().map(ToString::to_string).collect();
    let other = Finding::new(Code::EvidenceOther).at(Place::file(file.display().to_string()));
    Err(other.with("fingerprint", fingerprint).with("found", found.join(", ")).with("campaign", &seal.summary.campaign))
}

fn seal(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    plan: &Plan,
    arguments: &ApproveArgs,
    reply: Option<&Reply>,
) -> Seal {
    let summary = Summary {
        campaign: prepared.campaign.id.clone(),
        subject: plan.subject.clone(),
        by: arguments.by.clone(),
        login: stop::login().unwrap_or_else(|| "unknown".to_owned()),
        at: workspace.clock.now(),
        leave_out_incomplete: arguments.leave_out_incomplete,
        evidence: reply.map(|reply| reply.evidence.clone()),
    };
    Seal::new(summary, send::marks(workspace, prepared))
}

fn keep_copy(workspace: &Workspace, prepared: &Prepared<'_>, seal: &Seal) -> Result<(), Finding> {
    copy(workspace, prepared)?.write(workspace.ledger_location()?.make_folder()?, &prepared.campaign.slug, seal)
}

/// What is sealed, word by word, so that a preview can show what became of it.
fn copy(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<Copy, Finding> {
    let (mut copy, keys) = (Copy::default(), Keys::demonstration());
    let render = |number| {
        let contact = &prepared.lists.contacts.get(number);
        let rendered = prepared.render(workspace, &keys, true, contact).map_err(message::Failure::into_finding)?;
        let Rendered { subject, html, text, .. } = rendered;
        Ok((contact.email(), Sealed { subject, html, text }))
    };
    in_turn(prepared.audience.included.clone(), render, |rendered: Result<_, Finding>| {
        rendered.map(|(address, mail)| copy.add(address, &mail))
    })?;
    Ok(copy)
}

/// The plan, what is sealed, and what could come in its way.
fn show(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    plan: &Plan,
    seal: &Seal,
    arguments: &ApproveArgs,
) -> Result<(), Finding> {
    screen.plan(plan, !arguments.yes && screen.can_ask());
    let zone = workspace.zone()?;
    let until = seal.valid_until(&workspace.config.approval).to_zoned(zone);
    let until = until.datetime();
    let time = |moment: jiff::civil::DateTime| moment.strftime("%Y-%m-%d %H:%M").to_string();
    let facts = [("count", Fact::from(seal.people())), ("until", screen.sentences().time(until).into())];
    screen.note(&screen.say("approval-sealed", &facts));
    let early = prepared.campaign.not_before.filter(|&begin| until < begin).map(|begin| {
        let finding = Finding::new(Code::ApprovalEndsEarly).at(Place::file(&prepared.campaign.file));
        finding.with("until", time(until)).with("time", time(begin))
    });
    let doubt = send::doubt_for_looking(workspace, prepared)?;
    screen.warnings(&early.into_iter().chain(doubt).collect::<Vec<_>>());
    Ok(())
}

/// What the mails are known by, and the reply that names it.
fn tell_fingerprint(workspace: &Workspace, screen: &Screen, seal: &Seal, reply: Option<&Reply>) -> Result<(), Finding> {
    screen.note(&screen.say("approval-fingerprint", &[("fingerprint", seal.fingerprint().to_string().into())]));
    let Some(reply) = reply else { return Ok(()) };
    let date = reply.evidence.date.to_zoned(workspace.zone()?).datetime();
    let facts = [
        ("from", Fact::from(reply.evidence.from.as_str())),
        ("date", screen.sentences().time(date).into()),
        ("words", reply.beginning().into()),
    ];
    screen.note(&screen.say("approval-reply", &facts));
    Ok(())
}

fn tell(workspace: &Workspace, screen: &Screen, slug: &str, plan: &Plan, seal: &Seal) {
    let file = approval::file(slug);
    let facts = [("campaign", Fact::from(slug)), ("file", file.as_str().into()), ("count", seal.people().into())];
    screen.result(&screen.say("approved", &facts));
    let evidence = seal.summary.evidence.as_ref().map(|reply| {
        json!({ "from": reply.from, "date": reply.date, "message_id": reply.message_id, "sha256": reply.sha256 })
    });
    screen.json(&json!({
        "fingerprint": seal.fingerprint().to_string(), "evidence": evidence,
        "campaign": seal.summary.campaign, "file": file, "by": seal.summary.by, "at": seal.summary.at,
        "valid_until": seal.valid_until(&workspace.config.approval), "people": seal.people(), "hash": seal.hash(),
        "plan": plan,
    }));
}
