//! `preview`: every mail as pages to look at; nothing is sent, nothing recorded.

mod left_out;
mod only;
mod opened;
mod page;
mod plan;
mod sealed;
mod sheet;
mod since;
mod watch;

use std::path::PathBuf;

use serde_json::json;

use self::page::Maker;
use super::audience::{Incomplete, Prepared, invitation, prepare};
use super::workspace::{Lists, Workspace};
use super::{Exit, Failure, left_out as rows};
use crate::cli::PreviewArgs;
use crate::cores::in_turn;
use crate::finding::Finding;
use crate::message::Card;
use crate::preview::{CARD_WORDS, Folder, Gallery, INDEX, Traits, WORDS, Whole, Words, extremes};
use crate::terminal::{Fact, Plan, Screen, Sentences};

pub(super) fn run(workspace: &Workspace, screen: &mut Screen, arguments: &PreviewArgs) -> Result<Exit, Failure> {
    if arguments.watch { watch::run(workspace, screen, arguments) } else { once(workspace, screen, arguments) }
}

fn once(workspace: &Workspace, screen: &Screen, arguments: &PreviewArgs) -> Result<Exit, Failure> {
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
    screen.alert(super::moved::stopped(workspace, &prepared)?.as_slice());
    if let Some(address) = &arguments.only {
        return only::print(workspace, screen, &prepared, address);
    }
    if let Some(file) = &arguments.for_approval {
        return sheet::write(workspace, screen, &prepared, (file, arguments.open));
    }
    let folder = Folder::begin(&arguments.output.clone().unwrap_or_else(|| usual_folder(workspace, &prepared)))?;
    let index = folder.path(INDEX);
    let plan = super::send::dry_plan(workspace, screen, &prepared, None)?;
    let gallery =
        Gallery::new(folder, words(screen.sentences(), &prepared.campaign.id, &[&WORDS[..], &CARD_WORDS].concat()));
    let seen = fill(&Maker::of(workspace, screen, &prepared)?, &plan, gallery)?;
    let link = opened::link(&index);
    summary(screen, &seen, &plan, &link);
    if arguments.open {
        opened::open(screen, &index);
    }
    screen.json(&json!({
        "campaign": prepared.campaign.id, "index": index, "link": link, "recipients": prepared.audience.included.len(),
        "excluded": left_out::as_json(&prepared, screen), "set_aside": rows::rows(&prepared), "plan": plan,
    }));
    Ok(Exit::Done)
}

fn usual_folder(workspace: &Workspace, prepared: &Prepared<'_>) -> PathBuf {
    workspace.root.join("preview").join(&prepared.campaign.slug)
}

/// What was seen while the pages were made.
#[derive(Default)]
struct Seen {
    traits: Vec<Traits>,
    /// How many mails have findings.
    findings: usize,
}

/// Every mail, and then what holds for all of them.
fn fill(maker: &Maker<'_>, plan: &Plan, mut gallery: Gallery<Folder>) -> Result<Seen, Finding> {
    let mut seen = Seen::default();
    in_turn(
        maker.everybody(),
        |(at, number)| maker.page(at, number),
        |page| {
            let page = page?;
            seen.findings += usize::from(!page.findings.is_empty());
            seen.traits.push(page.traits.clone());
            gallery.add(&page)
        },
    )?;
    gallery.finish(&whole(maker, plan)?)?;
    Ok(seen)
}

/// What is to be known before looking, and where to look.
fn summary(screen: &Screen, seen: &Seen, plan: &Plan, link: &str) {
    let facts = [("count", Fact::from(seen.traits.len())), ("link", link.into())];
    screen.result(&screen.say("preview-written", &facts));
    let counts = [("preview-extremes", extremes(&seen.traits).len()), ("preview-flawed", seen.findings)];
    for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        screen.result(&format!("  {}", screen.say(key, &[("count", count.into())])));
    }
    screen.sentences().plan_summary(plan).iter().for_each(|line| screen.result(line));
}

/// What holds for all mails.
fn whole(maker: &Maker<'_>, plan: &Plan) -> Result<Whole, Finding> {
    let Maker { workspace, screen, prepared, .. } = *maker;
    let excluded = left_out::told(workspace, prepared, screen)?;
    let plan = plan::in_words(workspace, screen, prepared, plan, (&maker.sealing, maker.earlier.as_ref()))?;
    Ok(Whole { plan, excluded, card: card(workspace, prepared)? })
}

/// What the recipients' calendars will show, by the clocks here.
fn card(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<Option<Card>, Finding> {
    let zone = workspace.zone()?;
    let entry = invitation(workspace, &prepared.campaign, &prepared.event)?;
    Ok(entry.map(|entry| entry.card(&zone)))
}

/// The words of a page in the reader's language.
fn words(sentences: &Sentences, campaign: &str, keys: &[&'static str]) -> Words {
    let said = |&key: &&'static str| (key, sentences.say(key, &[("campaign", campaign.into())]));
    Words { language: sentences.language(), said: keys.iter().map(said).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::SHEET_WORDS;
    use crate::template::Language;

    #[test]
    fn every_word_of_the_pages_exists_in_both_languages() {
        for language in [Language::De, Language::En] {
            let Words { said, .. } =
                words(&Sentences::new(language), "thanks", &[&WORDS[..], &SHEET_WORDS, &CARD_WORDS].concat());
            let missing: Vec<&str> = said.iter().filter(|(key, text)| *key == text).map(|(key, _)| *key).collect();
            assert_eq!(missing, [""; 0]);
        }
    }
}
