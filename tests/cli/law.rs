//! Whom the law lets us write to, and what a mail has to tell for it.

use serde_json::json;

use crate::check::told;
use crate::double::{Action, Double, Script};
use crate::workbook::{table, workbook};
use crate::workdir::{CONSENTED, CONSENTS, Workdir, outcome};

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
    let work = workspace(&entry("people", "event = \"summit\"\n"));
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
    assert_eq!(work.json(&["preview", "thanks"])["excluded"][0]["missing"], json!(["consent_date"]));
    assert!(work.read("preview/thanks/index.html").contains("agreed, but the consent lacks consent_date"));
    campaign(&work, "organisation");
    work.write("data/answers/summit.csv", "E-Mail;Antwort\nlate@x.example;Zusage\nshop@x.example;Absage\n");
    assert_eq!(
        excluded(&work),
        reasons(&[("yes", "not-registered"), ("shop", "not-registered"), ("none", "no-basis")])
    );
}

#[test]
fn organisation_reaches_registered_participants_despite_a_suppression_of_advertising_but_not_of_all() {
    let work = workspace(&entry("people", "basis = \"contract\"\nevent = \"summit\"\n"));
    campaign(&work, "organisation");
    work.ends_with(0, &["suppress", "anna@x.example", "--scope", "advertising", "--by", "Inken"]);
    work.ends_with(0, &["suppress", "bert@y.example", "--scope", "all", "--by", "Inken"]);
    assert_eq!(excluded(&work), [("bert@y.example".to_owned(), "suppressed".to_owned())]);
}

#[test]
fn who_registered_for_one_event_gets_nothing_about_the_organisation_of_another() {
    let work = workspace(&entry("people", "basis = \"contract\"\nevent = \"another\"\n"));
    work.write("data/events/another.md", "+++\nname = \"Another\"\n+++\n");
    campaign(&work, "organisation");
    work.write("data/answers/summit.csv", "E-Mail;Antwort\nbert@y.example;Zusage\n");
    let not = |name: &str| (name.to_owned(), "not-registered".to_owned());
    assert_eq!(excluded(&work), [not("anna@x.example"), not("cleo@z.example")]);
    let settings = work.read("rundbrief.toml");
    work.write("rundbrief.toml", settings.replace("\"another\"", "\"summit\""));
    assert_eq!(excluded(&work), []);
    work.write("rundbrief.toml", settings.replace("\"another\"", "\"sumit\""));
    let check = work.ends_with(3, &["check"]).stdout;
    assert!(check.contains("rundbrief.toml: error[event-unknown]: there is no event `sumit`"), "{check}");
    work.write("rundbrief.toml", settings.replace("event = \"another\"\n", ""));
    assert_eq!(excluded(&work).len(), 2, "a contract about nothing registers nobody");
    let check = work.ends_with(3, &["check"]).stdout;
    assert!(check.contains("people.csv:2: warning[contract-without-event]: 3 rows of the list `people`"), "{check}");
}

