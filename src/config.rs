//! `rundbrief.toml`: read once, handed to each stage as that stage's own settings.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use crate::address::Address;
use crate::approval;
use crate::audience::{Consent, Customers};
use crate::contact::DuplicatePolicy;
use crate::delivery::{Kind, Limits, Transport};
use crate::finding::{Code, Finding, Place};
use crate::frontmatter;
use crate::list;
use crate::message::{self, Brand, Sender};
use crate::nearest::nearest;
use crate::refusal::Refusal;
use crate::template::Language;
use crate::token::LONGEST_RETURN_PATH;

/// The file that makes a folder a workspace.
pub const FILE: &str = "rundbrief.toml";

/// All settings of a workspace.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Of everything people read; default from the locale.
    pub language: Option<Language>,
    /// Who writes.
    pub sender: Sender,
    /// How mails look.
    #[serde(default)]
    pub brand: Brand,
    /// The way out.
    #[serde(default)]
    pub transport: Transport,
    /// The keys that sign every mail.
    #[serde(default)]
    pub dkim: Vec<message::SignatureSettings>,
    /// The pace.
    #[serde(default)]
    pub limits: Limits,
    /// Who must have agreed.
    #[serde(default)]
    pub approval: approval::Settings,
    /// Where the ledger is.
    #[serde(default)]
    pub ledger: LedgerSettings,
    /// What becomes of possible duplicates.
    #[serde(default)]
    pub duplicates: Duplicates,
    /// How long what is kept is kept.
    #[serde(default)]
    pub retention: Retention,
    /// Where answers go.
    #[serde(default)]
    pub responses: Responses,
    /// What people agreed to.
    #[serde(default)]
    pub consents: Vec<Consent>,
    /// Whether customers may get word of similar offers.
    #[serde(default)]
    pub existing_customers: Customers,
    /// The lists; without any, every file in `data/lists` is one.
    #[serde(default)]
    pub lists: Vec<list::Settings>,
    /// The file as it was read.
    #[serde(skip)]
    pub text: String,
}

/// `[ledger]`.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LedgerSettings {
    /// `sqlite:PATH`.
    pub url: String,
}

impl Default for LedgerSettings {
    fn default() -> Self {
        Self { url: "sqlite:.rundbrief/ledger.db".to_owned() }
    }
}

/// `[duplicates]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Duplicates {
    /// Who gets the mail while nobody has decided.
    pub policy: DuplicatePolicy,
}

/// `[retention]`: how long what is kept of people is kept (Art. 5 (1) e DSGVO). What is kept longer is reported, and
/// deleted by nobody but people.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// People on lists: after their row's date, their consent and their last mail, whichever is the latest.
    pub contacts: Option<Period>,
    /// People on no list any more: after their last mail.
    pub mails: Option<Period>,
    /// The answers to an event: after its end.
    pub answers: Option<Period>,
    /// Mails in the outbox, and previews: after they were made.
    pub rehearsals: Option<Period>,
}

/// A period of the calendar such as `30 days` or `3 years`; at least a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Period(jiff::Span);

impl Period {
    /// The day after a period that begins on a day.
    pub fn after(&self, since: Date) -> Date {
        since.checked_add(self.0).unwrap_or(Date::MAX)
    }
}

impl TryFrom<String> for Period {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        let refused = || Refusal::of(Code::PeriodInvalid, &text);
        let period = Self(text.parse().map_err(|_| refused())?);
        let day = Date::constant(2024, 1, 1);
        if period.after(day) > day { Ok(period) } else { Err(refused()) }
    }
}

/// `[responses]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Responses {
    /// The mailbox for unsubscribes and answers; default: where replies go.
    pub address: Option<Address>,
    /// Whether every mail has an envelope sender of its own below that address, so that bounces tell whose they are.
    pub verp: bool,
}

impl Config {
    /// Where unsubscribes and answers go.
    pub fn answers_to(&self) -> &Address {
        let sender = &self.sender;
        self.responses.address.as_ref().or(sender.reply_to.as_ref()).unwrap_or(&sender.address)
    }
}

/// The folder that holds `rundbrief.toml`: the one named, else the nearest upwards from `here`.
///
/// # Errors
/// `workspace-missing`.
pub fn find(named: Option<&Path>, here: &Path) -> Result<PathBuf, Finding> {
    let missing = |place: &Path| Finding::new(Code::WorkspaceMissing).with("folder", place.display());
    match named {
        Some(folder) if folder.join(FILE).is_file() => Ok(folder.to_owned()),
        Some(folder) => Err(missing(folder)),
        None => {
            here.ancestors().find(|folder| folder.join(FILE).is_file()).map(Path::to_owned).ok_or_else(|| missing(here))
        }
    }
}

