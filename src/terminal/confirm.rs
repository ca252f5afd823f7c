//! Questions that a person answers.

use std::io::{IsTerminal, Write};

use super::{Screen, findings};
use crate::finding::{Code, Finding};

impl Screen {
    /// Whether somebody sits in front of it.
    pub fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal()
    }

    /// Shows a finding, however quiet the screen is to be, and asks whether to go on despite it.
    ///
    /// # Errors
    /// As [`Screen::confirm`].
    pub fn confirm_despite(&self, finding: &Finding, question: &str) -> Result<bool, Finding> {
        self.aside(&findings::worded(self.sentences(), finding));
        self.confirm(question)
    }

    /// Asks a question that is answered with yes or no; anything but a clear yes is a no.
    ///
    /// # Errors
    /// `confirmation-missing` where nobody sits in front of it.
    pub fn confirm(&self, question: &str) -> Result<bool, Finding> {
        if !self.can_ask() {
            return Err(Finding::new(Code::ConfirmationMissing));
        }
        let mut stderr = std::io::stderr().lock();
        let _ = write!(stderr, "{question} ");
        let _ = stderr.flush();
        drop(stderr);
        let mut answer = String::new();
        // an answer that cannot be read is no yes
        let _ = std::io::stdin().read_line(&mut answer);
        Ok(["j", "ja", "y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
    }
}
