//! The law: which basis carries which purpose.

use serde::Deserialize;

use super::{Reason, SuppressionScope};
use crate::campaign::Purpose;

/// What a consent can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Advertising {
    /// News.
    Newsletter,
    /// Invitations.
    Invitation,
}

/// One `[[consents]]` entry of `rundbrief.toml`: what people agreed to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The name that lists and rows use.
    pub name: String,
    /// The wording that people saw, word by word.
    pub text: String,
    /// What the wording names.
    pub carries: Vec<Advertising>,
}

/// `[existing_customers]` of `rundbrief.toml`: the conditions of § 7 (3) UWG, each confirmed by whoever answers for
/// the mails.
#[expect(clippy::struct_excessive_bools, reason = "four conditions of one law, each confirmed for itself")]
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Customers {
    /// The address came from the customer with the sale of a good or service (No. 1).
    pub address_from_sale: bool,
    /// It is used for own similar goods or services only (No. 2).
    pub own_similar_offers: bool,
    /// Whoever objected is on the suppression list (No. 3).
    pub objections_kept: bool,
    /// When the address was taken, the customer was told of the right to object (No. 4).
    pub told_when_collected: bool,
}

impl Customers {
    /// The conditions that nobody confirmed.
    pub fn unconfirmed(self) -> Vec<&'static str> {
        let conditions = [
            ("address_from_sale", self.address_from_sale),
            ("own_similar_offers", self.own_similar_offers),
            ("objections_kept", self.objections_kept),
            ("told_when_collected", self.told_when_collected),
        ];
        conditions.into_iter().filter(|(_, confirmed)| !confirmed).map(|(name, _)| name).collect()
    }
}

/// What one row gives us to write on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Nothing.
    None,
    /// A consent with date, source and wording, and what the wording names (Art. 6 (1) a DSGVO, § 7 (2) UWG).
    Consent {
        /// News.
        newsletter: bool,
        /// Invitations.
        invitation: bool,
    },
    /// A consent that nobody could prove (Art. 7 (1) DSGVO).
    UnprovenConsent,
    /// A customer, under the conditions of § 7 (3) UWG.
    Customer,
    /// A customer, and nobody confirmed the conditions.
    UnconfirmedCustomer,
    /// Registered for the event that the list names (Art. 6 (1) b DSGVO).
    Contract,
    /// A public task (Art. 6 (1) e DSGVO).
    PublicTask,
}

impl Ground {
    /// The stable name, for JSON and for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Consent { .. } => "consent",
            Self::UnprovenConsent => "consent-unproven",
            Self::Customer => "existing-customer",
            Self::UnconfirmedCustomer => "customers-unconfirmed",
            Self::Contract => "contract",
            Self::PublicTask => "public-task",
        }
    }
}

/// The whole table: what stands against a mail of a purpose on this ground, for somebody who is suppressed so far and
/// who has registered for the event or not: by an answer, or by a contract for this very event.
///
/// News and invitations are advertising (§ 7 UWG), which neither a contract nor a public task carries. What is for the
/// organisation of an event goes to those who registered, on whatever basis they are listed, and a suppression of
/// advertising does not keep it from them.
pub(super) fn against(
    ground: Ground,
    purpose: Purpose,
    suppression: Option<SuppressionScope>,
    registered: bool,
) -> Option<Reason> {
    let narrow = |carries: bool| (!carries).then_some(Reason::BasisTooNarrow);
    let unlawful = match (purpose, ground) {
        (_, Ground::None) => Some(Reason::NoBasis),
        (Purpose::Organisation, _) => (!registered).then_some(Reason::NotRegistered),
        (Purpose::Newsletter, Ground::Consent { newsletter, .. }) => narrow(newsletter),
        (Purpose::Invitation, Ground::Consent { invitation, .. }) => narrow(invitation),
        (_, Ground::UnprovenConsent) => Some(Reason::ConsentUnproven),
        (_, Ground::Customer) => None,
        (_, Ground::UnconfirmedCustomer) => Some(Reason::CustomersUnconfirmed),
        (_, Ground::Contract | Ground::PublicTask) => narrow(false),
    };
    let suppressed = match suppression {
        None => false,
        Some(SuppressionScope::Advertising) => purpose != Purpose::Organisation,
        Some(SuppressionScope::All) => true,
    };
    unlawful.or(suppressed.then_some(Reason::Suppressed))
}

