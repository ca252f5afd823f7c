//! What several verbs need of a workspace: its settings, its lists as contacts, its ledger.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::erased::Erased;
use super::moved;
use super::shape;
use crate::audience::{History, SuppressionScope};
use crate::campaign::{self, Campaign};
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::contact::{Conflict, Contacts, Merged, Origin, Priority, REGISTER, SetAside, Totals, Whose, gather};
use crate::cores::largest_first;
use crate::delivery::Kind;
use crate::finding::{Code, Finding, Place, Severity};
use crate::ledger::{HARD_BOUNCE, Ledger, Location, Realm, Suppressions as _};
use crate::list::{self, Field, Settings, Shape};
use crate::media::Shelf;
use crate::message::{Selector, Signer};
use crate::nearest::nearest;
use crate::template::Language;
use crate::terminal::Screen;

/// An opened workspace.
pub(super) struct Workspace {
    pub root: PathBuf,
    pub config: Config,
    pub clock: Clock,
    pub language: Language,
}

/// All lists of a workspace, read and merged.
pub(super) struct Lists {
    pub settings: Vec<Settings>,
    /// How each sheet was read: its number is the list's in [`Origin`].
    pub shapes: Vec<Shape>,
    /// The list of each sheet, by its place in the settings.
    pub sources: Vec<usize>,
    pub contacts: Contacts,
    pub set_aside: Vec<SetAside>,
    pub conflicts: Vec<Conflict>,
    pub totals: Totals,
    /// What is wrong with whole lists.
    pub findings: Vec<Finding>,
}

/// Where lists lie in a workspace.
pub(super) const LISTS: &str = "data/lists";
/// What people know better than their lists.
pub(super) const CORRECTIONS: &str = "data/lists/corrections.csv";

impl Workspace {
    pub(super) fn open(named: Option<&Path>, here: &Path, screen: &mut Screen) -> Result<Self, Finding> {
        let root = config::find(named, here)?;
        if let Some(language) = config::language(&root) {
            screen.speak(language);
        }
        let config = config::load(&root)?;
        if let Some(language) = config.language {
            screen.speak(language);
        }
        let language = screen.sentences().language();
        screen.detail(&screen.say("detail-workspace", &[("folder", root.display().to_string().into())]));
        Ok(Self { root, config, clock: Clock::from_environment(), language })
    }

    /// The time zone of people: that of the sending window, else the machine's.
    pub(super) fn zone(&self) -> Result<TimeZone, Finding> {
        match &self.config.limits.timezone {
            Some(name) => TimeZone::get(name).map_err(|_| {
                let known: Vec<String> = jiff::tz::db().available().map(|known| known.to_string()).collect();
                let finding = Finding::new(Code::TimeZoneUnknown).at(config::place_of(&self.config.text, "timezone"));
                finding.with("value", name).with("nearest", nearest(name, &known).unwrap_or_default())
            }),
            None => Ok(TimeZone::system()),
        }
    }

    pub(super) fn realm(&self) -> Realm {
        match self.config.transport.kind {
            Kind::Outbox => Realm::Outbox,
            Kind::Smtp => Realm::Smtp,
        }
    }

    /// The maildir of the rehearsal, as the person knows it.
    pub(super) fn outbox(&self) -> PathBuf {
        self.config.transport.outbox.clone().unwrap_or_else(|| PathBuf::from("outbox"))
    }

    pub(super) fn ledger_location(&self) -> Result<Location, Finding> {
        Location::read(&self.config.ledger.url, &self.root).map_err(in_settings)
    }

    /// The ledger for looking only, if there is one.
    pub(super) fn ledger_for_reading(&self) -> Result<Option<Ledger>, Finding> {
        Ledger::open_for_reading(&self.ledger_location()?)
    }

    /// Its pictures and the files it attaches.
    pub(super) fn shelf(&self) -> Arc<Shelf> {
        Arc::new(Shelf::new(&self.root, self.config.sender.address.domain()))
    }

    /// What signs the mails, as the settings say.
    pub(super) fn signer(&self) -> Result<Signer, Finding> {
        Signer::load(&self.config.dkim, &self.config.sender.address, &self.root).map_err(in_settings)
    }

