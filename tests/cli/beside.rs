//! Mails beside each other in a browser: two people's, and now and as approved; and what locks a mail in.

use std::io::Read as _;
use std::net::TcpListener;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::pages::{install, root, screenshots, told};
use crate::sample::sample;
use crate::workdir::Workdir;

/// The sample's invitation after its save-the-date: since it was approved, one contact has another name, one is new and
/// one is gone.
fn invitation() -> (Workdir, PathBuf) {
    let work = sample();
    work.ends_with(0, &["send", "save-the-date", "--yes"]);
    work.ends_with(0, &["approve", "invitation", "--by", "Inken", "--yes"]);
    let list = work.read("data/lists/cdos.csv").replace("Piotr;Wiśniewski;", "Piotr;Wiśniewski-Kern;");
    let list: String = list.split_inclusive('\n').filter(|row| !row.contains("soeren.thiessen@")).collect();
    let new = "Frau;;Nele;Neumann;CDO;Neuhafen;Bremen;28195;nele.neumann@neuhafen.example;\n";
    work.write("data/lists/cdos.csv", list + new);
    work.ends_with(0, &["preview", "invitation"]);
    let index = work.path("preview/invitation/index.html");
    (work, index)
}

fn texts(seen: &Value) -> String {
    let all: Vec<String> = serde_json::from_value(seen.clone()).expect("texts");
    all.join(" | ")
}

#[test]
fn mails_are_held_against_each_other_and_against_what_was_approved() {
    install();
    let (_work, index) = invitation();
    let told = told("compare.mjs", &screenshots(), &[index], "");
    assert_eq!(told["faults"], json!([]));
    let seen = &told["seen"];
    assert_two_people(seen);
    assert_scrolling(seen);
    assert_eq!(seen["changed"], json!(["Piotr Wiśniewski-Kern"]));
    assert_eq!(seen["versions"], json!(["Freigegebene Fassung", "Jetzige Fassung"]));
    assert_eq!(seen["versionMarks"], json!([["Wiśniewski,"], ["Wiśniewski-Kern,"]]));
    assert_eq!(seen["approvedText"], json!(["Wiśniewski,", "Wiśniewski-Kern,"]));
    assert_plan(seen);
    assert_card_and_files(seen);
}

/// By keyboard alone; on a telephone one stands below the other.
fn assert_two_people(seen: &Value) {
    assert!(seen["waits"].as_str().is_some_and(|text| text.starts_with("Diese Mail ist festgehalten.")), "{seen}");
    assert_eq!(seen["pair"], json!(["Dr. Katrin Bödeker", "Tobias Müller"]));
    assert_eq!(seen["places"], "2 Stellen sind anders");
    let one = json!(["geehrte Frau Dr. Bödeker,", "Lindenbrück"]);
    let other = json!(["geehrter Herr Müller,", "Hohenfurt"]);
    assert_eq!(seen["marks"], json!([one, other]));
    assert_eq!(texts(&seen["textMarks"]), [texts(&one), texts(&other)].join(" | "));
    assert_eq!((&seen["cards"], &seen["next"][0]), (&json!(2), &json!("Dr. Katrin Bödeker")));
    assert_ne!(seen["next"], seen["pair"]);
    assert_eq!((&seen["alone"], &seen["stacked"][0]), (&json!([1, ""]), &seen["stacked"][1]));
}

/// As far as one is moved, the other one goes, as long as they are held together.
fn assert_scrolling(seen: &Value) {
    let shares = |seen: &Value| -> [f64; 2] { serde_json::from_value(seen.clone()).expect("two shares") };
    let [down, up, end] = [0, 1, 2].map(|at| shares(&seen["together"][at]));
    for [one, other] in [down, up, end] {
        assert!((one - other).abs() < 0.01 && one > 0.0, "{seen}");
    }
    assert!(up[0] < down[0] && end[0] > 0.99, "{seen}");
    let loose = shares(&seen["loose"][1]);
    assert!(seen["loose"][0] == false && loose[0] < 0.01 && loose[1] > 0.99, "{seen}");
    let keys = shares(&seen["keys"][1]);
    assert!(seen["keys"][0] == true && keys[0] > 0.0 && (keys[0] - keys[1]).abs() < 0.02, "{seen}");
    assert_eq!(seen["switched"], json!([false, true]));
}

