//! Which legal basis carries which purpose.

use super::Reason;
use crate::campaign::Purpose;
use crate::contact::Contact;
use crate::list::Basis;

/// Whether we may write: `newsletter` and `invitation` are advertising (§ 7 UWG), which neither a contract nor
/// a public task carries; `organisation` is what participants need, which every basis carries.
pub(super) fn carries(basis: Basis, purpose: Purpose) -> bool {
    match purpose {
        Purpose::Newsletter | Purpose::Invitation => matches!(basis, Basis::Consent | Basis::ExistingCustomer),
        Purpose::Organisation => true,
    }
}

/// A contact may be written to if one of its lists has a basis that carries the purpose.
pub(super) fn reason_against(purpose: Purpose, contact: &Contact, bases: &[Option<Basis>]) -> Option<Reason> {
    let mut any = false;
    for row in contact.rows() {
        if let Some(basis) = bases.get(usize::from(row.list)).copied().flatten() {
            if carries(basis, purpose) {
                return None;
            }
            any = true;
        }
    }
    Some(if any { Reason::BasisTooNarrow } else { Reason::NoBasis })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advertising_needs_consent_or_a_customer() {
        for (basis, newsletter, organisation) in [
            (Basis::Consent, true, true),
            (Basis::ExistingCustomer, true, true),
            (Basis::Contract, false, true),
            (Basis::PublicTask, false, true),
        ] {
            assert_eq!(carries(basis, Purpose::Newsletter), newsletter, "{basis:?}");
            assert_eq!(carries(basis, Purpose::Invitation), newsletter, "{basis:?}");
            assert_eq!(carries(basis, Purpose::Organisation), organisation, "{basis:?}");
        }
    }
}