    /// The file for a new DKIM key, beside the keys that sign tokens.
    pub(super) fn dkim_key_file(&self, selector: &Selector) -> Result<PathBuf, Finding> {
        Ok(self.ledger_location()?.make_folder()?.join(format!("dkim-{selector}.pem")))
    }

    /// The file of the keys that sign tokens.
    pub(super) fn keys_file(&self) -> Result<PathBuf, Finding> {
        Ok(self.ledger_location()?.make_folder()?.join("keys"))
    }

    /// Reads all lists. One that cannot be read does not stop the others.
    pub(super) fn lists(&self, screen: &Screen) -> Result<Lists, Finding> {
        let (settings, mut findings) = self.list_settings()?;
        let (mut sheets, mut sources) = (Vec::new(), Vec::new());
        let size = |list: &&list::Settings| std::fs::metadata(self.root.join(&list.path)).map_or(0, |file| file.len());
        let opened = largest_first(settings.iter().collect(), size, |list| list::open(&self.root, list));
        for (number, opened) in opened.into_iter().enumerate() {
            match opened {
                Ok(opened) => {
                    sources.extend(opened.iter().map(|_| number));
                    sheets.extend(opened);
                }
                Err(finding) => findings.push(finding),
            }
        }
        let erased = Erased::load(self)?;
        let basis = |sheet| sources.get(usize::from(sheet)).and_then(|&list: &usize| settings[list].basis);
        let bar = |whose: &Whose<'_>| erased.bar(whose, basis(whose.list));
        let gathered = gather(sheets, &self.priorities(&settings, &sources), &bar)?;
        for (shape, &list) in gathered.shapes.iter().zip(&sources) {
            screen.detail(&shape::line(screen, shape));
            findings.extend(shape::findings(shape, &settings[list]));
        }
        findings.extend(gathered.findings.into_iter().map(|finding| shape::placed(finding, &self.config.text)));
        let Merged { mut contacts, set_aside, conflicts, totals } = gathered.merged;
        contacts.set_register(self.root.join(REGISTER));
        contacts.name_lists(gathered.shapes.iter().map(|shape| shape.name.clone()).collect());
        Ok(Lists { settings, shapes: gathered.shapes, sources, contacts, set_aside, conflicts, totals, findings })
    }

    /// How early each sheet decides: corrections first, then as the settings name their lists. Where they name none, all
    /// are equal.
    fn priorities(&self, settings: &[Settings], sources: &[usize]) -> Vec<Priority> {
        let ordered = !self.config.lists.is_empty();
        let priority = |&list: &usize| match u32::try_from(list) {
            _ if is_corrections(&settings[list].path) => Priority::Correction,
            Ok(number) if ordered => Priority::List(number),
            _ => Priority::List(0),
        };
        sources.iter().map(priority).collect()
    }

    /// The configured lists, or one for each file; and the files that no entry covers.
    fn list_settings(&self) -> Result<(Vec<Settings>, Vec<Finding>), Finding> {
        let files = list::files_in(&self.root, Path::new(LISTS))?;
        let (corrections, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_corrections(file));
        // behind the lists, so that a correction changes nobody's place
        let last = || corrections.iter().map(|path| Settings::new(stem(path), path.clone()));
        let lists = &self.config.lists;
        let mut beside = uncovered_folders(&self.root, lists);
        beside.extend(unrecognised(&self.root, lists)?);
        if lists.is_empty() {
            let is_misplaced = |file: &PathBuf| is_corrections(&file.with_extension("csv"));
            let (misplaced, files): (Vec<_>, Vec<_>) = files.into_iter().partition(is_misplaced);
            beside.extend(misplaced.iter().map(|file| uncovered_finding(file)));
            let named = files.into_iter().map(|path| Settings::new(stem(&path), path));
            return Ok((named.chain(last()).collect(), beside));
        }
        let uncovered = files.iter().filter(|file| !lists.iter().any(|list| same_path(&list.path, file)));
        let mut findings: Vec<Finding> = uncovered.map(|file| uncovered_finding(file)).chain(beside).collect();
        for (at, list) in lists.iter().enumerate() {
            if lists[..at].iter().any(|other| other.name == list.name) {
                findings.push(Finding::new(Code::ListTwice).at(Place::file(config::FILE)).with("list", &list.name));
            }
            if list.path.is_absolute() || list.path.components().any(|part| part == std::path::Component::ParentDir) {
                let finding = Finding::new(Code::PathOutside).at(Place::file(config::FILE));
                findings.push(finding.with("path", list.path.display()));
            }
        }
        if let Some(at) = findings.iter().position(|finding| finding.code == Code::PathOutside) {
            return Err(findings.swap_remove(at));
        }
        let others = lists.iter().filter(|list| !is_corrections(&list.path)).cloned();
        Ok((others.chain(last()).collect(), findings))
    }

