//! A mail as it was sent, made once more from what the ledger kept: the files of its content and the contact of then.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use super::super::audience::invitation;
use super::super::layouts::Layouts;
use super::super::output;
use super::super::workspace::Workspace;
use super::super::{Exit, Failure};
use crate::address::Address;
use crate::campaign::Campaign;
use crate::config;
use crate::event::Event;
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, Content, Ledger, Posted, Realm};
use crate::list::Fields;
use crate::media::Shelf;
use crate::message::{self, Compiled, Head, Letterhead, Links, Parts, Reader, Rendered, Signer};
use crate::template::{Asked, Past, Source, Value, references};
use crate::terminal::Screen;
use crate::token::Keys;

/// What the templates saw when the mail was planned.
#[derive(Debug, Deserialize)]
struct Seen {
    contact: serde_json::Value,
    /// Answers to questions about the past, such as `sent:recap-2024`.
    #[serde(default)]
    past: BTreeMap<String, bool>,
    /// The Message-ID of the mail that it replied to.
    replies_to: Option<String>,
}

/// A mail made once more.
struct Remade {
    rendered: Rendered,
    bytes: Vec<u8>,
    /// Whether its content is what it was.
    exact: bool,
}

pub(super) fn show(
    workspace: &Workspace,
    screen: &Screen,
    address: &Address,
    campaign: &str,
    eml: Option<&Path>,
) -> Result<Exit, Failure> {
    let id = Campaign::load(&workspace.root, campaign).map_or_else(|_| campaign.to_owned(), |campaign| campaign.id);
    let unknown = || Finding::new(Code::MailUnknown).with("address", address).with("campaign", &id);
    let ledger = workspace.ledger_for_reading()?.ok_or_else(unknown)?;
    let (batch, posted) = posted(&ledger, &id, address)?.ok_or_else(unknown)?;
    let version = ledger.contents(&batch)?.into_iter().find(|content| content.version == posted.version);
    let stored = || Finding::new(Code::MailNotStored).with("address", address).with("campaign", &id);
    let content = version.filter(|content| !content.files.is_empty()).ok_or_else(stored)?;
    let seen: Seen = serde_json::from_str(&posted.contact).map_err(|_| stored())?;
    let keys = keys(workspace)?;
    let unpacked = Unpacked::new(workspace, &content)?;
    let settings = &unpacked.workspace.config;
    // a key that is gone takes its signature with it, and nothing of the content
    let signer = Signer::load(&settings.dkim, &settings.sender.address, &workspace.root).unwrap_or_default();
    let remade = remake(&unpacked, &posted, address, seen, (&keys, &signer))?;
    if let Some(file) = eml {
        output::check_place(workspace, &workspace.config.lists, file)?;
        if file.exists() && !file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("eml")) {
            return Err(Finding::new(Code::FileForeign).at(Place::file(file.display().to_string())).into());
        }
        fs::write(file, &remade.bytes).map_err(|error| unwritable(file, &error))?;
    }
    tell(workspace, screen, &posted, address, &remade, eml)?;
    Ok(if remade.exact { Exit::Done } else { Exit::Look })
}

/// The real mail, else the rehearsed one, as long as it left.
fn posted(ledger: &Ledger, campaign: &str, address: &Address) -> Result<Option<(Batch, Posted)>, Finding> {
    for realm in [Realm::Smtp, Realm::Outbox] {
        let batch = Batch { campaign: campaign.to_owned(), realm };
        let posted = ledger.posted(&batch, address.as_str())?.filter(|posted| posted.dated.is_some());
        if let Some(posted) = posted {
            return Ok(Some((batch, posted)));
        }
    }
    Ok(None)
}

/// The keys that signed it; looking makes none.
fn keys(workspace: &Workspace) -> Result<Keys, Finding> {
    let file = workspace.keys_file()?;
    if !file.exists() {
        return Err(Finding::new(Code::KeysMissing).at(Place::file(file.display().to_string())));
    }
    Keys::load_or_create(&file)
}

/// A workspace of the files of a content, in a folder of its own, which goes with it.
struct Unpacked {
    workspace: Workspace,
    /// Pictures and attachments as they are today: of them the ledger keeps digests alone.
    media: Arc<Shelf>,
    _folder: Folder,
}

