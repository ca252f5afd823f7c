//! Names that lists and corrections write otherwise than a letter needs them, and what `check` says of them.

use serde_json::json;

use crate::workdir::Workdir;

fn workspace(list: &str, corrections: &str) -> Workdir {
    let work = Workdir::new();
    work.write("data/lists/people.csv", list);
    work.write("data/lists/corrections.csv", corrections);
    work.campaign("{{ contact.salutation }},\n");
    work
}

fn mail(work: &Workdir, number: u32) -> String {
    work.read(&format!("preview/thanks/mails/{number:04}.txt"))
}

#[test]
fn placeholders_for_names_are_told_once_for_each_list() {
    let work = Workdir::new();
    work.campaign("{{ contact.salutation }},\n");
    work.write(
        "data/lists/people.csv",
        "E-Mail;Anrede;Vorname;Nachname\na@x.example;Frau;Eva;Groß\nb@x.example;Herr;-;N.N.\nc@x.example;Frau;Ida;?\n",
    );
    let check = work.run(&["check"]).stdout;
    assert!(check.contains("data/lists/people.csv:3: note[name-placeholder]: 2 rows of this list"), "{check}");
    assert_eq!(check.matches("name-placeholder").count(), 1, "{check}");
    work.run(&["preview", "thanks"]);
    assert!(mail(&work, 2).contains("Dear Sir or Madam"), "{}", mail(&work, 2));
}

#[test]
fn a_form_of_address_before_the_name_that_says_otherwise_is_told() {
    for (name, told) in [("Frau Eva Groß", true), ("Herr Jan Öz", false), ("Eva Groß", false)] {
        let work = Workdir::new();
        work.write("data/lists/people.csv", format!("E-Mail;Name;Anrede\na@x.example;{name};Herr\n"));
        let check = work.run(&["check"]).stdout;
        assert_eq!(check.contains("people.csv:2: warning[form-contradicts-name]"), told, "{name}: {check}");
    }
}

#[test]
fn a_double_name_that_holds_the_old_one_is_the_same_person() {
    let list = "E-Mail;Anrede;Vorname;Nachname\neva@x.example;Frau;Eva;Groß\n";
    let work = workspace(list, "E-Mail;Nachname\neva@x.example;Groß-Alt\n");
    let preview = work.json(&["preview", "thanks"]);
    assert_eq!(preview["recipients"], json!(1), "the consent is hers: {preview}");
    assert!(mail(&work, 1).contains("Dear Ms Groß-Alt"), "{}", mail(&work, 1));
    assert!(!work.run(&["check"]).stdout.contains("correction-"));
}

#[test]
fn what_a_correction_drops_because_it_names_another_person_is_told() {
    let list = "E-Mail;Anrede;Vorname;Nachname\neva@x.example;Frau;Eva;Groß\n";
    let work = workspace(list, "E-Mail;Nachname\neva@x.example;Klein\n");
    let check = work.run(&["check"]).stdout;
    assert!(check.contains("data/lists/corrections.csv:2: note[correction-drops]"), "{check}");
    assert!(check.contains("(form_of_address, first_name)"), "{check}");
    // whoever is named in full loses nothing
    let work = workspace(list, "E-Mail;Anrede;Vorname;Nachname\neva@x.example;Herr;Jan;Klein\n");
    assert!(!work.run(&["check"]).stdout.contains("correction-drops"));
}

#[test]
fn a_whole_salutation_in_the_column_for_the_form_of_address_greets_by_the_corrected_name() {
    for (cells, corrected, greeting) in [
        ("Sehr geehrte Frau Dr. Mueler;Mueler", "Müller", "Sehr geehrte Frau Dr. Müller,"),
        ("Sehr geehrte Frau Groß,;Groß", "Groß-Alt", "Sehr geehrte Frau Groß-Alt,"),
        ("Sehr geehrte Frau Dr. Muehler;Mühler", "Müller", "Dear Dr Müller,"),
        ("Sehr geehrte Frau Müller;Mueler", "Müller", "Sehr geehrte Frau Müller,"),
    ] {
        let work = workspace(
            &format!("E-Mail;Anrede;Nachname\neva@x.example;{cells}\n"),
            &format!("E-Mail;Nachname\neva@x.example;{corrected}\n"),
        );
        work.run(&["preview", "thanks"]);
        assert!(mail(&work, 1).contains(greeting), "{cells}: {}", mail(&work, 1));
    }
}

#[test]
fn a_salutation_to_another_name_than_the_corrected_one_is_dropped_and_told() {
    let list = "E-Mail;Anrede\neva@x.example;Sehr geehrte Frau Alt\n";
    let work = workspace(list, "E-Mail;Nachname\neva@x.example;Neu\n");
    let check = work.run(&["check"]).stdout;
    assert!(check.contains("data/lists/corrections.csv:2: note[correction-drops]"), "{check}");
    work.run(&["preview", "thanks"]);
    assert!(mail(&work, 1).contains("Dear Neu,"), "{}", mail(&work, 1));
    // an office is no name
    let list = "E-Mail;Anrede\neva@x.example;Sehr geehrte Frau Bürgermeisterin\n";
    let work = workspace(list, "E-Mail;Nachname\neva@x.example;Neu\n");
    work.run(&["preview", "thanks"]);
    assert!(mail(&work, 1).contains("Sehr geehrte Frau Bürgermeisterin,"), "{}", mail(&work, 1));
}

#[test]
fn a_salutation_by_the_old_name_does_not_outlive_its_correction() {
    let list = "E-Mail;Anrede;Nachname;Briefanrede\neva@x.example;Frau;Groß;Liebe Frau Groß\n";
    let work = workspace(list, "E-Mail;Nachname\neva@x.example;Groß-Alt\n");
    work.run(&["preview", "thanks"]);
    assert!(mail(&work, 1).contains("Dear Ms Groß-Alt"), "{}", mail(&work, 1));
}
