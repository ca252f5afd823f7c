//! People who were erased: known again by a keyed hash alone, so that no list brings them back.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::workspace::Workspace;
use crate::contact::Whose;
use crate::finding::Finding;
use crate::ledger;
use crate::token::{Keys, Purpose};

/// Who was erased.
pub(super) struct Erased {
    keys: Option<Keys>,
    marks: HashMap<i64, ledger::Erased>,
}

impl Erased {
    /// Everybody whom the ledger knows to be erased. Where the keys are gone, nobody is known again.
    pub(super) fn load(workspace: &Workspace) -> Result<Self, Finding> {
        let marks = workspace.ledger_for_reading()?.map(|ledger| ledger.erased()).transpose()?.unwrap_or_default();
        let keys = if marks.is_empty() { None } else { Keys::load(&workspace.keys_file()?)? };
        Ok(Self { keys, marks })
    }

    /// Whether a row stays aside: its person was erased, and it names no consent as late as the one by which the person
    /// came back. What old lists say of them was erased too.
    pub(super) fn knows(&self, whose: &Whose<'_>) -> bool {
        let is_late = |back: Option<Date>| back.is_some_and(|back| whose.consent().is_some_and(|own| own >= back));
        self.of(whose.address).any(|(_, erased)| !is_late(erased.back))
    }

    /// When a person was erased last who did not come back since.
    pub(super) fn since(&self, address: &str) -> Option<Timestamp> {
        self.of(address).filter(|(_, erased)| erased.back.is_none()).map(|(_, erased)| erased.at).max()
    }

    /// The hashes under which an address was erased.
    pub(super) fn marks(&self, address: &str) -> Vec<i64> {
        self.of(address).map(|(mark, _)| mark).collect()
    }

    fn of(&self, address: &str) -> impl Iterator<Item = (i64, &ledger::Erased)> {
        let marks = self.keys.iter().flat_map(move |keys| keys.marks(Purpose::Erased, &[address]).collect::<Vec<_>>());
        marks.filter_map(|mark| Some((mark, self.marks.get(&mark)?)))
    }
}
