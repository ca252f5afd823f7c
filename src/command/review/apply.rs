//! What decisions, held rows and possible duplicates make of an audience.

use std::collections::{HashMap, HashSet};

use super::super::workspace::{Lists, Workspace};
use super::{held, party};
use crate::audience::{Audience, Reason};
use crate::contact::{Contact, DuplicateKind, DuplicatePolicy, find_duplicates};
use crate::decision::{Decisions, People, Verdict};
use crate::finding::Finding;
use crate::ledger;

/// Leaves out who waits for a decision, and who is not to be written to as somebody decided. `barred` says at which
/// addresses people want no such mail, whether a list has them or not: the same person gets it at no other one.
pub(in crate::command) fn apply(
    workspace: &Workspace,
    lists: &Lists,
    audience: &mut Audience,
    barred: &dyn Fn(&str) -> bool,
) -> Result<(), Finding> {
    let decisions = Decisions::load(&workspace.root)?;
    let listed = listed(lists, &decisions);
    let people = people(lists, &decisions);
    audience.leave_out(|number| {
        let contact = lists.contacts.get(number);
        let addresses = people.addresses_of(contact.email());
        let mut before = addresses.iter().take_while(|address| **address != contact.email());
        if before.any(|address| listed.contains_key(address)) {
            return Some(Reason::SamePerson);
        }
        let is_unwilling = addresses.iter().any(|address| barred(address));
        if is_unwilling { Some(Reason::Suppressed) } else { alone(contact, &decisions) }
    });
    let barred: Vec<u32> =
        lists.contacts.numbered().filter(|(_, contact)| barred(contact.email())).map(|(number, _)| number).collect();
    let is_barred = |number: u32| barred.binary_search(&number).is_ok();
    let policy = workspace.config.duplicates.policy;
    if policy != DuplicatePolicy::SendBoth {
        let mut reached: Vec<u32> = audience.included.iter().chain(&barred).copied().collect();
        reached.sort_unstable();
        let doubles = doubles(lists, &decisions, policy, &reached, is_barred);
        audience.leave_out(|number| doubles.get(&number).cloned());
    }
    Ok(())
}

/// Why one contact is left out, whoever else there is.
fn alone(contact: Contact<'_>, decisions: &Decisions) -> Option<Reason> {
    let held = held(contact);
    if held.is_empty() && decisions.is_empty() {
        return None;
    }
    match decisions.about(&party(contact), &held) {
        Some(Verdict::LeaveOut) => Some(Reason::LeftOut),
        None if !held.is_empty() => Some(Reason::RowHeld),
        _ => None,
    }
}

/// Whether somebody has decided about the held rows of a contact; also where none is held.
pub(in crate::command) fn is_settled(contact: Contact<'_>, decisions: Option<&Decisions>) -> bool {
    let held = held(contact);
    held.is_empty() || decisions.is_some_and(|decisions| decisions.about(&party(contact), &held).is_some())
}

/// Those whom somebody decided to be one person. Of their addresses in lists the first is written to, and the others
/// are not, even where the first gets nothing, since whoever unsubscribed there must not get the mail here.
pub(in crate::command) fn people<'d>(lists: &Lists, decisions: &'d Decisions) -> People<'d> {
    let listed = listed(lists, decisions);
    decisions.people(|address| listed.get(address).map(|contact| party(*contact)))
}

/// The contacts that somebody decided to be one with another address.
fn listed<'l>(lists: &'l Lists, decisions: &Decisions) -> HashMap<&'l str, Contact<'l>> {
    let decided: HashSet<&str> = decisions.of_several().collect();
    if decided.is_empty() {
        return HashMap::new();
    }
    let contacts = lists.contacts.iter().filter(|contact| decided.contains(contact.email()));
    contacts.map(|contact| (contact.email(), contact)).collect()
}

