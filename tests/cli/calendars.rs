//! Calendar entries as a parser of other people's making reads them.

use serde_json::{Value, json};

use crate::dkim::rehearsed;
use crate::injection::{CELLS, visible};
use crate::python::read_mails;
use crate::workdir::Workdir;

/// A workspace with a campaign that puts an event of this TOML into calendars, by Berlin's clocks.
pub fn workspace(method: &str, event: &str) -> Workdir {
    let work = Workdir::new();
    work.write("data/events/summit.md", format!("+++\n{event}+++\n"));
    let front = format!("subject = \"Thanks\"\nevent = \"summit\"\ntemplate = \"plain\"\ncalendar = \"{method}\"\n");
    work.write("data/campaigns/thanks.md", format!("+++\n{front}+++\nHello\n"));
    work.write("rundbrief.toml", work.read("rundbrief.toml") + "[limits]\ntimezone = \"Europe/Berlin\"\n");
    work
}

/// The mail to the first of the people.
fn sent(work: &Workdir) -> String {
    work.ends_with(0, &["send", "thanks", "--yes", "--again"]);
    rehearsed(work).swap_remove(0)
}

/// The entry in each mail: the part and the file say the same.
fn entries(mails: &[String]) -> Vec<Value> {
    read_mails(mails)
        .into_iter()
        .map(|read| {
            assert_eq!(read["defects"], json!([]), "{read:#}");
            let [part, file] = [0, 1].map(|at| read["calendars"][at].clone());
            assert_eq!(
                (&part["type"], &file["type"]),
                (&json!("text/calendar"), &json!("application/ics")),
                "{read:#}"
            );
            assert_eq!(part["parameter"], part["method"], "RFC 6047 §2.4: the header names the method too");
            for name in
                ["method", "uid", "sequence", "start", "end", "summary", "location", "attendees", "organizer", "names"]
            {
                assert_eq!(part[name], file[name], "{name}");
            }
            part
        })
        .collect()
}

pub fn entry(work: &Workdir) -> Value {
    entries(&[sent(work)]).remove(0)
}

#[test]
fn begin_and_end_are_right_in_summer_in_winter_and_on_the_night_between() {
    for (dates, start, end) in [
        // the clocks go forward at two o'clock that night
        (
            "start = 2027-03-28T01:30:00\nend = 2027-03-28T03:30:00\n",
            "2027-03-28T00:30:00+00:00",
            "2027-03-28T01:30:00+00:00",
        ),
        (
            "start = 2027-01-12T10:00:00\nend = 2027-01-12T15:00:00\n",
            "2027-01-12T09:00:00+00:00",
            "2027-01-12T14:00:00+00:00",
        ),
        (
            "start = 2027-05-11T10:00:00\nend = 2027-05-12T15:00:00\n",
            "2027-05-11T08:00:00+00:00",
            "2027-05-12T13:00:00+00:00",
        ),
        // the end of a day is the beginning of the next (RFC 5545 §3.6.1)
        ("start = 2027-10-30\nend = 2027-10-31\n", "2027-10-30", "2027-11-01"),
        ("start = 2027-05-11\n", "2027-05-11", "2027-05-12"),
    ] {
        let entry = entry(&workspace("request", &format!("name = \"Summit\"\n{dates}")));
        assert_eq!((&entry["start"], &entry["end"]), (&json!(start), &json!(end)), "{dates}");
    }
}

const EVENT: &str =
    "name = \"Summit\"\nstart = 2027-05-11T10:00:00\nvenue = { name = \"Hall\", address = \"Quay 4\" }\n";

