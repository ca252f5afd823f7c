//! What lists and settings say of the law, and what is wrong with it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::send::BUILT_AFTER;
use super::super::workspace::{Lists, Workspace};
use crate::audience::{Doubt, Grounds};
use crate::contact::{Origin, strangers};
use crate::finding::{Code, Finding};

/// What allows us to write to whom.
pub(in crate::command) fn grounds(workspace: &Workspace, lists: &Lists) -> Grounds {
    let config = &workspace.config;
    let strangers = strangers(&lists.contacts, &lists.conflicts, |origin| lists.is_correction(origin));
    let settings = lists.settings_of_sheets();
    Grounds::new(settings, &config.consents, config.existing_customers, strangers, today(workspace))
}

/// The last day on which somebody can have consented.
pub(in crate::command) fn today(workspace: &Workspace) -> Date {
    let zone = workspace.zone().unwrap_or(TimeZone::UTC);
    // a clock that is years behind is told later on; by it every consent would be one of the future
    let now = workspace.clock.now().max(Timestamp::from_second(BUILT_AFTER).unwrap_or(Timestamp::MIN));
    now.to_zoned(zone).date()
}

/// Rows of one list with one fault: how many, the first of them, and what it says.
struct Fault<'a> {
    count: u64,
    first: Origin,
    written: &'a str,
}

/// What is wrong with what the rows say of their basis, told once for each list and fault: ten thousand rows without
/// a date are one thing to mend.
pub(in crate::command) fn findings(workspace: &Workspace, lists: &Lists) -> Vec<Finding> {
    let grounds = grounds(workspace, lists);
    let mut faults: BTreeMap<(u16, Code, String), Fault<'_>> = BTreeMap::new();
    for contact in lists.contacts.iter() {
        for (origin, doubt) in grounds.doubts(&contact) {
            let (code, kind, written) = told(doubt);
            let fault = faults.entry((origin.list, code, kind)).or_insert(Fault { count: 0, first: origin, written });
            fault.count += 1;
            if origin < fault.first {
                (fault.first, fault.written) = (origin, written);
            }
        }
    }
    let unconfirmed = workspace.config.existing_customers.unconfirmed().join(", ");
    let finding = |((_, code, kind), fault): ((u16, Code, String), Fault<'_>)| {
        let name = lists.settings_of(fault.first).map_or("", |list| list.name.as_str());
        let finding = Finding::new(code).at(lists.place(fault.first)).with("count", fault.count).with("list", name);
        match code {
            Code::ConsentUnproven => finding.with("missing", kind),
            Code::CustomersUnconfirmed => finding.with("missing", &unconfirmed),
            _ => finding.with("written", fault.written),
        }
    };
    faults.into_iter().map(finding).collect()
}

/// A doubt as a finding: what tells it apart from others of its kind, and what is written.
fn told(doubt: Doubt<'_>) -> (Code, String, &str) {
    match doubt {
        Doubt::Basis(word) => (Code::BasisUnknown, word.to_owned(), word),
        Doubt::Date(date) => (Code::ConsentDateInvalid, String::new(), date),
        Doubt::Wording(wording) => (Code::WordingUnknown, wording.to_owned(), wording),
        Doubt::Unproven(lacks) => (Code::ConsentUnproven, Doubt::missing(lacks).join(", "), ""),
        Doubt::Customer => (Code::CustomersUnconfirmed, String::new(), ""),
        Doubt::Event => (Code::ContractWithoutEvent, String::new(), ""),
    }
}
