//! People who may have got a campaign already, under another address.

use std::collections::{BTreeMap, HashMap};

use super::super::audience::Prepared;
use super::super::review;
use super::super::workspace::Workspace;
use super::batch;
use super::index::Index;
use super::plan::each_known;
use crate::audience::Reason;
use crate::decision::{Decisions, People};
use crate::finding::Finding;
use crate::ledger::{Batch, Decision, Known, Ledger, Planning, State};
use crate::terminal::Held;
use crate::token::{Keys, Purpose};

/// Somebody who got nothing yet and bears the name of somebody whom the campaign reaches, in the same municipality.
pub(in crate::command) struct Namesake {
    /// The contact's number.
    pub number: u32,
    /// The address that got it, or is to get it.
    pub other: String,
    /// What a person decided.
    pub decision: Option<Decision>,
}

/// Sets aside whoever got nothing yet and bears the name, in the same municipality, of somebody who may have got the mail
/// at another address, or who comes first among those who wait; unless a person decided that they are not one. Whom
/// somebody decided to be one with an address that may have got it is left out, under whatever name.
pub(in crate::command) fn hold(
    workspace: &Workspace,
    prepared: &mut Prepared<'_>,
    ledger: &Ledger,
    keys: &Keys,
    batch: &Batch,
) -> Result<(), Finding> {
    let untried = untried(prepared, ledger, batch)?;
    let marks = marks(prepared, keys, &untried);
    let of_people = Decisions::load(&workspace.root)?;
    let others = other_addresses(prepared, &review::people(prepared.lists, &of_people), &untried);
    if marks.is_empty() && others.is_empty() {
        return Ok(());
    }
    let mut found = BTreeMap::new();
    each_known(ledger, batch, |known| {
        if let Some(number) = others.get(&known.address).filter(|_| has_got(known)) {
            found.insert(*number, known.address.clone());
        }
        let Some(person) = known.person.filter(|_| may_have_got(known)) else { return };
        let from = marks.partition_point(|(mark, _)| *mark < person);
        for (_, number) in marks[from..].iter().take_while(|(mark, _)| *mark == person) {
            found.entry(*number).or_insert_with(|| known.address.clone());
        }
    })?;
    add_twins(prepared, &marks, &mut found);
    set_aside(workspace, prepared, found, &ledger.decisions(batch)?)
}

/// As [`hold`], for who only looks: without a ledger or its keys nobody got anything yet.
pub(in crate::command) fn hold_for_looking(workspace: &Workspace, prepared: &mut Prepared<'_>) -> Result<(), Finding> {
    let batch = batch(workspace, prepared);
    let ledger = workspace.ledger_for_reading()?;
    // asking for keys makes their folder, which looking must not
    if let Some(ledger) = &ledger
        && let Some(keys) = Keys::load(&workspace.keys_file()?)?
    {
        return hold(workspace, prepared, ledger, &keys, &batch);
    }
    let marks = marks(prepared, &Keys::demonstration(), &prepared.audience.included);
    let mut found = BTreeMap::new();
    add_twins(prepared, &marks, &mut found);
    let decisions = ledger.map(|ledger| ledger.decisions(&batch)).transpose()?;
    set_aside(workspace, prepared, found, &decisions.unwrap_or_default())
}

/// Of several who wait under one name in one municipality the first by address gets the mail.
fn add_twins(prepared: &Prepared<'_>, marks: &[(i64, u32)], found: &mut BTreeMap<u32, String>) {
    let email = |number: u32| prepared.lists.contacts.get(number).email();
    for same in marks.chunk_by(|(one, _), (other, _)| one == other).filter(|same| same.len() > 1) {
        let mut waiting: Vec<u32> =
            same.iter().map(|(_, number)| *number).filter(|number| !found.contains_key(number)).collect();
        waiting.sort_unstable_by_key(|number| email(*number));
        if let Some((first, others)) = waiting.split_first() {
            found.extend(others.iter().map(|number| (*number, email(*first).to_owned())));
        }
    }
}

/// The other addresses of each of these whom somebody decided to have several.
fn other_addresses(prepared: &Prepared<'_>, people: &People<'_>, numbers: &[u32]) -> HashMap<String, u32> {
    let others = |&number: &u32| {
        let own = prepared.lists.contacts.get(number).email();
        let all = people.addresses_of(own).iter().filter(move |address| **address != own);
        all.map(move |address| ((*address).to_owned(), number))
    };
    numbers.iter().flat_map(others).collect()
}

