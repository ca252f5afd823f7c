//! `check` on what authors get wrong in bodies, pictures and times.

use std::io::Cursor;

use image::{ImageFormat, RgbImage};

use crate::check::told;
use crate::workdir::Workdir;

/// What `check` says of this body.
fn of_body(body: &str) -> String {
    let work = Workdir::new();
    work.campaign(body);
    told(&work, &["check", "thanks"])
}

fn picture() -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    RgbImage::new(3, 2).write_to(&mut out, ImageFormat::Png).expect("in memory");
    out.into_inner()
}

#[test]
fn a_fault_in_the_html_of_a_body_is_told_where_it_stands() {
    for (body, place) in [
        ("Dear all,\n\nä <b x=y>bold</b>\n", "8:5"),
        ("Dear all,\n\n<p>a <i>b</p>\n\nEnd\n", "8:6"),
        ("{% if contact.last_name %}\nDear\n{% endif %}\n\nä <mj-buton>x</mj-buton>\n", "10:3"),
        ("Akteur*innen, {{ contact.last_name }}\n\n| a | b |\n|---|---|\n| c | d</u> |\n", "10:8"),
    ] {
        let told = of_body(body);
        assert!(told.starts_with(&format!("data/campaigns/thanks.md:{place}: error[mjml-invalid]")), "{body}: {told}");
    }
}

#[test]
fn a_fault_in_the_name_of_an_attachment_is_told_where_it_stands() {
    let work = Workdir::new();
    let campaign = work.read("data/campaigns/thanks.md");
    let attached = "template = \"plain\"\nattachments = [\n  \"a.pdf\",\n  'ä/{{ contact.lastname }}.pdf',\n]\n";
    work.write("data/campaigns/thanks.md", campaign.replace("template = \"plain\"\n", attached));
    let told = told(&work, &["check", "thanks"]);
    assert!(told.starts_with("data/campaigns/thanks.md:7:9: error[variable-unknown]"), "{told}");
}

