//! The audit trail of one address: a table for people.

use super::Screen;
use crate::ledger::Attempt;

const COLUMNS: usize = 12;

impl Screen {
    /// Shows every attempt for an address, times in UTC.
    pub fn attempts(&self, attempts: &[Attempt]) {
        let rows: Vec<[String; COLUMNS]> =
            std::iter::once(self.headings()).chain(attempts.iter().map(|attempt| self.row(attempt))).collect();
        let widths: Vec<usize> =
            (0..COLUMNS).map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0)).collect();
        for row in rows {
            let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
            self.result(cells.collect::<Vec<_>>().join("  ").trim_end());
        }
    }

    fn headings(&self) -> [String; COLUMNS] {
        [
            "log-time",
            "log-campaign",
            "log-realm",
            "log-run",
            "log-worker",
            "log-connection",
            "log-phase",
            "log-state",
            "log-code",
            "log-enhanced",
            "log-queue-id",
            "log-reply",
        ]
        .map(|key| self.say(key, &[]))
    }

    fn row(&self, attempt: &Attempt) -> [String; COLUMNS] {
        let state = attempt.state.name().replace('_', "-");
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        [
            attempt.at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            attempt.campaign.clone(),
            self.say(&format!("realm-{}", attempt.realm), &[]),
            attempt.run.map(|run| run.to_string()).unwrap_or_default(),
            number(attempt.worker),
            number(attempt.connection.filter(|connection| *connection > 0)),
            self.sentences().phase(&attempt.phase),
            self.say(&format!("state-word-{state}"), &[]),
            if attempt.code > 0 { attempt.code.to_string() } else { String::new() },
            attempt.enhanced.clone().unwrap_or_default(),
            attempt.queue_id.clone().unwrap_or_default(),
            self.sentences().reason(&attempt.reply).replace('\n', " "),
        ]
    }
}
