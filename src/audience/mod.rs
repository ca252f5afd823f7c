//! Audiences: whom a campaign reaches, whom not, and why.

mod answers;
mod basis;
mod grounds;
mod history;
mod reconsider;
mod row;
mod segment;

use std::collections::BTreeMap;

use crate::campaign::Purpose;
use crate::contact::{Contact, Contacts, ListNumber};
use crate::finding::Finding;
use crate::template::{Language, Question};

pub use answers::{Answer, Answers, FOLDER as ANSWERS, Given, file as answers_file, read as read_answers};
pub use basis::{Advertising, Consent, Customers, Ground};
pub use grounds::{Doubt, Grounds, Proof};
pub use history::{History, Scope as SuppressionScope, Suppressed, capped};
pub use reconsider::{Since, reconsider};
pub use row::read_basis;
pub use segment::Segment;

/// Why somebody is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// On none of the campaign's lists.
    OtherList,
    /// The campaign's condition does not hold.
    Condition,
    /// None of the person's rows and lists has a basis.
    NoBasis,
    /// The basis does not carry the campaign's purpose.
    BasisTooNarrow,
    /// A consent without date, source or wording.
    ConsentUnproven,
    /// A customer, and the conditions for writing to customers are not confirmed.
    CustomersUnconfirmed,
    /// The campaign is for registered participants.
    NotRegistered,
    /// Suppressed: unsubscribed, bounced, or by hand.
    Suppressed,
    /// A row is hidden or struck through, or says that the person wants no mail; a person has to decide.
    RowHeld,
    /// Got as much advertising as anybody is to get in a time.
    Capped,
    /// Lacks values that the mail needs (`--leave-out-incomplete`).
    Incomplete,
    /// May have got the mail under another address; a person has to decide.
    Held,
    /// Got the mail under another address, as a person decided.
    SamePerson,
    /// As a person decided.
    LeftOut,
    /// Perhaps the same person or office as somebody else in the audience; a person has to decide.
    PossibleDuplicate,
    /// A shared mailbox beside a person (`[duplicates] policy = "prefer_person"`).
    PersonPreferred,
}

impl Reason {
    /// The stable name, for JSON and the locales.
    pub fn name(&self) -> &'static str {
        match self {
            Self::OtherList => "other-list",
            Self::Condition => "condition",
            Self::NoBasis => "no-basis",
            Self::BasisTooNarrow => "basis-too-narrow",
            Self::ConsentUnproven => "consent-unproven",
            Self::CustomersUnconfirmed => "customers-unconfirmed",
            Self::NotRegistered => "not-registered",
            Self::Suppressed => "suppressed",
            Self::RowHeld => "row-held",
            Self::Capped => "capped",
            Self::Incomplete => "incomplete",
            Self::Held => "held",
            Self::SamePerson => "same-person",
            Self::LeftOut => "left-out",
            Self::PossibleDuplicate => "possible-duplicate",
            Self::PersonPreferred => "person-preferred",
        }
    }
}

/// Who gets the campaign and who not, by contact number.
#[derive(Debug, Default)]
pub struct Audience {
    /// Those who get it, in the order of the lists.
    pub included: Vec<u32>,
    /// Those who do not.
    pub excluded: Vec<(u32, Reason)>,
}

impl Audience {
    /// How many are left out for which reason.
    pub fn reasons(&self) -> BTreeMap<Reason, u64> {
        let mut reasons = BTreeMap::new();
        for (_, reason) in &self.excluded {
            *reasons.entry(reason.clone()).or_default() += 1;
        }
        reasons
    }

    /// Moves people from the included to the excluded.
    pub fn leave_out(&mut self, mut leaves: impl FnMut(u32) -> Option<Reason>) {
        let excluded = &mut self.excluded;
        self.included.retain(|&number| match leaves(number) {
            Some(reason) => {
                excluded.push((number, reason));
                false
            }
            None => true,
        });
    }
}

/// What decides over an audience, besides the contacts.
pub struct Rules<'a> {
    /// The campaign's lists; `None` for all.
    pub lists: Option<Vec<ListNumber>>,
    /// The campaign's condition.
    pub segment: Option<&'a Segment>,
    /// What the campaign is for.
    pub purpose: Purpose,
    /// The slug of the campaign's event.
    pub event: &'a str,
    /// What allows us to write to whom.
    pub grounds: &'a Grounds,
    /// What happened before.
    pub history: &'a History,
    /// The language of the contact's values.
    pub language: Language,
}

impl Rules<'_> {
    /// Sorts all contacts into those who get the campaign and those who do not.
    ///
    /// # Errors
    /// `segment-invalid` when the condition fails for a contact.
    pub fn apply(&self, contacts: &Contacts) -> Result<Audience, Finding> {
        let mut audience = Audience::default();
        for (number, contact) in contacts.numbered() {
            match self.reason_against(contacts, &contact)? {
                Some(reason) => audience.excluded.push((number, reason)),
                None => audience.included.push(number),
            }
        }
        Ok(audience)
    }

    fn reason_against(&self, contacts: &Contacts, contact: &Contact) -> Result<Option<Reason>, Finding> {
        if self.lists.as_ref().is_some_and(|lists| !contact.rows().any(|row| lists.contains(&row.list))) {
            return Ok(Some(Reason::OtherList));
        }
        if let Some(segment) = self.segment
            && !segment.holds(contacts.scope(contact, self.language))?
        {
            return Ok(Some(Reason::Condition));
        }
        let registered = self.history.has_registered(contact.email(), self.event);
        // who has declined since takes no part, whatever an old list says
        if self.purpose == Purpose::Organisation && self.history.answer(Question::Declined, contact.email(), self.event)
        {
            return Ok(Some(Reason::NotRegistered));
        }
        let suppression = self.history.suppression_of(contact);
        if let Some(reason) = self.grounds.reason_against(contact, (self.purpose, self.event), suppression, registered)
        {
            return Ok(Some(reason));
        }
        let advertising = self.purpose != Purpose::Organisation;
        let capped = advertising && self.history.capped.contains_key(contact.email());
        Ok(capped.then_some(Reason::Capped))
    }
}