    /// The ids of all campaigns that have a file or a record.
    pub(super) fn campaign_ids(&self) -> Result<Vec<String>, Finding> {
        let mut ids: Vec<String> = match self.ledger_for_reading()? {
            Some(ledger) => ledger.batches()?.into_iter().map(|batch| batch.campaign).collect(),
            None => Vec::new(),
        };
        for stem in campaign::known(&self.root) {
            ids.push(Campaign::load(&self.root, &stem).map_or(stem, |campaign| campaign.id));
        }
        ids.sort();
        ids.dedup();
        Ok(ids)
    }

    /// What happened before, as far as it is asked about.
    ///
    /// Answers to an event that nobody asks about by name stop nothing when they cannot be read.
    pub(super) fn history(
        &self,
        campaigns: &[String],
        events: &[String],
        asked: &[String],
    ) -> Result<(History, Vec<Finding>), Finding> {
        let mut history = History::default();
        let mut findings = Vec::new();
        let ledger = self.ledger_for_reading()?;
        for event in events {
            match moved::answers(self, ledger.as_ref(), event) {
                Ok((answers, faults)) => {
                    history.answers.insert(event.clone(), answers);
                    findings.extend(faults);
                }
                Err(finding) if asked.contains(event) => return Err(finding),
                Err(finding) => findings.push(finding),
            }
        }
        if let Some(ledger) = ledger {
            for campaign in campaigns {
                history.sent.insert(campaign.clone(), ledger.sent(campaign)?);
            }
            for entry in ledger.suppressions()? {
                let scope = if entry.all { SuppressionScope::All } else { SuppressionScope::Advertising };
                if entry.key.contains('@') && entry.reason != HARD_BOUNCE {
                    history.refused.insert(entry.key.clone(), scope);
                }
                history.suppressed.insert(entry.key, scope);
            }
        }
        Ok((history, findings))
    }
}

impl Lists {
    /// Whether a list that cannot be read at all stands in the way.
    pub(super) fn errors(&self) -> Vec<Finding> {
        self.findings.iter().filter(|finding| finding.severity() == Severity::Error).cloned().collect()
    }

    /// The settings of each sheet's list.
    pub(super) fn settings_of_sheets(&self) -> Vec<Settings> {
        self.sources.iter().map(|&list| self.settings[list].clone()).collect()
    }

    /// The name of each sheet's list.
    pub(super) fn names(&self) -> Vec<&str> {
        self.shapes.iter().map(|shape| shape.name.as_str()).collect()
    }

    /// `file:line` of a row.
    pub(super) fn place(&self, origin: Origin) -> Place {
        self.shapes.get(usize::from(origin.list)).map_or_else(|| Place::file(""), |shape| shape.place(origin.line))
    }

    /// The settings of the list that a row is of.
    pub(super) fn settings_of(&self, origin: Origin) -> Option<&Settings> {
        self.sources.get(usize::from(origin.list)).and_then(|&list| self.settings.get(list))
    }

    /// Whether a value stands in the corrections.
    pub(super) fn is_correction(&self, origin: Origin) -> bool {
        self.settings_of(origin).is_some_and(|list| is_corrections(&list.path))
    }

    /// The rows that were set aside, as findings.
    pub(super) fn row_findings(&self) -> impl Iterator<Item = Finding> {
        self.set_aside.iter().map(|row| {
            // a date is told as people write it
            let is_day = matches!(row.code, Code::ComebackDateMissing | Code::ComebackDateEarly);
            let detail = if is_day { "since" } else { "cell" };
            let finding = Finding::new(row.code).at(self.place(row.origin)).with(detail, &row.detail);
            finding.with("reason", row.reason().unwrap_or_default())
        })
    }

