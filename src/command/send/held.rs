//! People who may have got a campaign already, under another address.

use std::collections::BTreeMap;

use super::super::audience::Prepared;
use super::super::workspace::Workspace;
use super::batch;
use super::index::Index;
use super::plan::each_known;
use crate::audience::Reason;
use crate::finding::Finding;
use crate::ledger::{Batch, Decision, Known, Ledger, State};
use crate::terminal::Held;
use crate::token::{Keys, Purpose};

/// Somebody the campaign does not know yet who bears the name of somebody who got it, in the same municipality.
pub(in crate::command) struct Namesake {
    /// The contact's number.
    pub number: u32,
    /// The address that got it.
    pub other: String,
    /// What a person decided.
    pub decision: Option<Decision>,
}

/// Sets aside whom the ledger does not know yet and who bears the name, in the same municipality, of somebody who may
/// have got the mail at another address; unless a person decided that they are not one. The people of a first plan
/// are the lists' business.
pub(in crate::command) fn hold(
    prepared: &mut Prepared<'_>,
    ledger: &Ledger,
    keys: &Keys,
    batch: &Batch,
) -> Result<(), Finding> {
    let marks = marks(prepared, keys, &strangers(prepared, ledger, batch)?);
    if marks.is_empty() {
        return Ok(());
    }
    let mut found = BTreeMap::new();
    each_known(ledger, batch, |known| {
        let Some(person) = known.person.filter(|_| may_have_got(known)) else { return };
        let from = marks.partition_point(|(mark, _)| *mark < person);
        for (_, number) in marks[from..].iter().take_while(|(mark, _)| *mark == person) {
            found.entry(*number).or_insert_with(|| known.address.clone());
        }
    })?;
    set_aside(prepared, found, &ledger.decisions(batch)?);
    Ok(())
}

/// As [`hold`], for who only looks: without a ledger or its keys nobody is set aside.
pub(in crate::command) fn hold_for_looking(workspace: &Workspace, prepared: &mut Prepared<'_>) -> Result<(), Finding> {
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(()) };
    let Some(keys) = Keys::load(&workspace.keys_file()?)? else { return Ok(()) };
    let batch = batch(workspace, prepared);
    hold(prepared, &ledger, &keys, &batch)
}

/// A rejected mail was got by nobody: an address that was mended is a new one.
fn may_have_got(known: &Known) -> bool {
    match known.state {
        State::Sending | State::Accepted | State::InDoubt => true,
        State::Queued | State::Deferred => known.attempts > 0,
        State::Rejected => false,
    }
}

/// The included whom the ledger does not know; none as long as nobody may have got the mail.
fn strangers(prepared: &Prepared<'_>, ledger: &Ledger, batch: &Batch) -> Result<Vec<u32>, Finding> {
    if ledger.known(batch, 0, 1)?.is_empty() {
        return Ok(Vec::new());
    }
    let index = Index::new(prepared);
    let included = &prepared.audience.included;
    let (mut anybody, mut is_known) = (false, vec![false; included.len()]);
    each_known(ledger, batch, |known| {
        anybody |= may_have_got(known);
        let place = index.find(&known.address).and_then(|number| included.binary_search(&number).ok());
        if let Some(at) = place {
            is_known[at] = true;
        }
    })?;
    let strangers = included.iter().zip(is_known).filter(|(_, known)| anybody && !known);
    Ok(strangers.map(|(number, _)| *number).collect())
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

fn set_aside(
    prepared: &mut Prepared<'_>,
    found: BTreeMap<u32, String>,
    decisions: &std::collections::HashMap<String, Decision>,
) {
    let contacts = &prepared.lists.contacts;
    let namesake = |(number, other)| {
        let decision = decisions.get(contacts.get(number).email()).copied();
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
