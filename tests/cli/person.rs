//! `person show`: what lists and ledger say, and a mail as it was sent.

use crate::double::{ANY, Action, Double, Script};
use crate::workdir::{Workdir, list, outcome};

const ANNA: &str = "anna@x.example";
const MOMENT: &str = "1800000000";
const BODY: &str = "Dear {{ contact.last_name }}, {% if sent('before') %}once more{% endif %}thanks{% if contact.extra.Note is defined %}: {{ contact.extra.Note }}{% endif %}.\n";

fn sent() -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), "");
    work.write("data/campaigns/before.md", work.read("data/campaigns/thanks.md"));
    work.campaign(BODY);
    work.write("templates/plain.txt", "{{ campaign.body }}\n\n{{ links.unsubscribe }}\n");
    work.write("data/lists/people.csv", format!("E-Mail;Nachname;Note\n{ANNA};Ärger;schön\n"));
    work.ends_with(0, &["send", "before", "--yes"]);
    let send = work.command(&["send", "thanks", "--yes"]).env("SOURCE_DATE_EPOCH", MOMENT).output();
    assert_eq!(outcome(send.expect("it runs")).code, Some(0));
    (work, double)
}

/// Changes what the ledger keeps of the mail.
fn tamper(work: &Workdir, change: &str) {
    let database = rusqlite::Connection::open(work.path(".rundbrief/ledger.db")).expect("opens");
    let changed = database.execute(&format!("UPDATE delivery SET {change} WHERE campaign = 'thanks'"), []);
    assert_eq!(changed, Ok(1));
}

/// Every file that the mail was made from says something else now.
fn move_on(work: &Workdir) {
    work.campaign("Something else.\n");
    work.write("data/events/summit.md", "+++\nname = \"Another\"\n+++\n");
    work.write("templates/plain.mjml", work.read("templates/plain.mjml").replace("unsubscribe</a>", "leave</a>"));
    std::fs::remove_file(work.path("templates/plain.txt")).expect("it was there");
    work.people(&["someone@else.example"]);
}

#[test]
fn a_mail_is_shown_byte_by_byte_as_it_was_sent_after_everything_has_changed() {
    let (work, double) = sent();
    move_on(&work);
    let exact = work.ends_with(0, &["person", "show", ANNA, "--mail", "thanks", "--eml", "anna.eml"]);
    assert!(exact.stdout.contains("exactly what was sent"), "{exact:?}");
    let mail = double.mails().pop().expect("sent");
    assert_eq!(work.read("anna.eml"), String::from_utf8(mail.data).expect("ASCII"));
    assert!(!work.files(".rundbrief").iter().any(|name| name.starts_with("shown")), "nothing is left behind");
    tamper(&work, "digest = 1");
    let differing = work.ends_with(3, &["person", "show", ANNA, "--mail", "thanks"]);
    assert!(differing.stdout.contains("The content differs"), "{differing:?}");
}

#[test]
fn a_mail_in_doubt_is_shown_as_it_left_though_it_was_planned_anew_and_put_off() {
    let (work, double) = (Workdir::new(), Double::start(Script::new().after_dot(ANY, Action::Close).times(1)));
    work.over_smtp(double.port(), "");
    work.people(&[ANNA]);
    work.campaign("Dear {{ contact.last_name }}, thanks.\n");
    let at = |work: &Workdir, moment: u64, arguments: &[&str]| {
        outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", moment.to_string()).output().expect("it runs"))
    };
    let first = at(&work, 1_800_000_000, &["send", "thanks", "--yes"]);
    assert_eq!(first.code, Some(3), "{first:?}");
    let show = ["person", "show", ANNA, "--mail", "thanks", "--eml", "anna.eml"];
    work.ends_with(0, &show);
    let left = work.read("anna.eml");
    assert!(left.contains("Fri, 15 Jan 2027 08:00:00"), "{left}");
    work.ends_with(0, &["resolve", "thanks", ANNA, "--resend", "--by", "Inken"]);
    work.campaign("Something else, {{ contact.last_name }}.\n");
    work.write("data/lists/people.csv", format!("E-Mail;Anrede;Nachname\n{ANNA};Frau;Other\n"));
    let later = Double::start(Script::new().rcpt(ANNA, "421 4.7.0 not now"));
    work.over_smtp(later.port(), "");
    let second = at(&work, 1_800_100_000, &["send", "thanks", "--yes", "--accept-changes"]);
    assert_eq!(second.code, Some(3), "{second:?}");
    work.ends_with(0, &show);
    assert_eq!(work.read("anna.eml"), left);
    assert_eq!(work.json(&["person", "show", ANNA])["mails"][0]["version"], 1);
    // the one that is taken in the end is the one that was sent
    let last = Double::start(Script::new());
    work.over_smtp(last.port(), "");
    let third = at(&work, 1_800_200_000, &["send", "thanks", "--yes", "--accept-changes"]);
    assert_eq!(third.code, Some(0), "{third:?}");
    work.ends_with(0, &show);
    assert_eq!(work.read("anna.eml"), String::from_utf8(last.mails().remove(0).data).expect("ASCII"));
}

