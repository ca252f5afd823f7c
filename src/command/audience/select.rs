//! Whom a campaign reaches: what happened before, the condition, the law.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::super::Failure;
use super::super::review;
use super::super::workspace::{Lists, Workspace};
use crate::audience::{self, Audience, Grounds, History, Rules, Segment};
use crate::campaign::{self, Campaign, Purpose};
use crate::decision::Decisions;
use crate::event;
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, Content, Ledger, Realm};
use crate::message;
use crate::nearest::nearest;
use crate::template::{self, Asked, Past, Question, Source, Value};

/// Loads what happened before: all answers, and where somebody asks `sent(…)`, who got which campaign. A name in
/// such a question that nothing bears is a finding, since its answer would always be no.
pub(super) fn history<'a>(
    workspace: &Workspace,
    campaign: &Campaign,
    sources: impl Iterator<Item = &'a Source>,
) -> Result<(History, Vec<Finding>), Failure> {
    let questions: Vec<(Asked, Place)> = sources.flat_map(questions).collect();
    let events = event::known(&workspace.root);
    let campaigns = if questions.iter().any(|(asked, _)| matches!(asked.question, Question::Sent(_))) {
        workspace.campaign_ids()?
    } else {
        Vec::new()
    };
    let mut asked: Vec<String> = questions.iter().map(|(asked, _)| asked.about.clone()).collect();
    if campaign.purpose == Purpose::Organisation {
        // who registered decides who gets it
        asked.push(campaign.event.0.clone());
    }
    let unknown: Vec<Finding> = questions
        .into_iter()
        .filter_map(|(Asked { question, about, .. }, place)| {
            let (code, name, known) = match question {
                Question::Sent(_) => (Code::CampaignUnknown, "campaign", &campaigns),
                _ => (Code::EventUnknown, "event", &events),
            };
            let finding = Finding::new(code).at(place).with(name, &about).with("known", known.join(", "));
            (!known.contains(&about)).then(|| finding.with("nearest", nearest(&about, known).unwrap_or_default()))
        })
        .collect();
    if !unknown.is_empty() {
        return Err(unknown.into());
    }
    Ok(workspace.history(&campaigns, &events, &asked)?)
}

/// The questions about the past that a text asks about a name written out.
fn questions(source: &Source) -> impl Iterator<Item = (Asked, Place)> {
    template::questions(source.template()).into_iter().map(|asked| {
        let place = source.place(asked.at);
        (asked, place)
    })
}

/// What the ledger knows of the people over all campaigns, as far as it is asked: whom a mail is the first contact for,
/// and who had enough advertising.
pub(super) fn ask_ledger(
    workspace: &Workspace,
    lists: &Lists,
    campaign: &Campaign,
    grounds: &Grounds,
    history: &mut History,
) -> Result<(), Finding> {
    let advertising = campaign.purpose != Purpose::Organisation;
    let per_contact = if advertising { &*workspace.config.limits.per_contact } else { &[] };
    let caps: Vec<(u32, Duration)> = per_contact.iter().map(|rate| (rate.count(), rate.window())).collect();
    if caps.is_empty() && !grounds.may_be_first_contact() {
        return Ok(());
    }
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(()) };
    if grounds.may_be_first_contact() {
        history.known = ledger.known_before(&campaign.id)?;
    }
    let decisions = Decisions::load(&workspace.root)?;
    let people = review::people(lists, &decisions);
    // whoever is told at one address is told
    let told = history.known.iter().flat_map(|address| people.addresses_of(address));
    let told: Vec<String> = told.map(|address| (*address).to_owned()).collect();
    history.known.extend(told);
    if let Some(longest) = caps.iter().map(|(_, window)| *window).max() {
        let now = workspace.clock.now();
        let since = now.checked_sub(longest).unwrap_or(Timestamp::MIN);
        let mut moments = advertising_since(&ledger, campaign, since)?;
        // what one address got counts for all of its person
        let of_all = decisions.of_several().map(|address| (address, people.addresses_of(address)));
        let of_all = of_all.filter(|(_, all)| !all.is_empty()).map(|(address, all)| {
            let mut of_all: Vec<Timestamp> =
                all.iter().filter_map(|one| moments.get(*one)).flatten().copied().collect();
            of_all.sort_unstable();
            (address.to_owned(), of_all)
        });
        let of_all: Vec<_> = of_all.collect();
        moments.extend(of_all);
        history.capped = audience::capped(moments, &caps, now);
    }
    Ok(())
}

