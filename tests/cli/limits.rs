//! The pace as settings name it: presets, window, holidays, and what the plan says of its end.

use crate::workdir::{Outcome, Workdir, outcome};

/// Runs the command at a moment.
fn at(work: &Workdir, second: i64, arguments: &[&str]) -> Outcome {
    outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", second.to_string()).output().expect("runs"))
}

/// Thursday, 4 June 2026, noon in Berlin: Corpus Christi.
const HOLIDAY: i64 = 1_780_567_200;
/// A day later.
const WORKDAY: i64 = 1_780_653_600;
/// Monday, 23 November 2026, 9:00 in Berlin.
const MONDAY: i64 = 1_795_420_800;

/// A workspace of so many people about an event with these facts.
fn about(facts: &str, limits: &str, people: usize) -> Workdir {
    let work = Workdir::new();
    work.configure(&format!("[limits]\ntimezone = \"Europe/Berlin\"\n{limits}"));
    work.crowd(people);
    work.write("data/events/summit.md", format!("+++\nname = \"Summit\"\n{facts}\n+++\nIt was good.\n"));
    work
}

/// What the plan says beside itself.
fn warned(work: &Workdir) -> String {
    let plan = at(work, MONDAY, &["send", "thanks", "--dry-run"]);
    assert_eq!(plan.code, Some(0), "{plan:?}");
    plan.stderr
}