#[test]
fn a_mail_that_is_shown_takes_the_place_of_no_other_file() {
    let (work, _double) = sent();
    let show = |file: &str| work.ends_with(2, &["person", "show", ANNA, "--mail", "thanks", "--eml", file]).stderr;
    let before = (work.read("data/lists/people.csv"), work.read("rundbrief.toml"));
    assert!(show("data/lists/people.csv").contains("output-is-list"));
    assert!(show("data/lists/anna.eml").contains("output-among-lists"));
    assert!(show("rundbrief.toml").contains("file-foreign"));
    assert_eq!((work.read("data/lists/people.csv"), work.read("rundbrief.toml")), before);
}

#[test]
fn a_mail_whose_making_was_not_kept_is_not_made_up() {
    let (work, _double) = sent();
    tamper(&work, "contact = ''");
    for (arguments, code) in [
        (["person", "show", ANNA, "--mail", "thanks"], "mail-not-stored"),
        (["person", "show", ANNA, "--mail", "another"], "mail-unknown"),
        (["person", "show", "bert@y.example", "--mail", "thanks"], "mail-unknown"),
        (["person", "show", "bert", "--mail", "thanks"], "argument-address"),
    ] {
        let refused = work.ends_with(2, &arguments);
        assert!(refused.stderr.contains(&format!("error[{code}]")), "{refused:?}");
    }
}

#[test]
fn everything_known_of_a_person_is_told_with_its_place() {
    let (work, _double) = sent();
    work.write("data/lists/more.csv", format!("E-Mail;Nachname\nbert@y.example;Bert\n{ANNA};Aerger\n"));
    work.write("rundbrief.toml", work.read("rundbrief.toml") + &list("more"));
    work.ends_with(0, &["suppress", "x.example", "--by", "Inken"]);
    let shown = work.json(&["person", "show", "Anna@X.example"]);
    let values: Vec<String> = shown["values"]
        .as_array()
        .expect("values")
        .iter()
        .map(|value| {
            let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}:{} {}", text("field"), text("value"), text("list"), value["line"], value["used"])
        })
        .collect();
    assert_eq!(
        values,
        [
            "email anna@x.example people:2 true",
            "last_name Ärger people:2 true",
            "extra.Note schön people:2 true",
            "email anna@x.example more:3 true",
            "last_name Aerger more:3 false",
        ]
    );
    let mails: Vec<_> = (0..2).map(|at| (&shown["mails"][at]["campaign"], &shown["mails"][at]["state"])).collect();
    assert_eq!(mails, [(&"before".into(), &"accepted".into()), (&"thanks".into(), &"accepted".into())]);
    assert_eq!(shown["mails"][1]["dated"], "2027-01-15T08:00:00Z");
    assert_eq!(shown["attempts"].as_array().map(Vec::len), Some(4));
    assert_eq!(shown["suppressions"][0]["key"], "x.example");
    let told = work.ends_with(0, &["person", "show", ANNA]);
    assert!(told.stdout.contains("last name: Aerger  (data/lists/more.csv:3, not used)"), "{told:?}");
    let unknown = work.ends_with(0, &["person", "show", "nobody@z.example"]);
    assert_eq!(unknown.stdout, "Nothing is known about nobody@z.example.\n");
}