/// Whether a mail arrived, or may have. One that is to be tried again will not be: its address is in the audience no more.
fn has_got(known: &Known) -> bool {
    matches!(known.state, State::Sending | State::Accepted | State::InDoubt)
}

/// A rejected mail was got by nobody: an address that was mended is a new one.
fn may_have_got(known: &Known) -> bool {
    match known.state {
        State::Sending | State::Accepted | State::InDoubt => true,
        State::Queued | State::Deferred => known.attempts > 0,
        State::Rejected => false,
    }
}

/// The included for whom no attempt was made yet.
fn untried(prepared: &Prepared<'_>, ledger: &dyn Planning, batch: &Batch) -> Result<Vec<u32>, Finding> {
    let included = &prepared.audience.included;
    if ledger.known(batch, 0, 1)?.is_empty() {
        return Ok(included.clone());
    }
    let index = Index::new(prepared);
    let mut was_tried = vec![false; included.len()];
    each_known(ledger, batch, |known| {
        let place = index.find(&known.address).and_then(|number| included.binary_search(&number).ok());
        if let Some(at) = place {
            was_tried[at] = known.state != State::Queued || known.attempts > 0;
        }
    })?;
    let untried = included.iter().zip(was_tried).filter(|(_, was_tried)| !was_tried);
    Ok(untried.map(|(number, _)| *number).collect())
}

/// What each of them is known by, sorted: under every key that was ever in use.
fn marks(prepared: &Prepared<'_>, keys: &Keys, numbers: &[u32]) -> Vec<(i64, u32)> {
    let mut marks = Vec::new();
    for &number in numbers {
        if let Some([name, municipality]) = prepared.lists.contacts.get(number).person() {
            marks.extend(keys.marks(Purpose::Person, &[&name, &municipality]).map(|mark| (mark, number)));
        }
    }
    marks.sort_unstable();
    marks
}

/// What `data/decisions.toml` says of the two holds for every campaign, else what was decided for this one.
fn set_aside(
    workspace: &Workspace,
    prepared: &mut Prepared<'_>,
    found: BTreeMap<u32, String>,
    decisions: &HashMap<String, Decision>,
) -> Result<(), Finding> {
    if found.is_empty() {
        return Ok(());
    }
    let of_people = Decisions::load(&workspace.root)?;
    let people = review::people(prepared.lists, &of_people);
    let contacts = &prepared.lists.contacts;
    let namesake = |(number, other): (u32, String)| {
        let contact = contacts.get(number);
        let between = || review::between(workspace, prepared.lists, &of_people, contact, &other);
        let is_one = people.are_one(contact.email(), &other);
        let of_people = if is_one { Some(Decision::Leave) } else { between() };
        let decision = of_people.or_else(|| decisions.get(contact.email()).copied());
        Namesake { number, other, decision }
    };
    let namesakes: Vec<Namesake> = found.into_iter().map(namesake).collect();
    prepared.leave_out(|number| {
        let at = namesakes.binary_search_by_key(&number, |namesake| namesake.number).ok()?;
        match namesakes[at].decision {
            None => Some(Reason::Held),
            Some(Decision::Leave) => Some(Reason::SamePerson),
            Some(Decision::Send) => None,
        }
    });
    prepared.namesakes = namesakes;
    Ok(())
}

impl Prepared<'_> {
    /// Moves people from the included to the excluded.
    fn leave_out(&mut self, leaves: impl Fn(u32) -> Option<Reason>) {
        let digests = self.audience.included.iter().zip(&self.digests);
        self.digests = digests.filter(|(number, _)| leaves(**number).is_none()).map(|(_, digest)| *digest).collect();
        self.audience.leave_out(leaves);
    }

    /// Those who wait for a person's decision.
    pub(in crate::command) fn held(&self) -> Vec<Held> {
        let undecided = self.namesakes.iter().filter(|namesake| namesake.decision.is_none());
        let held = |namesake: &Namesake| {
            let contact = self.lists.contacts.get(namesake.number);
            Held { name: contact.display_name(), address: contact.email().to_owned(), other: namesake.other.clone() }
        };
        undecided.map(held).collect()
    }
}
