//! Whom the law lets us write to, and what a mail has to tell for it.

use serde_json::json;

use crate::check::told;
use crate::workdir::{CONSENTS, Workdir};

/// A workspace with these entries in the settings, in English.
fn workspace(settings: &str) -> Workdir {
    let work = Workdir::new();
    let sender = "[sender]\nname = \"Aufbruch\"\naddress = \"einladung@aufbruch.example\"\n";
    work.write("rundbrief.toml", format!("language = \"en\"\n{sender}{CONSENTS}{settings}"));
    work
}

fn entry(name: &str, keys: &str) -> String {
    format!("[[lists]]\nname = \"{name}\"\npath = \"data/lists/{name}.csv\"\n{keys}")
}

/// Who is left out of the one campaign, and why.
fn excluded(work: &Workdir) -> Vec<(String, String)> {
    let plan = work.json(&["preview", "thanks"]);
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let excluded = plan["excluded"].as_array().unwrap_or_else(|| panic!("{plan}"));
    excluded.iter().map(|person| (text(&person["address"]), text(&person["reason"]))).collect()
}

fn campaign(work: &Workdir, purpose: &str) {
    work.write(
        "data/campaigns/thanks.md",
        format!(
            "+++\nsubject = \"Hi\"\nevent = \"summit\"\ntemplate = \"plain\"\npurpose = \"{purpose}\"\n+++\nHello\n"
        ),
    );
}

