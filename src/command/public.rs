//! `preview --public`: a campaign as one page for everybody, such as a recap for the website.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::layouts::Layouts;
use super::own_page;
use super::workspace::{Lists, Workspace};
use super::{Exit, Failure};
use crate::campaign::Campaign;
use crate::contact;
use crate::event::Event;
use crate::finding::{Code, Finding};
use crate::message::{self, Links, Parts, Reader};
use crate::template::Past;
use crate::terminal::Screen;

/// How such a page ends.
const MARK: &str = "<!-- rundbrief preview --public -->\n";

pub(super) fn write(
    workspace: &Workspace,
    screen: &Screen,
    lists: &Lists,
    name: &str,
    file: &Path,
) -> Result<Exit, Failure> {
    let campaign = Campaign::load(&workspace.root, name)?;
    let event = Event::load(&workspace.root, &campaign.event.0, &campaign.event.1)?;
    let page = page(workspace, lists, &campaign, &event)?;
    own_page::write(file, &page, MARK)?;
    screen.result(&screen.say("public-written", &[("file", file.display().to_string().into())]));
    screen.json(&json!({ "campaign": campaign.id, "public": file }));
    Ok(Exit::Done)
}

/// The page as somebody reads it of whom nothing is known.
fn page(workspace: &Workspace, lists: &Lists, campaign: &Campaign, event: &Event) -> Result<String, Failure> {
    let layouts = Layouts::of(workspace, campaign)?;
    let next = event.next(&workspace.root)?;
    let past: Past = Arc::new(|_, _, _| false);
    let compiled = message::compile(&Parts {
        campaign,
        event,
        next: next.as_ref(),
        layout: &layouts.layout,
        text: layouts.text.as_ref(),
        sender: &workspace.config.sender,
        brand: &workspace.config.brand,
        media: &workspace.shelf(),
        language: workspace.language,
        past: &past,
        fields: lists.contacts.fields(),
        notices: false,
        reader: Reader::Everybody,
    })?;
    let links = Links::new(&campaign.id, event, workspace.config.answers_to(), workspace.language);
    let page = compiled.page(contact::nobody(workspace.language), links.for_everybody());
    page.map_err(|failure| personal(failure.into_finding()).into())
}

/// What a page for everybody lacks is what belongs to one person.
fn personal(finding: Finding) -> Finding {
    let variable = finding.facts.iter().find(|(name, _)| *name == "variable").map(|(_, variable)| variable.clone());
    let variable = variable.filter(|name| name.starts_with("contact.") || name.starts_with("links."));
    match variable {
        Some(variable) => {
            let told = Finding::new(Code::PublicPersonal).with("variable", variable);
            Finding { place: finding.place, ..told }
        }
        None => finding,
    }
}
