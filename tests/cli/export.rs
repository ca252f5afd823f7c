//! `person export`: what a person is told, in words.

use crate::workdir::Workdir;

const ANNA: &str = "anna@x.example";

fn german() -> Workdir {
    let work = Workdir::new();
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("language = \"en\"", "language = \"de\""));
    work.write("data/answers/summit.csv", format!("E-Mail;Antwort\n{ANNA};ja\n"));
    work.write(
        "data/lists/people.csv",
        format!("E-Mail;Anrede;Nachname;Hobby\n{ANNA};Frau;Anna;Rad\nb@y.example;;B;\n"),
    );
    let command = ["review", ANNA, "--same-as", "b@y.example", "--by", "Inken"];
    let decided = work.command(&command).env("SOURCE_DATE_EPOCH", "1800000000").status();
    assert!(decided.expect("it runs").success());
    work
}

#[test]
fn what_a_person_is_told_is_german_also_where_it_is_kept_for_claims_alone() {
    let work = german();
    let told = work.ends_with(0, &["person", "export", ANNA]).stdout;
    insta::assert_snapshot!(told, @r"
    Was über anna@x.example gespeichert ist
    Listen
      E-Mail: anna@x.example  (data/lists/people.csv:2)
      Anrede: Frau  (data/lists/people.csv:2)
      Nachname: Anna  (data/lists/people.csv:2)
      Hobby: Rad  (data/lists/people.csv:2)
      Grundlage nach data/lists/people.csv:2: Einwilligung
        am 1.5.2020
        Quelle: form
        Wortlaut: Yes, please write to me.
    Antworten und andere Dateien
      E-Mail: anna@x.example  (data/answers/summit.csv:2)
      Antwort: ja  (data/answers/summit.csv:2)
    Entschieden wurde
      15.1.2027, 8:00 Uhr, von Inken: anna@x.example und b@y.example sind eine Person; geschrieben wird an anna@x.example.
    ");
    work.ends_with(3, &["person", "erase", ANNA, "--by", "Inken", "--yes", "--restrict-until", "2099-12-31"]);
    let kept = work.ends_with(0, &["person", "export", ANNA]).stdout;
    let (_, proof) = kept.split_once("Ansprüche aufbewahrt bis 31.12.2099:\n").expect("the proof");
    let before: Vec<String> = told.lines().skip(1).map(|line| format!("  {line}\n")).collect();
    assert_eq!(proof, before.concat());
}

#[test]
fn rows_about_others_that_name_the_person_and_rows_set_aside_are_told_as_well() {
    let work = german();
    work.write(
        "data/lists/people.csv",
        format!(
            "E-Mail;Nachname;Notiz\n{ANNA};Anna;\nb@y.example;B;vertritt {ANNA}\n{ANNA};Anna;privat;0171 1234567;x\n"
        ),
    );
    let told = work.run(&["person", "export", ANNA]).stdout;
    let others: Vec<&str> = told.lines().filter(|line| line.contains("people.csv:3)")).collect();
    assert_eq!(others, [format!("  Notiz: vertritt {ANNA}  (data/lists/people.csv:3)")], "{told}");
    assert!(told.contains("0171 1234567  (data/lists/people.csv:4)"), "{told}");
}

#[test]
fn what_cannot_be_read_is_told_and_keeps_nothing_else_back() {
    let work = german();
    work.write("data/answers/broken.csv", "Name;Ort\nA;B\n");
    work.write("data/approvals/thanks.toml", "no seal");
    let export = work.ends_with(3, &["person", "export", ANNA, "-o", "out"]);
    for place in ["data/answers/broken.csv", "data/approvals/thanks.toml"] {
        assert!(export.stderr.contains(place), "{export:?}");
    }
    let text = work.read("out/person.txt");
    assert!(text.contains("Antwort: ja") && text.contains("Nachname: Anna"), "{text}");
    work.write("data/decisions.toml", "broken");
    let whole = work.json(&["person", "export", ANNA]);
    assert_eq!(whole["answers"][1]["value"], "ja");
}
