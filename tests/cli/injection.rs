//! Hostile cells: no value of a list becomes a header, a recipient, code, HTML, a path or a formula.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::preview::{Mail, data, mails, unscripted};
use crate::workdir::{Outcome, Workdir};

/// What somebody may write into a cell, and what readers see of it.
pub const CELLS: [(&str, &str); 23] = [
    ("a\r\nBcc: evil@x.example", "a Bcc: evil@x.example"),
    ("a\nTo: evil@x.example\n\n<b>body</b>", "a To: evil@x.example <b>body</b>"),
    ("a\rSubject: pwned", "a Subject: pwned"),
    ("a\u{2028}Bcc: evil@x.example\u{2029}b\u{85}c\u{b}d", "a Bcc: evil@x.example b c d"),
    ("a\0b", "ab"),
    ("{{ 7*7 }}", "{{ 7*7 }}"),
    ("{% if true %}49{% endif %}", "{% if true %}49{% endif %}"),
    ("{{ contact.email }}{# gone #}{% raw %}", "{{ contact.email }}{# gone #}{% raw %}"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("\"><img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>"),
    ("' onmouseover='alert(1)", "' onmouseover='alert(1)"),
    ("</p></td></table>--><!--", "</p></td></table>--><!--"),
    ("=HYPERLINK(\"http://x\")", "=HYPERLINK(\"http://x\")"),
    ("../../etc/passwd", "../../etc/passwd"),
    ("\u{202e}gpj.exe\u{2066}x\u{200b}y", "gpj.exexy"),
    ("\"Quoted\" 'single' `tick` \\back", "\"Quoted\" 'single' `tick` \\back"),
    ("**bold** [link](https://evil.example) # title", "**bold** [link](https://evil.example) # title"),
    ("rbq0z0q rbq0z1q <!--rbq0z2q-->", "rbq0z0q rbq0z1q <!--rbq0z2q-->"),
    ("\u{1b}[2J\u{1b}]0;title\u{7}", "[2J]0;title"),
    ("evil@x.example>, <more@x.example", "evil@x.example>, <more@x.example"),
    ("&lt;b&gt; &#x3c; %3Cscript%3E", "&lt;b&gt; &#x3c; %3Cscript%3E"),
    ("javascript:alert(1)", "javascript:alert(1)"),
    ("x onclick=alert(1)", "x onclick=alert(1)"),
];

const HEADINGS: &str = "E-Mail;Briefanrede;Titel;Vorname;Nachname;Funktion;Behörde;Kommune;PLZ;AGS;Sprache;Tags;Zusatz";

/// The headers of every mail, and no other.
const HEADERS: [&str; 11] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "list-id",
    "list-unsubscribe",
    "reply-to",
    "x-auto-response-suppress",
    "mime-version",
    "content-type",
];

const BODY: &str = "{{ contact.salutation }},\n\n\
    # {{ contact.title }}\n\n\
    *{{ contact.role }}* [{{ contact.first_name }}](https://x.example/?q={{ contact.ags }}) {% if contact.language %}{{ contact.language }}{% endif %}\n\n\
    - {{ contact.extra.Zusatz }}\n\n\
    | a | b |\n|---|---|\n| {{ contact.municipality }} | {{ contact.postal_code }} |\n";

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// A workspace in which one person has this in every cell but the address.
fn workspace(cells: &[&str]) -> Workdir {
    let work = Workdir::new();
    let row =
        |(number, cell): (usize, &&str)| format!("p{number:02}@x.example{}\n", format!(";{}", quoted(cell)).repeat(12));
    let rows: String = cells.iter().enumerate().map(row).collect();
    work.write("data/lists/people.csv", format!("{HEADINGS}\n{rows}"));
    let front = "subject = \"{{ contact.first_name }}\"\npreheader = \"{{ contact.role }}\"\nevent = \"summit\"\ntemplate = \"plain\"\n";
    work.write("data/campaigns/thanks.md", format!("+++\n{front}+++\n{BODY}"));
    let layout = work.read("templates/plain.mjml");
    let layout = layout.replace("<mj-body>", "<mj-head><mj-title>{{ contact.last_name }}</mj-title><mj-preview>{{ campaign.preheader }}</mj-preview></mj-head><mj-body>");
    work.write(
        "templates/plain.mjml",
        layout.replace("<a href", "<span title=\"{{ contact.organisation }}\">x</span> <a href"),
    );
    work
}