/// The nearer to a mail, the higher: of several rows the one that lacks least says why.
pub(super) fn nearness(reason: &Reason) -> u8 {
    match reason {
        Reason::Suppressed => 5,
        Reason::ConsentUnproven => 4,
        Reason::CustomersUnconfirmed => 3,
        Reason::NotRegistered => 2,
        Reason::BasisTooNarrow => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Ground = Ground::Consent { newsletter: true, invitation: true };
    const NEWS: Ground = Ground::Consent { newsletter: true, invitation: false };
    const INVITATIONS: Ground = Ground::Consent { newsletter: false, invitation: true };
    const NOTHING_NAMED: Ground = Ground::Consent { newsletter: false, invitation: false };

    /// By ground: newsletter, invitation, organisation for somebody who has not registered and who has; each for nobody
    /// suppressed, for advertising suppressed, for all suppressed. `+` gets it, the letters are reasons.
    const TABLE: [(Ground, &str); 10] = [
        (Ground::None, "bbb bbb bbb bbb"),
        (ALL, "+ss +ss rrr ++s"),
        (NEWS, "+ss nnn rrr ++s"),
        (INVITATIONS, "nnn +ss rrr ++s"),
        (NOTHING_NAMED, "nnn nnn rrr ++s"),
        (Ground::UnprovenConsent, "uuu uuu rrr ++s"),
        (Ground::Customer, "+ss +ss rrr ++s"),
        (Ground::UnconfirmedCustomer, "ccc ccc rrr ++s"),
        (Ground::Contract, "nnn nnn rrr ++s"),
        (Ground::PublicTask, "nnn nnn rrr ++s"),
    ];

    fn letter(reason: Option<&Reason>) -> char {
        match reason {
            None => '+',
            Some(Reason::NoBasis) => 'b',
            Some(Reason::BasisTooNarrow) => 'n',
            Some(Reason::ConsentUnproven) => 'u',
            Some(Reason::CustomersUnconfirmed) => 'c',
            Some(Reason::NotRegistered) => 'r',
            Some(Reason::Suppressed) => 's',
            Some(_) => '?',
        }
    }

    #[test]
    fn every_basis_carries_what_the_law_says_for_every_purpose_suppression_and_registration() {
        let scopes = [None, Some(SuppressionScope::Advertising), Some(SuppressionScope::All)];
        for (ground, expected) in TABLE {
            let row =
                |purpose, registered| scopes.map(|scope| letter(against(ground, purpose, scope, registered).as_ref()));
            // whether somebody registered makes no difference to advertising
            for purpose in [Purpose::Newsletter, Purpose::Invitation] {
                assert_eq!(row(purpose, false), row(purpose, true), "{ground:?} {purpose:?}");
            }
            let rows = [
                row(Purpose::Newsletter, false),
                row(Purpose::Invitation, false),
                row(Purpose::Organisation, false),
                row(Purpose::Organisation, true),
            ];
            assert_eq!(rows.map(String::from_iter).join(" "), expected, "{ground:?}");
        }
    }

    #[test]
    fn customers_are_written_to_when_all_four_conditions_are_confirmed() {
        let all = Customers {
            address_from_sale: true,
            own_similar_offers: true,
            objections_kept: true,
            told_when_collected: true,
        };
        assert!(all.unconfirmed().is_empty());
        assert_eq!(Customers { objections_kept: false, ..all }.unconfirmed(), ["objections_kept"]);
        assert_eq!(Customers::default().unconfirmed().len(), 4);
    }
}