#[test]
fn an_event_that_moves_keeps_its_uid_and_its_sequence_rises() {
    let work = workspace("request", EVENT);
    let mut entries = Vec::new();
    for revision in 0..3 {
        let moved = EVENT.replace("2027-05-11", &format!("2027-05-1{}", revision + 1));
        work.write("data/events/summit.md", format!("+++\n{moved}revision = {revision}\n+++\n"));
        entries.push(entry(&work));
    }
    let off = work.read("data/campaigns/thanks.md").replace("\"request\"", "\"cancel\"");
    work.write("data/campaigns/thanks.md", off);
    work.write("data/events/summit.md", format!("+++\n{EVENT}revision = 3\n+++\n"));
    entries.push(entry(&work));
    let uids: Vec<&Value> = entries.iter().map(|entry| &entry["uid"]).collect();
    assert_eq!(uids, [&json!("summit@aufbruch.example"); 4]);
    let sequences: Vec<u64> = entries.iter().filter_map(|entry| entry["sequence"].as_u64()).collect();
    assert_eq!(sequences, [0, 1, 2, 3]);
    assert_eq!(entries[3]["method"], "CANCEL");
    assert_ne!(entries[0]["start"], entries[1]["start"]);
}

#[test]
fn only_who_is_asked_is_to_answer() {
    for (method, attendees, rsvp) in
        [("request", 1, json!("TRUE")), ("publish", 0, Value::Null), ("cancel", 1, Value::Null)]
    {
        let entry = entry(&workspace(method, EVENT));
        assert_eq!(entry["method"], method.to_uppercase());
        assert_eq!(entry["organizer"][0]["address"], "mailto:team@aufbruch.example", "{entry:#}");
        assert_eq!(entry["attendees"].as_array().map(Vec::len), Some(attendees), "{entry:#}");
        assert_eq!(entry["attendees"][0]["RSVP"], rsvp, "{entry:#}");
        if attendees > 0 {
            assert_eq!(entry["attendees"][0]["address"], "mailto:anna@x.example");
        }
    }
}

/// What could begin a property, a parameter or an entry of its own.
const HOSTILE: [&str; 6] = [
    "a\r\nBEGIN:VEVENT\r\nUID:x",
    "a\nATTENDEE:mailto:evil@x.example",
    "a;RSVP=TRUE:mailto:evil@x.example",
    "a\",\"mailto:evil@x.example",
    "a, b; c: d \\n e \\, f",
    "END:VEVENT",
];

#[test]
fn no_value_of_an_event_or_of_a_contact_becomes_a_property() {
    let model = entry(&workspace("request", EVENT));
    let texts: Vec<&str> = HOSTILE.into_iter().chain(CELLS.into_iter().map(|(cell, _)| cell)).collect();
    let mails: Vec<String> = texts.iter().map(|text| invited(text)).collect();
    for (text, entry) in texts.into_iter().zip(entries(&mails)) {
        for name in ["components", "names", "uid", "sequence", "method", "start", "organizer"] {
            assert_eq!(entry[name], model[name], "{text:?}: {entry:#}");
        }
        assert_eq!(entry["attendees"].as_array().map(Vec::len), Some(1), "{text:?}: {entry:#}");
        assert_eq!(entry["attendees"][0]["address"], "mailto:anna@x.example", "{text:?}");
        // control characters apart; of `\\n`, a backslash before a letter, that parser makes a line end
        if !text.contains("\\n") {
            assert_eq!(words(entry["summary"].as_str().expect("a text")), words(&visible(text)), "{text:?}");
        }
    }
}

/// The mail of an event and to a person who say this wherever they can.
fn invited(text: &str) -> String {
    let said = serde_json::to_string(text).expect("a text");
    let venue = format!("venue = {{ name = {said}, address = {said} }}");
    let work = workspace("request", &format!("name = {said}\nstart = 2027-05-11T10:00:00\n{venue}\n"));
    let cell = format!("\"{}\"", text.replace('"', "\"\""));
    work.write("data/lists/people.csv", format!("E-Mail;Vorname;Nachname\nanna@x.example;{cell};{cell}\n"));
    sent(&work)
}

fn words(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control() || c.is_whitespace(), " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