/// A text without what nobody sees of it: marks of direction and of no width.
pub fn visible(text: &str) -> String {
    let hidden = ['\u{200b}', '\u{200e}', '\u{200f}', '\u{feff}'];
    text.replace(|c| hidden.contains(&c) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'), "")
}

/// HTML in which every character stands for itself.
pub fn unescaped(html: &str) -> String {
    let html = html.replace("&#x2F;", "/").replace("&#x27;", "'").replace("&#39;", "'").replace("&quot;", "\"");
    html.replace("&gt;", ">").replace("&lt;", "<").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

/// The names of the elements of a page, in their order.
pub fn elements(html: &str) -> Vec<&str> {
    let name = |rest: &'_ str| rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(rest.len());
    html.split('<').skip(1).map(|rest| &rest[..name(rest)]).collect()
}

/// The names of all attributes that run something.
pub fn handlers(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .filter(|tag| outside_quotes(tag).contains(" on"))
        .collect()
}

/// A tag without the values of its attributes.
fn outside_quotes(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}

#[test]
fn every_value_is_shown_as_written_and_nothing_else_changes() {
    let work = workspace(&CELLS.map(|(cell, _)| cell));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let sent = mails(&work.path("outbox/new"));
    assert_eq!(sent.len(), CELLS.len());
    let plain = workspace(&["plain"]);
    plain.ends_with(0, &["send", "thanks", "--yes"]);
    let model = mails(&plain.path("outbox/new")).into_values().next().expect("a mail");
    for (number, (mail, (cell, shown))) in sent.values().zip(CELLS).enumerate() {
        assert_eq!(mail.headers, HEADERS, "{cell:?}");
        assert_eq!(mail.to, [(format!("{shown} {shown} {shown}"), format!("p{number:02}@x.example"))], "{cell:?}");
        assert_eq!(mail.subject, shown, "{cell:?}");
        assert_eq!(elements(&mail.html), elements(&model.html), "{cell:?}: {}", mail.html);
        assert_eq!(handlers(&mail.html), Vec::<&str>::new(), "{cell:?}: {}", mail.html);
        let seen = unescaped(&mail.html).matches(shown).count();
        assert!(seen >= 12, "{cell:?} is seen {seen} times in {}", mail.html);
        let text = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let seen = text.matches(&shown.split_whitespace().collect::<Vec<_>>().join(" ")).count();
        assert!(seen >= 9, "{cell:?} is seen {seen} times in {}", mail.text);
    }
}

#[test]
fn tags_are_shown_as_written_each_in_an_item_of_its_own() {
    let work = Workdir::new();
    let cell = "<script>alert(1)</script>, {{ 7*7 }}; \u{202e}=1+1,,*x*";
    work.write("data/lists/people.csv", format!("E-Mail;Tags\na@x.example;{}\n", quoted(cell)));
    work.campaign("{% for tag in contact.tags %}\n- {{ tag }}\n{% endfor %}\n");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mail = mails(&work.path("outbox/new")).into_values().next().expect("a mail");
    let items: Vec<&str> = mail.body().lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(items, ["- <script>alert(1)</script>", "- {{ 7*7 }}", "- =1+1", "- *x*"]);
    assert_eq!(elements(&mail.html).iter().filter(|name| ["li", "script", "em"].contains(*name)).count(), 4);
}

#[test]
fn a_value_cannot_pass_for_an_encoded_word_of_a_header() {
    let cell = "=?utf-8?q?=E2=80=AEfree?=";
    let work = workspace(&[cell]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mail = mails(&work.path("outbox/new")).into_values().next().expect("a mail");
    assert_eq!((mail.subject.as_str(), mail.to[0].0.as_str()), (cell, format!("{cell} {cell} {cell}").as_str()));
}

#[test]
fn raw_heads_hold_known_headers_only() {
    let work = workspace(&CELLS.map(|(cell, _)| cell));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let files = work.files("outbox/new");
    assert_eq!(files.len(), CELLS.len());
    for file in files {
        let eml = work.read(&format!("outbox/new/{file}"));
        assert!(eml.is_ascii() && !eml.contains('\0') && !eml.replace("\r\n", "").contains(['\r', '\n']), "{file}");
        let head = eml.split("\r\n\r\n").next().expect("a head");
        let begins = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        let names: Vec<String> = begins.map(|line| line.split(':').next().unwrap_or_default().to_lowercase()).collect();
        assert_eq!(names, HEADERS, "{head}");
    }
}

#[test]
fn a_preview_shows_hostile_values_without_running_them() {
    let work = workspace(&CELLS.map(|(cell, _)| cell));
    work.ends_with(0, &["preview", "thanks"]);
    let index = work.read("preview/thanks/index.html");
    // each another one: namesakes would be held
    let cells: Vec<String> = (0..CELLS.len()).map(|number| format!("plain {number}")).collect();
    let plain = workspace(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    plain.ends_with(0, &["preview", "thanks"]);
    let model = plain.read("preview/thanks/index.html");
    assert_eq!(elements(&index), elements(&model), "{index}");
    assert_eq!(elements(&unscripted(&index)), elements(&unscripted(&model)));
    assert_eq!(handlers(&unscripted(&index)), Vec::<&str>::new());
    let data = data(&index);
    let subjects: Vec<&str> = data["subjects"].as_array().expect("subjects").iter().filter_map(Value::as_str).collect();
    for (cell, shown) in CELLS {
        assert!(subjects.contains(&shown), "{cell:?} in {subjects:?}");
    }
    assert_eq!(work.files("preview/thanks/mails").len(), 3 * CELLS.len());
}

#[test]
fn a_link_made_of_a_value_runs_nothing() {
    for cell in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "http://evil.example/",
    ] {
        let work = Workdir::new();
        work.write("data/lists/people.csv", format!("E-Mail;Web\na@x.example;{}\n", quoted(cell)));
        work.campaign(
            "[page]({{ contact.extra.Web }}) <a href=\"{{ contact.extra.Web }}\">page</a> \
             <a href=\"{% if contact.role %}https://x.example/{% else %}{{ contact.extra.Web }}{% endif %}\">page</a> \
             [page]({% if contact.extra.Web %}{% else %}https://x.example/{% endif %}{{ contact.extra.Web }}) [page][a] \
             [page][b c]\n\n> [a]: {{ contact.extra.Web }}\n\n- [b\nc]: {{ contact.extra.Web }}\n",
        );
        work.ends_with(0, &["preview", "thanks"]);
        let html = work.read("preview/thanks/mails/0001.html").to_lowercase();
        let links: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let runs =
            |link: &&&str| ["javascript:", "data:", "vbscript:", "http:"].iter().any(|scheme| link.starts_with(scheme));
        assert_eq!(links.iter().find(runs), None, "{cell:?}");
    }
}

#[test]
fn a_value_that_would_become_a_part_of_the_page_is_refused_at_its_place() {
    for (body, column) in [
        ("<b {{ contact.extra.Web }}>x</b>", 4),
        ("<a href=\"{{ contact.extra.Web }}:{{ contact.extra.Web }}\">x</a>", 10),
    ] {
        let work = Workdir::new();
        work.write("data/lists/people.csv", "E-Mail;Web\na@x.example;javascript\n");
        work.campaign(&format!("{body}\n"));
        let told = work.ends_with(2, &["send", "thanks", "--yes"]).stderr;
        assert!(told.contains(&format!("thanks.md:6:{column}: error[tag-in-markup]")), "{body}: {told}");
    }
}

#[test]
fn a_hostile_address_is_set_aside_and_never_becomes_two() {
    let hostile = [
        "a@x.example\r\nBcc: b@x.example",
        "a@x\0.example",
        "\"a b\"@x.example",
        "a@x.example> <b@x.example",
        "<script>@x.example",
        "../../etc/passwd",
        "../a@x.example",
        "a/../b@x.example",
        "a@../x.example",
        "a@x.example/../../etc",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "@x.example",
        "a@x.example SIZE=1",
        "a@\u{202e}elpmaxe.x",
        "=HYPERLINK(\"a@x.example\")",
        "a@x.example\n.\nQUIT",
        "a\u{ff20}x.example",
        "ä@x.example",
    ];
    let work = Workdir::new();
    let rows = hostile.iter().map(|cell| format!("{};x\n", quoted(cell)));
    work.write("data/lists/people.csv", format!("E-Mail;Nachname\n{}good@x.example;x\n", rows.collect::<String>()));
    work.campaign("Hi\n");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let sent = mails(&work.path("outbox/new"));
    let to: Vec<&str> = sent.values().flat_map(|mail| mail.to.iter().map(|(_, address)| address.as_str())).collect();
    assert_eq!(to, ["good@x.example"]);
    assert_eq!(work.json(&["merge"])["totals"]["set_aside"], hostile.len());
}

#[test]
fn a_strange_but_right_address_becomes_a_harmless_file_name() {
    let strange = [
        "{{7*7}}@x.example",
        "a/b@x.example",
        "=1+1@x.example",
        "-rf@x.example",
        "o'neill@x.example",
        "a|b&c$d`e*f?g!h@x.example",
        "~root@x.example",
        "%2e%2e%2f@x.example",
    ];
    let work = Workdir::new();
    let rows = strange.iter().map(|cell| format!("{};x\n", quoted(cell)));
    work.write("data/lists/people.csv", format!("E-Mail;Nachname\n{}", rows.collect::<String>()));
    let before = tree(work.root());
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mut to: Vec<String> =
        mails(&work.path("outbox/new")).into_values().flat_map(|mail| mail.to).map(|(_, address)| address).collect();
    to.sort();
    let mut expected = strange.to_vec();
    expected.sort_unstable();
    assert_eq!(to, expected);
    let new: Vec<String> = tree(work.root()).into_iter().filter(|path| !before.contains(path)).collect();
    let harmless = |path: &&String| {
        let file = path.strip_prefix("outbox/new/thanks_").or_else(|| path.strip_prefix(".rundbrief/"));
        file.is_some_and(|file| file.chars().all(|c| c.is_ascii_alphanumeric() || ".-_@%".contains(c)))
    };
    assert_eq!(new.iter().find(|path| !harmless(path)), None);
    assert_eq!(new.len(), strange.len() + 3);
}

/// Every file below a folder.
fn tree(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for path in fs::read_dir(&at).expect("readable").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("inside").display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_campaign_id_that_is_a_path_stays_in_the_outbox() {
    let work = Workdir::new();
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("subject", "id = \"../../../tmp/evil\"\nsubject"));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["preview", "thanks"]);
    let names = ["anna@x", "bert@y", "cleo@z"].map(|name| format!("..%2F..%2F..%2Ftmp%2Fevil_{name}.example.eml"));
    assert_eq!(work.files("outbox/new"), names);
    assert_eq!(work.files("."), [".rundbrief", "data", "outbox", "preview", "rundbrief.toml", "templates"]);
}

/// A list with headings that are no names.
fn with_hostile_headings() -> Workdir {
    let headings = [
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "=HYPERLINK(\"x\")",
        "a\r\nb: c",
        "\u{202e}x",
        "\u{1b}[2J",
        "../..",
        "constructor",
        "",
    ];
    let work = Workdir::new();
    let head = headings.iter().map(|heading| format!(";{}", quoted(heading)));
    work.write(
        "data/lists/people.csv",
        format!("E-Mail;Nachname{}\na@x.example;A{}\n", head.collect::<String>(), ";1".repeat(headings.len())),
    );
    work
}

#[test]
fn hostile_headings_do_no_harm_in_a_mail() {
    let work = with_hostile_headings();
    work.campaign(
        "{{ contact.extra['{{ 7*7 }}'] }} {% for name, value in contact.extra %}{{ name }} {{ value }}; {% endfor %}\n",
    );
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mail = mails(&work.path("outbox/new")).into_values().next().expect("a mail");
    assert_eq!(mail.headers, HEADERS);
    assert!(!mail.html.contains("<script"), "{}", mail.html);
    let body = mail.body().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(body.contains("<script>alert(1)</script> 1;"), "{body}");
    assert!(body.contains("{{ 7*7 }} 1;") && !body.contains("49"), "{body}");
}

/// Neither control characters nor marks that turn the direction of writing.
fn assert_steers_nothing(said: &Outcome) {
    let steers =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!said.stdout.contains(steers) && !said.stderr.contains(steers), "{said:?}");
}

#[test]
fn hostile_headings_do_not_steer_the_terminal() {
    let work = with_hostile_headings();
    // one of them is blank, and what stands below it is told to be lost
    for command in ["check", "merge"] {
        let said = work.ends_with(3, &[command, "-v"]);
        assert!(said.stdout.contains("<script>alert(1)</script>"), "{said:?}");
        assert_steers_nothing(&said);
    }
}

#[test]
fn hostile_values_do_not_steer_the_terminal() {
    let work = Workdir::new();
    let evil = "\u{1b}[2J\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}\r\ndata/x.csv:1: error[forged]: x";
    work.write(
        "data/lists/people.csv",
        format!("E-Mail;Nachname;Bundesland\na@x.example;{0};{0}\na@x.example;b;HE\n{0};x;\n", quoted(evil)),
    );
    let front = "subject = \"{{ contact.last_name }}\"\nevent = \"summit\"\ntemplate = \"plain\"\n";
    work.write("data/campaigns/thanks.md", format!("+++\n{front}+++\n{{{{ contact.title }}}}\n"));
    let commands: [&[&str]; 4] = [&["check"], &["merge"], &["preview", "thanks"], &["send", "thanks", "--to", evil]];
    let steers_nothing = |arguments: &[&str]| {
        let said = work.run(arguments);
        assert!(said.stdout.contains("pwned") || said.stderr.contains("pwned"), "{said:?}");
        assert_steers_nothing(&said);
        let forged = |line: &str| line.starts_with("data/x.csv:1: error[forged]");
        assert!(!said.stdout.lines().chain(said.stderr.lines()).any(forged), "{arguments:?}: {said:?}");
    };
    commands.into_iter().for_each(steers_nothing);
    work.write("data/campaigns/thanks.md", format!("+++\n{front}+++\nthanks\n"));
    steers_nothing(&["send", "thanks", "--dry-run"]);
}

#[test]
fn sender_and_settings_cannot_add_headers_either() {
    let work = Workdir::new();
    let settings = work.read("rundbrief.toml");
    let evil = "Auf\\r\\nBcc: evil@x.example\\r\\nbruch \\\"<>\\\\ ä";
    work.write(
        "rundbrief.toml",
        settings.replace("\"Aufbruch\"", &format!("\"{evil}\"")).replace("\"Aufbruch e. V.\"", &format!("\"{evil}\"")),
    );
    work.ends_with(0, &["send", "thanks", "--yes"]);
    for mail in mails(&work.path("outbox/new")).values() {
        assert_eq!((&mail.headers[..], mail.to.len()), (HEADERS.map(str::to_owned).as_slice(), 1));
    }
}

#[test]
fn the_test_of_escaping_would_notice_html() {
    let html = "<p title=\"a\">&lt;b&gt; &#x27;</p>";
    assert_eq!((elements(html), unescaped(html).contains("<b> '")), (vec!["p", "/p"], true));
    assert_eq!(handlers("<p title=\"x\" onclick=\"y\"><i title=\" onx\">").len(), 1);
    assert_eq!(Mail::read(b"To: a@x.example\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b--\r\n").html, "<p>");
}
