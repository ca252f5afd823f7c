//! `check FILE` of a list that nobody adopted yet: what it would change.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use serde::Serialize;

use super::target;
use crate::address::domains_of;
use crate::audience::read_basis;
use crate::command::audience::law_findings;
use crate::command::erased::Erased;
use crate::command::shape;
use crate::command::workspace::{Lists, Workspace};
use crate::contact::{Contact, Contacts, MUNICIPALITY, Priority, REGISTER, gather};
use crate::decision::Decisions;
use crate::finding::{Code, Finding};
use crate::ledger::Suppressions as _;
use crate::list::{self, Field, Settings, Shape};
use crate::terminal::{Fact, Screen, shortened};

/// Lines of one kind that are printed; JSON has all.
const SHOWN: usize = 20;

/// What would change.
#[derive(Debug, Serialize)]
pub(super) struct Changes {
    /// The file as it was named.
    file: String,
    /// The adopted list that it is compared with.
    list: Option<String>,
    /// Addresses that no list has.
    new: Vec<String>,
    /// Values that differ from those of the adopted list, or of all lists where there is none.
    changed: Vec<Change>,
    /// Addresses of the adopted list that the file lacks.
    gone: Vec<String>,
    /// Addresses that get no advertising or no mail at all, for themselves, their domain or their municipality.
    suppressed: Vec<String>,
    /// Addresses that nothing allows to write to.
    basis_missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Change {
    email: String,
    field: String,
    old: Option<String>,
    new: Option<String>,
}

/// What a list says of each address: its values by the names that templates use.
type People = HashMap<String, BTreeMap<String, String>>;

/// Reads the file beside the lists, tells what it would change, and gives that with what is wrong in it.
pub(super) fn compare(
    workspace: &Workspace,
    screen: &Screen,
    lists: &Lists,
    decisions: Option<&Decisions>,
    path: &Path,
) -> Result<(Changes, Vec<Finding>), Finding> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let adopted = alike(&lists.settings, &stem);
    let settings = match adopted {
        Some(list) => Settings { name: stem, path: path.to_owned(), ..list.clone() },
        None => Settings::new(stem, path.to_owned()),
    };
    let sheets = list::open(&workspace.root, &settings).map_err(|finding| unrecognised(finding, path))?;
    let equal = vec![Priority::List(0); sheets.len()];
    let erased = Erased::load(workspace)?;
    let mut gathered = gather(sheets, &equal, &|whose| erased.bar(whose, settings.basis))?;
    gathered.merged.contacts.set_register(workspace.root.join(REGISTER));
    let mut findings: Vec<Finding> =
        gathered.shapes.iter().flat_map(|sheet| shape::findings(sheet, &settings)).collect();
    // a file that nobody adopted has none yet, and the sums say so
    findings.retain(|finding| finding.code != Code::BasisMissing);
    gathered.shapes.iter().flat_map(|sheet| shape::lines(screen, sheet)).for_each(|line| screen.result(&line));
    let mut changes = changes(workspace, lists, adopted, &settings, &gathered.merged.contacts)?;
    let columns = fields_of(&gathered.shapes);
    // a column that the file does not have takes nothing away, and beside other lists no blank cell does
    changes.changed.retain(|change| change.new.is_some() || (adopted.is_some() && columns.contains(&change.field)));
    tell(screen, &changes);
    let read = Lists {
        settings: vec![settings],
        sources: vec![0; gathered.shapes.len()],
        shapes: gathered.shapes,
        contacts: gathered.merged.contacts,
        set_aside: gathered.merged.set_aside,
        conflicts: gathered.merged.conflicts,
        totals: gathered.merged.totals,
        findings: gathered.findings,
    };
    findings.extend(super::lists::findings(&read, decisions));
    findings.extend(law_findings(workspace, &read));
    Ok((changes, findings))
}

/// What is wrong with a file that is not named like a list and turns out to be none.
fn unrecognised(finding: Finding, path: &Path) -> Finding {
    let is_none = matches!(finding.code, Code::AddressColumnMissing | Code::WorkbookDamaged);
    if is_none && !list::has_its_name(path) { target::unrecognised(path, "file") } else { finding }
}

/// The fields that the columns of the sheets hold, by the names that templates use.
fn fields_of(shapes: &[Shape]) -> HashSet<String> {
    let means = shapes.iter().flat_map(|shape| &shape.headings).filter_map(|heading| heading.means.as_deref());
    means
        .flat_map(|means| if means.starts_with("extra.") { vec![means] } else { means.split(' ').collect() })
        .map(str::to_owned)
        .collect()
}

