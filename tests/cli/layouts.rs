//! Layouts put together from several files: what is wrong is told where its author wrote it.

use crate::check::told;
use crate::double::{Double, Script};
use crate::workdir::{Outcome, Workdir};

const BASE: &str = "<mjml>
  <mj-body>
    <mj-section><mj-column>
      {% block head %}<mj-text>Kopf</mj-text>{% endblock %}
      <mj-text>{{ campaign.body }}</mj-text>
      {% include \"partials/foot.mjml\" %}
    </mj-column></mj-section>
  </mj-body>
</mjml>
";

const FOOT: &str = "<mj-text>
  <p>{{ sender.name }}</p>
  <p><a href=\"{{ links.unsubscribe }}\">ab</a></p>
</mj-text>
";

const LETTER: &str = "{% extends \"base.mjml\" %}
{% block head %}
<mj-text><h1>{{ event.name }}</h1></mj-text>
{% endblock %}
";

const TEXT: &str = "{{ campaign.body }}\n\n{{ event.name }}\n\n{{ links.unsubscribe }}\n";

/// The small workspace with a layout of three files and a text of its own.
fn workspace() -> Workdir {
    let work = Workdir::new();
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("template = \"plain\"", "template = \"letter\""));
    for (file, text) in
        [("base.mjml", BASE), ("partials/foot.mjml", FOOT), ("letter.mjml", LETTER), ("letter.txt", TEXT)]
    {
        work.write(&format!("templates/{file}"), text);
    }
    work
}

/// What is put in place of what, with `§` where the fault is to be told, and its code.
const BROKEN: [(&str, &str, &str, &str); 44] = [
    ("base.mjml", "body }}", "body }} {{ §contact.nmae }}", "variable-unknown"),
    ("partials/foot.mjml", "sender.name", "§sender.nmae", "variable-unknown"),
    ("letter.mjml", "event.name", "§evnt.name", "variable-unknown"),
    ("letter.txt", "links", "contact.email }} {{ §contact.extra.Nix }} {{ links", "variable-unknown"),
    ("partials/foot.mjml", "sender.name", "sender.name | §gross", "tag-invalid"),
    ("partials/foot.mjml", "<p>{{", "ä §{% if event.name %}<p>{{", "tag-unpaired"),
    ("letter.mjml", "</h1>", "§{% endif %}</h1>", "tag-unpaired"),
    ("letter.mjml", "{{ event.name }}", "§{{ event.name", "tag-unpaired"),
    ("letter.txt", "{{ event.name }}", "ä §{{ event.name and {% if event.name %}x{% endif %}", "tag-unpaired"),
    ("letter.txt", "{{ event.name }}", "§{{ event.name } {{ event.name }}", "tag-unpaired"),
    ("letter.txt", "{{ event.name }}", "{{ event.name }}§}", "tag-unpaired"),
    ("letter.txt", "{{ event.name }}", "us §}} {{ event.name }}", "tag-unpaired"),
    ("base.mjml", "{{ campaign.body }}", "{{ §campaign.body | upper }}", "slot-misused"),
    ("letter.txt", "{{ campaign.body }}", "{% if §campaign.subject %}{{ campaign.body }}{% endif %}", "slot-misused"),
    ("letter.mjml", "event.name", "§__tera_context", "variable-unknown"),
    ("letter.mjml", "event.name", "event.slug | replace(§form=\"a\", from=\"a\", to=\"b\")", "argument-unknown"),
    ("letter.mjml", "event.name", "§event.days[9].title", "fact-missing"),
    ("letter.mjml", "<h1>", "<h1 §onclick=\"x()\">", "foreign-content"),
    ("base.mjml", "{% include \"partials/foot", "§{% include \"partials/fuss", "part-missing"),
    ("partials/foot.mjml", "<p>{{", "§{% include \"../../secret.mjml\" %}<p>{{", "path-outside"),
    ("partials/foot.mjml", "<p>{{", "§{% include \"base.mjml\" %}<p>{{", "part-circle"),
    ("letter.mjml", "{% block head", "§{% block haed", "block-unknown"),
    ("letter.mjml", "{% block head", "§Hallo {% block head", "block-structure"),
    ("partials/foot.mjml", "<mj-text>", "§{% extends \"base.mjml\" %}<mj-text>", "block-structure"),
    ("partials/foot.mjml", "<mj-text>", "<mj-divider/>§<mj-tex></mj-tex><mj-text>", "mjml-invalid"),
    (
        "letter.mjml",
        "<mj-text><h1>{{ event.name }}</h1></mj-text>",
        "§<mj-text><h1>{{ event.name }}</h1>",
        "mjml-invalid",
    ),
    ("base.mjml", "</mj-section>", "</mj-section>§</mj-wrapper>", "mjml-invalid"),
    ("partials/foot.mjml", "<mj-text>", "<mj-text§ padding=>", "mjml-invalid"),
    ("partials/foot.mjml", "<mj-text>", "<mj-text §paddding=\"0\">", "attribute-unknown"),
    ("letter.mjml", "<h1>{{ event.name }}</h1>", "§<h1>{{ event.name }}", "mjml-invalid"),
    ("partials/foot.mjml", "<p>{{", "<p>§<b>{{", "mjml-invalid"),
    ("base.mjml", "</mj-column>", "§</mj-colunm>", "mjml-invalid"),
    ("base.mjml", "<mj-body>", "<mj-body></mj-body>§<mj-body>", "mjml-invalid"),
    (
        "base.mjml",
        "<mj-body>",
        "<mj-head><mj-style>.a §{ color: red;\n.b { color: red }</mj-style></mj-head><mj-body>",
        "mjml-invalid",
    ),
    ("partials/foot.mjml", "<p>{{", "<img §src=\"https://x.example/a.png\" alt=\"a\" /><p>{{", "foreign-content"),
    ("base.mjml", "<mj-body>", "<mj-head><mj-style>§@import 'x.css';</mj-style></mj-head><mj-body>", "foreign-content"),
    ("letter.txt", "{{ campaign.body }}", "§Hallo", "body-slot-missing"),
    ("partials/foot.mjml", "<p>{{", "{% if §coming(event.slug) %}x{% endif %}<p>{{", "question-computed"),
    ("partials/foot.mjml", "sender.name", "§links.browser", "link-unavailable"),
    ("partials/foot.mjml", "sender.name", "§event.motto", "fact-missing"),
    ("partials/foot.mjml", "\">ab", "\">ab</a><a href=\"{{ §event.next.url }}\">b", "fact-missing"),
    ("base.mjml", "body }}", "body }} {{ §contact.title }}", "value-missing"),
    ("letter.mjml", "event.name", "event.name | §date", "render-failed"),
    (
        "base.mjml",
        "<mj-body>",
        "<mj-head><mj-attributes><mj-class name=\"x\" color=\"§{{ event.name }}\" /></mj-attributes></mj-head><mj-body>",
        "tag-misplaced",
    ),
];

