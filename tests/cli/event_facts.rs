//! Facts of an event that would be something else in mails, links and calendars than their author means.

use serde_json::{Value, json};

use crate::calendars::{entry, workspace};
use crate::workdir::{Outcome, Workdir};

const DATED: &str = "name = \"Summit\"\nstart = 2027-05-11T10:00:00\nend = 2027-05-11T16:00:00\n";

/// What `check` finds: code, place, and how bad it is.
fn found(work: &Workdir) -> Vec<(String, String, String)> {
    let checked = work.json(&["check"]);
    let findings = checked["findings"].as_array().expect("findings").iter();
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let place = |finding: &Value| format!("{}:{}", text(finding, "file"), finding["line"]);
    findings.map(|finding| (text(finding, "code"), place(finding), text(finding, "severity"))).collect()
}

fn only(code: &str, place: &str, severity: &str) -> Vec<(String, String, String)> {
    vec![(code.to_owned(), place.to_owned(), severity.to_owned())]
}

fn event(work: &Workdir, facts: &str) {
    work.write("data/events/summit.md", format!("+++\n{facts}+++\n"));
}

/// The mail to the first of the people, as text.
fn shown(work: &Workdir) -> Outcome {
    work.ends_with(0, &["preview", "thanks", "--only", "anna@x.example"])
}

#[test]
fn a_date_with_a_time_zone_of_its_own_is_refused_at_its_line() {
    let work = Workdir::new();
    for (facts, line) in [
        ("start = 2027-05-11T10:00:00+09:00\n", 3),
        ("end = 2027-05-11T10:00:00Z\n", 3),
        ("edition = 3\nrsvp_until = 2027-04-16T00:00:00Z\n", 4),
        ("[[days]]\ndate = 2027-05-11T00:00:00+02:00\n", 4),
    ] {
        event(&work, &format!("name = \"Summit\"\n{facts}"));
        assert_eq!(found(&work), only("offset-unwanted", &format!("data/events/summit.md:{line}"), "error"), "{facts}");
    }
}

#[test]
fn a_time_of_day_is_never_made_up_for_a_date_that_has_none() {
    let work = Workdir::new();
    event(&work, "name = \"Summit\"\nstart = 2027-05-11\nend = 2027-05-12\n");
    work.campaign("Hello,\n\nit begins {{ event.start | date(format=\"%d.%m.%Y at %H:%M\") }}.\n");
    assert_eq!(found(&work), only("time-unknown", "data/campaigns/thanks.md:8", "error"));
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("data/campaigns/thanks.md:8:28: error[time-unknown]"), "{refused:?}");
    work.campaign("Hello,\n\nit begins {{ event.start | date(format=\"%d.%m.%Y at %H:%M\", day=\"%d.%m.%Y\") }}.\n");
    assert_eq!(found(&work), []);
    assert!(shown(&work).stdout.contains("it begins 11.05.2027."));
    event(&work, DATED);
    assert!(shown(&work).stdout.contains("it begins 11.05.2027 at 10:00."));
}

#[test]
fn begin_and_end_have_both_a_time_of_day_or_none() {
    let work = Workdir::new();
    for times in ["start = 2027-05-11\nend = 2027-05-12T16:00:00\n", "start = 2027-05-11T10:00:00\nend = 2027-05-12\n"]
    {
        event(&work, &format!("name = \"Summit\"\n{times}"));
        assert_eq!(found(&work), only("times-mixed", "data/events/summit.md:4", "warning"), "{times}");
    }
}

#[test]
fn what_is_no_page_no_address_and_no_name_is_told_at_its_line() {
    let work = Workdir::new();
    for (facts, code, line) in [
        ("name = \"X\"\nurl = \"https://a b/\"\n", "url-unsafe", 3),
        ("name = \"X\"\nurl = \"x.example\"\n", "url-unsafe", 3),
        ("name = \"X\"\nurl = \"mailto:a@b.example\"\n", "url-unsafe", 3),
        ("name = \"X\"\nurl = 'https://x.example/\"onclick=\"a'\n", "url-unsafe", 3),
        (
            "name = \"X\"\n[contact]\nname = \"Inken\"\nemail = \"a@b.example?bcc=x@evil.example&subject=hi\"\n",
            "address-unusable",
            5,
        ),
        ("name = \"X\"\n[contact]\nname = \"Inken\"\nemail = \"a?bcc=x@b.example\"\n", "address-unusable", 5),
        ("name = \"X\"\n[contact]\nname = \"Inken\"\nemail = \"keine Adresse\"\n", "address-unusable", 5),
        ("edition = 3\nname = \" \"\n", "key-missing", 3),
        ("name = \"X\"\nnext = \"summit\"\n", "next-itself", 3),
    ] {
        event(&work, facts);
        assert_eq!(found(&work), only(code, &format!("data/events/summit.md:{line}"), "error"), "{facts}");
    }
}

