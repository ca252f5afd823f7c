//! People who were erased: known again by a keyed hash alone, so that no list brings them back.

use std::collections::HashSet;

use super::workspace::Workspace;
use crate::finding::Finding;
use crate::token::{Keys, Purpose};

/// Who was erased.
pub(super) struct Erased {
    keys: Option<Keys>,
    marks: HashSet<i64>,
}

impl Erased {
    /// Everybody whom the ledger knows to be erased. Where the keys are gone, nobody is known again.
    pub(super) fn load(workspace: &Workspace) -> Result<Self, Finding> {
        let marks = workspace.ledger_for_reading()?.map(|ledger| ledger.erased()).transpose()?.unwrap_or_default();
        let keys = if marks.is_empty() { None } else { Keys::load(&workspace.keys_file()?)? };
        Ok(Self { keys, marks })
    }

    pub(super) fn knows(&self, address: &str) -> bool {
        let Some(keys) = &self.keys else { return false };
        keys.marks(Purpose::Erased, &[address]).any(|mark| self.marks.contains(&mark))
    }
}
