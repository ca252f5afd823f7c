//! People and municipalities: offices, keys, coverage, conditions about them, and who is left out.

use crate::workdir::Workdir;

const PEOPLE: &str = "E-Mail;Anrede;Titel;Nachname;Funktion;Kommune;Bundesland;PLZ;AGS;Einwohner;Tags
anna@x.example;Frau;Dr.;Groß;Landrätin;;BW;;8115000;;presse
bert@y.example;Herr;;Schurr;Bürgermeister;Köln;;;05315000;1.087.353;
cleo@z.example;;;Kim;;Dresden;;01067;;560.000;
dora@x.example;Frau;;Kurz;;Hohenfurt;NW;;09162000;;
emil@y.example;Herr;;Klein;;Aach;;;99162000;;
";

fn workspace() -> Workdir {
    let work = Workdir::new();
    work.write("data/lists/people.csv", PEOPLE);
    work
}

/// The one campaign with this condition.
fn condition(work: &Workdir, condition: &str) {
    work.write(
        "data/campaigns/thanks.md",
        format!(
            "+++\nsubject = \"Thanks\"\nevent = \"summit\"\ntemplate = \"plain\"\n[audience]\nwhere = \"{condition}\"\n\
             +++\n{{{{ contact.office_salutation }}}},\n"
        ),
    );
}

fn recipients(work: &Workdir) -> u64 {
    work.json(&["preview", "thanks"])["recipients"].as_u64().expect("a number")
}

#[test]
fn a_template_may_speak_of_the_office() {
    let work = workspace();
    condition(&work, "'people' in lists");
    work.ends_with(0, &["preview", "thanks"]);
    let mails: String = work
        .files("preview/thanks/mails")
        .iter()
        .filter(|file| file.split('.').next_back() == Some("eml"))
        .map(|file| work.read(&format!("preview/thanks/mails/{file}")).replace("=\r\n", "").replace("=\n", ""))
        .collect();
    for salutation in ["Dear District Administrator Gro=C3=9F", "Dear Mayor Schurr", "Dear Kim,", "Dear Ms Kurz,"] {
        assert!(mails.contains(salutation), "{salutation}: {mails}");
    }
}

#[test]
fn check_tells_of_keys_that_are_none_that_got_their_zero_back_and_that_lie_elsewhere() {
    let work = workspace();
    let check = work.ends_with(3, &["check"]);
    for told in [
        "data/lists/people.csv:2: note[ags-restored]: one key of a municipality lacked its first zero: it is put back",
        "data/lists/people.csv:5: warning[state-contradicts-ags]: `NW` stands here, but the key 09162000 lies in Bayern",
        "data/lists/people.csv:6: warning[ags-invalid]: `99162000` is no key of a municipality",
    ] {
        assert!(check.stdout.contains(told), "{told}: {check:?}");
    }
}

#[test]
fn the_land_follows_from_key_and_postal_code() {
    let work = workspace();
    for (land, count) in [("BW", 1), ("NW", 2), ("SN", 1), ("BY", 0)] {
        condition(&work, &format!("contact.state_code and contact.state_code == '{land}'"));
        assert_eq!(recipients(&work), count, "{land}");
    }
}

#[test]
fn a_condition_sees_lists_and_tags() {
    let work = workspace();
    for (text, count) in [
        ("'people' in lists", 5),
        ("'people' in contact.lists and 'presse' in tags", 1),
        ("'people' not in lists", 0),
        ("not ('presse' in tags)", 4),
    ] {
        condition(&work, text);
        assert_eq!(recipients(&work), count, "{text}");
    }
}

#[test]
fn a_word_that_is_no_land_and_no_list_is_found_at_its_place() {
    let work = workspace();
    for (text, told) in [
        ("contact.state_code == 'NX'", "data/campaigns/thanks.md:6:33: error[state-literal-unknown]: `NX` is no Land"),
        ("contact.state_code in ['NW', 'nrw']", "thanks.md:6:40: error[state-literal-unknown]: `nrw` is no Land"),
        ("contact.state == 'Bayren'", "did you mean `Bayern`?"),
        ("'cdos' in lists", "thanks.md:6:11: error[list-unknown]: there is no list `cdos`; known: people"),
        ("lists[0] == 'cdos'", "thanks.md:6:23: error[list-unknown]: there is no list `cdos`; known: people"),
        ("contact.state_code == 'NW' or 'HH'", "thanks.md:6:41: error[constant-alone]: `HH` alone is no condition"),
        ("contact.ags != 5315000", "thanks.md:6:25: error[number-compared]: `contact.ags` is a text and never equals"),
        ("coming(event.name)", "thanks.md:6:10: error[question-computed]: the name in `coming(…)` must be written out"),
        ("sent(of=event.name) or true", "error[question-computed]"),
    ] {
        condition(&work, text);
        let check = work.ends_with(3, &["check", "thanks"]);
        assert!(check.stdout.contains(told), "{told}: {check:?}");
        assert!(work.ends_with(2, &["preview", "thanks"]).stderr.contains("error["));
    }
    condition(&work, "true");
    work.campaign("{% if attended(event.name) %}Hello{% endif %}\n");
    let check = work.ends_with(3, &["check", "thanks"]);
    assert!(check.stdout.contains("thanks.md:6:7: error[question-computed]"), "{check:?}");
}

