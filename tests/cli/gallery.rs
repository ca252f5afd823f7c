//! What the index of a preview says besides the mails: since an approval, since the last campaign, calendars, files,
//! limits, answers.

use std::fs::File;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::preview::{data, joined};
use crate::workdir::{Outcome, Workdir};

/// Where the columns of a mail stand.
const ATTACHED: usize = 9;
const STANDING: usize = 11;
const PAST: usize = 12;

const COPY: &str = ".rundbrief/approved/thanks.json";

fn index(work: &Workdir) -> String {
    work.ends_with(0, &["preview", "thanks"]);
    work.read("preview/thanks/index.html")
}

/// The address of each mail with one of its columns.
fn column(index: &str, at: usize) -> Value {
    let mails = data(index)["mails"].clone();
    mails.as_array().expect("mails").iter().map(|mail| json!([mail[1], mail[at]])).collect()
}

/// The plan as people read it, without marks.
fn plan(index: &str) -> String {
    let (_, rest) = index.split_once("<section id=\"plan\"").expect("a plan");
    let (plan, _) = rest.split_once("<noscript>").expect("an end");
    let pieces = plan.split('<').filter_map(|piece| Some(piece.split_once('>')?.1));
    let pieces: Vec<&str> = pieces.map(str::trim).filter(|piece| !piece.is_empty()).collect();
    pieces.join("\n") + "\n"
}

fn bundle(work: &Workdir) -> Value {
    data(&work.read("preview/thanks/views/0001.html"))
}

fn approve(work: &Workdir) -> Outcome {
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes"])
}

/// A workspace whose approval is not quite what would be sent now: Bert's mail reads differently, Cleo is gone, Dora is
/// new.
fn approved_before() -> Workdir {
    let work = Workdir::new();
    approve(&work);
    work.people(&["anna@x.example", "bert@y.example", "dora@z.example"]);
    let people = work.read("data/lists/people.csv");
    work.write("data/lists/people.csv", people.replace("Frau;bert", "Frau;bertram"));
    work
}

#[test]
fn every_mail_is_held_against_the_approval_and_what_was_approved_is_shown() {
    let work = approved_before();
    let index = index(&work);
    let [same, changed, new] = [0, 1, 2];
    let expected = json!([["anna@x.example", same], ["bert@y.example", changed], ["dora@z.example", new]]);
    assert_eq!(column(&index, STANDING), expected);
    let plan = plan(&index);
    assert!(plan.contains("Since the approval\nApproved by Inken, "), "{plan}");
    assert!(plan.contains("1 unchanged, 1 changed, 1 not approved, 1 gone\n"), "{plan}");
    let bundle = bundle(&work);
    assert_eq!((&bundle["mails"][0]["approved"], &bundle["mails"][2]["approved"]), (&Value::Null, &Value::Null));
    assert_eq!(bundle["mails"][1]["approved"]["subject"], "Thanks");
    assert!(joined(&bundle, 1, "text").starts_with("Dear bertram,"));
    let before = json!({ "mails": [bundle["mails"][1]["approved"]], "pieces": bundle["pieces"] });
    assert!(joined(&before, 0, "text").starts_with("Dear bert,\n"), "{before}");
    assert!(joined(&before, 0, "html").contains("Dear bert,"), "{before}");
}

#[test]
fn a_mail_that_reads_as_approved_is_not_counted_as_changed() {
    let work = Workdir::new();
    approve(&work);
    let layout = work.read("templates/plain.mjml");
    work.write("templates/plain.mjml", layout.replacen("<mj-text>", "<mj-text color=\"#123456\">", 1));
    let index = index(&work);
    let alike = 3;
    assert_eq!(column(&index, STANDING)[0], json!(["anna@x.example", alike]));
    let plan = plan(&index);
    assert!(plan.contains("0 unchanged, 0 changed, 0 not approved, 0 gone\n3 mails read as approved"), "{plan}");
    assert_eq!(bundle(&work)["mails"][0]["approved"]["subject"], "Thanks", "both can be looked at");
    work.over_smtp(9, "[approval]\nrequired = true\n");
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("error[approval-void]"), "what looks different was not approved: {refused:?}");
}