/// Line and column of the sign, both from 1, and the text without it.
fn marked(text: &str) -> (String, String) {
    let at = text.find('§').expect("a sign");
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (format!("{line}:{column}"), text.replace('§', ""))
}

#[test]
fn what_is_wrong_is_told_at_its_file_line_and_column() {
    let sound = told(&workspace(), &["check", "thanks"]);
    assert!(sound.starts_with("All is well."), "{sound}");
    let mut elsewhere = Vec::new();
    for (file, old, new, code) in BROKEN {
        let work = workspace();
        let path = format!("templates/{file}");
        let (place, text) = marked(&work.read(&path).replacen(old, new, 1));
        work.write(&path, text);
        let said = told(&work, &["check", "thanks"]);
        if !said.starts_with(&format!("{path}:{place}: error[{code}]"))
            && !said.starts_with(&format!("{path}:{place}: warning[{code}]"))
        {
            elsewhere.push(format!("{path}:{place} {code}\n{said}"));
        }
    }
    assert!(elsewhere.is_empty(), "{}", elsewhere.join("\n"));
}

#[test]
fn an_open_element_is_told_once_and_of_the_campaign_asked_about_alone() {
    let work = workspace();
    work.write("data/campaigns/again.md", work.read("data/campaigns/thanks.md").replace("letter", "other"));
    work.write("templates/other.mjml", LETTER.replace("event.name", "event.nmae"));
    work.write("templates/partials/foot.mjml", FOOT.replace("<p>{{", "<p><b>{{"));
    let said = told(&work, &["check", "thanks"]);
    let open =
        "templates/partials/foot.mjml:2:6: error[mjml-invalid]: the template is no valid MJML: <b> is not closed\n";
    assert!(said.starts_with(open) && said.contains("errors: 1,"), "{said}");
    let of_template = told(&work, &["check", "templates/other.mjml"]);
    assert!(of_template.contains("templates/other.mjml:3:17: error[variable-unknown]"), "{of_template}");
}

#[test]
fn a_fault_in_a_shared_part_is_told_once() {
    let work = workspace();
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/again.md", campaign);
    work.write("templates/partials/foot.mjml", FOOT.replace("sender.name", "sender.nmae | gross"));
    let said = told(&work, &["check"]);
    assert_eq!(said.matches("foot.mjml:2:").count(), 2, "{said}");
}

#[test]
fn a_part_that_nothing_is_made_from_is_named() {
    let work = workspace();
    work.write("templates/partials/old/head.mjml", "<mj-text>Kopf</mj-text>\n");
    let said = work.ends_with(0, &["check"]).stdout;
    assert!(said.contains("templates/partials/old/head.mjml: note[part-unused]"), "{said}");
    assert_eq!(said.matches("part-unused").count(), 1, "{said}");
    work.write(
        "templates/letter.mjml",
        LETTER.replace("<h1>", "</mj-text>{% include 'partials/old/head.mjml' %}<mj-text><h1>"),
    );
    assert!(!work.ends_with(0, &["check"]).stdout.contains("part-unused"));
}

