//! Stops a campaign before the sender's name is burnt: mail servers remember who goes on sending what they refuse.

use jiff::{SignedDuration, Timestamp};

use super::Job;
use super::outcome;

use crate::finding::{Code, Finding};

/// After how many mails in a row without an answer to their final dot a run ends: each of them costs a person a look.
const UNANSWERED: u32 = 10;
/// Attempts before a share of rejections means anything.
const SAMPLE: u32 = 50;
/// Unknown recipients one after the other mean less than refused content: so many times as many are borne.
const RECIPIENTS: u32 = 2;
/// What was answered before that says little about now.
const MEMORY: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How many rejections a run goes on with.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// Rejections of the content or by policy, one after the other; of any kind, twice as many.
    pub in_a_row: u32,
    /// Rejections of any kind, in percent of the mails answered.
    pub percent: u32,
}

/// Counts what servers say to the mails of an account, over its runs.
#[derive(Debug)]
pub(super) struct Guard {
    tolerance: Tolerance,
    answered: u32,
    rejected: u32,
    /// Rejections of any kind since the last mail that was taken, and those of the content among them.
    in_a_row: u32,
    content_in_a_row: u32,
    unanswered: u32,
}

/// What a final answer was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The mail was taken.
    Taken,
    /// The recipient was refused.
    Recipient,
    /// The content was refused, or the sender by policy (5.6.x, 5.7.x).
    Content,
    /// None came: the mail is in doubt.
    Missing,
}

impl Guard {
    /// A guard that knows what the account's earlier runs were answered.
    pub(super) fn of(job: &Job) -> Result<Self, Finding> {
        let since = job.clock.now().checked_sub(MEMORY).unwrap_or(Timestamp::MIN);
        let earlier = job.ledger.answers(job.run, since, Self::memory(job.tolerance))?;
        Ok(Self::remembering(job.tolerance, earlier.iter().filter_map(outcome::earlier)))
    }

    /// A guard that remembers the last answers to earlier runs: to the server many short runs are one.
    fn remembering(tolerance: Tolerance, earlier: impl IntoIterator<Item = Answer>) -> Self {
        let mut guard = Self { tolerance, answered: 0, rejected: 0, in_a_row: 0, content_in_a_row: 0, unanswered: 0 };
        for answer in earlier {
            // what that meant, the run that heard it has said
            let _ = guard.heard(answer, "");
        }
        guard
    }

    /// How many answers to earlier runs matter: more of them would hide what this one meets.
    fn memory(tolerance: Tolerance) -> u32 {
        tolerance.in_a_row.saturating_mul(RECIPIENTS).max(SAMPLE).max(UNANSWERED)
    }

    /// Takes note of a final answer.
    ///
    /// # Errors
    /// The run should end, with the server's last words.
    pub(super) fn heard(&mut self, answer: Answer, words: &str) -> Result<(), Finding> {
        if answer == Answer::Missing {
            return self.heard_nothing(words);
        }
        self.unanswered = 0;
        self.answered += 1;
        if answer == Answer::Taken {
            (self.in_a_row, self.content_in_a_row) = (0, 0);
            return Ok(());
        }
        self.rejected += 1;
        self.in_a_row += 1;
        self.content_in_a_row += u32::from(answer == Answer::Content);
        let Tolerance { in_a_row, percent } = self.tolerance;
        let row = self.content_in_a_row >= in_a_row || self.in_a_row >= in_a_row.saturating_mul(RECIPIENTS);
        let share =
            self.answered >= SAMPLE && u64::from(self.rejected) * 100 > u64::from(self.answered) * u64::from(percent);
        if row || share {
            let finding = Finding::new(Code::ReputationAtRisk).with("rejected", self.rejected);
            return Err(finding.with("answered", self.answered).with("reason", words));
        }
        Ok(())
    }

    fn heard_nothing(&mut self, words: &str) -> Result<(), Finding> {
        self.unanswered += 1;
        if self.unanswered < UNANSWERED {
            return Ok(());
        }
        Err(Finding::new(Code::AnswersMissing).with("count", self.unanswered).with("reason", words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLERANCE: Tolerance = Tolerance { in_a_row: 3, percent: 10 };

    #[test]
    fn refused_content_in_a_row_ends_the_run() {
        let mut guard = Guard::remembering(TOLERANCE, []);
        for answer in [Answer::Content, Answer::Content, Answer::Taken, Answer::Content, Answer::Content] {
            guard.heard(answer, "").expect("not three in a row");
        }
        assert_eq!(guard.heard(Answer::Content, "554 spam").expect_err("three").code, Code::ReputationAtRisk);
    }

    #[test]
    fn twice_as_many_of_any_kind_in_a_row_end_it_too() {
        let mut guard = Guard::remembering(TOLERANCE, []);
        for _ in 0..5 {
            guard.heard(Answer::Recipient, "").expect("not six in a row");
        }
        guard.heard(Answer::Recipient, "").expect_err("six in a row");
    }

    #[test]
    fn a_server_that_answers_no_final_dot_does_not_put_a_whole_campaign_in_doubt() {
        let mut guard = Guard::remembering(TOLERANCE, []);
        for answer in [Answer::Missing; UNANSWERED as usize - 1].into_iter().chain([Answer::Taken]) {
            guard.heard(answer, "").expect("it may be one bad mail");
        }
        let unanswered: Vec<_> = (0..UNANSWERED).map(|_| guard.heard(Answer::Missing, "end of file")).collect();
        assert_eq!(unanswered.iter().position(Result::is_err), Some(UNANSWERED as usize - 1));
    }

    #[test]
    fn unknown_recipients_end_it_by_their_share_only() {
        let mut guard = Guard::remembering(TOLERANCE, []);
        for number in 0..SAMPLE - 1 {
            guard.heard(if number % 9 == 0 { Answer::Recipient } else { Answer::Taken }, "").expect("too few to tell");
        }
        guard.heard(Answer::Recipient, "550 no such user").expect_err("7 of 50 are more than 10 %");
    }

    #[test]
    fn what_earlier_runs_heard_counts_and_the_run_that_meets_it_again_ends_at_once() {
        let earlier = [Answer::Taken, Answer::Content, Answer::Content];
        Guard::remembering(TOLERANCE, earlier).heard(Answer::Content, "554 spam").expect_err("the third in a row");
        Guard::remembering(TOLERANCE, earlier).heard(Answer::Taken, "250 ok").expect("it is over");
        let many = (0..SAMPLE).map(|number| if number % 3 == 0 { Answer::Recipient } else { Answer::Taken });
        Guard::remembering(TOLERANCE, many).heard(Answer::Recipient, "550 unknown").expect_err("a third");
    }
}