/// When advertising of other campaigns reached each address, oldest first. What a campaign was for is told by its file as
/// it was sent; what nobody can tell any more counts.
fn advertising_since(
    ledger: &Ledger,
    campaign: &Campaign,
    since: Timestamp,
) -> Result<HashMap<String, Vec<Timestamp>>, Finding> {
    let arrived = ledger.arrived_since(&campaign.id, since)?;
    let campaigns: HashSet<&str> = arrived.iter().map(|mail| mail.campaign.as_str()).collect();
    let mut organisational = HashSet::new();
    for campaign in campaigns {
        let contents = ledger.contents(&Batch { campaign: campaign.to_owned(), realm: Realm::Smtp })?;
        let is_organisational = |content: &Content| {
            let purpose = |(file, text): (&String, &String)| campaign::purpose_of(file, text);
            content.files.iter().find_map(purpose) == Some(Purpose::Organisation)
        };
        let others = contents.into_iter().filter(is_organisational);
        organisational.extend(others.map(|content| (campaign.to_owned(), content.version)));
    }
    let mut moments: HashMap<String, Vec<Timestamp>> = HashMap::new();
    for mail in arrived {
        if !organisational.contains(&(mail.campaign, mail.version)) {
            moments.entry(mail.address).or_default().push(mail.at);
        }
    }
    Ok(moments)
}

pub(super) fn past(history: &Arc<History>) -> Past {
    let history = Arc::clone(history);
    Arc::new(move |question, address, about| history.answer(question, address, about))
}

/// What decides over an audience besides campaign and lists.
pub(super) struct Before<'a> {
    pub history: &'a History,
    pub past: &'a Past,
    pub grounds: &'a Grounds,
}

pub(super) fn select(
    workspace: &Workspace,
    campaign: &Campaign,
    event: Value,
    lists: &Lists,
    before: &Before<'_>,
) -> Result<Audience, Failure> {
    let condition = campaign.audience.condition.as_ref();
    let segment = |_| Segment::new(&campaign.condition, workspace.language, before.past, event);
    let segment = condition.map(segment).transpose()?;
    if let Some(segment) = &segment {
        let unknown = message::unknown_in_condition(segment.source(), &lists.contacts);
        if !unknown.is_empty() {
            return Err(unknown.into());
        }
    }
    let rules = Rules {
        lists: list_numbers(campaign, lists)?,
        segment: segment.as_ref(),
        purpose: campaign.purpose,
        event: &campaign.event.0,
        grounds: before.grounds,
        history: before.history,
        language: workspace.language,
    };
    Ok(rules.apply(&lists.contacts)?)
}

fn list_numbers(campaign: &Campaign, lists: &Lists) -> Result<Option<Vec<u16>>, Finding> {
    let Some(names) = &campaign.audience.lists else { return Ok(None) };
    let known: Vec<&str> = lists.settings.iter().map(|list| list.name.as_str()).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        let finding = Finding::new(Code::ListUnknown).at(campaign.place_of(unknown));
        return Err(finding.with("list", unknown).with("known", known.join(", ")));
    }
    let wanted = (0..).zip(lists.names()).filter(|(_, name)| names.iter().any(|wanted| wanted == name));
    Ok(Some(wanted.map(|(number, _)| number).collect()))
}
