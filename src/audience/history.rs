//! What happened before, as a value: the audience asks it and knows no ledger.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;

use super::{Answer, Answers};
use crate::address::domains_of;
use crate::campaign::Purpose;
use crate::contact::{Contact, MUNICIPALITY};
use crate::template::Question;

/// How far a suppression reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// No more advertising; what participants need still goes out.
    Advertising,
    /// Nothing at all.
    All,
}

/// Who is suppressed: whole addresses, domains with all that lie below them, and whole municipalities (`municipality:`
/// and the folded name or the number).
#[derive(Debug, Default)]
pub struct Suppressed {
    scopes: HashMap<String, Scope>,
    /// Whether one of them is a municipality: only then those of each contact have to be found.
    has_municipality: bool,
}

impl Suppressed {
    /// Adds an entry, or takes its new scope.
    pub fn insert(&mut self, key: String, scope: Scope) {
        self.has_municipality |= key.starts_with(MUNICIPALITY);
        self.scopes.insert(key, scope);
    }
}

/// Sent campaigns, answers and suppressions.
#[derive(Debug, Default)]
pub struct History {
    /// By campaign id, the addresses with the version of the content they got.
    pub sent: HashMap<String, HashMap<String, u32>>,
    /// Answers by event slug.
    pub answers: HashMap<String, Answers>,
    /// Who gets no more mail.
    pub suppressed: Suppressed,
    /// How far people want no mails at an address of their own, or somebody wants so for them; an address that only does
    /// not exist any more says nothing of the person.
    pub refused: HashMap<String, Scope>,
    /// The addresses for which the campaign's mail is not the first contact.
    pub known: HashSet<String>,
    /// Who got as much advertising as they are to get, and until when.
    pub capped: HashMap<String, Timestamp>,
}

impl History {
    /// Answers one of the questions that templates and segments can ask.
    pub fn answer(&self, question: Question, address: &str, about: &str) -> bool {
        let answer = || self.answer_of(address, about);
        match question {
            Question::Sent(version) => {
                let got = self.sent.get(about).and_then(|sent| sent.get(address));
                got.is_some_and(|got| version.is_none_or(|version| version == *got))
            }
            Question::Answered => answer().is_some_and(|answer| answer != Answer::Unconfirmed),
            Question::Coming => matches!(answer(), Some(Answer::Coming | Answer::Attended)),
            Question::Declined => matches!(answer(), Some(Answer::Declined)),
            Question::Attended => matches!(answer(), Some(Answer::Attended)),
        }
    }

    fn answer_of(&self, address: &str, event: &str) -> Option<Answer> {
        self.answers.get(event).and_then(|answers| answers.get(address)).map(|given| given.answer)
    }

    /// Whether somebody said yes to an event, be it before it moved: they are the first who need to know.
    pub(super) fn has_registered(&self, address: &str, event: &str) -> bool {
        matches!(self.answer_of(address, event), Some(Answer::Coming | Answer::Attended | Answer::Unconfirmed))
    }

    /// How far a contact is suppressed: by its address, with its domain or one above it, or with a municipality that any
    /// of its rows names.
    pub(super) fn suppression_of(&self, contact: &Contact) -> Option<Scope> {
        if self.suppressed.scopes.is_empty() {
            return None;
        }
        let municipalities = if self.suppressed.has_municipality { contact.municipality_keys() } else { Vec::new() };
        self.suppression(contact.email(), municipalities.iter().map(String::as_str))
    }

    fn suppression<'k>(&self, address: &'k str, municipalities: impl IntoIterator<Item = &'k str>) -> Option<Scope> {
        let keys = std::iter::once(address).chain(domains_of(address)).chain(municipalities);
        keys.filter_map(|key| self.suppressed.scopes.get(key)).max().copied()
    }

    /// Whether the person behind an address is to get no mails of a purpose, wherever they can be reached.
    pub fn is_refused(&self, address: &str, purpose: Purpose) -> bool {
        match self.refused.get(address) {
            Some(Scope::All) => true,
            Some(Scope::Advertising) => purpose != Purpose::Organisation,
            None => false,
        }
    }
}