#[test]
fn without_the_approved_wording_a_preview_still_says_whose_mail_changed() {
    let work = approved_before();
    std::fs::remove_dir_all(work.path(".rundbrief/approved")).expect("there");
    let index = index(&work);
    assert_eq!(column(&index, STANDING)[1], json!(["bert@y.example", 1]));
    assert!(plan(&index).contains("only on the machine where it was approved"), "{}", plan(&index));
    assert_eq!(bundle(&work)["mails"][1]["approved"], Value::Null);
}

#[test]
fn the_wording_of_another_approval_is_not_shown() {
    let work = approved_before();
    let copy = work.read(COPY);
    approve(&work);
    work.write(COPY, copy);
    work.campaign("Dear {{ contact.last_name }},\n\nthanks a lot.\n");
    let index = index(&work);
    assert_eq!(column(&index, STANDING)[0], json!(["anna@x.example", 1]));
    assert_eq!(bundle(&work)["mails"][0]["approved"], Value::Null);
}

#[test]
fn who_is_erased_is_gone_from_what_was_approved() {
    let work = Workdir::new();
    approve(&work);
    assert!(work.read(COPY).contains("anna@x.example"));
    let export = work.json(&["person", "export", "anna@x.example"]);
    assert!(export["files"].to_string().contains(COPY), "{export}");
    work.ends_with(0, &["person", "erase", "stranger@x.example", "--by", "Inken", "--yes"]);
    assert!(work.path(COPY).exists(), "it is nobody else's");
    let told = work.ends_with(0, &["person", "erase", "anna@x.example", "--by", "Inken", "--yes"]);
    assert!(told.stdout.contains(COPY) && !work.path(COPY).exists(), "{told:?}");
}

#[test]
fn what_was_approved_is_not_kept_unnoticed() {
    let work = Workdir::new();
    work.configure("[retention]\nrehearsals = \"30 days\"\n");
    approve(&work);
    let places = || {
        let waiting = work.json(&["review"])["waiting"].clone();
        let due = waiting.as_array().expect("a list").iter().filter(|one| one["kind"] == "retention-rehearsals");
        due.map(|one| one["places"].clone()).collect::<Vec<_>>()
    };
    assert!(places().is_empty(), "it is new");
    let file = File::options().append(true).open(work.path(COPY)).expect("there");
    file.set_modified(UNIX_EPOCH + Duration::from_hours(400_000)).expect("settable");
    assert_eq!(places(), [json!([".rundbrief/approved"])]);
}

/// A campaign of its own name about an event.
fn campaign(work: &Workdir, name: &str, event: &str) {
    work.write(&format!("data/events/{event}.md"), "+++\nname = \"Event\"\n+++\n");
    let front = format!("subject = \"{name}\"\nevent = \"{event}\"\ntemplate = \"plain\"\n");
    work.write(&format!("data/campaigns/{name}.md"), format!("+++\n{front}+++\nHello\n"));
    work.ends_with(0, &["send", name, "--yes"]);
}

fn list(work: &Workdir, rows: &str) {
    work.write("data/lists/people.csv", format!("E-Mail;Anrede;Nachname;Web;Ort\n{rows}"));
}

#[test]
fn a_preview_says_who_is_new_changed_or_gone_since_the_last_campaign_about_the_event() {
    let work = Workdir::new();
    list(&work, "anna@x.example;Frau;A;;Hof\nbert@y.example;;B;;Hof\ncleo@z.example;;C;;\neva@z.example;;E;;\n");
    campaign(&work, "before", "summit");
    campaign(&work, "later", "party");
    let gone = "[audience]\nwhere = \"contact.last_name != 'E'\"\n+++\n";
    work.write(
        "data/campaigns/thanks.md",
        work.read("data/campaigns/thanks.md").replacen("\n+++\n", &format!("\n{gone}"), 1),
    );
    list(&work, "anna@x.example;Frau;A-B;x;Ulm\nbert@y.example;;B;;Hof\ndora@z.example;;D;;\neva@z.example;;E;;\n");
    let index = index(&work);
    let [same, new, other] = [0, 1, 2];
    let expected = json!([["anna@x.example", other], ["bert@y.example", same], ["dora@z.example", new]]);
    assert_eq!(column(&index, PAST), expected);
    let values = json!([
        ["last_name", "A", "A-B"],
        ["municipality", "Hof", "Ulm"],
        ["salutation", "Dear Ms A", "Dear Ms A-B"],
        ["extra.Web", "", "x"]
    ]);
    assert_eq!(bundle(&work)["mails"][0]["changes"], values);
    let plan = plan(&index);
    assert!(plan.contains("Since “before” (") && plan.contains("1 new, 1 with changed details, 2 gone\n"), "{plan}");
    let gone = json!([
        { "reason": "is on no list any more", "people": [["cleo@z.example", "cleo@z.example"]] },
        { "reason": "the campaign's condition does not hold", "people": [["E", "eva@z.example"]] }
    ]);
    assert_eq!(data(&index)["gone"], gone);
}