#[test]
fn markup_that_stays_visible_is_told() {
    insta::assert_snapshot!(of_body("Dear **all,\n\nsee the [page](https://a.example/ x) and the [[place](mailto:nix)\n"), @r"
    data/campaigns/thanks.md:6:6: warning[markup-left]: the mail shows `**all,` as it is written here
      help: `**bold**` and `[text](https://…)` need both signs, without a blank inside next to them; in names of files a blank is `%20`; in the report of an event HTML and placeholders are text only
    data/campaigns/thanks.md:8:14: warning[markup-left]: the mail shows `](https://a.example/` as it is written here
      help: `**bold**` and `[text](https://…)` need both signs, without a blank inside next to them; in names of files a blank is `%20`; in the report of an event HTML and placeholders are text only
    data/campaigns/thanks.md:8:55: warning[link-broken]: the link `mailto:nix` leads nowhere
      help: name the whole address, as in `https://www.town.example/page`
    errors: 0, warnings: 3, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn markup_in_a_report_is_told_at_its_line() {
    let work = Workdir::new();
    work.campaign("{{ event.report }}\n");
    work.write(
        "data/events/summit.md",
        "+++\nname = \"Summit\"\n+++\n\nFine.\n\nDear {{ contact.last_name }}, **all\n",
    );
    let told = told(&work, &["check", "thanks"]);
    for place in ["7:6", "7:31"] {
        assert!(told.contains(&format!("data/events/summit.md:{place}: warning[markup-left]")), "{told}");
    }
}

#[test]
fn what_is_wrong_with_a_fact_is_told_at_its_value_in_the_file_of_its_event() {
    let work = Workdir::new();
    work.campaign("{{ event.name }} {{ event.venue.name }} {% for day in event.days %}{{ day.title }}{% endfor %} {{ event.next.name }}\n");
    work.write("data/events/later.md", "+++\nname = \"Name of the event\"\n+++\n");
    work.write(
        "data/events/summit.md",
        "+++\n# x\nname = \"A {{ 7*7 }} **bold** [x](javascript:alert(1))\"\nnext = \"later\"\nvenue = { name = 'The «Ort»' }\n\
         [[days]]\ndate = 2027-05-11\ntitle = \"\\u003cb>Day\"\n+++\n",
    );
    let said = told(&work, &["check", "thanks"]);
    for (place, finding) in [
        ("summit.md:3:8", "[markup-left]: the mail shows `{{ 7*7 }}`"),
        ("summit.md:3:8", "[markup-left]: the mail shows `**bold**`"),
        ("summit.md:3:8", "[markup-left]: the mail shows `](javascript:alert(1)`"),
        ("summit.md:5:18", "[placeholder-left]: `«Ort»` still stands here"),
        ("summit.md:8:9", "[markup-left]: the mail shows `<b>`"),
        ("later.md:2:8", "[placeholder-left]: `Name of the event` still stands here"),
    ] {
        assert!(said.contains(&format!("data/events/{place}: warning{finding}")), "{place} {finding}\n{said}");
    }
    assert_eq!(said.matches("help: facts of an event are mere text").count(), 4, "{said}");
}

#[test]
fn pictures_are_found_by_names_with_blanks_brackets_signs_and_umlauts_of_two_characters() {
    let names = ["mein bild.png", "bild (1).png", "a&b.png", "gro\u{df}e fl\u{e4}che.png"];
    for name in names {
        let work = Workdir::new();
        // as macOS writes it
        work.write(&format!("data/media/{}", name.replace('\u{e4}', "a\u{308}")), picture());
        work.campaign(&format!("![x](<cid:{name}>)\n\n![y](cid:{})\n", name.replace(' ', "%20")));
        work.ends_with(0, &["check", "thanks"]);
        work.ends_with(0, &["preview", "thanks"]);
        let eml = work.read("preview/thanks/mails/0001.eml");
        assert!(eml.contains("Content-Type: image/png"), "{name}");
    }
}

#[test]
fn a_picture_that_lies_in_the_workspace_is_suggested_by_its_name() {
    for body in ["![x](Saal.png)\n", "![x](data/media/Saal.png)\n", "<img src=\"Saal.png\" alt=\"x\">\n"] {
        let told = of_body(body);
        assert!(told.contains("error[foreign-content]") && told.contains("did you mean `cid:Saal.png`?"), "{told}");
    }
    assert!(!of_body("![x](https://a.example/Saal.png)\n").contains("did you mean"));
}

#[test]
fn a_picture_of_a_body_must_be_one_that_mail_programs_show() {
    let work = Workdir::new();
    work.write("data/media/plan.pdf", "%PDF");
    work.campaign("Dear all\n\n![x](cid:plan.pdf)\n");
    let told = told(&work, &["check", "thanks"]);
    assert!(told.starts_with("data/campaigns/thanks.md:8:10: warning[picture-format]: `plan.pdf` is no"), "{told}");
}

#[test]
fn pictures_count_in_what_a_mail_weighs() {
    let work = Workdir::new();
    let gif = [b"GIF89a\x01\0\x01\0".as_slice(), &vec![0; 16_000_000]].concat();
    work.write("data/media/a.gif", &gif);
    work.campaign("Dear all\n\n{% if contact.last_name == 'bert' %}![x](cid:a.gif){% endif %}\n");
    let told = told(&work, &["check", "thanks"]);
    assert!(told.starts_with("data/campaigns/thanks.md:8:42: error[mail-too-large]"), "{told}");
    assert!(told.contains("\n  in the mail to data/lists/people.csv:3 (bert)\n"), "{told}");
    work.ends_with(2, &["send", "thanks", "--yes"]);
    work.campaign("Dear all\n\n{% if contact.last_name == 'x' %}![x](cid:a.gif){% endif %}\n");
    work.ends_with(0, &["send", "thanks", "--yes"]);
}

#[test]
fn html_of_a_body_reads_well_in_the_text_part() {
    let work = Workdir::new();
    work.campaign("<p>&copy; 2027 Ulm &amp; Gera<br>Germany</p>\n\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n\nBye\n");
    work.ends_with(0, &["check", "thanks"]);
    work.ends_with(0, &["preview", "thanks"]);
    let eml = work.read("preview/thanks/mails/0001.eml").replace("=C2=A9", "©").replace("\r\n", "\n");
    assert!(eml.contains("© 2027 Ulm & Gera\nGermany\n\n- one\n- two\n\nBye\n"), "{eml}");
}

/// What `check` says of an event and of a campaign with these lines.
fn of_times(language: &str, facts: &str, front: &str) -> String {
    let work = Workdir::new();
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("\"en\"", &format!("\"{language}\"")));
    work.write("data/events/summit.md", format!("+++\nname = \"Summit\"\n{facts}+++\n"));
    let campaign = work.read("data/campaigns/thanks.md");
    work.write(
        "data/campaigns/thanks.md",
        campaign.replace("template = \"plain\"\n", &format!("template = \"plain\"\n{front}")),
    );
    told(&work, &["check"])
}

const TIMES: &str = "start = 2027-05-04T10:00:00\nend = 2027-05-03T09:00:00\nrsvp_until = 2027-05-05\n\
    [[days]]\ndate = 2027-05-02\n[[days.items]]\ntime = \"25:99\"\ntitle = \"Opening\"\n";

#[test]
fn times_that_do_not_fit_together_are_told_in_both_languages() {
    insta::assert_snapshot!(of_times("en", TIMES, ""), @r"
    data/lists/people.csv: 3 rows, UTF-8, delimiter ;
      columns: E-Mail → email, Anrede → form_of_address, Nachname → last_name
    data/events/summit.md:4:7: error[end-before-start]: the event ends on 2027-05-03 09:00, and begins on 2027-05-04 10:00 only
      help: mend `start` or `end`; calendars refuse it otherwise
    data/events/summit.md:5:14: warning[rsvp-late]: people are to answer until 2027-05-05, and the event begins on 2027-05-04 10:00
      help: mend `rsvp_until` or `start`
    data/events/summit.md:7:8: warning[day-outside]: 2027-05-02 is no day of the event
      help: mend the day, or `start` and `end`
    data/events/summit.md:9:9: warning[time-impossible]: there is no time `25:99`
      help: write hours and minutes: `09:30`
    errors: 1, warnings: 3, notes: 0
    [stderr]
    [exit 3]
    ");
    insta::assert_snapshot!(of_times("de", TIMES, ""), @r"
    data/lists/people.csv: 3 Zeilen, UTF-8, Trennzeichen ;
      Spalten: E-Mail → email, Anrede → form_of_address, Nachname → last_name
    data/events/summit.md:4:7: Fehler[end-before-start]: die Veranstaltung endet am 3.5.2027, 9:00 Uhr, und sie beginnt erst am 4.5.2027, 10:00 Uhr
      help: berichtigen Sie `start` oder `end`; Kalender weisen sie sonst ab
    data/events/summit.md:5:14: Warnung[rsvp-late]: bis zum 5.5.2027 soll man antworten können, und die Veranstaltung beginnt schon am 4.5.2027, 10:00 Uhr
      help: berichtigen Sie `rsvp_until` oder `start`
    data/events/summit.md:7:8: Warnung[day-outside]: der 2.5.2027 liegt außerhalb der Veranstaltung
      help: berichtigen Sie den Tag, oder `start` und `end`
    data/events/summit.md:9:9: Warnung[time-impossible]: die Uhrzeit `25:99` gibt es nicht
      help: schreiben Sie Stunden und Minuten: `09:30`
    Fehler: 1, Warnungen: 3, Hinweise: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_event_that_ends_before_it_begins_goes_into_no_calendar() {
    let facts = "start = 2027-05-04\nend = 2027-05-03\n";
    let told = of_times("en", facts, "calendar = \"request\"\n");
    assert_eq!(told.matches("data/events/summit.md:4:7: error[end-before-start]").count(), 1, "{told}");
}

#[test]
fn a_campaign_that_is_over_before_it_may_begin_is_told() {
    let front = "not_before = 2027-05-04T10:00:00\nnot_after = 2027-05-03\n";
    insta::assert_snapshot!(of_times("de", "", front), @r"
    data/lists/people.csv: 3 Zeilen, UTF-8, Trennzeichen ;
      Spalten: E-Mail → email, Anrede → form_of_address, Nachname → last_name
    data/campaigns/thanks.md:6:13: Fehler[period-reversed]: die Kampagne soll erst ab 4.5.2027, 10:00 Uhr hinaus und darf es nur bis 3.5.2027, 0:00 Uhr
      help: berichtigen Sie `not_before` oder `not_after`
    Fehler: 1, Warnungen: 0, Hinweise: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn faults_of_toml_and_dates_are_told_in_german() {
    let unread = "toml-invalid]: dieser Teil lässt sich nicht lesen: ";
    for (facts, place, expected) in [
        ("start = 2027-13-45\n", "3:9", "dieses Datum gibt es nicht"),
        ("start = 2027-05-04T25:00:00\n", "3:9", "diese Uhrzeit gibt es nicht"),
        ("start = 2027-05-04 um 10\n", "3:9", "diese Uhrzeit gibt es nicht"),
        ("motto \"a\"\n", "3:7", "hier fehlt ein `=`, oder eine Zeile endet mitten in einem Text"),
        ("= 3\n", "3:1", "vor dem `=` fehlt der Name der Angabe"),
        ("motto = 'a\\'b'\n", "3:13", "hier steht noch etwas, wo die Zeile zu Ende sein sollte"),
        (
            "motto = \"a\\qb\"\n",
            "3:12",
            "hinter einem `\\` steht etwas anderes als vorgesehen; für einen Backslash schreiben Sie zwei",
        ),
        ("questions = [\"a\" \"b\"]\n", "3:18", "zwischen zwei Einträgen fehlt ein Komma"),
        ("motto = 0x\n", "3:9", "so wird es nicht geschrieben"),
        ("start = \"bald\"\n", "3:9", "type-wrong]: hier gehört ein Datum hin"),
        ("start = 10:00:00\n", "3:9", "date-invalid]: `10:00:00` ist kein Datum"),
        (
            "[[days]]\ndate = 2027-05-04\n[[days.items]]\ntime = 9\ntitle = \"x\"\n",
            "6:8",
            "type-wrong]: hier gehört ein Text hin",
        ),
    ] {
        let told = of_times("de", facts, "");
        let expected = if expected.contains("]: ") { expected.to_owned() } else { format!("{unread}{expected}") };
        assert!(told.contains(&format!("data/events/summit.md:{place}: Fehler[{expected}\n")), "{facts}: {told}");
    }
}

#[test]
fn what_an_author_gives_a_name_for_nothing_is_told() {
    let work = Workdir::new();
    work.write(
        "data/campaigns/thanks.md",
        "+++\nsubject = \"Thanks\"\npreheader = \"See you\"\nevent = \"summit\"\ntemplate = \"plain\"\n+++\n\
         {% set a = contact.last_name %}{% set b = 1 %}{% set c = 2 %}\n\n{{ a }}{% if b == 1 %} bye{% endif %}\n",
    );
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:3:14: note[variable-unused]: no template shows the `preheader`
      help: take the line out, or put `{{ campaign.preheader }}` into the template, in MJML into `<mj-preview>`
    data/campaigns/thanks.md:7:54: note[variable-unused]: `c` gets a value, and nothing reads it
      help: delete it, or see whether the name is misspelt elsewhere
    errors: 0, warnings: 0, notes: 2
    [stderr]
    [exit 0]
    ");
}

#[test]
fn a_link_that_comes_to_nothing_and_text_that_is_too_faint_are_told_where_they_stand() {
    let work = Workdir::new();
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\n+++\n\nSee [it](htp://a.example/).\n");
    work.campaign("Dear all, [page](javascript:alert) [none]()\n\n{{ event.report }}\n\n<p style=\"color:#cccccc\">pale words</p>\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:6:11: warning[link-unsafe]: the link `javascript:alert` runs or loads something; no mail program follows it
      help: possible are `https:`, `mailto:` and `tel:`
    data/campaigns/thanks.md:6:41: warning[link-broken]: the link `` leads nowhere
      help: name the whole address, as in `https://www.town.example/page`
    data/campaigns/thanks.md:10:26: warning[text-faint]: `pale words` has too little contrast: 1.6 to 1, text is legible from 4.5 to 1 on
      help: take a darker colour for the text, on a dark ground a lighter one
    data/events/summit.md:5:5: warning[link-unsafe]: the link `htp://a.example/` runs or loads something; no mail program follows it
      help: possible are `https:`, `mailto:` and `tel:`
    errors: 0, warnings: 4, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn what_the_settings_do_not_say_of_the_sender_is_to_be_added_there() {
    insta::assert_snapshot!(of_body("Dear all,\n\n{{ sender.imprint_url }}\n"), @r"
    data/campaigns/thanks.md:8:4: error[key-missing]: `sender.imprint_url` is missing
      help: add it to `rundbrief.toml`
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}
