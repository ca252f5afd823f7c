//! Whom a campaign reaches: what happened before, the condition, the law.

use std::sync::Arc;

use super::super::Failure;
use super::super::workspace::{Lists, Workspace};
use crate::audience::{Audience, History, Rules, Segment};
use crate::campaign::Campaign;
use crate::event;
use crate::finding::{Code, Finding, Place};
use crate::message;
use crate::nearest::nearest;
use crate::template::{self, Asked, Past, Question, Source, Value};

/// Loads what happened before: all answers, and where somebody asks `sent(…)`, who got which campaign. A name in
/// such a question that nothing bears is a finding, since its answer would always be no.
pub(super) fn history<'a>(
    workspace: &Workspace,
    sources: impl Iterator<Item = &'a Source>,
) -> Result<(History, Vec<Finding>), Failure> {
    let questions: Vec<(Asked, Place)> = sources.flat_map(questions).collect();
    let events = event::known(&workspace.root);
    let campaigns = if questions.iter().any(|(asked, _)| matches!(asked.question, Question::Sent(_))) {
        workspace.campaign_ids()?
    } else {
        Vec::new()
    };
    let asked: Vec<String> = questions.iter().map(|(asked, _)| asked.about.clone()).collect();
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

pub(super) fn past(history: &Arc<History>) -> Past {
    let history = Arc::clone(history);
    Arc::new(move |question, address, about| history.answer(question, address, about))
}

pub(super) fn select(
    workspace: &Workspace,
    campaign: &Campaign,
    event: Value,
    lists: &Lists,
    history: &History,
    past: &Past,
) -> Result<Audience, Failure> {
    let condition = campaign.audience.condition.as_ref();
    let segment = condition.map(|_| Segment::new(&campaign.condition, workspace.language, past, event)).transpose()?;
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
        bases: &lists.bases(),
        history,
        language: workspace.language,
    };
    Ok(rules.apply(&lists.contacts)?)
}

fn list_numbers(campaign: &Campaign, lists: &Lists) -> Result<Option<Vec<u16>>, Finding> {
    let Some(names) = &campaign.audience.lists else { return Ok(None) };
    let number = |name: &String| {
        (0..).zip(&lists.settings).find(|(_, list)| list.name == *name).map(|(number, _)| number).ok_or_else(|| {
            let known: Vec<&str> = lists.settings.iter().map(|list| list.name.as_str()).collect();
            let finding = Finding::new(Code::ListUnknown).at(campaign.place_of(name));
            finding.with("list", name).with("known", known.join(", "))
        })
    };
    names.iter().map(number).collect::<Result<_, _>>().map(Some)
}