#[test]
fn what_is_wrong_with_a_basis_is_told_of_its_list_whatever_sheets_stand_before_it() {
    let settings = [entry("book", ""), entry("flat", "basis = \"consent\"\nconsent = \"all\"\n"), entry("last", "")];
    let work = workspace(&settings.concat().replace("data/lists/book.csv", "data/lists/book.xlsx"));
    work.campaign("Hello\n");
    let sheet = |address: &str| table(&[&["E-Mail"], &[address]]);
    let (one, two) = (sheet("a@x.example"), sheet("b@x.example"));
    work.write("data/lists/book.xlsx", workbook(&[("Eins", "", &one), ("Zwei", "", &two)]));
    work.write("data/lists/flat.csv", "E-Mail\nf@x.example\n");
    work.write("data/lists/last.csv", "E-Mail\ng@x.example\n");
    let told = work.run(&["check"]).stdout;
    assert!(told.contains("the consent of one row of the list `flat` cannot be proven"), "{told}");
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
    let work = workspace("");
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("Yes, please write to me.", " "));
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    [stderr]
    rundbrief.toml:6:9: error[key-missing]: `text` is missing
      help: add it to `rundbrief.toml`
    [exit 2]
    ");
    let work = workspace("");
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("\"invitation\"", "\"invitations\""));
    insta::assert_snapshot!(told(&work, &["check"]), @"
    [stderr]
    rundbrief.toml:8:26: error[choice-unknown]: `invitations` is not possible here
      help: did you mean `invitation`? Possible are: newsletter, invitation
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

const CONDITIONS: [&str; 4] = ["address_from_sale", "own_similar_offers", "objections_kept", "told_when_collected"];

#[test]
fn customers_get_advertising_when_all_conditions_are_confirmed_and_are_told_that_they_can_object() {
    let customers = |conditions: &[&str]| {
        let confirmed = conditions.iter().map(|condition| [condition, " = true\n"].concat()).collect::<String>();
        let list = entry("people", "basis = \"existing_customer\"\n");
        let work = workspace(&format!("[existing_customers]\n{confirmed}{list}"));
        work.write("templates/plain.mjml", with_place(&work));
        work
    };
    let plan = customers(&CONDITIONS[..3]).json(&["preview", "thanks"]);
    assert_eq!(plan["plan"]["excluded"], json!([["customers-unconfirmed", 3]]));
    let work = customers(&CONDITIONS);
    assert_eq!(excluded(&work), []);
    for part in ["html", "txt"] {
        let mail = work.read(&format!("preview/thanks/mails/0001.{part}")).replace('\n', " ");
        assert!(mail.contains("object to the use of your mail address for advertising at any time"), "{part}: {mail}");
        assert!(!mail.contains("Art. 14"), "{part}: {mail}");
    }
}

const PLACE: &str =
    "{% if contact.notices %}{% for notice in contact.notices %}<p>{{ notice }}</p>{% endfor %}{% endif %}";

/// The template with a place for what the law wants mails to tell.
fn with_place(work: &Workdir) -> String {
    work.read("templates/plain.mjml").replace("</mj-column>", &format!("<mj-text>{PLACE}</mj-text></mj-column>"))
}

/// A workspace that sends to a server, and whose one list was not collected from its people.
fn bought(script: Script) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), "[limits]\nretry_after = \"1s\"\n");
    let settings = work.read("rundbrief.toml").replace(
        "organisation = \"Aufbruch e. V.\"\n",
        "organisation = \"Aufbruch e. V.\"\npostal_address = \"Weg 1, Hamburg\"\nprivacy_url = \"https://x.example/p\"\n",
    );
    work.write("rundbrief.toml", settings + "source = \"Register 2026 <neu>\"\n");
    work.write("templates/plain.mjml", with_place(&work));
    work.write("data/campaigns/second.md", work.read("data/campaigns/thanks.md"));
    (work, double)
}

/// The last mail to somebody, its lines joined, and whether both parts say whence the data are.
fn tells_source(double: &Double, to: &str) -> bool {
    let mails = double.mails();
    let mail = mails.iter().rev().find(|mail| mail.recipients == [to]).expect("sent");
    let mail = mail_parser::MessageParser::default().parse(&mail.data).expect("a mail");
    let [text, html] =
        [mail.body_text(0), mail.body_html(0)].map(|part| part.expect("a part").replace(['\r', '\n'], " "));
    let tells = [text.contains("Source: Register 2026 <neu>"), html.contains("Source: Register 2026 &lt;neu&gt;")];
    assert_eq!(tells[0], tells[1], "{text}\n{html}");
    tells[0]
}

const ANNA: &str = "anna@x.example";
const BERT: &str = "bert@y.example";

#[test]
fn the_first_mail_to_somebody_tells_where_the_data_come_from_and_no_later_one_does() {
    let (work, double) = bought(Script::new());
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert!(tells_source(&double, ANNA));
    work.ends_with(0, &["send", "second", "--yes"]);
    assert!(!tells_source(&double, ANNA));
    for campaign in ["thanks", "second"] {
        let shown = work.json(&["person", "show", ANNA, "--mail", campaign]);
        assert_eq!(shown["exact"], true, "{campaign}: {shown}");
        let text = shown["text"].as_str().expect("a text").replace('\n', " ");
        assert_eq!(text.contains("Source: Register 2026"), campaign == "thanks", "{text}");
    }
}

#[test]
fn a_mail_that_is_tried_again_still_tells_where_the_data_come_from() {
    let (work, double) = bought(Script::new().after_dot(BERT, "450 4.2.1 busy").times(1));
    work.ends_with(3, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["send", "second", "--yes"]);
    assert!(tells_source(&double, BERT), "the second campaign is the first that arrived");
    work.ends_with(0, &["send", "thanks", "--yes", "--wait"]);
    assert_eq!(double.mails().iter().filter(|mail| mail.recipients == [BERT]).count(), 2);
    assert!(tells_source(&double, BERT));
    assert_eq!(work.json(&["person", "show", BERT, "--mail", "thanks"])["exact"], true);
}

#[test]
fn a_rehearsal_is_no_first_contact() {
    let (work, double) = bought(Script::new());
    let real = work.read("rundbrief.toml");
    work.write("rundbrief.toml", real.replace("kind = \"smtp\"", "kind = \"outbox\""));
    work.ends_with(0, &["send", "second", "--yes"]);
    work.write("rundbrief.toml", real);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert!(tells_source(&double, ANNA));
}