#[test]
fn marks_that_turn_the_direction_of_a_line_reach_neither_mails_nor_calendars() {
    let times = DATED.replace("name = \"Summit\"\n", "");
    for (turn, left) in [("\u{202e}", "\u{200f}"), ("\\u202E", "\\U0000200f")] {
        let venue = format!("venue = {{ name = \"Ha{turn}ll\", address = \"Quay{left} 4\" }}\n");
        let work = workspace("request", &format!("name = \"Sum{turn}mit{left}\"\n{times}{venue}"));
        let campaign = work.read("data/campaigns/thanks.md");
        work.write("data/campaigns/thanks.md", campaign + "{{ event.name }}, {{ event.venue.name }}\n");
        let entry = entry(&work);
        assert_eq!((&entry["summary"], &entry["location"]), (&json!("Summit"), &json!("Hall, Quay 4")), "{turn}");
        assert!(shown(&work).stdout.contains("Summit, Hall"), "{turn}");
    }
}

#[test]
fn nobody_is_asked_to_answer_by_a_day_that_is_gone_or_to_come_to_what_is_off() {
    let facts = |until: &str| format!("{DATED}rsvp_until = {until}\n").replace("2027", "2099");
    let asking = "\nPlease answer: [I come]({{ links.accept }}), [I do not]({{ links.decline }})\n";
    let work = workspace("request", &facts("2020-04-16"));
    assert_eq!(found(&work), [], "nobody is asked");
    let quiet = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", format!("{quiet}{asking}"));
    assert_eq!(found(&work), only("rsvp-past", "data/events/summit.md:5", "warning"));
    event(&work, &facts("2027-04-16"));
    assert_eq!(found(&work), []);
    work.write("data/campaigns/thanks.md", format!("{quiet}Until {{{{ event.rsvp_until | date }}}}\n"));
    event(&work, &facts("2020-04-16"));
    assert_eq!(found(&work), only("rsvp-past", "data/events/summit.md:5", "warning"));
    event(&work, &facts("2027-04-16"));
    let off = format!("{quiet}{asking}").replace("\"request\"", "\"cancel\"");
    work.write("data/campaigns/thanks.md", &off);
    assert_eq!(found(&work), only("cancel-asks", "data/campaigns/thanks.md:9", "warning"));
    let aware = off.replace("\nPlease", "\n{% if campaign.calendar != \"cancel\" %}Please") + "{% endif %}\n";
    work.write("data/campaigns/thanks.md", aware);
    assert_eq!(found(&work), [], "templates see how the campaign is meant");
}

#[test]
fn a_quiet_run_says_why_it_sends_nothing() {
    let work = Workdir::new();
    work.write(
        "data/campaigns/thanks.md",
        "+++\nsubject = \"Thanks\"\nevent = \"summit\"\ntemplate = \"plain\"\n[audience]\nwhere = \"coming('summit')\"\n+++\nHello\n",
    );
    let told = work.ends_with(3, &["-q", "send", "thanks", "--yes"]);
    assert!(told.stderr.starts_with("data/campaigns/thanks.md: warning[audience-empty]"), "{told:?}");
}

#[test]
fn links_of_an_event_can_be_listed_and_are_pages_only() {
    let work = Workdir::new();
    let links = "[[links]]\ntitle = \"Slides\"\nurl = \"https://x.example/slides\"\n\
        [[links]]\ntitle = \"Film\"\nurl = \"https://x.example/film\"\n";
    event(&work, &format!("{DATED}{links}"));
    work.campaign("To read on:\n\n{% for link in event.links %}\n- [{{ link.title }}]({{ link.url }})\n{% endfor %}\n");
    // a note stays on the line of its word
    let told = shown(&work).stdout.replace('\u{a0}', " ");
    for line in ["- Slides [1]", "- Film [2]", "[1] https://x.example/slides", "[2] https://x.example/film"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    event(&work, &format!("{DATED}{}", links.replace("https://x.example/film", "javascript:alert(1)")));
    assert_eq!(found(&work), only("url-unsafe", "data/events/summit.md:10", "error"));
}
