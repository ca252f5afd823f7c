//! `preview --public`: one page for everybody; and layouts in plain HTML.

use crate::sample::sample;
use crate::workdir::Workdir;

/// The small workspace, whose layout keeps what is personal to mails.
fn workspace(body: &str) -> Workdir {
    let work = Workdir::new();
    let layout = work.read("templates/plain.mjml");
    let guarded = layout.replace("<a href", "{% if not public %}<a href").replace("</a>", "</a>{% endif %}");
    work.write("templates/plain.mjml", guarded);
    work.campaign(body);
    work
}

#[test]
fn the_recap_of_the_sample_becomes_a_page_that_names_no_reader() {
    let work = sample();
    work.ends_with(0, &["preview", "recap-2024", "--public", "recap.html"]);
    let page = work.read("recap.html");
    for shown in [
        "Digitaler Aufbruch 2024",
        "Jörn Riedel",
        "Lohnend, inspirierend, informativ",
        "040 66969-120",
        "12.\u{a0}Mai 2027",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    for personal in [
        "Bödeker",
        "Sehr geehrte",
        "antwort@",
        "x0.",
        "abbestellen",
        "Sie erhalten diese",
        "diese Mail genügt",
        "\"email\"",
    ] {
        assert!(!page.contains(personal), "{personal}");
    }
    assert!(!work.path("outbox").exists() && !work.path("preview").exists());
}

#[test]
fn a_reader_of_the_page_is_greeted_as_everybody() {
    let work = workspace(
        "{{ contact.salutation }}, {% if contact.last_name %}{{ contact.last_name }}{% endif %}{% if attended('summit') %}yes{% else %}no{% endif %}\n",
    );
    work.write("data/answers/summit.csv", "E-Mail;Antwort\nanna@x.example;war da\n");
    work.ends_with(0, &["preview", "thanks", "--public", "page.html"]);
    let page = work.read("page.html");
    assert!(page.contains("Dear Sir or Madam, no") && !page.contains("anna"), "{page}");
    work.ends_with(0, &["preview", "thanks"]);
    assert!(work.read("preview/thanks/mails/0001.html").contains("unsubscribe</a>"));
}

#[test]
fn what_belongs_to_one_person_is_refused_at_its_place() {
    let work = workspace("Dear {{ contact.last_name }}\n");
    let told = work.ends_with(2, &["preview", "thanks", "--public", "page.html"]).stderr;
    assert!(
        told.starts_with("data/campaigns/thanks.md:6:9: error[public-personal]: `contact.last_name` belongs"),
        "{told}"
    );
    let work = Workdir::new();
    work.campaign("Hello\n");
    let told = work.ends_with(2, &["preview", "thanks", "--public", "page.html"]).stderr;
    assert!(told.contains("templates/plain.mjml:1:") && told.contains("`links.unsubscribe` belongs"), "{told}");
    assert!(!work.path("page.html").exists());
}

const PAGE: &str = "<!DOCTYPE html>
<html lang=\"en\"><head><title>{{ campaign.subject }}</title><style>p { color: #123456; } @media (max-width: 400px) { p { margin: 0; } }</style></head>
<body>{{ campaign.body }}<table><tbody>{% for day in event.days %}<tr><td>{{ day.title }}</td></tr>{% endfor %}</tbody></table>
<p><a href=\"{{ links.unsubscribe }}\">unsubscribe</a></p></body></html>
";

#[test]
fn a_layout_can_be_plain_html() {
    let work = Workdir::new();
    std::fs::remove_file(work.path("templates/plain.mjml")).expect("is there");
    work.write("templates/plain.html", PAGE);
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\n[[days]]\ndate = 2027-05-11\ntitle = \"One\"\n[[days]]\ndate = 2027-05-12\ntitle = \"Two\"\n+++\n");
    work.ends_with(0, &["check"]);
    work.ends_with(0, &["preview", "thanks"]);
    let html = work.read("preview/thanks/mails/0001.html");
    assert!(html.contains("<p style=\"color: #123456;\">thanks for coming.</p>"), "{html}");
    assert!(html.contains("<tr><td>One</td></tr><tr><td>Two</td></tr>") && html.contains("max-width: 400px"), "{html}");
    assert!(!html.contains("mso") && !html.contains("mj-"), "{html}");
    work.write("templates/plain.mjml", "<mjml><mj-body></mj-body></mjml>");
    let told = work.run(&["check", "thanks"]).stdout;
    assert!(told.starts_with("data/campaigns/thanks.md:4:13: error[template-twice]"), "{told}");
}

#[test]
fn faults_in_plain_html_are_told_at_their_place() {
    let work = Workdir::new();
    std::fs::remove_file(work.path("templates/plain.mjml")).expect("is there");
    work.write("templates/plain.html", PAGE.replace("day.title", "day.title | gross"));
    let told = work.run(&["check", "thanks"]).stdout;
    assert!(told.starts_with("templates/plain.html:3:90: error[tag-invalid]"), "{told}");
}

#[test]
fn no_other_file_is_replaced_by_a_page() {
    let work = Workdir::new();
    work.write(
        "templates/plain.mjml",
        work.read("templates/plain.mjml").replace("{{ links.unsubscribe }}", "https://a.example/"),
    );
    work.campaign("Hello\n");
    let settings = work.read("rundbrief.toml");
    let refused = work.ends_with(2, &["preview", "thanks", "--public", "rundbrief.toml"]);
    assert!(refused.stderr.starts_with("rundbrief.toml: error[file-foreign]"), "{refused:?}");
    assert_eq!(work.read("rundbrief.toml"), settings);
    work.ends_with(0, &["preview", "thanks", "--public", "page.html"]);
    work.ends_with(0, &["preview", "thanks", "--public", "page.html"]);
}

#[test]
fn whatever_stops_a_campaign_is_told_by_a_check_of_it_alone() {
    let work = Workdir::new();
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\nnext = \"later\"\n+++\n");
    work.write("data/events/later.md", "+++\nnam = \"Later\"\n+++\n");
    let told = crate::check::told(&work, &["check", "thanks"]);
    assert!(told.contains("data/events/later.md:2:1: error[key-unknown]"), "{told}");
}