/// The adopted list that the file seems to be a newer copy of: named alike, or with something behind the name, such as
/// `cdos-2025.csv` or `cdos (1).csv`.
fn alike<'l>(lists: &'l [Settings], stem: &str) -> Option<&'l Settings> {
    let stem = stem.to_lowercase();
    let begins = |list: &&Settings| {
        let own = list.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        [&own, &list.name].into_iter().any(|name| {
            let rest = stem.strip_prefix(name.to_lowercase().as_str());
            !name.is_empty() && rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    };
    // the longest name fits best: `cdos-nord-2025` is no `cdos`
    lists.iter().filter(begins).max_by_key(|list| list.name.len())
}

fn changes(
    workspace: &Workspace,
    lists: &Lists,
    adopted: Option<&Settings>,
    settings: &Settings,
    contacts: &Contacts,
) -> Result<Changes, Finding> {
    let suppressed = match workspace.ledger_for_reading()? {
        Some(ledger) => ledger.suppressions()?.into_iter().map(|entry| entry.key).collect(),
        None => HashSet::new(),
    };
    let has_municipality = suppressed.iter().any(|key: &String| key.starts_with(MUNICIPALITY));
    let is_suppressed = |contact: &Contact<'_>| {
        let mut keys = std::iter::once(contact.email()).chain(domains_of(contact.email()));
        let of_place = || has_municipality && contact.municipality_keys().iter().any(|key| suppressed.contains(key));
        keys.any(|key| suppressed.contains(key)) || of_place()
    };
    let known: HashSet<&str> = lists.contacts.iter().map(|contact| contact.email()).collect();
    let (before, now) = (people_before(workspace, lists, adopted)?, people(contacts));
    let emails = |wanted: &dyn Fn(&Contact<'_>) -> bool| -> Vec<String> {
        contacts.iter().filter(|contact| wanted(contact)).map(|contact| contact.email().to_owned()).collect()
    };
    // the word of a row stands above that of its list
    let has_basis = |contact: &Contact<'_>| {
        let carries = |word: Option<&str>| word.map_or(settings.basis.is_some(), |word| read_basis(word).is_some());
        contact.each_row().any(|row| carries(row.value(Field::Basis)))
    };
    let mut gone: Vec<String> = before.keys().filter(|email| !now.contains_key(*email)).cloned().collect();
    gone.sort();
    Ok(Changes {
        file: settings.path.display().to_string(),
        list: adopted.map(|list| list.name.clone()),
        new: emails(&|contact| !known.contains(contact.email())),
        changed: emails(&|_| true).into_iter().flat_map(|email| differences(&email, &before, &now)).collect(),
        gone: if adopted.is_some() { gone } else { Vec::new() },
        suppressed: emails(&is_suppressed),
        basis_missing: emails(&|contact| !has_basis(contact)),
    })
}

/// What the adopted list says of each person, read as alone as the file is; without one, what all lists say.
fn people_before(workspace: &Workspace, lists: &Lists, adopted: Option<&Settings>) -> Result<People, Finding> {
    let Some(adopted) = adopted else { return Ok(people(&lists.contacts)) };
    let sheets = list::open(&workspace.root, adopted)?;
    let equal = vec![Priority::List(0); sheets.len()];
    let erased = Erased::load(workspace)?;
    Ok(people(&gather(sheets, &equal, &|whose| erased.bar(whose, adopted.basis))?.merged.contacts))
}

fn people(contacts: &Contacts) -> People {
    let values = |contact: &Contact<'_>| {
        let values = contact.values().filter(|(field, ..)| is_compared(*field));
        values.map(|(field, value, _)| (contacts.fields().name(field), value.to_owned())).collect()
    };
    contacts.iter().map(|contact| (contact.email().to_owned(), values(&contact))).collect()
}

/// The address is the key, and what a row says of itself changes with every copy.
fn is_compared(field: Field) -> bool {
    field != Field::Email && !field.is_of_row()
}

fn differences(email: &str, before: &People, now: &People) -> Vec<Change> {
    let (Some(old), Some(new)) = (before.get(email), now.get(email)) else { return Vec::new() };
    let mut fields: Vec<&String> = old.keys().chain(new.keys()).collect();
    fields.sort();
    fields.dedup();
    let differing = fields.into_iter().filter(|field| old.get(*field) != new.get(*field));
    differing
        .map(|field| Change {
            email: email.to_owned(),
            field: field.clone(),
            old: old.get(field).cloned(),
            new: new.get(field).cloned(),
        })
        .collect()
}

/// The sums, and below them line by line what is behind them.
fn tell(screen: &Screen, changes: &Changes) {
    let facts = [
        ("file", Fact::from(changes.file.as_str())),
        ("list", changes.list.as_deref().unwrap_or("none").into()),
        ("new", changes.new.len().into()),
        ("changed", changes.changed.len().into()),
        ("gone", changes.gone.len().into()),
        ("suppressed", changes.suppressed.len().into()),
        ("basis", changes.basis_missing.len().into()),
    ];
    screen.result(&screen.say("file-changes", &facts));
    let plain = |kind: &str, emails: &[String]| {
        let line =
            |email: &String| screen.say("file-change", &[("kind", kind.into()), ("email", email.as_str().into())]);
        block(screen, &emails.iter().map(line).collect::<Vec<_>>());
    };
    plain("new", &changes.new);
    let values = changes.changed.iter().map(|change| {
        let value = |value: &Option<String>| Fact::from(shortened(value.as_deref().unwrap_or("–")).as_ref());
        let facts = [("email", Fact::from(change.email.as_str())), ("field", change.field.as_str().into())];
        let both = [("old", value(&change.old)), ("new", value(&change.new))];
        screen.say("file-value", &facts.into_iter().chain(both).collect::<Vec<_>>())
    });
    block(screen, &values.collect::<Vec<_>>());
    plain("gone", &changes.gone);
    plain("suppressed", &changes.suppressed);
    plain("basis", &changes.basis_missing);
}

fn block(screen: &Screen, lines: &[String]) {
    lines.iter().take(SHOWN).for_each(|line| screen.result(&format!("  {line}")));
    if let Some(more) = lines.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        screen.result(&format!("  {}", screen.say("file-more", &[("count", more.into())])));
    }
}