#[test]
fn every_value_of_a_person_is_shown_with_its_list_and_line_also_where_two_rows_say_the_same() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", format!("E-Mail;Nachname;Funktion;Stand\n{ANNA};Ärger;CDO;2025-03-01\n"));
    work.write("data/lists/more.csv", "Funktion;Nachname;E-Mail;Stand\nCIO;Ärger;ANNA@X.example;01.02.2026\n");
    let settings = work.read("rundbrief.toml");
    work.write("rundbrief.toml", format!("{settings}[[lists]]\nname = \"more\"\npath = \"data/lists/more.csv\"\n"));
    let told = work.json(&["person", "show", ANNA]);
    let stated = |value: &serde_json::Value| {
        let said = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        format!(
            "{} {} {} {}:{} {}",
            said("field"),
            said("value"),
            said("list"),
            said("file"),
            value["line"],
            value["used"]
        )
    };
    let mut values: Vec<String> = told["values"].as_array().expect("values").iter().map(stated).collect();
    values.sort();
    insta::assert_snapshot!(values.join("\n"), @r"
    email anna@x.example more data/lists/more.csv:2 true
    email anna@x.example people data/lists/people.csv:2 true
    last_name Ärger more data/lists/more.csv:2 true
    last_name Ärger people data/lists/people.csv:2 true
    role CDO people data/lists/people.csv:2 true
    role CIO more data/lists/more.csv:2 false
    updated 01.02.2026 more data/lists/more.csv:2 true
    updated 2025-03-01 people data/lists/people.csv:2 true
    ");
    let shown = work.ends_with(0, &["person", "show", ANNA]).stdout;
    for place in ["Ärger  (data/lists/people.csv:2)", "Ärger  (data/lists/more.csv:2)"] {
        assert!(shown.contains(place), "{shown}");
    }
}

fn decided(address: &str) -> String {
    let at = "2026-11-23T12:00:00Z";
    format!("[[decisions]]\naddress = \"{address}\"\ndecision = \"send\"\nby = \"Inken\"\nat = \"{at}\"\n")
}

/// A workspace in which Anna is everywhere: two lists, answers, an approval, the outbox, a preview, decisions, the
/// ledger with a real mail, and one that a restore set aside.
fn everywhere() -> (Workdir, Double) {
    let (work, double) = sent();
    work.write("data/lists/old.csv", b"Mail,Name\r\nbert@y.example,B\xe4rt\r\nAnna@X.example,\xc4nna\r\n");
    let lists = "[[lists]]\nname = \"old\"\npath = \"data/lists/old.csv\"\nbasis = \"consent\"\n";
    work.write("rundbrief.toml", work.read("rundbrief.toml") + lists);
    work.write("data/answers/summit.csv", format!("E-Mail;Antwort\n{ANNA};ja\nbert@y.example;nein\n"));
    work.write("data/decisions.toml", decided(ANNA) + &decided("bert@y.example"));
    work.ends_with(0, &["suppress", ANNA, "--reason", "unsubscribed", "--note", "wrote to us", "--by", "Inken"]);
    (work, double)
}