#[test]
fn faults_of_a_condition_are_told_in_german_as_well() {
    let work = workspace();
    condition(&work, "contact.last_name | gross == 'x'");
    let settings = work.read("rundbrief.toml").replace("language = \"en\"", "language = \"de\"");
    work.write("rundbrief.toml", settings);
    let check = work.ends_with(3, &["check", "thanks"]);
    assert!(check.stdout.contains("einen Filter `gross` gibt es nicht"), "{check:?}");
}

#[test]
fn everyone_left_out_is_named_with_the_reason() {
    let work = workspace();
    condition(&work, "contact.last_name == 'Kurz'");
    let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
    assert!(
        plan.stdout.contains("    Dr. Groß <anna@x.example>: the campaign's condition does not hold\n"),
        "{plan:?}"
    );
    let json = work.json(&["send", "thanks", "--dry-run"]);
    assert_eq!(json["left_out"].as_array().map(Vec::len), Some(4), "{json}");
    assert_eq!(
        json["left_out"][0],
        serde_json::json!({ "address": "anna@x.example", "name": "Dr. Groß", "reason": "condition" })
    );
    // a screen names some and says where all are
    work.crowd(60);
    condition(&work, "contact.last_name == 'p0003'");
    let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
    assert_eq!(plan.stdout.matches("condition does not hold").count(), 21, "{plan:?}");
    assert!(plan.stdout.contains("    and 39 more; all of them stand in: rundbrief preview thanks\n"), "{plan:?}");
    assert_eq!(work.json(&["send", "thanks", "--dry-run"])["left_out"].as_array().map(Vec::len), Some(59));
}

#[test]
fn preview_in_json_has_the_rows_set_aside() {
    let work = workspace();
    work.write("data/lists/people.csv", "E-Mail;Nachname\nanna@x.example;Groß\nno address;Klein\n");
    let json = work.json(&["preview", "thanks"]);
    assert_eq!(json["set_aside"][0]["reason"], "address-invalid");
    assert_eq!(json["set_aside"][0]["place"]["line"], 3);
    assert_eq!(json["set_aside"][0]["cell"], "no address");
}

#[test]
fn status_tells_how_many_municipalities_the_lists_reach() {
    let work = workspace();
    let status = work.ends_with(0, &["status"]);
    let section = "\nThe lists reach 4 municipalities\n  \
        Baden-Württemberg: 1\n  Bayern: 1\n  \
        Nordrhein-Westfalen: 1 (1 of 100,000 and more)\n  Sachsen: 1 (1 of 100,000 and more)\n  \
        one contact names a municipality and no Land\n";
    assert!(status.stdout.ends_with(section), "{}", status.stdout);
    work.write("data/municipalities.csv", "AGS;Name;Einwohner\n05315000;Köln, Stadt;1087353\n14612000;Dresden;560000\n14713000;Leipzig;600000\n8115000;Böblingen;50000\n9162000;München;1500000\n");
    let status = work.ends_with(0, &["status", "--coverage", work.path("coverage.csv").to_str().expect("UTF-8")]);
    assert!(status.stdout.contains("The lists reach 4 of 5 municipalities\n"), "{}", status.stdout);
    assert!(status.stdout.contains("  Sachsen: 1 of 2 (1 of 2 of 100,000 and more)\n"), "{}", status.stdout);
    insta::assert_snapshot!(work.read("coverage.csv"), @r"
    state_code;state;size;reached;municipalities
    BW;Baden-Württemberg;medium;1;1
    BY;Bayern;large;1;1
    NW;Nordrhein-Westfalen;large;1;1
    SN;Sachsen;large;1;2
    ");
    let json = work.json(&["status"]);
    assert_eq!((&json["coverage"]["reached"], &json["coverage"]["municipalities"]), (&4.into(), &5.into()));
    work.write("data/municipalities.csv", "AGS;Name\n05315000;Köln\n14713000;Leipzig\n");
    let status = work.ends_with(0, &["status"]).stdout;
    let apart = "  2 keys are not in data/municipalities.csv\n  \
        one name without a key fits no municipality in data/municipalities.csv, or several: Dresden\n";
    assert!(status.contains("The lists reach 1 of 2 municipalities\n") && status.contains(apart), "{status}");
    work.write("data/municipalities.csv", "Name\nKöln\n");
    assert!(work.ends_with(3, &["status"]).stderr.contains("warning[register-invalid]"));
}

#[cfg(feature = "xlsx")]
#[test]
fn merge_writes_a_workbook_in_which_every_cell_is_a_text() {
    let work = workspace();
    let out = work.path("all.xlsx");
    work.ends_with(0, &["merge", "-o", out.to_str().expect("UTF-8")]);
    assert!(work.path("all.conflicts.xlsx").exists() && work.path("all.set-aside.xlsx").exists());
    let bytes = std::fs::read(out).expect("written");
    assert!(bytes.starts_with(b"PK"), "a zip archive");
}

#[test]
fn merge_writes_csv_for_excel_and_nothing_else() {
    let work = workspace();
    let path = |name: &str| work.path(name).display().to_string();
    work.ends_with(0, &["merge", "-o", &path("all.csv"), "--excel"]);
    assert!(work.read("all.csv").starts_with("\u{feff}email;"));
    for (name, code) in [("all.ods", "output-format"), ("data/lists/all.csv", "output-among-lists")] {
        let refused = work.ends_with(2, &["merge", "-o", &path(name)]);
        assert!(refused.stderr.contains(&format!("error[{code}]")), "{refused:?}");
        assert!(!work.path(name).exists());
    }
}
