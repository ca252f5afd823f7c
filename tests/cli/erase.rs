//! `person erase`: what is shown, what goes, and what stays of others.

use crate::python;
use crate::workdir::Workdir;

const ANNA: &str = "anna@x.example";

/// Erases Anna at a terminal; while the question stands, these texts are added to files. Gives what was told.
fn erase_while(work: &Workdir, appends: &serde_json::Value) -> String {
    let environment = serde_json::json!({ "LANG": "en_GB.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin" });
    let question = serde_json::json!({
        "command": [env!("CARGO_BIN_EXE_rundbrief"), "person", "erase", ANNA, "--by", "Inken"],
        "folder": work.root(), "environment": environment, "waits_for": "[y/N]", "appends": appends, "answer": "y\n",
    });
    let answer = python::ask("at_terminal.py", ("pty", "python3"), &question);
    assert_eq!(answer["code"], 0, "{answer:#}");
    answer["told"].as_str().unwrap_or_default().to_owned()
}

fn decided(address: &str) -> String {
    let at = "2026-11-23T12:00:00Z";
    format!("[[decisions]]\naddress = \"{address}\"\ndecision = \"send\"\nby = \"Inken\"\nat = \"{at}\"\n")
}

#[test]
fn what_others_save_while_the_question_stands_is_kept_and_what_comes_of_the_person_goes() {
    let work = Workdir::new();
    work.write("data/answers/summit.csv", format!("E-Mail;Antwort\n{ANNA};ja\n"));
    work.write("data/decisions.toml", decided(ANNA));
    work.write("data/lists/more.csv", "E-Mail;Nachname\nbert@y.example;Bert\n");
    let told = erase_while(
        &work,
        &serde_json::json!({
            "data/lists/people.csv": "dora@z.example;Frau;Dora\n",
            "data/answers/summit.csv": "dora@z.example;nein\n",
            "data/decisions.toml": decided("dora@z.example"),
            "data/lists/more.csv": format!("{ANNA};Anna\ndora@z.example;Dora\n"),
        }),
    );
    assert!(told.contains("data/lists/more.csv: one row or cell goes"), "{told}");
    for file in ["data/lists/people.csv", "data/answers/summit.csv", "data/decisions.toml", "data/lists/more.csv"] {
        let text = work.read(file);
        assert!(text.contains("dora@z.example") && !text.contains(ANNA), "{file}: {text}");
    }
}

/// Anna under two addresses, decided to be one person who is written to at the first one.
fn with_second_address() -> Workdir {
    let work = Workdir::new();
    work.write("data/lists/people.csv", format!("E-Mail;Nachname\n{ANNA};Anna\nanna@y.example;Anna\nb@y.example;B\n"));
    work.ends_with(0, &["review", ANNA, "--same-as", "anna@y.example", "--by", "Inken"]);
    work
}

fn recipients(work: &Workdir) -> Vec<String> {
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.files("outbox/new")
}

#[test]
fn the_second_address_of_an_erased_person_is_named_and_gets_no_mail() {
    let work = with_second_address();
    let erase = ["person", "erase", ANNA, "--by", "Inken", "--yes"];
    let shown = work.json(&[&erase[..], &["--dry-run"]].concat());
    assert_eq!(shown["same_person"], serde_json::json!(["anna@y.example"]));
    let erased = work.ends_with(3, &erase);
    assert!(erased.stdout.contains("rundbrief person erase anna@y.example --by NAME"), "{erased:?}");
    let decisions = work.read("data/decisions.toml");
    assert!(decisions.contains("decision = \"leave_out\"") && !decisions.contains(ANNA), "{decisions}");
    assert_eq!(recipients(&work), ["thanks_b@y.example.eml"]);
    work.ends_with(0, &["person", "erase", "anna@y.example", "--by", "Inken", "--yes"]);
    assert!(!work.read("data/decisions.toml").contains("anna@y.example"));
}

