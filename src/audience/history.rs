//! What happened before, as a value: the audience asks it and knows no ledger.

use std::collections::HashMap;

use super::{Answer, Answers};
use crate::campaign::Purpose;
use crate::template::Question;

/// How far a suppression reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// No more advertising; what participants need still goes out.
    Advertising,
    /// Nothing at all.
    All,
}

/// Who is suppressed: whole addresses, whole domains and whole municipalities (`municipality:` and the folded name).
#[derive(Debug, Default)]
pub struct Suppressed(pub HashMap<String, Scope>);

/// Sent campaigns, answers and suppressions.
#[derive(Debug, Default)]
pub struct History {
    /// By campaign id, the addresses with the version of the content they got.
    pub sent: HashMap<String, HashMap<String, u32>>,
    /// Answers by event slug.
    pub answers: HashMap<String, Answers>,
    /// Who gets no more mail.
    pub suppressed: Suppressed,
}

impl History {
    /// Answers one of the questions that templates and segments can ask.
    pub fn answer(&self, question: Question, address: &str, about: &str) -> bool {
        let answer = || self.answers.get(about).and_then(|answers| answers.get(address));
        match question {
            Question::Sent(version) => {
                let got = self.sent.get(about).and_then(|sent| sent.get(address));
                got.is_some_and(|got| version.is_none_or(|version| version == *got))
            }
            Question::Answered => answer().is_some(),
            Question::Coming => matches!(answer(), Some(Answer::Coming | Answer::Attended)),
            Question::Declined => matches!(answer(), Some(Answer::Declined)),
            Question::Attended => matches!(answer(), Some(Answer::Attended)),
        }
    }

    pub(super) fn is_suppressed(&self, address: &str, municipality: Option<&str>, purpose: Purpose) -> bool {
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let keys = [address, domain].into_iter().chain(municipality);
        let mut scopes = keys.filter_map(|key| self.suppressed.0.get(key));
        scopes.any(|scope| *scope == Scope::All || purpose != Purpose::Organisation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_for_a_version_is_answered_for_that_version_alone() {
        let mut history = History::default();
        history.sent.entry("recap".into()).or_default().insert("a@b.example".into(), 2);
        let sent = |version| history.answer(Question::Sent(version), "a@b.example", "recap");
        assert_eq!((sent(None), sent(Some(1)), sent(Some(2))), (true, false, true));
    }

    #[test]
    fn a_suppression_of_advertising_lets_organisation_through() {
        let mut history = History::default();
        history.suppressed.0.insert("a@b.example".into(), Scope::Advertising);
        history.suppressed.0.insert("c.example".into(), Scope::All);
        assert!(history.is_suppressed("a@b.example", None, Purpose::Newsletter));
        assert!(!history.is_suppressed("a@b.example", None, Purpose::Organisation));
        assert!(history.is_suppressed("x@c.example", None, Purpose::Organisation));
        assert!(!history.is_suppressed("x@b.example", None, Purpose::Newsletter));
        history.suppressed.0.insert("municipality:seedorf".into(), Scope::Advertising);
        assert!(history.is_suppressed("x@b.example", Some("municipality:seedorf"), Purpose::Newsletter));
        assert!(!history.is_suppressed("x@b.example", Some("municipality:seedorf"), Purpose::Organisation));
        assert!(!history.is_suppressed("x@b.example", Some("municipality:seedorfan"), Purpose::Newsletter));
    }
}