/// Reads the settings of a workspace.
///
/// # Errors
/// Unreadable, no UTF-8, or TOML that does not fit, with its place.
pub fn load(root: &Path) -> Result<Config, Finding> {
    let unreadable = |error| Finding::new(Code::FileUnreadable).at(Place::file(FILE)).with("reason", error);
    let bytes = std::fs::read(root.join(FILE)).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| Finding::new(Code::NotUtf8).at(Place::file(FILE)))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut config: Config = frontmatter::read_toml(FILE, text, 1)?;
    text.clone_into(&mut config.text);
    if config.transport.kind == Kind::Smtp && config.transport.smtp.is_none() {
        return Err(Finding::new(Code::KeyMissing).at(Place::file(FILE)).with("key", "transport.smtp"));
    }
    take_preset(&mut config, text)?;
    know_consents(&config)?;
    can_return(&config)?;
    Ok(config)
}

/// An envelope sender of its own for every mail needs a mailbox, and room beside its name: a local part has 64 bytes
/// (RFC 5321 §4.5.3.1.1).
fn can_return(config: &Config) -> Result<(), Finding> {
    const MOST: usize = 64 - LONGEST_RETURN_PATH;
    let Responses { address, verp: true } = &config.responses else { return Ok(()) };
    match address {
        None => Err(Finding::new(Code::KeyMissing).at(place_of(&config.text, "verp")).with("key", "responses.address")),
        Some(address) if address.local_part().len() > MOST => {
            let place = frontmatter::quoted_place(FILE, &config.text, address.as_str(), 1);
            Err(Finding::new(Code::ReturnPathLong).at(place).with("value", address).with("most", MOST))
        }
        Some(_) => Ok(()),
    }
}

/// Every consent has a name of its own, and a list names one of them.
fn know_consents(config: &Config) -> Result<(), Finding> {
    let names: Vec<&str> = config.consents.iter().map(|consent| consent.name.as_str()).collect();
    let placed = |code, name: &str| {
        Finding::new(code).at(frontmatter::quoted_place(FILE, &config.text, name, 1)).with("consent", name)
    };
    if let Some((_, twice)) = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
        return Err(placed(Code::ConsentTwice, twice));
    }
    if let Some(consent) = config.consents.iter().find(|consent| consent.text.trim().is_empty()) {
        return Err(placed(Code::KeyMissing, &consent.name).with("key", "text"));
    }
    let asked = config.lists.iter().filter_map(|list| list.consent.as_deref());
    match asked.into_iter().find(|name| !names.contains(name)) {
        Some(unknown) => {
            let nearest = nearest(unknown, &names).unwrap_or_default();
            Err(placed(Code::ConsentUnknown, unknown).with("known", names.join(", ")).with("nearest", nearest))
        }
        None => Ok(()),
    }
}

/// The language that the settings of a workspace name, even where they cannot be read otherwise: what is wrong with
/// them is told in it.
pub fn language(root: &Path) -> Option<Language> {
    #[derive(Deserialize)]
    struct Spoken {
        language: Language,
    }
    let text = std::fs::read_to_string(root.join(FILE)).ok()?;
    let line = text.lines().find(|line| line.trim_start_matches('\u{feff}').starts_with("language"))?;
    let spoken = frontmatter::read_toml::<Spoken>(FILE, line.trim_start_matches('\u{feff}'), 1);
    spoken.ok().map(|spoken| spoken.language)
}

/// Where the value of a key stands in the settings; the whole file where it is written in another way.
pub fn place_of(text: &str, key: &str) -> Place {
    match frontmatter::value_place(FILE, text, key) {
        (_, 0) => Place::file(FILE),
        (_, offset) => Place::of_offset(FILE, text, offset, 1),
    }
}

fn take_preset(config: &mut Config, text: &str) -> Result<(), Finding> {
    let most = config.limits.take_preset().map_err(|finding| finding.at(place_of(text, "preset")))?;
    if let (Some(smtp), Some(most)) = (&mut config.transport.smtp, most) {
        smtp.connections = smtp.connections.min(most);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(limits: &str) -> u32 {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let sender = "[sender]\nname = \"A\"\naddress = \"a@a.example\"\norganisation = \"A\"\n";
        let smtp = "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"mail.a.example\"\nconnections = 8\n";
        std::fs::write(folder.path().join(FILE), format!("{sender}{smtp}[limits]\n{limits}\n")).expect("writable");
        load(folder.path()).expect("fits").transport.smtp.expect("given").connections
    }

    #[test]
    fn a_preset_lowers_the_connections_where_its_provider_allows_fewer() {
        assert_eq!(connections(""), 8);
        assert_eq!(connections("preset = \"microsoft-365\""), 3);
        assert_eq!(connections("preset = \"hosting-de\""), 8);
    }
}
