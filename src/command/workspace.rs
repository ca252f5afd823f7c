//! What several verbs need of a workspace: its settings, its lists as contacts, its ledger.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::audience::{History, SuppressionScope};
use crate::campaign::{self, Campaign};
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::contact::{Conflict, Contacts, Merger, Origin, SetAside, Totals};
use crate::delivery::Kind;
use crate::finding::{Code, Finding, Place, Severity};
use crate::ledger::{Ledger, Location, Realm, Suppressions as _};
use crate::list::{self, Basis, Fields, Settings, Shape};
use crate::message::{Selector, Signer};
use crate::nearest::nearest;
use crate::template::Language;
use crate::terminal::Screen;
use crate::token::{Keys, Purpose};

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
    pub shapes: Vec<Shape>,
    pub contacts: Contacts,
    pub set_aside: Vec<SetAside>,
    pub conflicts: Vec<Conflict>,
    pub totals: Totals,
    /// The addresses of people who were erased and whom a list brings back.
    pub erased: Vec<String>,
    /// What is wrong with whole lists.
    pub findings: Vec<Finding>,
}

const LISTS: &str = "data/lists";

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
        let mut fields = Fields::default();
        let mut merger = Merger::default();
        let mut shapes = Vec::new();
        for (number, list) in (0..).zip(&settings) {
            let read =
                list::read(&self.root, list, &mut fields, &mut |headings, row| merger.add(number, headings, row));
            match read {
                Ok(shape) => {
                    tell_shape(screen, &shape);
                    findings.extend(shape_findings(&shape, list));
                    shapes.push(shape);
                }
                Err(finding) => findings.push(finding),
            }
        }
        let (contacts, set_aside, conflicts, totals) = merger.finish(fields);
        let mut lists =
            Lists { settings, shapes, contacts, set_aside, conflicts, totals, erased: Vec::new(), findings };
        self.find_erased(&mut lists)?;
        Ok(lists)
    }

    /// Who was erased is known again by a keyed hash only. Where a list brings somebody back, its row is told and the
    /// person gets no mail.
    fn find_erased(&self, lists: &mut Lists) -> Result<(), Finding> {
        let marks = self.ledger_for_reading()?.map(|ledger| ledger.erased()).transpose()?.unwrap_or_default();
        if marks.is_empty() {
            return Ok(());
        }
        let Some(keys) = Keys::load(&self.keys_file()?)? else { return Ok(()) };
        let is_erased = |address: &str| keys.marks(Purpose::Erased, &[address]).any(|mark| marks.contains(&mark));
        for contact in lists.contacts.iter().filter(|contact| is_erased(contact.email())) {
            let rows = contact.rows().map(|row| Finding::new(Code::PersonErased).at(lists.place(row)));
            lists.findings.extend(rows.collect::<Vec<_>>());
            lists.erased.push(contact.email().to_owned());
        }
        Ok(())
    }

    /// The configured lists, or one for each file; and the files that no entry covers.
    fn list_settings(&self) -> Result<(Vec<Settings>, Vec<Finding>), Finding> {
        let files = list::files_in(&self.root, Path::new(LISTS))?;
        if self.config.lists.is_empty() {
            let named = files.into_iter().map(|path| Settings::new(stem(&path), path));
            return Ok((named.collect(), Vec::new()));
        }
        let lists = &self.config.lists;
        let uncovered = files.iter().filter(|file| !lists.iter().any(|list| same_path(&list.path, file)));
        let mut findings: Vec<Finding> = uncovered
            .map(|file| Finding::new(Code::ListUncovered).at(Place::file(file.display().to_string())))
            .collect();
        for (at, list) in lists.iter().enumerate() {
            if lists[..at].iter().any(|other| other.name == list.name) {
                findings.push(Finding::new(Code::ListTwice).at(Place::file(config::FILE)).with("list", &list.name));
            }
            if list.path.is_absolute() || list.path.components().any(|part| part == std::path::Component::ParentDir) {
                let finding = Finding::new(Code::PathOutside).at(Place::file(config::FILE));
                findings.push(finding.with("path", list.path.display()));
            }
        }
        match findings.iter().position(|finding| finding.code == Code::PathOutside) {
            Some(at) => Err(findings.swap_remove(at)),
            None => Ok((lists.clone(), findings)),
        }
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
        for event in events {
            match crate::audience::read_answers(&self.root, event) {
                Ok((answers, faults)) => {
                    history.answers.insert(event.clone(), answers);
                    findings.extend(faults);
                }
                Err(finding) if asked.contains(event) => return Err(finding),
                Err(finding) => findings.push(finding),
            }
        }
        if let Some(ledger) = self.ledger_for_reading()? {
            for campaign in campaigns {
                history.sent.insert(campaign.clone(), ledger.sent(campaign)?);
            }
            for entry in ledger.suppressions()? {
                let scope = if entry.all { SuppressionScope::All } else { SuppressionScope::Advertising };
                history.suppressed.0.insert(entry.key, scope);
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

    pub(super) fn bases(&self) -> Vec<Option<Basis>> {
        self.settings.iter().map(|list| list.basis).collect()
    }

    /// `file:line` of a row.
    pub(super) fn place(&self, origin: Origin) -> Place {
        let file = self.settings.get(usize::from(origin.list)).map(|list| list.path.display().to_string());
        Place::line(file.unwrap_or_default(), origin.line)
    }

    /// The rows that were set aside, as findings.
    pub(super) fn row_findings(&self) -> impl Iterator<Item = Finding> {
        self.set_aside.iter().map(|row| Finding::new(row.code).at(self.place(row.origin)).with("cell", &row.detail))
    }

    /// The conflicts, as findings.
    pub(super) fn conflict_findings(&self) -> impl Iterator<Item = Finding> {
        self.conflicts.iter().map(|conflict| {
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

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn same_path(one: &Path, other: &Path) -> bool {
    one.components().filter(|part| *part != std::path::Component::CurDir).eq(other.components())
}

fn shape_findings(shape: &Shape, list: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let place = || Place::file(&shape.file);
    if shape.rows == 0 {
        findings.push(Finding::new(Code::ListEmpty).at(place()));
    }
    if list.basis.is_none() {
        findings.push(Finding::new(Code::BasisMissing).at(place()).with("list", &list.name));
    }
    let ignored = shape.headings.iter().filter(|heading| heading.means.is_none() && !heading.name.is_empty());
    findings.extend(
        ignored.map(|heading| {
            Finding::new(Code::ColumnTwice).at(Place::line(&shape.file, 1)).with("heading", &heading.name)
        }),
    );
    findings
}

fn tell_shape(screen: &Screen, shape: &Shape) {
    screen.detail(&shape_line(screen, shape));
}

/// How a list was read, in one line.
pub(super) fn shape_line(screen: &Screen, shape: &Shape) -> String {
    let facts = [
        ("file", shape.file.as_str().into()),
        ("count", shape.rows.into()),
        ("encoding", shape.encoding.name().into()),
        ("delimiter", shape.delimiter.name().into()),
    ];
    screen.say("list-shape", &facts)
}