fn assert_plan(seen: &Value) {
    let (figures, plan) = (texts(&seen["figures"]), texts(&seen["plan"]));
    assert!(figures.starts_with("bekommen die Mail50 | davon jetzt zu senden50 | nicht dabei8 | "), "{figures}");
    assert!(plan.contains("Seit der Freigabe | Seit „save-the-date-2027“ ("), "{plan}");
    assert_eq!(texts(&seen["limits"]), "10.000 am Tag");
    assert_eq!(texts(&seen["since"]), "neu dabei (1) | Angaben geändert (1) | nicht mehr dabei (1)");
    assert!(texts(&seen["gone"]).contains("soeren.thiessen@wattenbuell.example"), "{}", seen["gone"]);
    assert_eq!(seen["fromPlan"], "Nele Neumann <nele.neumann@neuhafen.example>");
}

fn assert_card_and_files(seen: &Value) {
    let card = seen["card"].as_str().unwrap_or_default();
    for line in ["Digitaler Aufbruch 2027", "Dienstag, 11. Mai 2027", "ab 10:00", "bis 15:00", "Zusagen"] {
        assert!(card.contains(line), "{line}: {card}");
    }
    assert_eq!(seen["inert"], json!(["true", "true", "true"]));
    assert_eq!(texts(&seen["files"]), "invite.icsAnhang, application/ics–");
    assert!(seen["whole"].as_str().is_some_and(|whole| whole.starts_with("Ganze Mail: ")), "{seen}");
}

#[test]
fn a_mail_in_a_preview_runs_nothing_fetches_nothing_and_leads_nowhere() {
    install();
    let work = Workdir::new();
    work.campaign("Hello\n");
    work.ends_with(0, &["preview", "thanks"]);
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port");
    elsewhere.set_nonblocking(true).expect("possible");
    let url = format!("http://{}", elsewhere.local_addr().expect("an address"));
    // what no template may hold, put where the page takes mails from
    let evil = format!(
        "<script>parent.document.title='taken';alert(1)</script><img src='{url}/a.png' onerror='alert(1)'>\
         <iframe src='{url}/'></iframe><style>@import '{url}/a.css';</style><svg onload='alert(1)'></svg>\
         <a href='{url}/'>go</a><a href='{url}/' target='_top'>up</a>Hello"
    );
    let evil = format!("\"{}", evil.replace('<', "\\u003c"));
    let bundle = work.read("preview/thanks/views/0001.html");
    assert!(bundle.contains("\"Hello"), "{bundle}");
    work.write("preview/thanks/views/0001.html", bundle.replace("\"Hello", &evil));
    let told = told("locked.mjs", &screenshots(), &[work.path("preview/thanks/index.html")], "");
    assert!(told["seen"][1].as_str().is_some_and(|text| text.contains("goupHello")), "{told}");
    assert_eq!((&told["managed"], &told["title"]), (&json!([]), &json!("Preview: thanks")));
    assert_eq!(asked(&elsewhere), "");
}

#[test]
fn differences_are_as_few_as_can_be_and_found_at_the_right_places() {
    install();
    let script = root().join("src/preview/gallery/differences.js");
    let told = told("differences.mjs", &script, &[] as &[PathBuf], "");
    assert_eq!((&told["faults"], &told["looked"]), (&json!([]), &json!(2000)));
    assert_eq!(told["places"], json!([0, 1, 2, 1, 1]));
    assert_eq!(told["tokens"], 0, "dummies do not count");
    assert_eq!(told["isTooMuch"], json!([false, true]));
}

/// What was asked of a server; browsers may knock early, and say nothing.
fn asked(server: &TcpListener) -> String {
    let mut all = String::new();
    while let Ok((mut connection, _)) = server.accept() {
        connection.set_nonblocking(false).expect("possible");
        connection.read_to_string(&mut all).expect("the browser is gone");
    }
    all
}
