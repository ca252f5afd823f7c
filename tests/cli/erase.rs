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
