//! People who were erased: known again by a keyed hash alone, so that no list brings them back.

use std::collections::HashMap;

use jiff::civil::Date;

use super::audience::today;
use super::workspace::Workspace;
use crate::audience::read_basis;
use crate::contact::{Whose, read_date};
use crate::finding::{Code, Finding};
use crate::ledger;
use crate::list::{Basis, Field};
use crate::token::{Keys, Purpose};

/// Who was erased.
pub(super) struct Erased {
    keys: Option<Keys>,
    marks: HashMap<i64, ledger::Erased>,
    today: Date,
}

impl Erased {
    /// Everybody whom the ledger knows to be erased. Where the keys are gone, nobody is known again.
    pub(super) fn load(workspace: &Workspace) -> Result<Self, Finding> {
        let marks = workspace.ledger_for_reading()?.map(|ledger| ledger.erased()).transpose()?.unwrap_or_default();
        let keys = if marks.is_empty() { None } else { Keys::load(&workspace.keys_file()?)? };
        Ok(Self { keys, marks, today: today(workspace) })
    }

    /// Why a row stays aside whose person was erased, with what its sentence needs. `basis` is that of its list. What
    /// old lists say of people was erased too: a row brings back only who came back, and only by a consent of its own
    /// that is as late as the one by which they did.
    pub(super) fn bar(&self, whose: &Whose<'_>, basis: Option<Basis>) -> Option<(Code, Box<str>)> {
        let erased = self.last(whose.address)?;
        let Some(back) = erased.back else { return Some((Code::PersonErased, "".into())) };
        let word = whose.value(Field::Basis);
        let stands_on = word.map_or(basis, read_basis);
        if stands_on != Some(Basis::Consent) && (word.is_some() || basis.is_some()) {
            let told = word.or(basis.map(Basis::name)).unwrap_or_default();
            return Some((Code::ComebackBasis, told.into()));
        }
        let Some(written) = whose.value(Field::ConsentDate) else {
            return Some((Code::ComebackDateMissing, back.to_string().into()));
        };
        match read_date(written).map(Date::from).filter(|day| *day <= self.today) {
            None => Some((Code::ComebackDateInvalid, written.into())),
            Some(day) if day < back => Some((Code::ComebackDateEarly, back.to_string().into())),
            Some(_) => None,
        }
    }

    /// When a person was erased last, and the consent by which they came back since, if they did.
    pub(super) fn last(&self, address: &str) -> Option<ledger::Erased> {
        // under one of several hashes somebody may have come back, and not under another one
        let (_, last) = self.of(address).max_by_key(|(_, erased)| (erased.back.is_none(), erased.at, erased.back))?;
        Some(*last)
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