#[test]
fn a_template_without_a_place_and_a_sender_without_address_stop_what_has_to_be_told() {
    let work = workspace(&entry("people", &format!("{CONSENTED}source = \"Register\"\n")));
    insta::assert_snapshot!(told(&work, &["preview", "thanks"]), @"
    [stderr]
    templates/plain.mjml:1:1: error[notice-slot-missing]: the law wants 3 people to be told something in the mail, and this template has no place for it
      help: add to the footer: `{% if contact.notices %}{% for notice in contact.notices %}<p>{{ notice }}</p>{% endfor %}{% endif %}`; docs/workspace.md says what it tells
    rundbrief.toml: error[key-missing]: `sender.organisation` is missing
      help: add it to `rundbrief.toml`
    rundbrief.toml: error[key-missing]: `sender.postal_address` is missing
      help: add it to `rundbrief.toml`
    rundbrief.toml: error[key-missing]: `sender.privacy_url` is missing
      help: add it to `rundbrief.toml`
    [exit 2]
    ");
    work.write("templates/plain.txt", "{{ campaign.body }}\n{{ links.unsubscribe }}\n");
    work.write("templates/plain.mjml", with_place(&work));
    let settings = work.read("rundbrief.toml");
    let keys = "[sender]\norganisation = \"A\"\npostal_address = \"B\"\nprivacy_url = \"https://x.example/p\"\n";
    work.write("rundbrief.toml", settings.replace("[sender]\n", keys));
    work.ends_with(0, &["preview", "thanks"]);
    assert!(
        work.read("preview/thanks/mails/0001.txt").contains("Art. 14 GDPR"),
        "without a place it stands at the end"
    );
}

#[test]
fn nobody_gets_more_advertising_than_the_cap_allows_and_organisation_is_not_capped() {
    let (work, double) = (Workdir::new(), Double::start(Script::new().rcpt(BERT, "550 5.1.1 unknown").times(1)));
    work.over_smtp(double.port(), "[limits]\nper_contact = [\"1/30d\"]\n");
    work.write("data/campaigns/second.md", work.read("data/campaigns/thanks.md"));
    let at = |moment: &str, arguments: &[&str]| {
        let run = work.command(arguments).env("SOURCE_DATE_EPOCH", moment).output().expect("it runs");
        outcome(run)
    };
    // 15 January 2027, 08:00
    assert_eq!(at("1800000000", &["send", "second", "--yes"]).code, Some(3));
    let plan = at("1800000000", &["send", "thanks", "--dry-run"]).stdout;
    insta::assert_snapshot!(plan.replace(&double.port().to_string(), "[port]"), @"
    Thanks (thanks)
      from:         Aufbruch <einladung@aufbruch.example>
      way:          mail server 127.0.0.1:[port]
      recipients:   1
      to send now:  1
      duration:     no limit of pace
      left out:     2
        2  got as much advertising as one contact is to get
           the last of them can be written to again from 2027-02-14 08:00
           help: the cap is `per_contact` below `[limits]` in `rundbrief.toml`; write again later
        anna <anna@x.example>: got as much advertising as one contact is to get
        cleo <cleo@z.example>: got as much advertising as one contact is to get
    ");
    let preview = at("1800000000", &["preview", "thanks", "--json"]).stdout;
    let preview: serde_json::Value = serde_json::from_str(&preview).expect("JSON");
    assert_eq!(preview["recipients"], 1);
    assert_eq!(preview["plan"]["excluded"], json!([["capped", 2]]));
    assert_eq!(preview["excluded"][0]["reason"], "capped");
    assert_eq!(preview["excluded"][0]["until"], "2027-02-14T08:00:00Z");
    assert_eq!(preview["plan"]["capped_until"], "2027-02-14T08:00:00Z");
    assert!(work.read("preview/thanks/index.html").contains("again from "));
    campaign(&work, "organisation");
    work.write(
        "rundbrief.toml",
        work.read("rundbrief.toml").replace("basis = \"consent\"", "basis = \"contract\"\nevent = \"summit\""),
    );
    assert_eq!(excluded(&work), []);
}

#[test]
fn check_of_a_campaign_tells_who_is_left_out_why_and_what_helps() {
    let work = workspace(&entry("people", ""));
    work.write(
        "data/lists/people.csv",
        "E-Mail;Rechtsgrundlage\na@x.example;Vertrag\nb@x.example;Vertrag\nc@x.example;\n",
    );
    work.campaign("Hello\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @"
    data/campaigns/thanks.md: warning[audience-empty]: nobody gets this campaign
      help: `rundbrief preview` shows for every contact why
    data/campaigns/thanks.md: note[people-left-out]: one person does not get it: the list has no legal basis
      help: add a `basis` to its `[[lists]]` entry, or a column for the basis to the list
    data/campaigns/thanks.md: note[people-left-out]: 2 people do not get it: the list's legal basis does not carry this kind of mail
      help: news and invitations are advertising: they need a consent whose wording names them, or an existing customer (§ 7 UWG)
    errors: 0, warnings: 1, notes: 2
    [stderr]
    [exit 3]
    ");
    assert!(!told(&work, &["check"]).contains("people-left-out"), "the whole check is about files");
}

#[test]
fn what_participants_were_told_does_not_count_towards_the_cap_of_advertising() {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), "[limits]\nper_contact = [\"1/30d\"]\n");
    let news = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/second.md", news.replace("+++\nsubject", "+++\npurpose = \"organisation\"\nsubject"));
    work.write("data/answers/summit.csv", "E-Mail;Antwort\nanna@x.example;Zusage\n");
    work.ends_with(0, &["send", "second", "--yes"]);
    assert_eq!(double.mails().len(), 1);
    assert_eq!(excluded(&work), [], "it was no advertising");
}