#[test]
fn the_first_address_is_named_where_the_second_one_is_erased_and_is_still_written_to() {
    let work = with_second_address();
    let erased = work.ends_with(3, &["person", "erase", "anna@y.example", "--by", "Inken", "--yes"]);
    let told = "anna@x.example belongs to the same person, as somebody decided, and is still written to";
    assert!(erased.stdout.contains(told), "{erased:?}");
    assert_eq!(recipients(&work), ["thanks_anna@x.example.eml", "thanks_b@y.example.eml"]);
}

#[test]
fn a_longer_address_is_left_to_its_owner_and_named_for_a_person_to_look_at() {
    let work = Workdir::new();
    let others = "x/anna@x.example;Frau;Other\nbert@y.example;Herr;mail=anna@x.example\n";
    let head = "E-Mail;Anrede;Nachname\n";
    work.write("data/lists/people.csv", format!("{head}{ANNA};Frau;Anna\n{others}"));
    let erased = work.ends_with(3, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    assert_eq!(work.read("data/lists/people.csv"), format!("{head}{others}"));
    for line in [2, 3] {
        assert!(erased.stdout.contains(&format!("delete by hand: data/lists/people.csv:{line}\n")), "{erased:?}");
    }
}

#[test]
fn copies_beside_and_below_the_lists_are_searched_and_what_cannot_be_read_is_named() {
    let work = Workdir::new();
    let list = format!("E-Mail;Nachname\n{ANNA};Anna\nbert@y.example;Bert\n");
    let copies = ["data/lists/old/2025/old.csv", "data/lists/people.csv.bak", "data/answers/old/summit.csv"];
    for copy in copies {
        work.write(copy, &list);
    }
    work.write("data/lists/notes.md", format!("Ask {ANNA}\n"));
    work.write("data/lists/people.csv.swp", b"b0VIM\0\0anna");
    work.write("data/lists/.DS_Store", b"\0\0");
    let checked = work.run(&["check"]).stdout;
    assert!(checked.contains("data/lists/old: warning[folder-uncovered]"), "{checked}");
    let elsewhere = work.json(&["person", "export", ANNA])["elsewhere"].to_string();
    assert!(copies.iter().all(|copy| elsewhere.contains(copy)), "{elsewhere}");
    let erased = work.ends_with(3, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    for copy in copies {
        assert_eq!(work.read(copy), "E-Mail;Nachname\nbert@y.example;Bert\n", "{copy}");
    }
    for file in ["data/lists/notes.md", "data/lists/people.csv.swp"] {
        assert!(erased.stdout.contains(&format!("delete by hand: {file}\n")), "{erased:?}");
    }
    assert_eq!(erased.stdout.matches("by hand").count(), 2, "{erased:?}");
}

#[test]
fn what_the_program_wrote_elsewhere_in_the_workspace_is_to_be_deleted_by_hand() {
    let work = Workdir::new();
    work.ends_with(0, &["merge", "-o", "kontakte.csv"]);
    work.ends_with(0, &["person", "export", ANNA, "-o", "auskunft"]);
    work.write("bert.csv", "E-Mail\nbert@y.example\nhanna@x.example\n");
    let erased = work.ends_with(3, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    for file in ["kontakte.csv", "auskunft/person.txt", "auskunft/person.json"] {
        assert!(erased.stdout.contains(&format!("delete by hand: {file}\n")), "{file}: {erased:?}");
    }
    assert!(!erased.stdout.contains("bert.csv"), "{erased:?}");
}

#[test]
fn an_erased_address_does_not_come_back_as_the_second_one_of_a_cell() {
    let work = Workdir::new();
    work.ends_with(0, &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    for cell in [format!("second@y.example, {ANNA}"), format!("{ANNA}; second@y.example")] {
        work.write("data/lists/people.csv", format!("E-Mail;Nachname\n\"{cell}\";Anna\n"));
        let told = work.run(&["check"]).stdout;
        assert!(told.contains("people.csv:2: warning[person-erased]"), "{cell}: {told}");
        assert!(!work.run(&["merge"]).stdout.contains(ANNA), "{cell}");
    }
}
