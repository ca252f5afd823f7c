//! Answers that were given before the event was as it is now.

use jiff::civil::{DateTime, Time};

use super::answers::Given;
use super::{Answer, Answers};

/// Since when people can have answered to what an event's file says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// It is as it always was.
    Ever,
    /// Local time of the first mail that said so; earlier ones said something else.
    Told(DateTime),
    /// No mail has said so yet.
    NotYet,
}

impl Given {
    /// Whether it was given since, for certain.
    pub fn is_since(&self, since: Since) -> bool {
        self.is_before(since) == Some(false)
    }

    /// Whether it was given before; `None` where nobody knows. A day alone is before no moment of itself.
    fn is_before(&self, since: Since) -> Option<bool> {
        Some(match (since, self.at) {
            (Since::Ever, _) => false,
            (_, None) => return None,
            (Since::NotYet, Some(_)) => true,
            (Since::Told(since), Some(at)) if at.time() == Time::midnight() => at.date() < since.date(),
            (Since::Told(since), Some(at)) => at < since,
        })
    }
}

/// Makes acceptances from before ones to be confirmed; gives how many may be, but have no date. A no stays a no, and who
/// was there was there.
pub fn reconsider(answers: &mut Answers, since: Since) -> usize {
    let mut undated = 0;
    for given in answers.values_mut().filter(|given| given.answer == Answer::Coming) {
        match given.is_before(since) {
            Some(true) => given.answer = Answer::Unconfirmed,
            Some(false) => {}
            None => undated += 1,
        }
    }
    undated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(at: &str, since: &str) -> (Answer, usize) {
        let at = (!at.is_empty()).then(|| at.parse().expect("a time"));
        let since = match since {
            "ever" => Since::Ever,
            "not yet" => Since::NotYet,
            told => Since::Told(told.parse().expect("a time")),
        };
        let given = Given { answer: Answer::Coming, at };
        let mut answers = Answers::from([("a@x.example".to_owned(), given)]);
        let undated = reconsider(&mut answers, since);
        (answers["a@x.example"].answer, undated)
    }

    #[test]
    fn an_acceptance_from_before_is_to_be_confirmed_and_one_without_a_date_is_counted() {
        use Answer::{Coming, Unconfirmed};
        for (at, since, expected) in [
            ("2027-03-01", "2027-03-02T09:00:00", (Unconfirmed, 0)),
            ("2027-03-02", "2027-03-02T09:00:00", (Coming, 0)),
            ("2027-03-02T08:59:00", "2027-03-02T09:00:00", (Unconfirmed, 0)),
            ("2027-03-02T09:01:00", "2027-03-02T09:00:00", (Coming, 0)),
            ("2027-03-09", "not yet", (Unconfirmed, 0)),
            ("", "not yet", (Coming, 1)),
            ("", "2027-03-02T09:00:00", (Coming, 1)),
            ("", "ever", (Coming, 0)),
            ("2020-01-01", "ever", (Coming, 0)),
        ] {
            assert_eq!(after(at, since), expected, "{at} {since}");
        }
    }

    #[test]
    fn a_no_and_a_presence_stay() {
        let at = Some(DateTime::constant(2027, 3, 1, 0, 0, 0, 0));
        for answer in [Answer::Declined, Answer::Tentative, Answer::Attended] {
            let mut answers = Answers::from([("a@x.example".to_owned(), Given { answer, at })]);
            assert_eq!(reconsider(&mut answers, Since::NotYet), 0);
            assert_eq!(answers["a@x.example"].answer, answer);
        }
    }
}