#[test]
fn everything_kept_of_a_person_is_exported_to_read_and_for_programs() {
    let (work, _double) = everywhere();
    work.ends_with(0, &["person", "export", ANNA, "-o", "out"]);
    let whole: serde_json::Value = serde_json::from_str(&work.read("out/person.json")).expect("JSON");
    let basis = serde_json::json!({
        "place": "data/lists/people.csv:2", "basis": "consent", "date": "2020-05-01", "source": "form",
        "wording": "Yes, please write to me.",
    });
    assert_eq!(whole["bases"], serde_json::json!([basis]));
    assert_eq!(whole["mails_made_from"][1]["last_name"], serde_json::Value::Null);
    assert!(whole["mails_made_from"].to_string().contains("schön"), "{whole}");
    assert_eq!((&whole["answers"][1]["value"], &whole["answers"][1]["line"]), (&"ja".into(), &2.into()));
    assert_eq!(whole["suppressions"][0]["note"], "wrote to us");
    let text = work.read("out/person.txt");
    for told in [
        "last name: Ärger",
        "basis by data/lists/people.csv:2: consent\n    on 2020-05-01\n    source: form\n    wording: Yes",
        "by Inken: anna@x.example may be written to.",
        "Antwort: ja",
        "thanks (",
        "wrote to us",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    // who is in one place only is told all the same
    let only = Workdir::new();
    only.write("data/answers/summit.csv", "E-Mail;Antwort\nzoe@q.example;ja\n");
    assert_eq!(only.json(&["person", "export", "zoe@q.example"])["answers"][0]["value"], "zoe@q.example");
}

/// The files of the workspace that hold the address in any case, without the settings.
fn holding(work: &Workdir, folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            holding(work, &path, found);
            continue;
        }
        let bytes = std::fs::read(&path).expect("readable").to_ascii_lowercase();
        let name = path.strip_prefix(work.root()).expect("inside").display().to_string();
        if name.contains(ANNA) || bytes.windows(ANNA.len()).any(|window| window == ANNA.as_bytes()) {
            found.push(name);
        }
    }
}