#[test]
fn an_unknown_preset_stops_before_the_first_mail() {
    let work = Workdir::new();
    work.configure("[limits]\nrates = [\"1000/s\"]\npreset = \"microsft-365\"");
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    insta::assert_snapshot!(refused.stderr, @"
    rundbrief.toml:9:11: error[preset-unknown]: there is no preset `microsft-365`; known: microsoft-365, google-workspace, ionos-first-week, ionos-second-week, ionos-first-month, ionos, hosting-de
      help: did you mean `microsoft-365`?
    ");
    assert!(!work.path(".rundbrief").exists() && !work.path("outbox").exists());
}

#[test]
fn a_preset_holds_beside_own_rates() {
    let work = about("", "preset = \"hosting-de\"\nrates = [\"1000/day\"]", 3);
    let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
    assert!(plan.stdout.contains("about one second at 1000 a day, 120 a minute, 250 in 10 minutes\n"), "{plan:?}");
}

#[test]
fn settings_that_can_never_send_are_refused() {
    let work = Workdir::new();
    for (settings, reason) in [
        ("rates = [\"0/min\"]", "error[rate-impossible]: at the rate `0/min` no mail would ever leave"),
        (
            "window = \"Mo-Fr 08:00-17:00, Sa 12:00-08:00\"",
            "error[window-never-opens]: the sending window `Sa 12:00-08:00` is never open",
        ),
        ("window = []", "error[window-never-opens]"),
        ("holidays = \"Tirol\"", "error[land-unknown]: `Tirol` is no code of a German Land\n  help: possible are BW,"),
        (
            "dns_server = \"ns.example\"",
            "error[name-server-invalid]: `ns.example` is no address of a name server\n  help: write `10.0.0.53`",
        ),
    ] {
        work.configure(&format!("[limits]\n{settings}"));
        let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
        assert!(refused.stderr.starts_with("rundbrief.toml:8:") && refused.stderr.contains(reason), "{refused:?}");
        assert!(!work.path(".rundbrief").exists() && !work.path("outbox").exists());
    }
}

#[test]
fn on_a_holiday_nothing_leaves() {
    let work = about("", "holidays = \"NW\"\nwindow = \"Mo-Fr 08:00-17:30\"", 3);
    let holiday = at(&work, HOLIDAY, &["send", "thanks", "--yes"]);
    assert_eq!((holiday.code, work.files("outbox/new").len()), (Some(3), 0), "{holiday:?}");
    let told = "The sending window (Mo-Fr 08:00-17:30, not on holidays NW) is closed; the rest stays queued.";
    assert!(holiday.stderr.contains(told), "{holiday:?}");
    assert_eq!(at(&work, WORKDAY, &["send", "thanks", "--yes"]).code, Some(0));
    assert_eq!(work.files("outbox/new").len(), 3);
}

#[test]
fn holidays_alone_close_the_day_where_they_are_some() {
    let work = about("", "holidays = \"NW\"", 3);
    assert_eq!(at(&work, HOLIDAY, &["send", "thanks", "--yes"]).code, Some(3));
    let work = about("", "holidays = \"HH\"", 3);
    assert_eq!(at(&work, HOLIDAY, &["send", "thanks", "--yes"]).code, Some(0));
}

#[test]
fn the_plan_says_when_the_last_mail_leaves() {
    let work = about("", "rates = [\"100/h\"]\nwindow = \"Mo 08:00-10:30, Di 08:00-12:00\"", 250);
    insta::assert_snapshot!(at(&work, MONDAY, &["send", "thanks", "--dry-run"]).stdout, @r"
    Thanks (thanks)
      from:         Aufbruch <einladung@aufbruch.example>
      way:          rehearsal into the outbox outbox (nothing leaves this machine)
      recipients:   250
      to send now:  250
      duration:     about 23 hours at 100 an hour
      finished:     2026-11-24 08:00
    ");
    let json = at(&work, MONDAY, &["send", "thanks", "--dry-run", "--json"]).stdout;
    assert!(json.contains("\"seconds\":82800,\"finishes_at\":\"2026-11-24T07:00:00Z\""), "{json}");
}

#[test]
fn what_left_before_is_part_of_the_plan() {
    let work = about("", "rates = [\"100/h\"]", 150);
    at(&work, MONDAY, &["send", "thanks", "--yes", "--limit", "100"]);
    let json = at(&work, MONDAY + 600, &["send", "thanks", "--dry-run", "--json"]).stdout;
    assert!(json.contains("\"seconds\":3018,\"finishes_at\":\"2026-11-23T09:00:18Z\""), "{json}");
}

#[test]
fn a_closed_window_is_waited_for_without_a_rate_too() {
    let work = about("", "window = \"Di 08:00-12:00\"", 3);
    let plan = at(&work, MONDAY, &["approve", "thanks", "--by", "Inken", "--yes"]).stderr;
    assert!(plan.contains("duration:     about 23 hours, until the sending window is open\n"), "{plan}");
    assert!(plan.contains("finished:     2026-11-24 08:00\n"), "{plan}");
}

#[test]
fn a_plan_in_a_closed_window_promises_no_end() {
    let work = about("", "rates = [\"100/h\"]\nwindow = \"Di 08:00-12:00\"", 250);
    for send in [["send", "thanks", "--dry-run"], ["send", "thanks", "--yes"]] {
        let plan = at(&work, MONDAY, &send);
        let plan = plan.stdout + &plan.stderr;
        assert!(plan.contains("  window:       closed until 2026-11-24 08:00; nothing leaves now without --wait\n"));
        assert!(!plan.contains("duration:") && !plan.contains("finished:"), "{plan}");
    }
    let json = at(&work, MONDAY, &["send", "thanks", "--dry-run", "--json"]).stdout;
    assert!(json.contains("\"opens_at\":\"2026-11-24T07:00:00Z\""), "{json}");
    let open = at(&work, MONDAY + 86_400, &["send", "thanks", "--dry-run", "--json"]).stdout;
    assert!(!open.contains("opens_at"), "{open}");
}

#[test]
fn after_a_closed_window_the_next_step_has_its_time() {
    let work = about("", "holidays = \"NW\"\nwindow = \"Mo-Fr 08:00-17:30\"", 3);
    let next = "\n  Again from 2026-06-05 08:00: rundbrief send thanks\n";
    let holiday = at(&work, HOLIDAY, &["send", "thanks", "--yes"]);
    assert!(holiday.stdout.ends_with(next), "{holiday:?}");
    let status = at(&work, HOLIDAY, &["status"]);
    assert!(status.stdout.ends_with(next), "{status:?}");
    let json = at(&work, HOLIDAY, &["status", "--json"]).stdout;
    assert!(json.contains("\"next_from\":\"2026-06-05T06:00:00Z\""), "{json}");
    let status = at(&work, WORKDAY, &["status"]);
    assert!(status.stdout.ends_with("\n  Next: rundbrief send thanks\n"), "{status:?}");
}

/// So many people in one domain, and one in another.
fn in_one_domain(work: &Workdir, count: usize) {
    let people: Vec<String> = (0..count).map(|n| format!("p{n}@stadt.example")).collect();
    work.people(&people.iter().map(String::as_str).chain(["one@dorf.example"]).collect::<Vec<_>>());
}

#[test]
fn the_limit_of_a_domain_is_part_of_the_plan() {
    let work = about("", "per_domain = [\"1/h\"]", 0);
    in_one_domain(&work, 40);
    let plan = at(&work, MONDAY, &["send", "thanks", "--dry-run"]).stdout;
    assert!(plan.contains("duration:     about 40 hours at 1 an hour per domain\n"), "{plan}");
    assert!(plan.contains("finished:     2026-11-25 00:11\n"), "39 hours and half a percent: {plan}");
    let json = at(&work, MONDAY, &["send", "thanks", "--dry-run", "--json"]).stdout;
    assert!(json.contains("\"per_domain\":[\"1/h\"],\"seconds\":141102,"), "{json}");
    work.configure("[limits]\nrates = [\"30/min\"]\nper_domain = [\"1/h\"]");
    let plan = at(&work, MONDAY, &["send", "thanks", "--dry-run"]).stdout;
    assert!(plan.contains("about 40 hours at 30 a minute, 1 an hour per domain\n"), "{plan}");
}

#[test]
fn what_a_domain_got_before_is_part_of_the_plan() {
    let work = about("", "per_domain = [\"2/h\"]", 0);
    in_one_domain(&work, 5);
    // spread over the run: the other domain's one is the fourth
    at(&work, MONDAY, &["send", "thanks", "--yes", "--limit", "2"]);
    let seconds = |second, more: &[&str]| {
        let plan = at(&work, second, &[&["send", "thanks", "--dry-run", "--json"], more].concat()).stdout;
        let plan: serde_json::Value = serde_json::from_str(&plan).expect("JSON");
        plan["seconds"].as_u64()
    };
    // two of three an hour after the first two, the last one another hour later
    assert_eq!(seconds(MONDAY + 600, &[]), Some(2 * 3618 - 600));
    assert_eq!(seconds(MONDAY + 600, &["--limit", "2"]), Some(3018));
    assert_eq!(seconds(MONDAY + 7200, &[]), Some(3618));
}

#[test]
fn a_plan_that_ends_after_the_event_is_warned_about() {
    let rates = "rates = [\"100/day\"]";
    let late = about("start = 2026-11-24T09:00:00\nend = 2026-11-24T16:00:00", rates, 250);
    insta::assert_snapshot!(warned(&late), @"
    data/events/summit.md:4:7: warning[finishes-after-event]: at this pace the last mail leaves on 2026-11-25 09:14, and the event is over on 2026-11-24 16:00
      help: begin earlier, write to fewer people, or ask your provider for a higher pace; docs/limits.md explains the limits
    ");
    let json = at(&late, MONDAY, &["send", "thanks", "--dry-run", "--json"]).stdout;
    assert!(json.contains("\"warnings\":[\"finishes-after-event\"]"), "{json}");
    let only_start = about("start = 2026-11-24", rates, 250);
    assert!(warned(&only_start).starts_with("data/events/summit.md:3:9: warning[finishes-after-event]"));
    let in_time = about("start = 2026-11-24\nend = 2026-11-25", rates, 250);
    assert_eq!(warned(&in_time), "", "the last day lasts until midnight");
}

#[test]
fn a_plan_that_ends_when_answers_are_due_is_warned_about() {
    let facts = "start = 2027-05-04\nrsvp_until = 2026-11-24";
    let late = about(facts, "rates = [\"100/day\"]", 250);
    insta::assert_snapshot!(warned(&late), @"
    data/events/summit.md:4:14: warning[finishes-after-rsvp]: at this pace the last mail leaves on 2026-11-25 09:14, and everybody is to answer by 2026-11-24
      help: begin earlier, move `rsvp_until`, or ask your provider for a higher pace; docs/limits.md explains the limits
    ");
    late.write(
        "data/campaigns/thanks.md",
        "+++\nsubject = \"Thanks\"\nevent = \"summit\"\ntemplate = \"plain\"\npurpose = \"organisation\"\n+++\nHello\n",
    );
    late.write(
        "rundbrief.toml",
        late.read("rundbrief.toml").replace("basis = \"consent\"", "basis = \"contract\"\nevent = \"summit\""),
    );
    assert_eq!(warned(&late), "", "who is registered has answered");
}

#[test]
fn an_invitation_after_its_event_or_its_last_day_is_warned_about() {
    let invitation = |facts| {
        let work = about(facts, "", 3);
        work.write(
            "data/campaigns/thanks.md",
            "+++\nsubject = \"Come\"\nevent = \"summit\"\ntemplate = \"plain\"\npurpose = \"invitation\"\n+++\nHello\n",
        );
        warned(&work)
    };
    insta::assert_snapshot!(invitation("start = 2026-11-20"), @"
    data/events/summit.md:3:9: warning[finishes-after-event]: this invitation comes too late: the last mail leaves on 2026-11-23 09:00, and the event has been over since 2026-11-20
      help: check `event` and `purpose` in the campaign, and the date of the event
    ");
    insta::assert_snapshot!(invitation("start = 2027-05-04\nrsvp_until = 2026-11-10"), @"
    data/events/summit.md:4:14: warning[finishes-after-rsvp]: this invitation comes too late: the last mail leaves on 2026-11-23 09:00, and everybody was to answer by 2026-11-10
      help: move `rsvp_until`, or check `event` and `purpose` in the campaign
    ");
    assert_eq!(invitation("start = 2027-05-04\nrsvp_until = 2026-12-24"), "");
    assert_eq!(invitation("start = 2026-11-23"), "", "today");
}

#[test]
fn a_recap_is_never_too_late() {
    let over = about("start = 2026-11-20\nrsvp_until = 2026-11-10", "rates = [\"100/day\"]", 250);
    assert_eq!(warned(&over), "");
}