/// Who got as many mails as the caps allow, each so many in a window, and until when: `accepted` has the moments of each
/// address, oldest first.
pub fn capped(
    accepted: impl IntoIterator<Item = (String, Vec<Timestamp>)>,
    caps: &[(u32, Duration)],
    now: Timestamp,
) -> HashMap<String, Timestamp> {
    let until = |moments: &[Timestamp], (count, window): (u32, Duration)| {
        // the mail whose leaving the window makes room for another one
        let at = moments.len().checked_sub(usize::try_from(count).ok()?)?;
        moments.get(at)?.checked_add(window).ok().filter(|until| *until > now)
    };
    let capped = |(address, moments): (String, Vec<Timestamp>)| {
        Some((address, caps.iter().filter_map(|cap| until(&moments, *cap)).max()?))
    };
    accepted.into_iter().filter_map(capped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_got_as_many_mails_as_a_window_holds_waits_until_one_leaves_it() {
        let day = |day: i64| Timestamp::from_second(day * 86400).expect("in range");
        let days = |days: u64| Duration::from_hours(24 * days);
        let until = |moments: &[i64], caps: &[(u32, Duration)]| {
            let accepted = HashMap::from([("a@b.example".to_owned(), moments.iter().copied().map(day).collect())]);
            capped(accepted, caps, day(100)).get("a@b.example").copied()
        };
        assert_eq!(until(&[80, 90], &[(2, days(30))]), Some(day(110)));
        assert_eq!(until(&[80, 90, 95], &[(2, days(30))]), Some(day(120)));
        assert_eq!(until(&[60, 90], &[(2, days(30))]), None);
        assert_eq!(until(&[90], &[(2, days(30))]), None);
        assert_eq!(until(&[90], &[(2, days(30)), (1, days(14))]), Some(day(104)));
        assert_eq!(until(&[70], &[(1, days(30))]), None, "at the end of the window it is free");
        assert_eq!(until(&[], &[(1, days(30))]), None);
    }

    #[test]
    fn a_question_for_a_version_is_answered_for_that_version_alone() {
        let mut history = History::default();
        history.sent.entry("recap".into()).or_default().insert("a@b.example".into(), 2);
        let sent = |version| history.answer(Question::Sent(version), "a@b.example", "recap");
        assert_eq!((sent(None), sent(Some(1)), sent(Some(2))), (true, false, true));
    }

    #[test]
    fn a_suppressed_domain_takes_those_below_it_along_and_no_others() {
        let mut history = History::default();
        history.suppressed.insert("stadt.example".into(), Scope::All);
        for address in ["a@stadt.example", "a@post.stadt.example", "a@x.post.stadt.example"] {
            assert_eq!(history.suppression(address, None), Some(Scope::All), "{address}");
        }
        for address in ["a@kreisstadt.example", "a@stadt.example.test", "stadt.example@b.example", "a@example"] {
            assert_eq!(history.suppression(address, None), None, "{address}");
        }
    }

    #[test]
    fn the_wider_of_two_suppressions_counts() {
        let mut history = History::default();
        history.suppressed.insert("a@c.example".into(), Scope::Advertising);
        assert_eq!(history.suppression("a@c.example", None), Some(Scope::Advertising));
        history.suppressed.insert("c.example".into(), Scope::All);
        assert_eq!(history.suppression("a@c.example", None), Some(Scope::All));
        assert_eq!(
            (history.suppression("x@c.example", None), history.suppression("x@b.example", None)),
            (Some(Scope::All), None)
        );
        history.suppressed.insert("municipality:seedorf".into(), Scope::Advertising);
        assert_eq!(history.suppression("x@b.example", Some("municipality:seedorf")), Some(Scope::Advertising));
        assert_eq!(history.suppression("x@c.example", Some("municipality:seedorf")), Some(Scope::All));
        assert_eq!(history.suppression("x@b.example", Some("municipality:seedorfan")), None);
    }
}