#[test]
fn an_erased_person_is_nowhere_in_the_workspace_and_no_list_brings_them_back() {
    let (work, _double) = everywhere();
    work.ends_with(0, &["person", "erase", ANNA, "--by", "Inken", "--dry-run"]);
    let mut found = Vec::new();
    holding(&work, work.root(), &mut found);
    assert!(found.len() >= 5, "a dry run erases nothing: {found:?}");
    work.ends_with(2, &["person", "erase", ANNA, "--by", "Inken"]);
    let erased = work.ends_with(0, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    assert!(erased.stdout.contains("Out of reach"), "{erased:?}");
    found.clear();
    holding(&work, work.root(), &mut found);
    assert_eq!(found, Vec::<String>::new());
    let old = std::fs::read(work.path("data/lists/old.csv")).expect("readable");
    assert_eq!(old, b"Mail,Name\r\nbert@y.example,B\xe4rt\r\n");
    assert_eq!(work.read("data/answers/summit.csv"), "E-Mail;Antwort\nbert@y.example;nein\n");
    assert_eq!(work.read("data/decisions.toml"), decided("bert@y.example"));
    assert_eq!(work.count("accepted"), 1, "the mail still counts");
    work.ends_with(0, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    work.people(&[ANNA, "cleo@z.example"]);
    let check = work.run(&["check"]);
    assert!(check.stdout.contains("[person-erased]") && check.stdout.contains("people.csv:2"), "{check:?}");
    let double = Double::start(Script::new());
    work.over_smtp(double.port(), "");
    work.campaign("Hello {{ contact.last_name }}.\n");
    work.run(&["send", "thanks", "--yes", "--accept-changes"]);
    let recipients: Vec<_> = double.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    assert_eq!(recipients, ["cleo@z.example"]);
}

#[test]
fn mails_and_previews_of_an_erased_person_go_and_those_of_others_stay() {
    let work = Workdir::new();
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["preview", "thanks"]);
    work.ends_with(0, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    let mut found = Vec::new();
    holding(&work, work.root(), &mut found);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(work.files("outbox/new").len(), 2);
}

#[test]
fn proof_for_legal_claims_is_kept_for_its_time_and_nothing_else() {
    let (work, _double) = everywhere();
    work.ends_with(2, &["person", "erase", ANNA, "--by", "Inken", "--yes", "--restrict-until", "2020-01-01"]);
    let restrict = ["person", "erase", ANNA, "--by", "Inken", "--yes", "--restrict-until", "2099-12-31"];
    let told = work.ends_with(0, &restrict).stdout;
    assert!(told.contains("the ledger keeps the proof and 2 mails until 2099-12-31"), "{told}");
    for _ in 0..2 {
        let mut found = Vec::new();
        holding(&work, work.root(), &mut found);
        found.retain(|file| !file.starts_with(".rundbrief/ledger.db"));
        assert_eq!(found, Vec::<String>::new());
        let whole = work.json(&["person", "export", ANNA]);
        let restriction = &whole["restriction"];
        assert_eq!((&restriction["until"], &whole["values"]), (&"2099-12-31".into(), &serde_json::json!([])));
        assert_eq!(restriction["proof"]["bases"][0]["wording"], "Yes, please write to me.");
        assert_eq!(whole["mails"].as_array().map(Vec::len), Some(2), "{whole}");
        // once more, and what proves it is what it was
        work.ends_with(0, &restrict);
    }
    assert_eq!(work.json(&["suppress"])["suppressions"][0]["scope"], "all");
    work.people(&[ANNA, "cleo@z.example"]);
    assert!(work.run(&["check"]).stdout.contains("people.csv:2: warning[person-erased]"));
    assert_eq!(work.json(&["merge"])["totals"]["contacts"], 2, "Bert and Cleo");
    // what check advises takes the row out, and does not destroy what is kept
    let again = ["person", "erase", ANNA, "--by", "Inken", "--yes"];
    let kept = work.ends_with(0, &again).stdout;
    assert!(kept.contains("Proof is kept for legal claims: it stays until 2099-12-31"), "{kept}");
    assert!(!work.read("data/lists/people.csv").contains(ANNA));
    assert_eq!(work.json(&["person", "export", ANNA])["restriction"]["proof"]["bases"][0]["source"], "form");
    let on = |moment: &str| outcome(work.command(&again).env("SOURCE_DATE_EPOCH", moment).output().expect("it runs"));
    assert!(on("4102358400").stdout.contains("until 2099-12-31"), "the last day counts");
    let after = on("4102444800");
    assert_eq!(after.code, Some(0), "{after:?}");
    let mut found = Vec::new();
    holding(&work, work.root(), &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_restore_brings_nobody_back_who_was_erased_since_and_keeps_the_proof_of_others() {
    let (work, _double) = everywhere();
    work.ends_with(0, &["ledger", "backup", "b.db"]);
    work.ends_with(0, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    let bert = ["person", "erase", "bert@y.example", "--by", "Inken", "--yes", "--restrict-until", "2099-12-31"];
    work.ends_with(0, &bert);
    let restored = work.run(&["ledger", "restore", "b.db", "--by", "Inken"]);
    assert!(matches!(restored.code, Some(0 | 3)), "{restored:?}");
    assert_eq!(work.json(&["person", "export", ANNA])["mails"], serde_json::json!([]));
    assert_eq!(work.json(&["person", "export", "bert@y.example"])["restriction"]["until"], "2099-12-31");
    work.people(&[ANNA, "bert@y.example", "cleo@z.example"]);
    assert_eq!(work.json(&["merge"])["totals"]["contacts"], 1, "Cleo alone");
}

#[test]
fn what_somebody_else_answered_is_not_told_and_no_test_copy_stays() {
    let work = Workdir::new();
    work.write(
        "data/answers/summit.csv",
        format!("E-Mail;Antwort;Notiz\nbert@y.example;ja;brings {ANNA}, needs a ramp\n"),
    );
    work.people(&[ANNA, "b.anna@x.example", "bert@y.example"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["send", "thanks", "--to", "me@z.example", "--yes"]);
    work.write("data/lists/forgotten.csv", format!("Name;E-Mail\nAnna;{ANNA}\nBert;bert@y.example\n"));
    let whole = work.json(&["person", "export", ANNA]);
    let forgotten = whole["elsewhere"].to_string();
    assert!(forgotten.contains("forgotten.csv") && !forgotten.contains("Bert"), "{forgotten}");
    assert_eq!(whole["files"].as_array().map(Vec::len), Some(2), "the mail and the test copy: {whole}");
    let answers = whole["answers"].to_string();
    assert!(answers.contains("ramp") && !answers.contains("bert@y.example"), "{answers}");
    work.ends_with(0, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    assert_eq!(work.files("outbox/new"), ["thanks_b.anna@x.example.eml", "thanks_bert@y.example.eml"]);
    assert!(work.read("data/answers/summit.csv").contains("bert@y.example;ja;brings , needs a ramp"));
}
