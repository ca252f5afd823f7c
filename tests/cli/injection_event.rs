//! Hostile facts of an event: none becomes code, HTML, a header or the target of a link that runs something.

use crate::injection::{CELLS, elements, handlers, unescaped, visible};
use crate::preview::{Mail, mails};
use crate::workdir::Workdir;

/// What an address of a page may try.
const TARGETS: [&str; 6] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://x.example/\" onmouseover=\"alert(1)",
    "https://x.example/\r\nBcc: evil@x.example",
];

const BODY: &str = "# {{ event.name }}\n\n*{{ event.motto }}* {{ event.venue.name }} [{{ event.venue.address }}]({{ event.url }})\n\n\
    {% for day in event.days %}\n## {{ day.title }}\n\n| Zeit | Was |\n|---|---|\n{% for item in day.items %}\n\
    | {{ item.time }} | {{ item.title }} {{ item.speaker }} {{ item.kind }} |\n{% endfor %}\n\n{% endfor %}\n\
    {% for speaker in event.speakers %}\n- {{ speaker.name }}, {{ speaker.role }}\n{% endfor %}\n\
    {% for question in event.questions %}\n- {{ question }}\n{% endfor %}\n\n{{ event.report }}\n";

const LAYOUT: &str = "<mjml><mj-head><mj-title>{{ event.name }}</mj-title></mj-head><mj-body><mj-section><mj-column>\
    <mj-text>{{ campaign.body }}</mj-text>\
    <mj-text>{% for voice in event.voices %}<p title=\"{{ voice.text }}\">{{ voice.text }} {{ voice.name }}</p>{% endfor %}</mj-text>\
    <mj-text><a href=\"mailto:{{ event.contact.email }}\">{{ event.contact.name }}</a> {{ event.contact.phone }}</mj-text>\
    <mj-text><a href=\"{{ links.pass_on }}\">x</a> <a href=\"{{ event.url }}\">y</a> {% if links.share %}<a href=\"{{ links.share }}\">z</a>{% endif %}</mj-text>\
    <mj-text><a href=\"{{ links.unsubscribe }}\">unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>";

/// A text as TOML has it: JSON's escapes are TOML's.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

/// A workspace whose event says this in every field of text.
fn workspace(text: &str, url: &str) -> Workdir {
    let work = Workdir::new();
    let (said, url) = (quoted(text), quoted(url));
    work.people(&["anna@x.example"]);
    work.write(
        "data/events/summit.md",
        format!(
            "+++\nname = {said}\nmotto = {said}\nurl = {url}\nvenue = {{ name = {said}, address = {said} }}\nquestions = [{said}]\n\
             [contact]\nname = {said}\nphone = {said}\nemail = \"inken@x.example\"\n\
             [[days]]\ndate = 2027-05-11\ntitle = {said}\n[[days.items]]\ntime = {said}\ntitle = {said}\nspeaker = {said}\nkind = {said}\n\
             [[speakers]]\nname = {said}\nrole = {said}\n[[voices]]\ntext = {said}\nname = {said}\n+++\nReport\n"
        ),
    );
    let front =
        "subject = \"{{ event.name }}\"\npreheader = \"{{ event.motto }}\"\nevent = \"summit\"\ntemplate = \"plain\"\n";
    work.write("data/campaigns/thanks.md", format!("+++\n{front}+++\n{BODY}"));
    work.write("templates/plain.mjml", LAYOUT);
    work
}

fn sent(text: &str, url: &str) -> Mail {
    let work = workspace(text, url);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    mails(&work.path("outbox/new")).into_values().next().expect("a mail")
}

#[test]
fn every_text_of_an_event_is_shown_as_written_and_nothing_else_changes() {
    let model = sent("plain", "https://x.example/");
    for (text, _) in CELLS {
        let mail = sent(text, "https://x.example/");
        assert_eq!(mail.headers, model.headers, "{text:?}");
        assert_eq!(mail.to, model.to, "{text:?}");
        assert_eq!(elements(&mail.html), elements(&model.html), "{text:?}: {}", mail.html);
        assert_eq!(handlers(&mail.html), Vec::<&str>::new(), "{text:?}: {}", mail.html);
        assert!(!mail.subject.contains(['\r', '\n']), "{text:?}");
        let lines = |shown: &str| shown.split_whitespace().collect::<Vec<_>>().join(" ");
        // the characters of control are nobody's words
        let words = lines(&visible(text).replace(|c: char| c.is_control(), " "));
        let (html, plain) = (
            lines(&unescaped(&mail.html).replace(|c: char| c.is_control(), " ")),
            lines(&mail.text.replace(|c: char| c.is_control(), " ")),
        );
        assert!(html.matches(&words).count() >= 16, "{text:?} in {html}");
        assert!(plain.matches(&words).count() >= 8, "{text:?} in {plain}");
    }
}

#[test]
fn no_address_of_an_event_runs_anything() {
    for url in TARGETS {
        let refused = workspace("plain", url).ends_with(2, &["send", "thanks", "--yes"]);
        assert!(refused.stderr.contains("data/events/summit.md:4:7: error[url-unsafe]"), "{url:?}: {refused:?}");
    }
}
