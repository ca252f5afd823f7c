//! The library without processes: rendering and MIME building on one core, and a press that others take mails from.

use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rundbrief::address::Address;
use rundbrief::campaign::Campaign;
use rundbrief::config::{self, Config};
use rundbrief::contact::{Contact, Contacts, Priority, gather};
use rundbrief::event::Event;
use rundbrief::finding::{Finding, Place};
use rundbrief::list::{self, Settings};
use rundbrief::media::Shelf;
use rundbrief::message::{self, Compiled, Failure, Head, Letterhead, Links, Parts, Signer};
use rundbrief::template::{Language, Source};
use rundbrief::token::Keys;

use crate::Attempt;
use crate::folder::Folder;
use crate::measure::Usage;
use crate::report::Figures;
use crate::workspace;

/// How long the signer is watched.
const WATCHED: Duration = Duration::from_secs(2);

/// A campaign compiled once, and its contacts.
pub struct Press {
    /// The settings of its workspace.
    pub settings: Config,
    contacts: Contacts,
    compiled: Compiled,
    links: Links,
    letterhead: Letterhead,
    keys: Keys,
}

impl Press {
    /// Reads W1 from a workspace.
    pub fn open(root: &Path) -> Attempt<Self> {
        let settings = config::load(root).map_err(words)?;
        let contacts = contacts(root)?;
        let campaign = Campaign::load(root, workspace::CAMPAIGN).map_err(words)?;
        let event = Event::load(root, &campaign.event.0, &Place::file("campaign")).map_err(words)?;
        let compiled = compile(root, &settings, &campaign, &event, &contacts)?;
        let links = Links::new(&campaign.id, &event, settings.answers_to(), Language::De).for_campaign(&compiled);
        let letterhead = Letterhead::new(&settings.sender, &campaign, None).map_err(words)?;
        Ok(Self { settings, contacts, compiled, links, letterhead, keys: Keys::demonstration() })
    }

    /// Everybody by address.
    pub fn contacts(&self) -> HashMap<&str, Contact<'_>> {
        self.contacts.iter().map(|contact| (contact.email(), contact)).collect()
    }

    /// What the templates see of everybody, as the plan keeps it.
    pub fn seen(&self) -> Attempt<Vec<(&str, String)>> {
        let seen = |contact: Contact<'_>| serde_json::to_string(&self.contacts.scope(&contact, Language::De));
        self.contacts.iter().map(|contact| Ok((contact.email(), seen(contact)?))).collect()
    }

    /// A contact's mail.
    pub fn print(&self, contact: Contact<'_>, to: &Address, message_id: &str) -> Result<Vec<u8>, Finding> {
        let scope = self.contacts.scope(&contact, Language::De);
        let links = self.links.scope(&self.keys, true, contact.email());
        let composed = self.compiled.compose(scope, links).map_err(Failure::into_finding)?;
        let name = contact.display_name();
        self.letterhead.write(
            &composed,
            &Head { to, name: Some(&name), message_id, replies_to: None, date: Timestamp::UNIX_EPOCH, inert: false },
        )
    }
}

/// How often a campaign is compiled in a round.
const COMPILED: usize = 100;

/// Times the compiling of W1's campaign.
pub fn compile_often() -> Attempt<Figures> {
    let folder = Folder::new("compile")?;
    workspace::write_campaign(&folder, 1, 25, 1, "")?;
    let root = folder.path();
    let settings = config::load(root).map_err(words)?;
    let contacts = contacts(root)?;
    let campaign = Campaign::load(root, workspace::CAMPAIGN).map_err(words)?;
    let event = Event::load(root, &campaign.event.0, &Place::file("campaign")).map_err(words)?;
    let start = Instant::now();
    for _ in 0..COMPILED {
        black_box(compile(root, &settings, &campaign, &event, &contacts)?);
    }
    Ok(Figures::new(COMPILED, Usage { wall: start.elapsed(), processor: None, peak: None }))
}

/// Times as many mails as there are recipients, after the campaign was compiled once.
pub fn run(recipients: usize) -> Attempt<Figures> {
    let folder = Folder::new("render")?;
    workspace::write_campaign(&folder, recipients, 25, 1, "")?;
    let press = Press::open(folder.path())?;
    let start = Instant::now();
    for contact in press.contacts.iter() {
        let to = Address::parse(contact.email())?;
        black_box(press.print(contact, &to, "bench@messstrecke.example").map_err(words)?);
    }
    Ok(Figures::new(recipients, Usage { wall: start.elapsed(), processor: None, peak: None }))
}

/// Times the signer alone, on one core, with W1's mail and the keys of these `[[dkim]]` entries.
pub fn sign(entries: &str) -> Attempt<Figures> {
    let folder = Folder::new("sign")?;
    workspace::write_campaign(&folder, 1, 25, 1, entries)?;
    let press = Press::open(folder.path())?;
    let signer = Signer::load(&press.settings.dkim, &press.settings.sender.address, folder.path()).map_err(words)?;
    let contact = press.contacts.iter().next().ok_or("nobody to write to")?;
    let to = Address::parse(contact.email())?;
    let mail = press.print(contact, &to, "bench@messstrecke.example").map_err(words)?;
    let (start, mut count) = (Instant::now(), 0);
    while start.elapsed() < WATCHED {
        black_box(signer.sign(mail.clone(), Timestamp::UNIX_EPOCH).map_err(words)?);
        count += 1;
    }
    Ok(Figures::new(count, Usage { wall: start.elapsed(), processor: None, peak: None }))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
pub fn words(finding: Finding) -> String {
    finding.to_string()
}

fn contacts(root: &Path) -> Attempt<Contacts> {
    let settings = Settings::new("bench".into(), "data/lists/bench.csv".into());
    let sheets = list::open(root, &settings).map_err(words)?;
    Ok(gather(sheets, &[Priority::List(0)], &|_| None).map_err(words)?.merged.contacts)
}

fn compile(
    root: &Path,
    settings: &Config,
    campaign: &Campaign,
    event: &Event,
    contacts: &Contacts,
) -> Attempt<Compiled> {
    let source =
        |file: &str| -> Attempt<Source> { Ok(Source::new(file, &std::fs::read_to_string(root.join(file))?, 1)) };
    let (layout, text) = (source("templates/bench.mjml")?, source("templates/bench.txt")?);
    let parts = Parts {
        notices: false,
        reader: message::Reader::Person,
        campaign,
        event,
        next: None,
        layout: &layout,
        text: Some(&text),
        sender: &settings.sender,
        brand: &settings.brand,
        media: &Arc::new(Shelf::new(root, settings.sender.address.domain())),
        language: Language::De,
        past: &(Arc::new(|_, _: &str, _: &str| false) as _),
        fields: contacts.fields(),
    };
    message::compile(&parts)
        .map_err(|findings| findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n").into())
}