#[test]
fn each_row_can_have_a_basis_of_its_own() {
    let work = workspace(&entry("people", ""));
    work.write(
        "data/lists/people.csv",
        "E-Mail;Rechtsgrundlage;Einwilligung am;Einwilligungsquelle;Einwilligungstext\n\
         yes@x.example;Einwilligung;1.5.2024;Karte 7;Yes, please write to me.\n\
         late@x.example;Einwilligung;;Karte 8;all\n\
         guest@x.example;Anmeldung;;;\n\
         shop@x.example;Bestandskunde;;;\n\
         none@x.example;;;;\n",
    );
    campaign(&work, "invitation");
    let reasons = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(address, reason)| (format!("{address}@x.example"), (*reason).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(
        excluded(&work),
        reasons(&[
            ("late", "consent-unproven"),
            ("guest", "basis-too-narrow"),
            ("shop", "customers-unconfirmed"),
            ("none", "no-basis"),
        ])
    );
    campaign(&work, "organisation");
    work.write("data/answers/summit.csv", "E-Mail;Antwort\nlate@x.example;Zusage\nshop@x.example;Absage\n");
    assert_eq!(
        excluded(&work),
        reasons(&[("yes", "not-registered"), ("shop", "not-registered"), ("none", "no-basis")])
    );
}

#[test]
fn organisation_reaches_registered_participants_despite_a_suppression_of_advertising_but_not_of_all() {
    let work = workspace(&entry("people", "basis = \"contract\"\n"));
    campaign(&work, "organisation");
    work.ends_with(0, &["suppress", "anna@x.example", "--scope", "advertising", "--by", "Inken"]);
    work.ends_with(0, &["suppress", "bert@y.example", "--scope", "all", "--by", "Inken"]);
    assert_eq!(excluded(&work), [("bert@y.example".to_owned(), "suppressed".to_owned())]);
}

#[test]
fn what_is_wrong_with_bases_is_told_once_for_each_list_and_fault() {
    let settings = [entry("people", ""), entry("flat", "basis = \"consent\"\nconsent = \"all\"\n")];
    let work = workspace(&settings.concat());
    work.campaign("Hello\n");
    work.write(
        "data/lists/people.csv",
        "E-Mail;Rechtsgrundlage;Einwilligung am;Einwilligungsquelle;Einwilligungstext\n\
         a@x.example;Einwiligung;;;\n\
         b@x.example;Einwiligung;;;\n\
         c@x.example;Einwilligung;irgendwann;Karte;all\n\
         d@x.example;Einwilligung;2024-05-01;Karte;Nein danke\n\
         e@x.example;Kundin;;;\n",
    );
    work.write("data/lists/flat.csv", "E-Mail\nf@x.example\ng@x.example\n");
    insta::assert_snapshot!(told(&work, &["check"]), @"
    data/lists/people.csv: 5 rows, UTF-8, delimiter ;
      columns: E-Mail → email, Rechtsgrundlage → basis, Einwilligung am → consent_date, Einwilligungsquelle → consent_source, Einwilligungstext → consent_wording
    data/lists/flat.csv: 2 rows, UTF-8, delimiter ;
      columns: E-Mail → email
    data/campaigns/thanks.md: warning[audience-empty]: nobody gets this campaign
      help: `rundbrief preview` shows for every contact why
    data/lists/flat.csv:2: warning[consent-unproven]: the consents of 2 rows of the list `flat` cannot be proven and carry nothing; missing: consent_date, consent_source
      help: a consent needs date, source and wording (Art. 7 (1) GDPR): in columns of the list, or for all its rows in its `[[lists]]` entry with `consent_date`, `consent_source` and `consent`
    data/lists/people.csv:2: warning[basis-unknown]: `Einwiligung` is no legal basis; the list `people` has it in 2 rows
      help: possible: `consent`, `existing_customer`, `contract`, `public_task`, or `none`; or leave the cell empty, then the list's `basis` counts
    data/lists/people.csv:4: warning[consent-unproven]: the consent of one row of the list `people` cannot be proven and carries nothing; missing: consent_date
      help: a consent needs date, source and wording (Art. 7 (1) GDPR): in columns of the list, or for all its rows in its `[[lists]]` entry with `consent_date`, `consent_source` and `consent`
    data/lists/people.csv:4: warning[consent-date-invalid]: `irgendwann` is no date on which somebody can have agreed; the list `people` has one such row
      help: write `2024-05-01` or `1.5.2024`, with a year of four digits, and not later than today
    data/lists/people.csv:5: warning[consent-unproven]: the consent of one row of the list `people` cannot be proven and carries nothing; missing: consent_wording
      help: a consent needs date, source and wording (Art. 7 (1) GDPR): in columns of the list, or for all its rows in its `[[lists]]` entry with `consent_date`, `consent_source` and `consent`
    data/lists/people.csv:5: warning[wording-unknown]: the wording `Nein danke` is that of no consent; it stands in the list `people`, in one row
      help: describe it in `rundbrief.toml`: `[[consents]]` with `name`, `text` and what it `carries`; the list may use name or text
    data/lists/people.csv:6: warning[customers-unconfirmed]: one row of the list `people` is an existing customer who gets no advertising: nobody has confirmed address_from_sale, own_similar_offers, objections_kept, told_when_collected
      help: § 7 (3) UWG has four conditions: set each that holds to `true` below `[existing_customers]` in `rundbrief.toml`; docs/workspace.md explains them
    errors: 0, warnings: 8, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn a_consent_that_the_settings_do_not_describe_or_describe_twice_is_an_error_at_its_place() {
    let work = workspace(&entry("people", "basis = \"consent\"\nconsent = \"al\"\n"));
    insta::assert_snapshot!(told(&work, &["check"]), @"
    [stderr]
    rundbrief.toml:13:12: error[consent-unknown]: there is no consent `al`; known: all
      help: do you mean `all`? Else describe it: `[[consents]]` with `name`, `text` and `carries`
    [exit 2]
    ");
    let work = workspace(&format!("{CONSENTS}{}", entry("people", "")));
    insta::assert_snapshot!(told(&work, &["check"]), @"
    [stderr]
    rundbrief.toml:6:9: error[consent-twice]: two consents are named `all`
      help: give one of them another name: each wording is an entry of its own
    [exit 2]
    ");
    let work = workspace(&entry("people", "consent_date = \"gestern\"\n"));
    insta::assert_snapshot!(told(&work, &["check"]), @"
    [stderr]
    rundbrief.toml:12:16: error[date-invalid]: `gestern` is no date
      help: write year, month and day: `2027-05-04`
    [exit 2]
    ");
}

#[test]
fn customers_get_advertising_when_all_conditions_are_confirmed() {
    let confirmed =
        "[existing_customers]\naddress_from_sale = true\nown_similar_offers = true\nobjections_kept = true\n";
    let list = entry("people", "basis = \"existing_customer\"\n");
    let work = workspace(&format!("{confirmed}{list}"));
    assert_eq!(excluded(&work).len(), 3);
    let plan = work.json(&["preview", "thanks"]);
    assert_eq!(plan["plan"]["excluded"], json!([["customers-unconfirmed", 3]]));
}
