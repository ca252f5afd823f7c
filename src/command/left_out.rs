//! Everyone who gets no mail, and why: people left out, and rows that cannot be used.

use serde_json::{Value, json};

use super::Exit;
use super::audience::Prepared;
use crate::audience::Reason;
use crate::finding::{Code, Finding, Place};
use crate::terminal::{LeftOut, Screen};

/// The people whom a campaign leaves out, in the order of the lists.
pub(super) fn people(prepared: &Prepared<'_>) -> Vec<LeftOut> {
    let mut excluded: Vec<_> = prepared.audience.excluded.iter().collect();
    excluded.sort_by_key(|(number, _)| *number);
    let told = |(number, reason): &(u32, crate::audience::Reason)| {
        let contact = prepared.lists.contacts.get(*number);
        let (address, name) = (contact.email().to_owned(), contact.display_name());
        LeftOut { address, name, reason: reason.name().to_owned() }
    };
    excluded.into_iter().map(told).collect()
}

/// Whom a campaign does not reach, by reason.
pub(super) fn by_reason(prepared: &Prepared<'_>) -> Vec<Finding> {
    let finding = |(reason, count): (Reason, u64)| {
        let finding = Finding::new(Code::PeopleLeftOut).at(Place::file(&prepared.campaign.file)).with("count", count);
        finding.with("exclusion", reason.name()).with("remedy", reason.name())
    };
    prepared.audience.reasons().into_iter().map(finding).collect()
}

/// Says that a campaign reaches nobody, why, and that nothing came of the command.
pub(super) fn nobody(screen: &Screen, prepared: &Prepared<'_>) -> Exit {
    let nobody = Finding::new(Code::AudienceEmpty).at(Place::file(&prepared.campaign.file));
    let left_out = by_reason(prepared);
    // the exit code says that something needs a look, so a quiet run says what
    screen.alert(std::slice::from_ref(&nobody));
    screen.warnings(&left_out);
    screen.note(&screen.say("nothing-done", &[]));
    let findings: Vec<Finding> = std::iter::once(nobody).chain(left_out).collect();
    screen.json(&json!({
        "campaign": prepared.campaign.id, "findings": screen.findings_json(&findings), "left_out": people(prepared),
    }));
    Exit::Look
}

/// The rows that cannot be used, for a JSON result.
pub(super) fn rows(prepared: &Prepared<'_>) -> Vec<Value> {
    let unusable = prepared.lists.set_aside.iter().filter(|row| row.code != Code::RowBlank);
    unusable
        .map(|row| {
            let place = prepared.lists.place(row.origin);
            json!({ "place": place, "reason": row.code.name(), "cell": row.detail })
        })
        .collect()
}
