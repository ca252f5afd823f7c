//! Rendering and MIME building alone: the library on one core, without processes, network or ledger.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rundbrief::address::Address;
use rundbrief::campaign::Campaign;
use rundbrief::contact::{Contacts, Merger};
use rundbrief::event::Event;
use rundbrief::finding::Finding;
use rundbrief::list::{self, Fields, Settings};
use rundbrief::message::{self, Compiled, Failure, Head, Letterhead, Links, Parts};
use rundbrief::template::{Language, Source};
use rundbrief::token::Keys;
use rundbrief::{config, finding::Place};

use crate::Attempt;
use crate::folder::Folder;
use crate::measure::Usage;
use crate::report::Figures;
use crate::workspace;

/// Times as many mails as there are recipients, after the campaign was compiled once.
pub fn run(recipients: usize) -> Attempt<Figures> {
    let folder = Folder::new("render")?;
    workspace::write_campaign(&folder, recipients, 25)?;
    let root = folder.path();
    let settings = config::load(root).map_err(words)?;
    let contacts = contacts(root)?;
    let campaign = Campaign::load(root, workspace::CAMPAIGN).map_err(words)?;
    let event = Event::load(root, &campaign.event.0, &Place::file("campaign")).map_err(words)?;
    let compiled = compile(root, &settings, &campaign, &event, &contacts)?;
    let links = Links::new(&campaign.id, &event, settings.answers_to(), Language::De).for_campaign(&compiled);
    let letterhead = Letterhead::new(&settings.sender).map_err(words)?;
    let keys = Keys::demonstration();
    let start = Instant::now();
    for contact in contacts.iter() {
        let scope = contacts.scope(contact, Language::De);
        let composed = compiled
            .compose(scope, links.scope(&keys, true, contact.email()))
            .map_err(|failure: Failure| words(failure.into_finding()))?;
        let to = Address::parse(contact.email())?;
        let (name, date) = (Some("Dr. Jörg Müller"), jiff::Timestamp::UNIX_EPOCH);
        let head = Head { to: &to, name, message_id: "bench@messstrecke.example", date };
        black_box(letterhead.write(&composed, &head).map_err(words)?);
    }
    let wall: Duration = start.elapsed();
    Ok(Figures::new(recipients, Usage { wall, processor: None, peak: None }))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn words(finding: Finding) -> String {
    finding.to_string()
}

fn contacts(root: &Path) -> Attempt<Contacts> {
    let settings = Settings { name: "bench".into(), path: "data/lists/bench.csv".into(), basis: None };
    let (mut fields, mut merger) = (Fields::default(), Merger::default());
    list::read(root, &settings, &mut fields, &mut |headings, row| merger.add(0, headings, row)).map_err(words)?;
    Ok(merger.finish(fields).0)
}

fn compile(
    root: &Path,
    settings: &config::Config,
    campaign: &Campaign,
    event: &Event,
    contacts: &Contacts,
) -> Attempt<Compiled> {
    let source =
        |file: &str| -> Attempt<Source> { Ok(Source::new(file, &std::fs::read_to_string(root.join(file))?, 1)) };
    let (layout, text) = (source("templates/bench.mjml")?, source("templates/bench.txt")?);
    let parts = Parts {
        campaign,
        event,
        next: None,
        layout: &layout,
        text: Some(&text),
        sender: &settings.sender,
        language: Language::De,
        past: &(Arc::new(|_, _: &str, _: &str| false) as _),
        fields: contacts.fields(),
    };
    message::compile(&parts)
        .map_err(|findings| findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n").into())
}
