//! `check`: what is wrong, at its place, with a way out; and which exit code says so.

use serde_json::json;

use crate::workdir::{CONSENTS, Outcome, Workdir, list};

/// All that a command says and how it ends; the temporary folder is `[work]`.
pub fn told(work: &Workdir, arguments: &[&str]) -> String {
    let Outcome { stdout, stderr, code } = work.run(arguments);
    let root = work.root().display().to_string();
    format!("{stdout}[stderr]\n{stderr}[exit {}]", code.unwrap_or(-1)).replace(&root, "[work]")
}

/// What `check` says with this campaign body.
fn with_body(body: &str) -> String {
    let work = Workdir::new();
    work.campaign(body);
    told(&work, &["check", "thanks"])
}

/// What `check` says of a campaign with these front matter lines below the needed ones.
fn with_front(subject: &str, more: &str) -> String {
    let work = Workdir::new();
    work.write("data/campaigns/thanks.md", campaign(subject, more));
    told(&work, &["check", "thanks"])
}

fn campaign(subject: &str, more: &str) -> String {
    format!("+++\nsubject = \"{subject}\"\nevent = \"summit\"\ntemplate = \"plain\"\n{more}+++\nDear all\n")
}

const SETTINGS: &str = "[sender]\nname = \"Aufbruch\"\naddress = \"einladung@aufbruch.example\"\n";

/// A workspace with these lists: name, bytes.
fn with_lists(language: &str, lists: &[(&str, &[u8])]) -> Workdir {
    let work = Workdir::new();
    std::fs::remove_file(work.path("data/lists/people.csv")).expect("is there");
    for (name, bytes) in lists {
        work.write(&format!("data/lists/{name}.csv"), bytes);
    }
    let entries = lists.iter().map(|(name, _)| list(name)).collect::<String>();
    work.write("rundbrief.toml", format!("language = \"{language}\"\n{SETTINGS}{CONSENTS}{entries}"));
    work
}

/// A list with every fault that a row can have.
const FAULTY: &str = "E-Mail;Vorname;Nachname;Bundesland;Mail\n\
    anna@x.example;Anna;\"Klein\nGroß\";HH;\n\
    ANNA@x.example;Änne;Klein Groß;Hamburg\n\
    ;;;\n\
    bert.example;Bert;B;HE\n\
    ;Ohne;Adresse;\n\
    cleo@z.example;Cleo;C;HE;;zu viel\n\
    dora@z.example;Dora;D;Atlantis\n";