#[test]
fn mails_in_doubt_count_towards_the_cap_until_somebody_says_that_they_did_not_arrive() {
    let double = Double::start(Script::new().after_dot(BERT, Action::Close).times(1));
    let work = Workdir::new();
    work.over_smtp(double.port(), "[limits]\nper_contact = [\"1/30d\"]\n");
    work.write("data/campaigns/second.md", work.read("data/campaigns/thanks.md"));
    work.ends_with(3, &["send", "second", "--yes"]);
    let counts = &work.json(&["status", "second"])["campaigns"][0]["counts"];
    assert_eq!((&counts["accepted"], &counts["in_doubt"]), (&json!(2), &json!(1)));
    let capped = |addresses: &[&str]| -> Vec<(String, String)> {
        addresses.iter().map(|address| ((*address).to_owned(), "capped".to_owned())).collect()
    };
    assert_eq!(excluded(&work), capped(&["anna@x.example", BERT, "cleo@z.example"]));
    work.ends_with(0, &["resolve", "second", BERT, "--resend", "--by", "Inken"]);
    assert_eq!(excluded(&work), capped(&["anna@x.example", "cleo@z.example"]));
}

#[test]
fn what_one_address_of_a_person_got_counts_at_the_others() {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), "[limits]\nper_contact = [\"1/30d\"]\n");
    work.write("data/campaigns/second.md", work.read("data/campaigns/thanks.md"));
    work.ends_with(0, &["send", "second", "--yes"]);
    let people = work.read("data/lists/people.csv");
    let moved = people.replace("anna@x.example", "new@x.example");
    let own = moved.lines().find(|line| line.contains("new@x.example")).expect("hers");
    work.write("data/lists/people.csv", format!("{people}{own}\n"));
    let capped = |address: &str| (address.to_owned(), "capped".to_owned());
    assert_eq!(excluded(&work), ["anna@x.example", BERT, "cleo@z.example"].map(capped), "nobody has decided yet");
    work.ends_with(0, &["review", "new@x.example", "--same-as", "anna@x.example", "--by", "Inken"]);
    assert!(excluded(&work).contains(&capped("new@x.example")));
    work.write("data/lists/people.csv", moved);
    assert!(excluded(&work).contains(&capped("new@x.example")), "where no list has the other one any more, too");
}

#[test]
fn neither_rehearsals_nor_the_campaign_itself_count_towards_the_cap() {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), "[limits]\nper_contact = [\"1/30d\"]\n");
    work.write("data/campaigns/second.md", work.read("data/campaigns/thanks.md"));
    let real = work.read("rundbrief.toml");
    work.write("rundbrief.toml", real.replace("kind = \"smtp\"", "kind = \"outbox\""));
    work.ends_with(0, &["send", "second", "--yes"]);
    work.write("rundbrief.toml", real);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(double.mails().len(), 3);
    assert_eq!(excluded(&work), [], "who got it is in the audience still");
    assert_eq!(work.json(&["preview", "second"])["recipients"], 0);
}

#[test]
fn a_row_that_names_another_person_at_the_address_gives_no_consent() {
    let work =
        workspace(&[entry("now", "basis = \"contract\"\nevent = \"summit\"\n"), entry("people", CONSENTED)].concat());
    work.campaign("Hello\n");
    work.write("data/lists/now.csv", "E-Mail;Vorname;Nachname\namt@x.example;Eva;Neu\nb@x.example;Jörg;Öz\n");
    work.write("data/lists/people.csv", "E-Mail;Vorname;Nachname\namt@x.example;Hans;Alt\nb@x.example;J.;OEZ\n");
    assert_eq!(excluded(&work), [("amt@x.example".to_owned(), "basis-too-narrow".to_owned())]);
}