#[test]
fn another_part_voids_an_approval() {
    let (work, double) = (workspace(), Double::start(Script::new()));
    work.over_smtp(double.port(), "");
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes"]);
    work.write("templates/partials/foot.mjml", FOOT.replace("ab</a>", "abbestellen</a>"));
    let Outcome { stdout, stderr, .. } = work.run(&["send", "--approved"]);
    assert!(format!("{stdout}{stderr}").contains("[approval-void]"), "{stdout}{stderr}");
    work.write("templates/partials/foot.mjml", FOOT);
    assert_eq!(double.mails().len(), 0);
    work.ends_with(0, &["send", "--approved"]);
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn a_mail_is_shown_as_it_was_sent_after_its_parts_changed() {
    let work = workspace();
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.write("templates/partials/foot.mjml", FOOT.replace("ab</a>", "anders</a>"));
    std::fs::remove_file(work.path("templates/base.mjml")).expect("is there");
    let shown = work.ends_with(0, &["person", "show", "anna@x.example", "--mail", "thanks"]).stdout;
    assert!(shown.contains(">ab</a>") && !shown.contains("anders"), "{shown}");
}

#[test]
fn the_colours_of_the_house_stand_in_attributes_and_styles_light_and_dark() {
    let work = workspace();
    work.configure("[brand]\nprimary = \"#102030\"\naccent = \"#0A5A50\"\naccent_dark = \"#99eecc\"\n");
    let head = "<mj-head><mj-style>h1 { color: {{ brand.primary }}; } @media (prefers-color-scheme: dark) \
                { h1 { color: {{ brand.accent_dark }} !important; } }</mj-style></mj-head>\n  <mj-body background-color=\"{{ brand.accent }}\">";
    work.write("templates/base.mjml", BASE.replace("<mj-body>", head));
    // black on that accent is faint, which is another matter
    let check = work.run(&["check"]).stdout;
    assert!(!check.contains("contrast-low"), "{check}");
    work.ends_with(0, &["preview", "thanks"]);
    let html = work.read("preview/thanks/mails/0001.html");
    let heading = html.split("<h1").nth(1).and_then(|rest| rest.split('>').next()).expect("a heading");
    assert!(heading.contains("color: #102030"), "{heading}");
    assert!(html.contains("color: #99eecc !important") && html.contains("background-color:#0a5a50"), "{html}");
    assert!(!html.contains("brand."), "{html}");
}

#[test]
fn colours_that_cannot_be_read_are_named_at_their_key() {
    let work = workspace();
    work.configure("[brand]\naccent = \"#7fd6cf\"\n");
    let said = told(&work, &["check"]);
    assert!(
        said.contains(
            "rundbrief.toml:8:11: warning[contrast-low]: `accent` (#7fd6cf) and #ffffff are too close: contrast 1.6"
        ),
        "{said}"
    );
    work.configure("[brand]\naccent = \"teal\"\n");
    let said = told(&work, &["check"]);
    assert!(said.contains("rundbrief.toml:8:10: error[colour-invalid]: `teal` is no colour"), "{said}");
}

#[test]
fn a_logo_must_be_there_and_say_something() {
    let work = workspace();
    let said = |settings: &str| {
        work.configure(&format!("[brand]\n{settings}"));
        told(&work, &["check"])
    };
    assert!(said("logo = \"logo.png\"\n").contains("rundbrief.toml:8:9: error[media-missing]"));
    assert!(said("logo = \"../logo.png\"\n").contains("error[path-outside]"));
    work.write("data/media/logo.png", "x");
    assert!(said("logo = \"logo.png\"\n").contains("error[key-missing]"));
    assert!(!said("logo = \"logo.png\"\nlogo_alt = \"Aufbruch\"\n").contains("error["));
}

#[test]
fn a_loop_around_the_rows_of_a_table_makes_one_table() {
    let work = Workdir::new();
    work.write(
        "data/events/summit.md",
        "+++\nname = \"Summit\"\n[[days]]\ndate = 2027-05-11\n[[days.items]]\ntime = \"10:00\"\ntitle = \"Opening\"\n\
         [[days.items]]\ntime = \"11:30\"\ntitle = \"Tea\"\nspeaker = \"Ada\"\n+++\n",
    );
    work.campaign(
        "{% for day in event.days %}\n| Time | What |\n|---|---|\n{% for item in day.items %}\n{% if item.speaker %}\n\
         | {{ item.time }} | {{ item.title }}, **{{ item.speaker }}** |\n{% else %}\n| {{ item.time }} | {{ item.title }} |\n{% endif %}\n\
         {% endfor %}\n{% endfor %}\n\nBye\n",
    );
    work.ends_with(0, &["preview", "thanks"]);
    let html = work.read("preview/thanks/mails/0001.html");
    assert_eq!(html.matches("<th>").count(), 2, "{html}");
    assert!(
        html.contains(">11:30</td>") && html.contains(">Tea, <strong>Ada</strong></td></tr></tbody></table>"),
        "{html}"
    );
    let text = work.read("preview/thanks/mails/0001.txt");
    let table = "Time   What\n-----  --------\n10:00  Opening\n11:30  Tea, Ada\n\nBye\n";
    assert!(text.contains(table), "{text}");
}