impl Unpacked {
    /// Beside the ledger, where nobody else can look.
    fn new(workspace: &Workspace, content: &Content) -> Result<Self, Finding> {
        let name = format!("shown-{}", std::process::id());
        let folder = Folder(workspace.ledger_location()?.make_folder()?.join(name));
        for (path, text) in &content.files {
            let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
            if !inside {
                return Err(Finding::new(Code::PathOutside).with("path", path));
            }
            let file = folder.0.join(path);
            let made = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
            made.map_err(|error| unwritable(&file, &error))?;
        }
        let media = workspace.shelf();
        let config = config::load(&folder.0)?;
        let language = config.language.unwrap_or(workspace.language);
        let workspace = Workspace { root: folder.0.clone(), config, clock: workspace.clock, language };
        Ok(Self { workspace, media, _folder: folder })
    }
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // what stays behind lies in a private folder
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn remake(
    Unpacked { workspace, media, .. }: &Unpacked,
    posted: &Posted,
    address: &Address,
    seen: Seen,
    (keys, signer): (&Keys, &Signer),
) -> Result<Remade, Failure> {
    let campaign = Campaign::load(&workspace.root, &posted.campaign)?;
    let event = Event::load(&workspace.root, &campaign.event.0, &campaign.event.1)?;
    let contact = Value::from_serializable(&seen.contact);
    let name = name(&seen.contact);
    let notices = seen.contact.get(message::NOTICES).is_some();
    let compiled = compile(workspace, &campaign, &event, seen.past, notices, media)?;
    let links =
        Links::new(&campaign.id, &event, workspace.config.answers_to(), workspace.language).for_campaign(&compiled);
    // digests are those of mails with dummy links, so that they are the same under every key
    let digested = compiled.try_out(contact.clone(), links.scope(&Keys::demonstration(), true, ""));
    let digest = digested.map_err(message::Failure::into_finding)?.short();
    let real = links.scope(keys, false, address.as_str());
    let composed = compiled.compose(contact.clone(), real.clone());
    let rendered = compiled.render(contact, real);
    let rendered = rendered.map_err(message::Failure::into_finding)?;
    let head = Head {
        to: address,
        name: Some(name.as_str()).filter(|name| !name.is_empty()),
        message_id: &posted.message_id,
        replies_to: seen.replies_to.as_deref(),
        date: posted.dated.unwrap_or(posted.since),
        inert: false,
    };
    let composed = composed.map_err(message::Failure::into_finding)?;
    let invitation = invitation(workspace, &campaign, &event)?;
    let letterhead = Letterhead::new(&workspace.config.sender, &campaign, invitation)?;
    let bytes = signer.sign(letterhead.write(&composed, &head)?, head.date)?;
    Ok(Remade { rendered, bytes, exact: digest == posted.digest })
}

fn compile(
    workspace: &Workspace,
    campaign: &Campaign,
    event: &Event,
    answers: BTreeMap<String, bool>,
    notices: bool,
    media: &Arc<Shelf>,
) -> Result<Compiled, Failure> {
    let next = event.next(&workspace.root)?;
    let layouts = Layouts::of(workspace, campaign)?;
    let sources = [&campaign.subject, &campaign.preheader, &campaign.body].into_iter().chain(layouts.sources());
    let fields = Fields::of(sources.flat_map(extra_columns));
    let past: Past = Arc::new(move |question, _, about| {
        let asked = Asked { question, about: about.to_owned(), at: 0 };
        answers.get(&asked.to_string()).copied().unwrap_or(false)
    });
    Ok(message::compile(&Parts {
        campaign,
        event,
        next: next.as_ref(),
        layout: &layouts.layout,
        text: layouts.text.as_ref(),
        sender: &workspace.config.sender,
        brand: &workspace.config.brand,
        media,
        language: workspace.language,
        past: &past,
        fields: &fields,
        notices,
        reader: Reader::Person,
    })?)
}

/// The further columns that a text names: the lists of then had them, or it would not have been sent.
fn extra_columns(source: &Source) -> Vec<String> {
    let named = references(source.template()).into_iter().filter(|reference| reference.path.len() > 2);
    let extra = named.filter(|reference| reference.path[..2] == ["contact", "extra"]);
    extra.map(|mut reference| reference.path.swap_remove(2)).collect()
}

/// The name beside the address.
fn name(contact: &serde_json::Value) -> String {
    let parts = ["title", "first_name", "last_name"].into_iter().filter_map(|field| contact[field].as_str());
    parts.collect::<Vec<_>>().join(" ")
}

fn tell(
    workspace: &Workspace,
    screen: &Screen,
    posted: &Posted,
    address: &Address,
    remade: &Remade,
    eml: Option<&Path>,
) -> Result<(), Finding> {
    screen.result(&screen.posted(posted, &workspace.zone()?));
    screen.result(&screen.say(if remade.exact { "mail-exact" } else { "mail-differs" }, &[]));
    match eml {
        Some(file) => {
            screen.result(&screen.say("file-written", &[("file", file.display().to_string().into())]));
        }
        None => screen.result(&String::from_utf8_lossy(&remade.bytes).replace("\r\n", "\n")),
    }
    screen.json(&json!({
        "address": address.as_str(), "mail": posted, "exact": remade.exact, "eml": eml,
        "subject": remade.rendered.subject, "text": remade.rendered.text, "html": remade.rendered.html,
    }));
    Ok(())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Code::FileUnwritable).at(Place::file(path.display().to_string())).with("reason", error)
}