#[test]
fn a_sound_workspace_is_well_and_ends_with_0() {
    insta::assert_snapshot!(told(&Workdir::new(), &["check"]), @r"
    data/lists/people.csv: 3 rows, UTF-8, delimiter ;
      columns: E-Mail → email, Anrede → form_of_address, Nachname → last_name
    All is well.
    [stderr]
    [exit 0]
    ");
}

#[test]
fn every_fault_of_a_row_is_told_at_its_line() {
    let work = with_lists("en", &[("people", FAULTY.as_bytes())]);
    work.campaign("Dear all\n");
    insta::assert_snapshot!(told(&work, &["check", "data/lists/people.csv"]), @r"
    data/lists/people.csv:1: warning[column-twice]: the column `Mail` means the same as one further left and is not used
      help: rename the column if it holds something else
    data/lists/people.csv:4: note[value-conflict]: anna@x.example: `first_name` is `Änne` here, `Anna` from data/lists/people.csv:2 is used
      help: the list that comes first in `rundbrief.toml` holds, then the later date, then the majority; mend the wrong value
    data/lists/people.csv:5: note[row-blank]: the row is blank and is set aside
    data/lists/people.csv:6: warning[address-invalid]: `bert.example` is no address that can be sent to: the `@` is missing; the row is set aside
      help: mend the address in the list: name@town.example
    data/lists/people.csv:7: warning[address-missing]: no mail address stands in the column of addresses; the row is set aside
      help: add the address to the list
    data/lists/people.csv:8: warning[row-ragged]: the row has more cells than headings (1 too many) and is set aside
      help: probably a delimiter stands inside a text: put the text in quotes
    data/lists/people.csv:9: warning[state-unknown]: `Atlantis` is no German Land
      help: write the full name or the code, such as `Hessen` or `HE`
    errors: 0, warnings: 5, notes: 2
    [stderr]
    [exit 3]
    ");
}

#[test]
fn the_same_faults_are_told_in_german() {
    let work = with_lists("de", &[("people", FAULTY.as_bytes())]);
    work.campaign("Dear all\n");
    insta::assert_snapshot!(told(&work, &["check", "data/lists/people.csv"]), @r"
    data/lists/people.csv:1: Warnung[column-twice]: die Spalte `Mail` bedeutet dasselbe wie eine weiter links und wird nicht benutzt
      help: benennen Sie die Spalte um, wenn sie etwas anderes enthält
    data/lists/people.csv:4: Hinweis[value-conflict]: anna@x.example: `first_name` ist hier `Änne`, benutzt wird `Anna` aus data/lists/people.csv:2
      help: es gilt die Liste, die in der `rundbrief.toml` zuerst steht, dann der jüngere `Stand`, dann die Mehrheit; berichtigen Sie den falschen Wert
    data/lists/people.csv:5: Hinweis[row-blank]: die Zeile ist leer und bleibt beiseite
    data/lists/people.csv:6: Warnung[address-invalid]: `bert.example` ist keine Adresse, an die sich senden lässt: das `@` fehlt; die Zeile bleibt beiseite
      help: berichtigen Sie die Adresse in der Liste: name@stadt.example
    data/lists/people.csv:7: Warnung[address-missing]: in der Spalte für Adressen steht keine E-Mail-Adresse; die Zeile bleibt beiseite
      help: ergänzen Sie die Adresse in der Liste
    data/lists/people.csv:8: Warnung[row-ragged]: die Zeile hat mehr Zellen als die Überschrift (1 zu viel) und bleibt beiseite
      help: vermutlich steht ein Trennzeichen im Text: setzen Sie den Text in Anführungszeichen
    data/lists/people.csv:9: Warnung[state-unknown]: `Atlantis` ist kein deutsches Land
      help: schreiben Sie den vollen Namen oder das Kürzel, etwa `Hessen` oder `HE`
    Fehler: 0, Warnungen: 5, Hinweise: 2
    [stderr]
    [exit 3]
    ");
}

#[test]
fn notes_alone_end_with_0() {
    let work = with_lists("en", &[("people", b"E-Mail;Nachname\na@x.example;A\n;\na@x.example;B\n")]);
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    data/lists/people.csv: 3 rows, UTF-8, delimiter ;
      columns: E-Mail → email, Nachname → last_name
    data/lists/people.csv:3: note[row-blank]: the row is blank and is set aside
    data/lists/people.csv:4: note[value-conflict]: a@x.example: `last_name` is `B` here, `A` from data/lists/people.csv:2 is used
      help: the list that comes first in `rundbrief.toml` holds, then the later date, then the majority; mend the wrong value
    errors: 0, warnings: 0, notes: 2
    [stderr]
    [exit 0]
    ");
}

#[test]
fn encoding_and_delimiter_of_every_list_are_told_with_an_example_that_has_umlauts() {
    let utf16: Vec<u8> = "\u{feff}Mail\tOrt\ncleo@z.example\tGörlitz\ndora@z.example\tGera\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let lists: [(&str, &[u8]); 3] = [
        ("excel", "\u{feff}E-Mail;Ort;Tisch\r\nanton@x.example;Bonn;7\r\nanna@x.example;Köln;7\r\n".as_bytes()),
        ("old", b"E-Mail,Ort\r\nbert@y.example,M\xFCnchen\r\nbea@y.example,Hof\r\n"),
        ("unicode", &utf16),
    ];
    let work = with_lists("en", &lists);
    work.campaign("Dear all\n");
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    data/lists/excel.csv: 2 rows, UTF-8 with BOM, delimiter ;
      columns: E-Mail → email, Ort → municipality, Tisch → extra.Tisch
      example: anna@x.example · Köln · 7
    data/lists/old.csv: 2 rows, Windows-1252, delimiter comma
      columns: E-Mail → email, Ort → municipality
      example: bert@y.example · München
    data/lists/unicode.csv: 2 rows, UTF-16LE, delimiter tab
      columns: Mail → email, Ort → municipality
      example: cleo@z.example · Görlitz
    All is well.
    [stderr]
    [exit 0]
    ");
    let lists = work.json(&["check"])["lists"].take();
    let told: Vec<_> =
        lists.as_array().expect("a list").iter().map(|list| [&list["encoding"], &list["delimiter"]]).collect();
    assert_eq!(told, [["UTF-8 with BOM", ";"], ["Windows-1252", ","], ["UTF-16LE", "tab"]]);
}

#[test]
fn the_example_of_a_list_stays_on_one_line() {
    let cell = "Groß\r\ndata/lists/people.csv:1: error[forged]: pay at once";
    let work = with_lists("en", &[("people", format!("E-Mail;Nachname\na@x.example;\"{cell}\"\n").as_bytes())]);
    let Outcome { stdout, .. } = work.run(&["check"]);
    assert!(stdout.contains("\n  example: a@x.example · Groß data/lists/people.csv:1:"), "{stdout}");
}

#[test]
fn an_unknown_variable_of_the_body_is_told_where_it_stands() {
    insta::assert_snapshot!(with_body("Grüße an\n\nÄnne {{ contact.lastname }}\n"), @r"
    data/campaigns/thanks.md:8:9: error[variable-unknown]: neither a list nor the format knows `contact.lastname`
      help: did you mean `last_name`?
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unknown_variable_of_the_subject_is_told_where_it_stands() {
    insta::assert_snapshot!(with_front("Größe: {{ contact.frist_name }}", ""), @r"
    data/campaigns/thanks.md:2:22: error[variable-unknown]: neither a list nor the format knows `contact.frist_name`
      help: did you mean `first_name`?
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unknown_variable_of_the_preheader_is_told_where_it_stands() {
    let work = Workdir::new();
    let layout = work.read("templates/plain.mjml");
    work.write(
        "templates/plain.mjml",
        layout.replace("<mj-body>", "<mj-head><mj-preview>{{ campaign.preheader }}</mj-preview></mj-head><mj-body>"),
    );
    work.write("data/campaigns/thanks.md", campaign("Thanks", "preheader = \"Über {{ evnt.name }}\"\n"));
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:5:22: error[variable-unknown]: neither a list nor the format knows `evnt`
      help: did you mean `event`?
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unknown_variable_of_the_condition_is_told_where_it_stands() {
    insta::assert_snapshot!(with_front("Thanks", "[audience]\nwhere = \"not contact.stat_code == 'HH'\"\n"), @r"
    data/campaigns/thanks.md:6:14: error[variable-unknown]: neither a list nor the format knows `contact.stat_code`
      help: did you mean `state_code`?
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unknown_name_of_the_condition_is_told_even_where_nobody_gets_so_far() {
    insta::assert_snapshot!(with_front("Thanks", "[audience]\nwhere = \"contact.title and kontakt.role\"\n"), @r"
    data/campaigns/thanks.md:6:28: error[variable-unknown]: neither a list nor the format knows `kontakt.role`
      help: did you mean `contact`?
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn a_condition_that_cannot_be_read_is_told_where_it_breaks() {
    insta::assert_snapshot!(with_front("Thanks", "[audience]\nwhere = \"contact.state_code = 'HH'\"\n"), @r#"
    data/campaigns/thanks.md:6:29: error[segment-invalid]: the condition cannot be read: `=` makes no sense here; `==` compares, `and` and `or` connect
      help: for example: where = "contact.state_code == 'HH' and not sent('recap-2024')"
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    "#);
}

#[test]
fn an_unknown_variable_of_a_layout_is_told_where_it_stands() {
    let work = Workdir::new();
    work.write(
        "templates/plain.mjml",
        "<mjml><mj-body><mj-section><mj-column>\n<mj-text>{{ campaign.body }}</mj-text>\n\
         <mj-text>Grüße, {{ sender.adress }}<a href=\"{{ links.unsubscribe }}\">x</a></mj-text>\n\
         </mj-column></mj-section></mj-body></mjml>\n",
    );
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    templates/plain.mjml:3:20: error[variable-unknown]: neither a list nor the format knows `sender.adress`
      help: did you mean `address`?
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unknown_variable_of_a_text_template_is_told_where_it_stands() {
    let work = Workdir::new();
    work.write("templates/plain.txt", "{{ campaign.body }}\n\n{{ links.unsubscribe }} {{ links.browsr }}\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    templates/plain.txt:3:28: error[variable-unknown]: neither a list nor the format knows `links.browsr`
      help: docs/workspace.md has the possible names
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unknown_name_inside_a_loop_and_an_unknown_extra_column_are_told() {
    insta::assert_snapshot!(
        with_body("{% for day in event.dayz %}\n- {{ day.title }}\n{% endfor %}\n\nTable {{ contact.extra.Tisch }}\n"),
        @r"
        data/campaigns/thanks.md:6:15: error[variable-unknown]: neither a list nor the format knows `event.dayz`
          help: did you mean `days`?
        data/campaigns/thanks.md:10:10: error[variable-unknown]: neither a list nor the format knows `contact.extra.Tisch`
          help: docs/workspace.md has the possible names
        errors: 2, warnings: 0, notes: 0
        [stderr]
        [exit 3]
        "
    );
}

#[test]
fn an_unknown_filter_is_told_where_it_stands() {
    insta::assert_snapshot!(with_body("Dear {{ contact.last_name | uper }}\n"), @r"
    data/campaigns/thanks.md:6:29: error[tag-invalid]: this placeholder cannot be read: Unknown filter `uper`
      help: a value stands in double braces: `{{ contact.salutation }}`
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unknown_function_is_told_where_it_stands() {
    insta::assert_snapshot!(with_body("Dear {{ send(of='recap') }}\n"), @r"
    data/campaigns/thanks.md:6:9: error[tag-invalid]: this placeholder cannot be read: Unknown function `send`
      help: a value stands in double braces: `{{ contact.salutation }}`
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unclosed_value_is_told_where_it_begins() {
    insta::assert_snapshot!(with_body("Dear {{ contact.last_name }, welcome\n"), @r"
    data/campaigns/thanks.md:6:6: error[tag-unpaired]: the braces of `{{ contact.last_name }` are not closed
      help: add the closing braces
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_unclosed_condition_is_told_at_its_tag() {
    insta::assert_snapshot!(with_body("Hello\n\n{% if contact.last_name %}Dear\n\nthanks\n"), @r"
    data/campaigns/thanks.md:8:1: error[tag-unpaired]: `{% if contact.last_name %}` is not closed
      help: add the end, in the same file and in the same block
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn one_fault_does_not_hide_another() {
    let told = with_body("{{ contact.lastname }}\n\n{{ contact.last_name | uper }}\n\n{{ contact.email | lowr }}\n");
    let places: Vec<&str> =
        told.lines().filter_map(|line| line.split_once(": error[").map(|(place, _)| place)).collect();
    let file = |at: &str| format!("data/campaigns/thanks.md:{at}");
    assert_eq!(places, [file("6:4"), file("8:24"), file("10:20")], "{told}");
}

#[test]
fn places_are_right_in_files_with_bom_and_crlf() {
    let work = Workdir::new();
    let text = campaign("Thanks", "").replace("Dear all", "Größe: {{ contact.nam }}").replace('\n', "\r\n");
    work.write("data/campaigns/thanks.md", format!("\u{feff}{text}"));
    let told = told(&work, &["check", "thanks"]);
    assert!(told.starts_with("data/campaigns/thanks.md:6:11: error[variable-unknown]"), "{told}");
}

#[test]
fn a_field_that_some_contacts_lack_is_told_with_three_of_them_and_the_tag_to_paste() {
    let work = Workdir::new();
    work.write(
        "data/lists/people.csv",
        "E-Mail;Titel;Nachname;Behörde\na@x.example;;A;\nb@x.example;Dr.;B;\nc@x.example;;;Amt\nd@x.example;;D;\ne@x.example;;E;\n",
    );
    work.campaign("Dear {{ contact.title }}\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:6:9: error[value-missing]: 4 contacts lack `contact.title`: data/lists/people.csv:2 (A), data/lists/people.csv:4 (Amt), data/lists/people.csv:5 (D)
      help: write `{% if contact.title %}{{ contact.title }}{% endif %}`, complete the list, or leave these contacts out with `--leave-out-incomplete`
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
    work.campaign("Dear {% if contact.title %}{{ contact.title }}{% endif %}\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    All is well.
    [stderr]
    [exit 0]
    ");
}

#[test]
fn a_field_that_contacts_lack_is_told_in_german() {
    let work = Workdir::new();
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("\"en\"", "\"de\""));
    work.campaign("Dear {{ contact.title }}, {{ contact.last_nam }}\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:6:30: Fehler[variable-unknown]: einen Wert `contact.last_nam` gibt es nicht: keine Liste hat eine solche Spalte
      help: meinten Sie `last_name`?
    Fehler: 1, Warnungen: 0, Hinweise: 0
    [stderr]
    [exit 3]
    ");
    work.campaign("Dear {{ contact.title }}\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:6:9: Fehler[value-missing]: 3 Kontakten fehlt `contact.title`: data/lists/people.csv:2 (anna), data/lists/people.csv:3 (bert), data/lists/people.csv:4 (cleo)
      help: schreiben Sie `{% if contact.title %}{{ contact.title }}{% endif %}`, ergänzen Sie die Liste, oder lassen Sie diese Kontakte mit `--leave-out-incomplete` aus
    Fehler: 1, Warnungen: 0, Hinweise: 0
    [stderr]
    [exit 3]
    ");
    work.write("data/lists/people.csv", "E-Mail;Titel\na@x.example;\nb@x.example;Dr.\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:6:9: Fehler[value-missing]: einem Kontakt fehlt `contact.title`: data/lists/people.csv:2 (a@x.example)
      help: schreiben Sie `{% if contact.title %}{{ contact.title }}{% endif %}`, ergänzen Sie die Liste, oder lassen Sie diese Kontakte mit `--leave-out-incomplete` aus
    Fehler: 1, Warnungen: 0, Hinweise: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn without_a_language_in_the_settings_the_locale_decides() {
    let work = Workdir::new();
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("language = \"en\"\n", ""));
    let said = |locale| {
        let output = work.command(&["check", "thanks"]).env("LC_ALL", locale).output().expect("runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert_eq!([said("de_AT.UTF-8"), said("en_US.UTF-8")], ["Alles in Ordnung.\n", "All is well.\n"]);
}

#[test]
fn a_fact_that_the_event_does_not_give_is_told() {
    insta::assert_snapshot!(with_body("Welcome to {{ event.motto }}\n"), @r"
    data/campaigns/thanks.md:6:15: error[fact-missing]: `event.motto` is not given
      help: add it to the event's file, or write `{% if event.motto %} … {% endif %}` around it
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn a_value_that_a_filter_does_not_take_is_told() {
    insta::assert_snapshot!(with_body("On {{ contact.email | date }}\n"), @r"
    data/campaigns/thanks.md:6:23: error[render-failed]: no text comes of this: `anna@x.example` is no date
      in the mail to data/lists/people.csv:2 (anna)
      help: check the placeholder and the value it gets
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn html_that_is_not_closed_is_told_in_the_file_that_holds_it() {
    let told = with_body("<div>Dear all\n");
    assert!(told.starts_with("data/campaigns/thanks.md:6"), "{told}");
    let told = with_body("Write to <{{ contact.email }}>\n");
    assert!(told.contains("<{{ contact.email }}> is not closed"), "a tag is told as it is written: {told}");
}

#[test]
fn layouts_that_cannot_be_used_are_told() {
    let work = Workdir::new();
    work.write(
        "templates/plain.mjml",
        "<mjml><mj-body>\n<mj-sektion>{{ campaign.body }}</mj-sektion></mj-body></mjml>\n",
    );
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    templates/plain.mjml:2:1: error[mjml-invalid]: the template is no valid MJML: unknown element <mj-sektion>
      help: every element and every brace of the styles must be closed, and `<` and `&` in text are written `&lt;` and `&amp;`
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
    work.write("templates/plain.mjml", "<mjml><mj-body><mj-section></mj-section></mj-body></mjml>\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    templates/plain.mjml:1:1: error[body-slot-missing]: the template has no place for the campaign's text
      help: put `{{ campaign.body }}` where it is to stand
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
    work.write(
        "templates/plain.mjml",
        "<mjml><mj-body><mj-section><mj-column><mj-text>{{ campaign.body }}</mj-text></mj-column></mj-section></mj-body></mjml>\n",
    );
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    templates/plain.mjml:1:1: warning[unsubscribe-missing]: nobody can unsubscribe by the HTML part
      help: put `{{ links.unsubscribe }}` as the target of a link into the footer
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    ");
}

/// Each finding with its line, but without its column.
fn findings(work: &Workdir, arguments: &[&str]) -> String {
    let findings = work.json(&[&["check"], arguments].concat())["findings"].take();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let told = |finding: &serde_json::Value| {
        let [file, code, message, help] = ["file", "code", "message", "help"].map(|key| text(&finding[key]));
        format!("{file}:{} {code}: {message}\n  {help}\n", finding["line"])
    };
    findings.as_array().expect("findings").iter().map(told).collect()
}

#[test]
fn faults_of_events_and_answers_are_told() {
    let work = Workdir::new();
    work.write(
        "data/events/summit.md",
        "+++\nname = \"Summit\"\nnext = \"sumit-2\"\n[[pictures]]\nfile = \"hall.jpg\"\nalt = \"hall\"\n\
         [[pictures]]\nfile = \"../../hall.jpg\"\nalt = \"hall\"\n+++\n",
    );
    work.write("data/events/broken.md", "+++\nname = \"Broken\"\n[[days]]\ndate = \"soon\"\n+++\n");
    work.write("data/answers/summit.csv", "E-Mail;Antwort\na@x.example;Zusage\nb@x.example;weiß nicht\n");
    insta::assert_snapshot!(findings(&work, &["data/events", "data/answers"]), @r#"
    data/answers/summit.csv:3 answers-invalid: this answer cannot be understood
      one mail address a row, and coming, declined, tentative or attended
    data/events/broken.md:4 type-wrong: a date belongs here
      write it without quotes: `2027-05-04`, or with a time `2027-05-04T09:30:00`
    data/events/summit.md:3 event-unknown: there is no event `sumit-2`; known: broken, summit
      events lie in data/events, the name is the file name without `.md`
    data/events/summit.md:5 media-missing: `hall.jpg` is not in data/media
      put the file there, or mend its name
    data/events/summit.md:8 path-outside: `../../hall.jpg` leads out of the workspace
      only files inside the workspace are used
    "#);
}

#[test]
fn faults_of_settings_and_campaigns_are_told() {
    let work = Workdir::new();
    let settings = work.read("rundbrief.toml").replace("basis = \"consent\"\n", "");
    work.write("rundbrief.toml", format!("{settings}[[lists]]\nname = \"people\"\npath = \"data/lists/more.csv\"\n"));
    work.write("data/lists/more.csv", "E-Mail\nd@x.example\n");
    work.write("data/lists/forgotten.tsv", "E-Mail\tName\n");
    work.write("data/campaigns/again.md", campaign("Again", "id = \"thanks\"\n"));
    work.write("data/campaigns/board.md", campaign("Board", "[audience]\nlists = [\"board\"]\n"));
    work.write("data/campaigns/open.md", "subject = \"x\"\n");
    insta::assert_snapshot!(findings(&work, &[]), @r#"
    data/campaigns/again.md:null campaign-id-twice: the id `thanks` belongs to data/campaigns/thanks.md already
      every campaign needs an `id` of its own, or its mails count as sent
    data/campaigns/board.md:6 list-unknown: there is no list `board`; known: people, people
      the names stand under `[[lists]]` in `rundbrief.toml`
    data/campaigns/open.md:1 front-matter-missing: the file must begin with a line `+++`, and a second one must close the facts
      line 1: `+++`, then the facts, then `+++` again, then the text
    data/campaigns/thanks.md:null campaign-id-twice: the id `thanks` belongs to data/campaigns/again.md already
      every campaign needs an `id` of its own, or its mails count as sent
    data/lists/forgotten.tsv:null list-uncovered: the file lies among the lists, but no `[[lists]]` names it, so it is not used
      add it to `rundbrief.toml` with a name and a basis, or keep it elsewhere
    data/lists/more.csv:null basis-missing: the list `people` has no legal basis: nobody on it gets mail
      add for example `basis = "consent"` to its `[[lists]]` entry
    data/lists/people.csv:null basis-missing: the list `people` has no legal basis: nobody on it gets mail
      add for example `basis = "consent"` to its `[[lists]]` entry
    rundbrief.toml:null list-twice: two lists are named `people`
      give one of them another name
    "#);
}

#[test]
fn one_row_is_counted_as_one() {
    let work = with_lists("en", &[("people", b"E-Mail\na@x.example\n")]);
    work.campaign("Dear all\n");
    let Outcome { stdout, .. } = work.run(&["check"]);
    assert!(stdout.starts_with("data/lists/people.csv: ") && !stdout.contains("1 rows"), "{stdout}");
}

#[test]
fn a_fault_of_a_shared_layout_is_told_once() {
    let work = Workdir::new();
    work.write("data/campaigns/other.md", campaign("Other", ""));
    work.write("templates/plain.mjml", work.read("templates/plain.mjml").replace("unsubscribe }}", "unsubscibe }}"));
    let told = told(&work, &["check"]);
    assert_eq!(told.matches("error[variable-unknown]").count(), 1, "{told}");
}

#[test]
fn a_campaign_or_a_file_narrows_the_findings() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", "E-Mail;Nachname\nbroken;A\nb@x.example;B\n");
    work.campaign("{{ contact.nam }}\n");
    work.write("data/campaigns/other.md", campaign("{{ contact.name }}", ""));
    let codes = |arguments: &[&str]| {
        let findings = work.json(&[&["check"], arguments].concat())["findings"].take();
        let place =
            |finding: &serde_json::Value| format!("{}:{}", finding["file"].as_str().unwrap_or("-"), finding["line"]);
        findings.as_array().expect("findings").iter().map(place).collect::<Vec<_>>()
    };
    let [thanks, other, people] =
        ["data/campaigns/thanks.md:6", "data/campaigns/other.md:2", "data/lists/people.csv:2"];
    assert_eq!(codes(&[]), [other, thanks, people]);
    assert_eq!(codes(&["thanks"]), [thanks]);
    assert_eq!(codes(&["data/campaigns/other.md"]), [other]);
    assert_eq!(codes(&["./data/lists/people.csv"]), [people]);
    assert_eq!(codes(&["thanks", "data/lists/people.csv"]), [thanks, people]);
    assert_eq!(codes(&["data/events/summit.md"]), Vec::<String>::new());
    assert_eq!(codes(&[&work.path("data/lists/people.csv").display().to_string()]), [people]);
}

#[test]
fn what_does_not_exist_cannot_be_checked() {
    let work = Workdir::new();
    insta::assert_snapshot!(told(&work, &["check", "thank"]), @r"
    [stderr]
    error[campaign-unknown]: there is no campaign `thank`; known: thanks
      help: did you mean `thanks`?
    [exit 2]
    ");
    insta::assert_snapshot!(told(&work, &["check", "data/lists/poeple.csv"]), @r"
    [stderr]
    error[file-unknown]: there is no file `data/lists/poeple.csv`
      help: paths begin at the folder of the `rundbrief.toml`
    [exit 2]
    ");
}

#[test]
fn findings_have_one_shape_in_json() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", "E-Mail;Nachname\nbroken;A\n;\nb@x.example;B\n");
    work.campaign("Dear {{ contact.nam }}\n");
    let expected = json!({
        "lists": [{
            "name": "people", "file": "data/lists/people.csv", "sheet": null, "encoding": "UTF-8", "delimiter": ";",
            "heading_row": 1, "rows": 3, "sample": null,
            "headings": [
                { "name": "E-Mail", "means": "email", "reason": "name" },
                { "name": "Nachname", "means": "last_name", "reason": "name" },
            ],
        }],
        "changes": [],
        "totals": { "rows": 3, "contacts": 1, "merged": 0, "set_aside": 2 },
        "findings": [
            {
                "code": "variable-unknown", "severity": "error", "file": "data/campaigns/thanks.md", "sheet": null, "line": 6, "column": 9,
                "message": "neither a list nor the format knows `contact.nam`", "help": "docs/workspace.md has the possible names",
            },
            {
                "code": "address-invalid", "severity": "warning", "file": "data/lists/people.csv", "sheet": null, "line": 2, "column": null,
                "message": "`broken` is no address that can be sent to: the `@` is missing; the row is set aside",
                "reason": "at-sign-missing", "help": "mend the address in the list: name@town.example",
            },
            {
                "code": "row-blank", "severity": "note", "file": "data/lists/people.csv", "sheet": null, "line": 3, "column": null,
                "message": "the row is blank and is set aside", "help": null,
            },
        ],
        "errors": 1, "warnings": 1, "notes": 1,
    });
    assert_eq!(work.json(&["check"]), expected);
}

#[test]
fn nothing_is_written_by_a_check() {
    let work = Workdir::new();
    let told = work.ends_with(0, &["check"]);
    assert!(told.stdout.ends_with("All is well.\n"), "{told:?}");
    assert_eq!(work.files("."), ["data", "rundbrief.toml", "templates"]);
}

#[test]
fn a_word_alone_that_is_no_variable_is_told_and_operators_filters_and_tests_are_none() {
    for (condition, word) in [("not foo", "foo"), ("not declined", "declined"), ("bundesland != 'HH'", "bundesland")] {
        let told = with_front("Thanks", &format!("[audience]\nwhere = \"{condition}\"\n"));
        assert!(
            told.contains(&format!("error[variable-unknown]: neither a list nor the format knows `{word}`")),
            "{told}"
        );
    }
    for condition in [
        "contact.email is defined and not sent('thanks')",
        "contact.email | upper == 'A' or true",
        "contact.email is not containing('x') and 'people' in lists",
        "not (contact.email in ['a']) and event.name",
    ] {
        let told = with_front("Thanks", &format!("[audience]\nwhere = \"{condition}\"\n"));
        assert!(!told.contains("variable-unknown"), "{condition}: {told}");
    }
}