/// Of possible duplicates that the campaign reaches both, or one of whom wants no such mail, who is left out until
/// somebody decides.
fn doubles(
    lists: &Lists,
    decisions: &Decisions,
    policy: DuplicatePolicy,
    reached: &[u32],
    is_barred: impl Fn(u32) -> bool,
) -> HashMap<u32, Reason> {
    let mut reasons = HashMap::new();
    for double in find_duplicates(&lists.contacts, reached) {
        let [one, other] = [double.one, double.other].map(|number| lists.contacts.get(number));
        if is_decided(decisions, one, other) {
            continue;
        }
        let is_free = |contact: Contact<'_>| decisions.about(&party(contact), &[]) == Some(Verdict::Send);
        let mut hold = |number: u32, contact: Contact<'_>, reason: Reason| {
            if !is_free(contact) {
                reasons.insert(number, reason);
            }
        };
        match double.kind {
            // perhaps they wanted no more mail there
            DuplicateKind::SamePerson if is_barred(double.one) => hold(double.other, other, Reason::PossibleDuplicate),
            DuplicateKind::SamePerson if is_barred(double.other) => hold(double.one, one, Reason::PossibleDuplicate),
            // an office and a mailbox belong to nobody who can want no mail
            _ if is_barred(double.one) || is_barred(double.other) => {}
            // namesakes are held when it is known who of them got the mail already
            DuplicateKind::SamePerson if one.person().is_some() && one.person() == other.person() => {}
            DuplicateKind::Successor => {
                hold(double.one, one, Reason::PossibleDuplicate);
                hold(double.other, other, Reason::PossibleDuplicate);
            }
            DuplicateKind::Mailbox if policy == DuplicatePolicy::PreferPerson => {
                hold(double.other, other, Reason::PersonPreferred);
            }
            DuplicateKind::SamePerson | DuplicateKind::Mailbox => hold(double.other, other, Reason::PossibleDuplicate),
        }
    }
    reasons
}

/// Whether somebody decided about the two.
pub(super) fn is_decided(decisions: &Decisions, one: Contact<'_>, other: Contact<'_>) -> bool {
    decisions.between(&party(one), &party(other)).is_some()
}

/// What is decided about somebody who may have got the mail at another address, in the words of the ledger: by a decision
/// about the two, else by a policy that lets both have it.
pub(in crate::command) fn between(
    workspace: &Workspace,
    lists: &Lists,
    decisions: &Decisions,
    contact: Contact<'_>,
    other: &str,
) -> Option<ledger::Decision> {
    let known = lists.contacts.iter().find(|contact| contact.email() == other);
    // one that is in no list any more is told by its address alone
    let decided = decisions.between_address(&party(contact), other, known.map(party).as_ref());
    match decided.map(|decision| decision.decision) {
        Some(Verdict::SamePerson) => Some(ledger::Decision::Leave),
        Some(_) => Some(ledger::Decision::Send),
        None if workspace.config.duplicates.policy == DuplicatePolicy::SendBoth => Some(ledger::Decision::Send),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::contact::{Contacts, Priority, gather};
    use crate::decision::Decision;
    use crate::list::{Settings, Sheet};

    /// Rows of one person, each with a remark.
    fn contacts(remarks: &[&str]) -> Contacts {
        let rows: Vec<String> = remarks.iter().map(|remark| format!("a@x.example;Eva;Klein;{remark}")).collect();
        let text = format!("E-Mail;Vorname;Nachname;Bemerkung\n{}\n", rows.join("\n")).into_bytes();
        let settings = Settings::new("l".into(), "l.csv".into());
        let sheet = Sheet::of_bytes(&settings, "l.csv", text).expect("has an address column");
        gather(vec![sheet], &[Priority::List(0)], &|_| None).expect("few headings").merged.contacts
    }

    #[test]
    fn a_contact_of_a_held_row_is_left_out_until_somebody_decides_and_again_for_a_new_reason() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let reason = |contacts: &Contacts| alone(contacts.get(0), &Decisions::load(folder.path()).expect("readable"));
        let gone = contacts(&["", "verstorben"]);
        assert_eq!((reason(&gone), reason(&contacts(&["", ""]))), (Some(Reason::RowHeld), None));
        let mut decision = Decision {
            address: Address::parse("a@x.example").expect("an address"),
            name: party(gone.get(0)).name,
            decision: Verdict::Send,
            other: None,
            other_name: String::new(),
            held: held(gone.get(0)).into_iter().map(str::to_owned).collect(),
            by: "Inken".to_owned(),
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        crate::decision::record(folder.path(), &decision, "").expect("written");
        assert_eq!((reason(&gone), reason(&contacts(&["abgemeldet", "verstorben"]))), (None, Some(Reason::RowHeld)));
        decision.decision = Verdict::LeaveOut;
        crate::decision::record(folder.path(), &decision, "").expect("written");
        assert_eq!(reason(&gone), Some(Reason::LeftOut));
    }
}
