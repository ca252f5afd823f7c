//! `preview`: every mail as pages to look at; nothing is sent, nothing recorded.

mod left_out;
mod page;
mod plan;
mod sealed;
mod since;

use std::path::PathBuf;

use serde_json::json;

use self::page::Desk;
use self::sealed::Sealing;
use self::since::Earlier;
use super::audience::{Incomplete, Prepared, invitation, prepare};
use super::check::Reader;
use super::workspace::{Lists, Workspace};
use super::{Exit, Failure, left_out as rows};
use crate::cli::PreviewArgs;
use crate::cores::in_turn;
use crate::finding::Finding;
use crate::message::Card;
use crate::preview::{Folder, Gallery, INDEX, WORDS, Whole, Words};
use crate::template::Language;
use crate::terminal::{Fact, Plan, Screen, Sentences};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &PreviewArgs) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    let errors = lists.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if let Some(file) = &arguments.public {
        return super::public::write(workspace, screen, &lists, &arguments.campaign, file);
    }
    write(workspace, screen, &lists, arguments)
}

fn write(workspace: &Workspace, screen: &Screen, lists: &Lists, arguments: &PreviewArgs) -> Result<Exit, Failure> {
    let incomplete = Incomplete::from_flag(arguments.leave_out_incomplete);
    let mut prepared = prepare(workspace, lists, &arguments.campaign, incomplete)?;
    super::send::hold_for_looking(workspace, &mut prepared)?;
    screen.warnings(&prepared.warnings);
    let folder = Folder::begin(&arguments.output.clone().unwrap_or_else(|| usual_folder(workspace, &prepared)))?;
    let index = folder.path(INDEX);
    let plan = super::send::dry_plan(workspace, screen, &prepared, None)?;
    let gallery = Gallery::new(folder, words(screen.sentences(), &prepared.campaign.id));
    fill(workspace, screen, &prepared, &plan, gallery)?;
    let facts = [("count", Fact::from(prepared.audience.included.len())), ("file", index.display().to_string().into())];
    screen.result(&screen.say("preview-written", &facts));
    screen.json(&json!({
        "campaign": prepared.campaign.id, "index": index, "recipients": prepared.audience.included.len(),
        "excluded": left_out::as_json(&prepared, screen), "set_aside": rows::rows(&prepared), "plan": plan,
    }));
    Ok(Exit::Done)
}

fn usual_folder(workspace: &Workspace, prepared: &Prepared<'_>) -> PathBuf {
    workspace.root.join("preview").join(&prepared.campaign.slug)
}

/// Every mail, and then what holds for all of them.
fn fill(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    plan: &Plan,
    mut gallery: Gallery<Folder>,
) -> Result<(), Finding> {
    let (sealing, earlier) = (Sealing::load(workspace, prepared)?, Earlier::load(workspace, prepared)?);
    let reader = Reader::new(workspace, prepared);
    let desk = Desk { workspace, screen, prepared, reader: &reader, sealing: &sealing, earlier: earlier.as_ref() };
    let make = |(at, number)| desk.page(at, number);
    let everybody: Vec<(usize, u32)> = prepared.audience.included.iter().copied().enumerate().collect();
    in_turn(everybody, make, |page| gallery.add(&page?))?;
    let excluded = left_out::told(workspace, prepared, screen)?;
    let plan = plan::in_words(workspace, screen, prepared, plan, (&sealing, earlier.as_ref()))?;
    gallery.finish(&Whole { plan, excluded, card: card(workspace, prepared)? }).map(|_| ())
}

/// What the recipients' calendars will show, by the clocks here.
fn card(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<Option<Card>, Finding> {
    let zone = workspace.zone()?;
    let entry = invitation(workspace, &prepared.campaign, &prepared.event)?;
    Ok(entry.map(|entry| entry.card(&zone)))
}

fn words(sentences: &Sentences, campaign: &str) -> Words {
    let language = match sentences.language() {
        Language::De => "de",
        Language::En => "en",
    };
    let said = |key: &'static str| (key, sentences.say(key, &[("campaign", campaign.into())]));
    Words { language, said: WORDS.into_iter().map(said).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_exists_in_both_languages() {
        for language in [Language::De, Language::En] {
            let Words { said, .. } = words(&Sentences::new(language), "thanks");
            let missing: Vec<&str> = said.iter().filter(|(key, text)| *key == text).map(|(key, _)| *key).collect();
            assert_eq!(missing, [""; 0]);
        }
    }
}
