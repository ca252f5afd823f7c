//! What is known of one person, line by line.

use jiff::tz::TimeZone;

use super::Screen;
use super::sentences::Fact;
use super::standing::key;
use crate::ledger::{Attempt, Deed, Listed, Posted, Realm, State};

impl Screen {
    /// An entry of the suppression list.
    pub fn suppression(&self, listed: &Listed, zone: &TimeZone) -> String {
        let entry = &listed.entry;
        let facts = [
            ("key", Fact::from(entry.key.as_str())),
            ("scope", self.say(if entry.all { "suppression-all" } else { "suppression-advertising" }, &[]).into()),
            ("reason", self.say(&format!("suppression-reason-{}", entry.reason.replace('_', "-")), &[]).into()),
            ("by", listed.by.as_str().into()),
            ("since", self.sentences().moment(listed.at, zone).into()),
        ];
        let line = self.say("suppression-line", &facts);
        if entry.note.is_empty() {
            return line;
        }
        self.say("suppression-note", &[("line", line.into()), ("note", entry.note.as_str().into())])
    }

    /// A campaign's mail to the person.
    pub fn posted(&self, posted: &Posted, zone: &TimeZone) -> String {
        let facts = [
            ("campaign", Fact::from(posted.campaign.as_str())),
            ("realm", self.realm(posted.realm).into()),
            ("state", self.state(posted.state).into()),
            ("since", self.sentences().moment(posted.since, zone).into()),
            ("version", Fact::from(u64::from(posted.version))),
            ("reply", self.sentences().reason(&posted.reply).into()),
        ];
        self.say("person-mail", &facts)
    }

    /// A line of the audit trail.
    pub fn tried(&self, attempt: &Attempt, zone: &TimeZone) -> String {
        let facts = [
            ("at", Fact::from(self.sentences().moment(attempt.at, zone))),
            ("campaign", attempt.campaign.as_str().into()),
            ("realm", self.realm(attempt.realm).into()),
            ("phase", self.sentences().phase(&attempt.phase).into()),
            ("state", self.state(attempt.state).into()),
            ("reply", self.sentences().reason(&attempt.reply).into()),
        ];
        self.say("person-attempt", &facts)
    }

    /// What somebody did to the suppression list.
    pub fn deed(&self, deed: &Deed, zone: &TimeZone) -> String {
        let facts = [
            ("at", Fact::from(self.sentences().moment(deed.at, zone))),
            ("by", deed.by.as_str().into()),
            ("proof", self.proof(&deed.detail).into()),
        ];
        let key = match deed.what.as_str() {
            "lift" if deed.detail.is_empty() => "person-lifted",
            "lift" => "person-lifted-on",
            _ => "person-suppressed",
        };
        self.say(key, &facts)
    }

    /// What proves a consent, as the ledger has it: `consent 2026-02-28: form 17`.
    fn proof(&self, detail: &str) -> String {
        let consent = detail.strip_prefix("consent ").and_then(|rest| rest.split_once(": "));
        let Some((day, text)) = consent else { return detail.to_owned() };
        let day = self.sentences().written_time(day);
        self.say("person-consented", &[("day", day.into()), ("text", text.into())])
    }

    fn realm(&self, realm: Realm) -> String {
        self.say(&format!("realm-{realm}"), &[])
    }

    fn state(&self, state: State) -> String {
        self.say(&format!("state-word-{}", key(state)), &[])
    }
}
