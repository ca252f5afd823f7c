//! What to make of mails that a run left without an answer.

use jiff::Timestamp;

use super::Outbox;
use crate::finding::Finding;
use crate::ledger::{Deliveries, Ledger, Realm, Settlement, State};

/// Settles what earlier runs left: in the outbox a look tells whether the mail is there, over SMTP nothing does,
/// and the mail is in doubt. Only who holds the ledger's lock may ask. Gives how many.
///
/// # Errors
/// The ledger cannot be written.
pub fn recover(ledger: &Ledger, realm: Realm, outbox: Option<&Outbox>, now: Timestamp) -> Result<u64, Finding> {
    let unanswered = ledger.unanswered(realm)?;
    for (campaign, by, claim) in &unanswered {
        let state = match (realm, outbox) {
            (Realm::Smtp, _) => State::InDoubt,
            (Realm::Outbox, Some(outbox)) if outbox.holds(campaign, &claim.address) => State::Accepted,
            (Realm::Outbox, _) => State::Queued,
        };
        ledger.settle(Settlement {
            delivery: claim.delivery,
            by: *by,
            state,
            phase: "recovery",
            code: 0,
            enhanced: None,
            reply: "the run ended before the answer".to_owned(),
            queue_id: None,
            at: now,
            due: None,
        });
    }
    ledger.flush()?;
    Ok(unanswered.len() as u64)
}