#[test]
fn where_no_campaign_was_about_the_event_the_last_one_of_all_is_compared() {
    let work = Workdir::new();
    assert!(!plan(&index(&work)).contains("Since"), "nothing was sent before");
    campaign(&work, "before", "congress");
    campaign(&work, "later", "party");
    assert!(plan(&index(&work)).contains("Since “later” ("), "{}", plan(&index(&work)));
}

#[test]
fn a_calendar_entry_is_shown_as_calendars_will_show_it() {
    let work = Workdir::new();
    let facts = "name = \"Summit\"\nstart = 2027-04-22T10:00:00\nend = 2027-04-23T16:00:00\n[venue]\nname = \"Hall\"\n";
    work.write("data/events/summit.md", format!("+++\n{facts}+++\n"));
    assert_eq!(data(&index(&work))["card"], Value::Null, "the mail carries none");
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replacen("+++\n", "+++\ncalendar = \"request\"\n", 1));
    let card = json!({
        "method": "REQUEST", "title": "Summit", "place": "Hall", "organiser": "Aufbruch",
        "answers_to": "team@aufbruch.example",
        "days": [{ "day": "2027-04-22", "from": "10:00" }, { "day": "2027-04-23", "until": "16:00" }],
    });
    assert_eq!(data(&index(&work))["card"], card);
    work.write("data/events/summit.md", format!("+++\nrevision = 3\n{facts}+++\n"));
    assert_eq!(data(&index(&work))["card"]["revision"], 3);
}

#[test]
fn every_file_of_a_mail_is_listed_with_type_and_size() {
    let work = Workdir::new();
    let front = "attachments = [\"{% if contact.last_name == 'bert' %}plan.pdf{% endif %}\", \"all.txt\"]\n";
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replacen("+++\n", &format!("+++\n{front}"), 1));
    work.write("data/media/plan.pdf", "%PDF-1.7");
    work.write("data/media/all.txt", "all");
    let index = index(&work);
    assert_eq!(data(&index)["files"], json!([["all.txt", "text/plain", 3], ["plan.pdf", "application/pdf", 8]]));
    let expected = json!([["anna@x.example", [0]], ["bert@y.example", [1, 0]], ["cleo@z.example", [0]]]);
    assert_eq!(column(&index, ATTACHED), expected);
}

#[test]
fn the_limits_that_decide_over_the_end_are_named() {
    let work = Workdir::new();
    work.crowd(40);
    let limits = |settings: &str| {
        work.configure(&format!("[limits]\ntimezone = \"UTC\"\n{settings}"));
        let plan = plan(&index(&work));
        let (_, limits) = plan.split_once("What limits the pace\n").unwrap_or_default();
        limits.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let binds = "decides how long it takes";
    assert_eq!(limits("rates = [\"10/min\", \"10000/day\"]"), ["10 a minute", binds, "10,000 a day"]);
    assert_eq!(limits("rates = [\"600/min\", \"20/h\"]"), ["600 a minute", "20 an hour", binds]);
    assert_eq!(limits("rates = [\"10/min\", \"10/min\"]"), ["10 a minute", binds, "10 a minute", binds]);
    assert_eq!(limits(""), [""; 0]);
}

#[test]
fn the_plan_tells_when_answers_were_written_down_last() {
    let work = Workdir::new();
    assert!(plan(&index(&work)).contains("answers last written down\nnever\n"), "{}", plan(&index(&work)));
    work.write("data/answers/summit.csv", "E-Mail;Antwort\nanna@x.example;ja\n");
    let file = File::options().append(true).open(work.path("data/answers/summit.csv")).expect("there");
    file.set_modified(UNIX_EPOCH + Duration::from_hours(500_000)).expect("settable");
    assert!(plan(&index(&work)).contains("answers last written down\n2027-01-15 08:00\n"), "{}", plan(&index(&work)));
}