    /// The cells that hold several addresses, as findings.
    pub(super) fn several_findings(&self) -> impl Iterator<Item = Finding> {
        let rows = self.contacts.iter().flat_map(|contact| contact.each_row().map(move |row| (contact, row)));
        rows.filter_map(|(contact, row)| {
            let finding = Finding::new(Code::AddressSeveral).at(self.place(row.origin));
            Some(finding.with("email", contact.email()).with("others", row.value(Field::OtherAddresses)?))
        })
    }

    /// The conflicts that no correction settles, and those between corrections.
    pub(super) fn open_conflicts(&self) -> impl Iterator<Item = &Conflict> {
        let corrections: Vec<bool> =
            self.sources.iter().map(|&list| is_corrections(&self.settings[list].path)).collect();
        let none = !corrections.contains(&true);
        let is_correction =
            move |origin: Origin| corrections.get(usize::from(origin.list)).copied().unwrap_or_default();
        self.conflicts.iter().filter(move |conflict| {
            let kept = || self.contacts.get(conflict.contact).origin(conflict.field);
            none || is_correction(conflict.origin) || !kept().is_some_and(&is_correction)
        })
    }

    /// The conflicts, as findings.
    pub(super) fn conflict_findings(&self) -> impl Iterator<Item = Finding> {
        self.open_conflicts().map(|conflict| {
            let contact = self.contacts.get(conflict.contact);
            let kept = contact.value(conflict.field).unwrap_or_default();
            let kept_at = contact.origin(conflict.field).map(|origin| self.place(origin).to_string());
            Finding::new(Code::ValueConflict)
                .at(self.place(conflict.origin))
                .with("field", self.contacts.fields().name(conflict.field))
                .with("email", contact.email())
                .with("kept", kept)
                .with("other", &conflict.other)
                .with("kept_at", kept_at.unwrap_or_default())
        })
    }
}

/// A finding about the settings that no other file owns.
pub(super) fn in_settings(finding: Finding) -> Finding {
    if finding.place.is_some() { finding } else { finding.at(Place::file(config::FILE)) }
}

/// Whether a file holds what people know better than their lists: it comes first and gives no basis.
pub(super) fn is_corrections(path: &Path) -> bool {
    // some file systems do not tell capitals apart
    same_path(&PathBuf::from(path.to_string_lossy().to_lowercase()), Path::new(CORRECTIONS))
}

/// A file among the lists that no entry covers; one that is called like the corrections is none of the lists.
fn uncovered_finding(file: &Path) -> Finding {
    let kind = if is_corrections(&file.with_extension("csv")) { "corrections" } else { "list" };
    Finding::new(Code::ListUncovered).at(Place::file(file.display().to_string())).with("kind", kind)
}

/// The folders among the lists with lists that no entry covers: nobody reads them, and people stand in them.
fn uncovered_folders(root: &Path, lists: &[Settings]) -> Vec<Finding> {
    let is_uncovered =
        |file: &PathBuf| list::has_its_name(file) && !lists.iter().any(|list| same_path(&list.path, file));
    let below = list::files_below(root, Path::new(LISTS)).into_iter().filter(is_uncovered);
    let depth = Path::new(LISTS).components().count();
    let folders: BTreeSet<PathBuf> = below
        .filter(|file| file.components().count() > depth + 1)
        .map(|file| file.components().take(depth + 1).collect())
        .collect();
    folders
        .iter()
        .map(|folder| Finding::new(Code::FolderUncovered).at(Place::file(folder.display().to_string())))
        .collect()
}

/// The files among the lists that are not named like one, and that no entry covers.
fn unrecognised(root: &Path, lists: &[Settings]) -> Result<Vec<Finding>, Finding> {
    let others = list::others_in(root, Path::new(LISTS))?.into_iter();
    let uncovered = others.filter(|file| !lists.iter().any(|list| same_path(&list.path, file)));
    let finding = |file: PathBuf| Finding::new(Code::ListUnrecognised).at(Place::file(file.display().to_string()));
    Ok(uncovered.map(finding).collect())
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn same_path(one: &Path, other: &Path) -> bool {
    one.components().filter(|part| *part != std::path::Component::CurDir).eq(other.components())
}
