//! `preview`: every mail as a page, and who gets none; and that nothing else happens.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mail_parser::{Address, MessageParser};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::check::told;
use crate::workdir::{CONSENTED, CONSENTS, Outcome, Workdir};

/// What a mail's page in a preview may do.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
    img-src file: data:; style-src 'unsafe-inline'\">";

/// A mail as a mail program reads it.
pub struct Mail {
    /// Names in their order, in lower case.
    pub headers: Vec<String>,
    /// Who gets it: name and address.
    pub to: Vec<(String, String)>,
    pub subject: String,
    pub html: String,
    pub text: String,
}

impl Mail {
    /// Reads a mail, which must have one HTML part and one text part.
    pub fn read(bytes: &[u8]) -> Self {
        let mail = MessageParser::default().parse(bytes).expect("a mail");
        assert_eq!((mail.html_body.len(), mail.text_body.len()), (1, 1));
        let recipients = [mail.to(), mail.cc(), mail.bcc()].into_iter().flatten().flat_map(Address::iter);
        let part = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            headers: mail.headers().iter().map(|header| header.name().to_lowercase()).collect(),
            to: recipients.map(|one| (part(one.name()), part(one.address()))).collect(),
            subject: part(mail.subject()),
            html: part(mail.body_html(0).as_deref()).replace("\r\n", "\n"),
            text: part(mail.body_text(0).as_deref()).replace("\r\n", "\n"),
        }
    }

    /// The body of the text part: what stands above the footer.
    pub fn body(&self) -> &str {
        self.text.split("\n\n--\n").next().unwrap_or_default()
    }
}

/// The mails of a folder, by file name.
pub fn mails(folder: &Path) -> BTreeMap<String, Mail> {
    let files = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths =
        files.map(|file| file.expect("readable").path()).filter(|path| path.extension().is_some_and(|e| e == "eml"));
    let name = |path: &Path| path.file_name().expect("has one").to_string_lossy().into_owned();
    paths.map(|path| (name(&path), Mail::read(&fs::read(&path).expect("readable")))).collect()
}

/// The first mail of the preview.
fn first(work: &Workdir) -> Mail {
    work.ends_with(0, &["preview", "thanks"]);
    Mail::read(&fs::read(work.path("preview/thanks/mails/0001.eml")).expect("readable"))
}

/// The first mail of a campaign with this body.
fn with_body(body: &str) -> Mail {
    let work = Workdir::new();
    work.campaign(body);
    first(&work)
}

/// The first mail about an event with this report, which is all of the campaign's body.
fn with_report(report: &str) -> Mail {
    let work = Workdir::new();
    work.write("data/events/summit.md", format!("+++\nname = \"Summit\"\n+++\n{report}\n"));
    work.campaign("{{ event.report }}\n");
    first(&work)
}

/// The data that the script of an index reads.
pub fn data(index: &str) -> Value {
    let (_, rest) = index.split_once("<script type=\"application/json\" id=\"data\">").expect("data");
    let (data, _) = rest.split_once("</script>").expect("an end");
    serde_json::from_str(data).expect("JSON")
}

/// An index without its scripts and styles.
pub fn unscripted(index: &str) -> String {
    let (head, rest) = index.split_once("<style>").expect("styles");
    let (_, rest) = rest.split_once("</style>").expect("an end");
    let (body, _) = rest.split_once("<script").expect("a script");
    format!("{head}{body}")
}

/// The addresses of those who get a mail, as an index has them.
pub fn reached(index: &str) -> Vec<String> {
    let mails = data(index)["mails"].clone();
    mails.as_array().expect("mails").iter().map(|mail| mail[1].as_str().expect("an address").to_owned()).collect()
}

/// A text of a mail that a page of `views` holds, its pieces put together.
pub fn joined(bundle: &Value, mail: usize, kind: &str) -> String {
    let ranges: Vec<usize> = serde_json::from_value(bundle["mails"][mail][kind].clone()).expect("ranges");
    let pieces: Vec<String> = serde_json::from_value(bundle["pieces"][kind].clone()).expect("pieces");
    ranges.chunks_exact(2).flat_map(|pair| &pieces[pair[0]..pair[1]]).map(String::as_str).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| number.try_into().ok()).expect("a number")
}

/// What an index says: its plan, who gets a mail, and who does not, reason by reason.
fn visible(index: &str) -> String {
    let plan = index.split_once("<ul class=\"plan\">\n").expect("a plan").1.split_once("</ul>").expect("an end").0;
    let plan = plan.replace("</span><span>", ": ");
    let words: String = plan.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect();
    let mut lines: Vec<String> = words.lines().map(str::to_owned).collect();
    let data = data(index);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for mail in data["mails"].as_array().expect("mails") {
        let subject = &data["subjects"][number(&mail[2])];
        lines.push(format!("{} | {} | {}", text(&mail[0]), text(&mail[1]), text(subject)));
    }
    for group in data["leftOut"].as_array().expect("reasons") {
        let help = group["help"].as_str().map(|help| format!(" ({help})")).unwrap_or_default();
        lines.push(format!("{}{help}:", text(&group["reason"])));
        for person in group["people"].as_array().expect("people") {
            lines.push(format!("- {} {}", text(&person[0]), text(&person[1])).trim_end().to_owned());
        }
    }
    lines.join("\n")
}

/// The paragraphs, headings and lists of a mail, without their styles.
fn marked(html: &str) -> String {
    let from =
        html.find("text-align:left;color:#000000;\">").map_or(0, |at| at + "text-align:left;color:#000000;\">".len());
    let html = &html[from..html[from..].find("</div>").map_or(html.len(), |end| from + end)];
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" style=\"") {
        out.push_str(&rest[..at]);
        let value = &rest[at + 8..];
        rest = &value[value.find('"').map_or(value.len(), |end| end + 1)..];
    }
    (out + rest).trim().to_owned()
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).expect("readable").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").display().to_string();
                found.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    found
}

#[test]
fn a_preview_is_a_folder_with_an_index_and_three_files_a_mail() {
    let work = Workdir::new();
    insta::assert_snapshot!(told(&work, &["preview", "thanks"]), @r"
    Preview with 3 mails: file://[work]/preview/thanks/index.html
      duration:     no limit of pace
    [stderr]
    [exit 0]
    ");
    assert_eq!(work.files("preview/thanks"), [".rundbrief-preview", "index.html", "mails", "views"]);
    let stems = ["0001", "0002", "0003"];
    let files: Vec<String> =
        stems.iter().flat_map(|stem| ["eml", "html", "txt"].map(|kind| format!("{stem}.{kind}"))).collect();
    assert_eq!(work.files("preview/thanks/mails"), files);
    for stem in stems {
        let read = |kind: &str| work.read(&format!("preview/thanks/mails/{stem}.{kind}"));
        let mail = Mail::read(read("eml").as_bytes());
        assert_eq!((mail.html, format!("\u{feff}{}", mail.text)), (read("html").replace(POLICY, ""), read("txt")));
    }
    let bundle = data(&work.read("preview/thanks/views/0001.html"));
    let sources = stems.map(|stem| work.read(&format!("preview/thanks/mails/{stem}.eml")));
    let told = [0, 1, 2].map(|at| joined(&bundle, at, "source"));
    assert_eq!(told, sources, "what the index shows is what lies there");
}

#[test]
fn the_folder_can_be_named() {
    let work = Workdir::new();
    let told = work.ends_with(0, &["preview", "thanks", "-o", "look/here"]);
    let link = format!("file://{}", work.path("look/here/index.html").display());
    assert!(told.stdout.starts_with(&format!("Preview with 3 mails: {link}\n")), "{told:?}");
    assert_eq!(work.files("look/here"), [".rundbrief-preview", "index.html", "mails", "views"]);
    assert!(work.files("preview").is_empty());
}

/// A workspace in which everybody but Anna is left out, each for a reason of their own.
fn exclusions(language: &str) -> Workdir {
    let work = Workdir::new();
    let sender = "[sender]\nname = \"Aufbruch\"\naddress = \"einladung@aufbruch.example\"\n";
    let lists = [("people", CONSENTED), ("public", "basis = \"public_task\"\n"), ("found", ""), ("other", CONSENTED)];
    let entry = |(list, basis)| format!("[[lists]]\nname = \"{list}\"\npath = \"data/lists/{list}.csv\"\n{basis}");
    let settings = format!("language = \"{language}\"\n{sender}{CONSENTS}{}", lists.map(entry).concat());
    work.write("rundbrief.toml", settings);
    work.write(
        "data/lists/people.csv",
        "E-Mail;Vorname;Nachname;Ort\nanna@x.example;Anna;\"A & <b>\";Köln\nbert@x.example;Bert;B;Ulm\n;Ohne;Adresse;Hof\n;;;\nbroken;Kaputt;K;Hof\ncleo@x.example;Cleo;C;Hof;zu;viel\n",
    );
    work.write("data/lists/public.csv", "E-Mail;Organisation;Ort\npublic@x.example;Amt;Hof\n");
    work.write("data/lists/found.csv", "E-Mail;Ort\nfound@x.example;Hof\n");
    work.write("data/lists/other.csv", "E-Mail;Ort\nother@x.example;Hof\n");
    work.write(
        "data/campaigns/thanks.md",
        "+++\nsubject = \"Thanks, {{ contact.first_name | default(value='you') }} <&>\"\nevent = \"summit\"\ntemplate = \"plain\"\n\
         [audience]\nlists = [\"people\", \"public\", \"found\"]\nwhere = \"contact.municipality != 'Ulm'\"\n+++\nHi\n",
    );
    work
}

#[test]
fn the_index_lists_everybody_who_gets_the_mail_and_everybody_who_does_not_with_the_reason() {
    let work = exclusions("en");
    work.ends_with(0, &["preview", "thanks"]);
    insta::assert_snapshot!(visible(&work.read("preview/thanks/index.html")), @"
    Thanks, Anna &lt;&amp;&gt; (thanks)
    from: Aufbruch &lt;einladung@aufbruch.example&gt;
    way: rehearsal into the outbox outbox (nothing leaves this machine)
    recipients: 1
    to send now: 1
    duration: no limit of pace
    left out: 4
    1  on none of the campaign's lists
    1  the campaign's condition does not hold
    1  the list has no legal basis
    help: add a `basis` to its `[[lists]]` entry, or a column for the basis to the list
    1  the list's legal basis does not carry this kind of mail
    help: news and invitations are advertising: they need a consent whose wording names them, or an existing customer (§ 7 UWG)
    Anna A & <b> | anna@x.example | Thanks, Anna <&>
    the campaign's condition does not hold:
    - Bert B bert@x.example
    the list's legal basis does not carry this kind of mail (news and invitations are advertising: they need a consent whose wording names them, or an existing customer (§ 7 UWG)):
    - Amt public@x.example
    the list has no legal basis (add a `basis` to its `[[lists]]` entry, or a column for the basis to the list):
    - found@x.example found@x.example
    on none of the campaign's lists:
    - other@x.example other@x.example
    no mail address in the row:
    - data/lists/people.csv:4
    no usable mail address: the `@` is missing:
    - data/lists/people.csv:6 broken
    too many cells in the row:
    - data/lists/people.csv:7
    ");
}

#[test]
fn the_index_speaks_german() {
    let work = exclusions("de");
    work.ends_with(0, &["preview", "thanks"]);
    let index = work.read("preview/thanks/index.html");
    assert!(index.starts_with("<!doctype html>\n<html lang=\"de\">"), "{index}");
    insta::assert_snapshot!(visible(&index), @"
    Thanks, Anna &lt;&amp;&gt; (thanks)
    Absender: Aufbruch &lt;einladung@aufbruch.example&gt;
    Weg: Probe in den Postausgang outbox (nichts verlässt diesen Rechner)
    Empfänger: 1
    jetzt senden: 1
    Dauer: ohne Begrenzung des Tempos
    nicht dabei: 4
    1  auf keiner der Listen dieser Kampagne
    1  die Bedingung der Kampagne trifft nicht zu
    1  die Liste hat keine Rechtsgrundlage
    help: ergänzen Sie `basis` im `[[lists]]`-Eintrag oder eine Spalte `Rechtsgrundlage` in der Liste
    1  die Rechtsgrundlage der Liste trägt diese Art Post nicht
    help: Newsletter und Einladungen sind Werbung: sie brauchen eine Einwilligung, deren Wortlaut sie nennt, oder Bestandskundschaft (§ 7 UWG)
    Anna A & <b> | anna@x.example | Thanks, Anna <&>
    die Bedingung der Kampagne trifft nicht zu:
    - Bert B bert@x.example
    die Rechtsgrundlage der Liste trägt diese Art Post nicht (Newsletter und Einladungen sind Werbung: sie brauchen eine Einwilligung, deren Wortlaut sie nennt, oder Bestandskundschaft (§ 7 UWG)):
    - Amt public@x.example
    die Liste hat keine Rechtsgrundlage (ergänzen Sie `basis` im `[[lists]]`-Eintrag oder eine Spalte `Rechtsgrundlage` in der Liste):
    - found@x.example found@x.example
    auf keiner der Listen dieser Kampagne:
    - other@x.example other@x.example
    keine E-Mail-Adresse in der Zeile:
    - data/lists/people.csv:4
    keine brauchbare E-Mail-Adresse: das `@` fehlt:
    - data/lists/people.csv:6 broken
    zu viele Zellen in der Zeile:
    - data/lists/people.csv:7
    ");
}

#[test]
fn the_result_as_json_names_recipients_and_exclusions() {
    let work = exclusions("en");
    let mut told = work.json(&["preview", "thanks"]);
    let root = work.root().display().to_string();
    let missing = "add a `basis` to its `[[lists]]` entry, or a column for the basis to the list";
    let too_narrow = "news and invitations are advertising: they need a consent whose wording names them, or an existing customer (§ 7 UWG)";
    for path in ["index", "link"] {
        told[path] = json!(told[path].as_str().expect("a path").replace(&root, "[work]"));
    }
    let place = |line: u32| json!({ "file": "data/lists/people.csv", "line": line, "column": 0 });
    assert_eq!(
        told,
        json!({
            "campaign": "thanks", "index": "[work]/preview/thanks/index.html", "recipients": 1,
            "link": "file://[work]/preview/thanks/index.html",
            "excluded": [
                { "address": "bert@x.example", "reason": "condition" },
                { "address": "public@x.example", "reason": "basis-too-narrow", "help": too_narrow },
                { "address": "found@x.example", "reason": "no-basis", "help": missing },
                { "address": "other@x.example", "reason": "other-list" },
            ],
            "set_aside": [
                { "place": place(4), "reason": "address-missing", "cell": "" },
                { "place": place(6), "reason": "address-invalid", "cell": "broken" },
                { "place": place(7), "reason": "row-ragged", "cell": "2" },
            ],
            "plan": {
                "campaign": "thanks", "subject": "Thanks, Anna <&>", "from": "Aufbruch <einladung@aufbruch.example>",
                "realm": "outbox", "via": "outbox", "recipients": 1, "to_send": 1, "accepted": 0, "waiting": 0,
                "rejected": 0, "in_doubt": 0, "rates": [], "held": [],
                "changes": { "content": false, "mails": 0, "added": 0, "gone": 0 },
                "excluded": [["other-list", 1], ["condition", 1], ["no-basis", 1], ["basis-too-narrow", 1]],
                "excluded_help": { "no-basis": missing, "basis-too-narrow": too_narrow },
                "left_out": [
                    { "address": "bert@x.example", "name": "Bert B", "reason": "condition" },
                    { "address": "public@x.example", "name": "Amt", "reason": "basis-too-narrow" },
                    { "address": "found@x.example", "name": "found@x.example", "reason": "no-basis" },
                    { "address": "other@x.example", "name": "other@x.example", "reason": "other-list" },
                ],
            },
        })
    );
}

#[test]
fn who_lacks_a_value_can_be_left_out_and_is_listed() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", "E-Mail;Titel;Nachname\na@x.example;Dr.;A\nb@x.example;;B\n");
    work.campaign("Dear {{ contact.title }} {{ contact.last_name }}\n");
    insta::assert_snapshot!(told(&work, &["preview", "thanks"]), @r"
    [stderr]
    data/campaigns/thanks.md:6:9: error[value-missing]: one contact lacks `contact.title`: data/lists/people.csv:3 (B)
      help: write `{% if contact.title %}{{ contact.title }}{% endif %}`, complete the list, or leave these contacts out with `--leave-out-incomplete`
    [exit 2]
    ");
    assert_eq!(work.files("."), ["data", "rundbrief.toml", "templates"]);
    let told = work.json(&["preview", "thanks", "--leave-out-incomplete"]);
    assert_eq!(
        (&told["recipients"], &told["excluded"]),
        (&json!(1), &json!([{ "address": "b@x.example", "reason": "incomplete" }]))
    );
}

#[test]
fn the_index_runs_its_own_script_only_and_loads_nothing() {
    let work = Workdir::new();
    work.ends_with(0, &["preview", "thanks"]);
    let index = work.read("preview/thanks/index.html");
    let policy = index.split("Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let element = |begin: &str, end: &str| index.split(begin).nth(1).and_then(|rest| rest.split(end).next());
    let hash = |text: &str| BASE64.encode(Sha256::digest(text.as_bytes()));
    let script = hash(element("<script>", "</script>").expect("a script"));
    let expected = format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data:; \
         frame-src 'self' file:; base-uri 'none'; form-action 'none'"
    );
    assert_eq!(policy, Some(expected.as_str()));
    assert_eq!(index.matches("<script").count(), 2);
    assert!(!index.contains(" style=\"") && !index.contains("http://") && !index.contains("https://"), "{index}");
}

#[test]
fn the_index_knows_list_land_and_language_of_each_mail() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", "E-Mail;Land;Sprache\na@x.example;NW;de\nb@x.example;Hessen;\n");
    work.write("data/lists/more.csv", "E-Mail;Land\nb@x.example;\nc@x.example;Nirgends\n");
    let more = format!("[[lists]]\nname = \"more\"\npath = \"data/lists/more.csv\"\n{CONSENTED}");
    work.write("rundbrief.toml", work.read("rundbrief.toml") + "\n" + &more);
    work.campaign("Hello\n");
    work.ends_with(0, &["preview", "thanks"]);
    let data = data(&work.read("preview/thanks/index.html"));
    let kinds = |mail: &Value| json!([mail[1], mail[3], mail[4], mail[5]]);
    let mails: Vec<Value> = data["mails"].as_array().expect("mails").iter().map(kinds).collect();
    insta::assert_snapshot!(json!([data["lists"], data["lands"], data["languages"], mails]), @r#"[["people","more"],["Nordrhein-Westfalen","Hessen"],["de"],[["a@x.example",[0],0,0],["b@x.example",[0,1],1,null],["c@x.example",[1],null,null]]]"#);
}

/// The marks of each mail, by address, where it has some.
fn marks(index: &str) -> BTreeMap<String, Vec<String>> {
    let data = data(index);
    let name = |mark: &Value| data["marks"][number(mark)].as_str().expect("a name").to_owned();
    let marks = |mail: &Value| mail[8].as_array().expect("marks").iter().map(name).collect::<Vec<_>>();
    let mails = data["mails"].as_array().expect("mails").iter();
    let marked = mails.map(|mail| (mail[1].as_str().expect("an address").to_owned(), marks(mail)));
    marked.filter(|(_, marks)| !marks.is_empty()).collect()
}

#[test]
fn extremes_are_marked_and_one_mail_of_each_version() {
    let work = Workdir::new();
    work.write(
        "data/lists/people.csv",
        "E-Mail;Anrede;Vorname;Nachname;Ort;Funktion\na@x.example;Frau;Anna;Lee;Ulm;\nb@x.example;Herr;Bert;Klein;Hof;\n\
         c@x.example;;Kim;Öz;;\nd@x.example;Frau;Dorothea;von der Heide;Ulm;CDO\ne@x.example;Frau;Eva;Groß;Ulm;\n",
    );
    work.campaign("{{ contact.salutation }},\n\n{% if contact.municipality %}see you in {{ contact.municipality }}{% else %}see you{% endif %}\n");
    work.ends_with(0, &["preview", "thanks"]);
    let marks = marks(&work.read("preview/thanks/index.html"));
    insta::assert_snapshot!(json!(marks), @r#"{"a@x.example":["preview-mark-version"],"c@x.example":["preview-mark-neutral","preview-mark-least","preview-mark-version"],"d@x.example":["preview-mark-longest-name","preview-mark-most"]}"#);
}

#[test]
fn what_check_finds_in_a_mail_stands_beside_it_unless_it_is_allowed() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", "E-Mail;Nachname\na@x.example;A\nb@x.example;TODO\n");
    work.campaign("Dear {{ contact.last_name }}\n");
    work.ends_with(0, &["preview", "thanks"]);
    let findings = |work: &Workdir| {
        let data = data(&work.read("preview/thanks/index.html"));
        json!([data["findings"], data["mails"][0][7], data["mails"][1][7]])
    };
    insta::assert_snapshot!(findings(&work), @r#"[["data/campaigns/thanks.md: warning[placeholder-left]: `TODO` still stands here\n  help: replace or delete it"],[],[0]]"#);
    let campaign = work.read("data/campaigns/thanks.md");
    work.write(
        "data/campaigns/thanks.md",
        campaign.replacen("+++\n", "+++\nallow = { placeholder-left = \"a name\" }\n", 1),
    );
    work.ends_with(0, &["preview", "thanks"]);
    assert_eq!(findings(&work), json!([[], [], []]));
}

#[test]
fn nothing_is_sent_or_recorded() {
    let work = Workdir::new();
    let before = tree(work.root());
    work.ends_with(0, &["preview", "thanks"]);
    let mut after = tree(work.root());
    after.retain(|name, _| !name.starts_with("preview/"));
    assert_eq!(after, before);
    assert_eq!(work.files("."), ["data", "preview", "rundbrief.toml", "templates"]);
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    let before = tree(&work.path(".rundbrief"));
    work.ends_with(0, &["preview", "thanks"]);
    assert_eq!(tree(&work.path(".rundbrief")), before);
    assert_eq!(work.files("outbox/new").len(), 1);
}

#[test]
fn a_folder_that_holds_something_else_is_refused() {
    let work = Workdir::new();
    work.write("notes/mails/mine.txt", "mine");
    insta::assert_snapshot!(told(&work, &["preview", "thanks", "-o", "notes"]), @r"
    [stderr]
    notes: error[folder-foreign]: this folder holds something else already
      help: name an empty or new folder with `-o DIR`
    [exit 2]
    ");
    insta::assert_snapshot!(told(&work, &["preview", "thanks", "-o", "."]), @r"
    [stderr]
    .: error[folder-foreign]: this folder holds something else already
      help: name an empty or new folder with `-o DIR`
    [exit 2]
    ");
    insta::assert_snapshot!(told(&work, &["preview", "thanks", "-o", "rundbrief.toml"]), @r"
    [stderr]
    rundbrief.toml/index.html: error[file-unwritable]: cannot write here: a part of the path is no folder
      help: check permissions and free space, or whether the file is open in Excel
    [exit 1]
    ");
    assert_eq!((work.files("notes"), work.read("notes/mails/mine.txt")), (vec!["mails".to_owned()], "mine".to_owned()));
    assert!(work.read("rundbrief.toml").starts_with("language"));
}

#[test]
fn an_earlier_preview_is_replaced() {
    let work = Workdir::new();
    work.ends_with(0, &["preview", "thanks"]);
    work.people(&["dora@x.example"]);
    let told = work.ends_with(0, &["preview", "thanks"]);
    assert!(told.stdout.starts_with("Preview with one mail: "), "{told:?}");
    assert_eq!(work.files("preview/thanks/mails"), ["0001.eml", "0001.html", "0001.txt"]);
    let index = work.read("preview/thanks/index.html");
    assert!(index.contains("dora@x.example") && !index.contains("anna@x.example"), "{index}");
}

#[test]
fn an_unknown_variable_stops_before_the_first_page() {
    let work = Workdir::new();
    work.campaign("Dear {{ contact.nam }}\n");
    let Outcome { stdout, stderr, code } = work.run(&["preview", "thanks"]);
    assert!(stderr.starts_with("data/campaigns/thanks.md:6:9: error[variable-unknown]"), "{stderr}");
    assert_eq!((stdout.as_str(), code), ("", Some(2)));
    assert_eq!(work.files("."), ["data", "rundbrief.toml", "templates"]);
}

#[test]
fn gender_stars_survive_in_subject_html_and_text() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", "E-Mail;Funktion\na@x.example;Referent*in und Leiter*in\n");
    work.write(
        "data/events/summit.md",
        "+++\nname = \"Tag der Bürger*innen und Ärzt*innen\"\n+++\nAlle Akteur*innen und *viele* Gäst*innen.\n",
    );
    work.write(
        "data/campaigns/thanks.md",
        "+++\nsubject = \"Entscheidungsträger*innen und Akteur*innen\"\nevent = \"summit\"\ntemplate = \"plain\"\n+++\n\
         # Für Entscheidungsträger*innen und Akteur*innen\n\nEntscheidungsträger*innen und Akteur*innen, *wirklich* **alle Kolleg*innen**,\n\
         Bürger\\*innen, {{ contact.role }}, {{ event.name }}\n\n* Expert*innen\n* Teilnehmer*innen und [Partner*innen](https://x.example/a*b)\n\n{{ event.report }}\n",
    );
    let mail = first(&work);
    assert_eq!(mail.subject, "Entscheidungsträger*innen und Akteur*innen");
    insta::assert_snapshot!(marked(&mail.html), @r#"
    <h1>Für Entscheidungsträger*innen und Akteur*innen</h1><p>Entscheidungsträger*innen und Akteur*innen, <em>wirklich</em> <strong>alle Kolleg*innen</strong>,
    Bürger*innen, Referent*in und Leiter*in, Tag der Bürger*innen und Ärzt*innen</p><ul><li>Expert*innen</li><li>Teilnehmer*innen und <a href="https://x.example/a*b">Partner*innen</a></li></ul><p>Alle Akteur*innen und <em>viele</em> Gäst*innen.</p>
    "#);
    insta::assert_snapshot!(mail.body(), @r"
    Für Entscheidungsträger*innen und Akteur*innen
    ==============================================

    Entscheidungsträger*innen und Akteur*innen, wirklich alle Kolleg*innen,
    Bürger*innen, Referent*in und Leiter*in, Tag der Bürger*innen und Ärzt*innen

    - Expert*innen
    - Teilnehmer*innen und Partner*innen [1]

    Alle Akteur*innen und viele Gäst*innen.

    [1] https://x.example/a*b
    ");
}

#[test]
fn the_head_of_a_mail_has_what_mail_programs_and_laws_want() {
    let work = Workdir::new();
    work.write(
        "data/lists/people.csv",
        "E-Mail;Titel;Vorname;Nachname\nanna@grünstadt.example;Dr.;Änne;\"von der Heide, geb. Öz\"\n",
    );
    work.write(
        "data/campaigns/thanks.md",
        work.read("data/campaigns/thanks.md").replace("\"Thanks\"", "\"Grüße & Dank – bis bald\""),
    );
    let output = work.command(&["preview", "thanks"]).env("SOURCE_DATE_EPOCH", "1713340800").output().expect("runs");
    assert!(output.status.success());
    let eml = work.read("preview/thanks/mails/0001.eml");
    assert!(eml.is_ascii() && eml.lines().all(|line| line.len() <= 998));
    insta::assert_snapshot!(eml.split("\r\n\r\n").next().expect("a head"), @r#"
    From: Aufbruch <einladung@aufbruch.example>
    To: =?utf-8?b?RHIuIMOEbm5lIHZvbiBkZXIgSGVpZGUsIGdlYi4gw5Z6?=
     <anna@xn--grnstadt-75a.example>
    Subject: =?utf-8?b?R3LDvMOfZQ==?= & Dank =?utf-8?b?4oCT?= bis bald
    Date: Wed, 17 Apr 2024 08:00:00 +0000
    Message-ID: <preview.D8IOnUpVuGCf-5oNGg5ChA@aufbruch.example>
    List-Id: "Aufbruch e. V." <rundbrief.aufbruch.example>
    List-Unsubscribe: <mailto:team@aufbruch.example?subject=Unsubscribe%20x0.sC56axuh0Me31LwMebVI33RoYW5rcwphbm5hQHhuLS1ncm5zdGFkdC03NWEuZXhhbXBsZQ>
    Reply-To: Aufbruch <team@aufbruch.example>
    X-Auto-Response-Suppress: OOF, AutoReply
    MIME-Version: 1.0
    Content-Type: multipart/alternative;
     boundary="=previewD8IOnUpVuGCf5oNGg5ChAaufbruchexam"
    "#);
    let mail = Mail::read(eml.as_bytes());
    assert_eq!(mail.to, [("Dr. Änne von der Heide, geb. Öz".to_owned(), "anna@xn--grnstadt-75a.example".to_owned())]);
    assert_eq!(mail.subject, "Grüße & Dank – bis bald");
}

/// Asserts that a mail program fetches nothing when it shows this.
fn assert_loads_nothing(html: &str) {
    let html = html.to_lowercase();
    for loader in [
        "src=\"http",
        "src=\"//",
        "src='http",
        "srcset=",
        "background=\"http",
        "url(http",
        "url(//",
        "poster=",
        "@import",
        "<link",
        "<iframe",
        "<object",
        "fonts.g",
    ] {
        assert!(!html.contains(loader), "{loader} in {html}");
    }
}

#[test]
fn a_mail_loads_nothing_from_anywhere() {
    assert_loads_nothing(
        &with_body("# Hello\n\nText, [link](https://x.example/)\n\n> Quote\n\n| a | b |\n|---|---|\n| c | d |\n").html,
    );
}

/// A campaign with this body loads nothing, or is refused.
fn assert_body_loads_nothing(body: &str) {
    let work = Workdir::new();
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\nurl = \"https://tracker.example/p.png\"\n+++\n");
    work.campaign(body);
    let Outcome { code, stderr, .. } = work.run(&["preview", "thanks"]);
    if code == Some(0) {
        assert_loads_nothing(&work.read("preview/thanks/mails/0001.html"));
    } else {
        assert!(code == Some(2) && stderr.contains(": error["), "{body}: {stderr}");
    }
}

#[test]
fn a_picture_on_another_server_is_not_loaded_by_the_mail() {
    for picture in [
        "![pixel](https://tracker.example/p.png)",
        "![pixel](//tracker.example/p.png)",
        "![pixel][p]\n\n[p]: https://tracker.example/p.png",
        "<img src=\"https://tracker.example/p.png\">",
        "<img src='https://tracker.example/p.png'>",
        "<img src=https://tracker.example/p.png>",
        "<img src = \"https://tracker.example/p.png\">",
        "<img src=\"&#104;ttps://tracker.example/p.png\">",
        "<img srcset=\"https://tracker.example/p.png 2x\">",
        "<table background=\"https://tracker.example/p.png\"><tr><td>x</td></tr></table>",
        "<video poster=\"https://tracker.example/p.png\"></video>",
        "<p style=\"background: URL(https://tracker.example/p.png)\">x</p>",
    ] {
        assert_body_loads_nothing(&format!("Dear {{{{ contact.last_name }}}}\n\n{picture}\n"));
    }
}

#[test]
fn a_fact_cannot_become_a_picture_on_another_server() {
    assert_body_loads_nothing("![pixel]({{ event.url }})\n");
    assert_body_loads_nothing("<img src=\"{{ event.url }}\">\n");
    assert_layout_loads_nothing("<mj-text><a", "<mj-image src=\"{{ event.url }}\" /><mj-text><a");
}

#[test]
fn a_report_cannot_make_the_mail_load_a_picture() {
    assert_loads_nothing(
        &with_report("Good. ![pixel](https://tracker.example/p.png) ![too](//tracker.example/q.png)").html,
    );
}

/// A layout with this change loads nothing, or is refused.
fn assert_layout_loads_nothing(old: &str, new: &str) {
    let work = Workdir::new();
    work.write("templates/plain.mjml", work.read("templates/plain.mjml").replace(old, new));
    let Outcome { code, stderr, .. } = work.run(&["preview", "thanks"]);
    if code == Some(0) {
        assert_loads_nothing(&work.read("preview/thanks/mails/0001.html"));
    } else {
        assert!(code == Some(2) && stderr.contains(": error["), "{new}: {stderr}");
    }
}

#[test]
fn a_layout_cannot_make_the_mail_load_fonts() {
    assert_layout_loads_nothing(
        "<mj-body>",
        "<mj-head><mj-font name=\"Lato\" href=\"https://fonts.example/css?family=Lato\" />\
         <mj-attributes><mj-all font-family=\"Lato\" /></mj-attributes></mj-head><mj-body>",
    );
}

#[test]
fn a_layout_cannot_make_the_mail_load_styles() {
    assert_layout_loads_nothing(
        "<mj-body>",
        "<mj-head><mj-style>@import url(https://fonts.example/x.css);</mj-style></mj-head><mj-body>",
    );
    assert_layout_loads_nothing(
        "<mj-body>",
        "<mj-head><mj-style>p { background: url(https://tracker.example/p.png) }</mj-style></mj-head><mj-body>",
    );
}

#[test]
fn a_layout_cannot_make_the_mail_load_pictures() {
    assert_layout_loads_nothing("<mj-text><a", "<mj-image src=\"https://tracker.example/p.png\" /><mj-text><a");
}

#[test]
fn lines_of_the_text_part_are_short_but_links_are_whole() {
    let link = format!("https://x.example/{}", "weg/".repeat(30));
    let words = "Grüße aus dem Größenwahn der Straßenbahnhöfe – ".repeat(6);
    let mail = with_body(&format!(
        "# {words}\n\n{words}\n\n- {words}\n- {words} [Programm]({link})\n\n> {words}\n\n1. {words}\n\n{link}\n"
    ));
    for line in mail.text.lines() {
        let width = line.chars().count();
        assert!(width <= 76 || line.contains("https://") || line.contains("mailto:"), "{width}: {line}");
    }
    assert!(
        mail.text.contains(&format!("\n[1] {link}\n")) && mail.text.contains(&format!("\n{link}\n")),
        "{}",
        mail.text
    );
    let raw: Vec<&str> = mail.text.lines().filter(|line| line.contains("https://")).collect();
    assert!(
        raw.iter().all(|line| line.trim_start().starts_with(['[', 'h'])),
        "a link stands on a line of its own: {raw:?}"
    );
}

#[test]
fn with_a_fixed_clock_the_same_workspace_gives_the_same_bytes() {
    let work = Workdir::new();
    let preview = |folder: &str| {
        let mut command = work.command(&["preview", "thanks", "-o", folder]);
        assert!(command.env("SOURCE_DATE_EPOCH", "1713340800").output().expect("runs").status.success());
        tree(&work.path(folder))
    };
    let once = preview("once");
    assert_eq!(once.len(), 13);
    let mail = String::from_utf8_lossy(&once["mails/0001.eml"]);
    assert!(mail.contains("\r\nDate: Wed, 17 Apr 2024 08:00:00 +0000\r\n"), "{mail}");
    assert_eq!(once, preview("twice"));
}

#[test]
fn a_loop_over_the_extra_columns_has_the_same_order_every_time() {
    let work = Workdir::new();
    work.write(
        "data/lists/people.csv",
        "E-Mail;Saal;Tisch;Hotel;Bahn;Essen;Hund;Auto;Rad\na@x.example;1;2;3;4;5;6;7;8\n",
    );
    work.campaign("{% for name, value in contact.extra %}{{ name }} {{ value }} {% endfor %}\n");
    let orders: Vec<String> = (0..4).map(|_| first(&work).body().to_owned()).collect();
    assert!(orders.iter().all(|order| *order == orders[0]), "{orders:?}");
}

#[test]
fn a_loop_makes_one_list_with_an_item_each() {
    let work = Workdir::new();
    work.write(
        "data/events/summit.md",
        "+++\nname = \"Summit\"\n[[days]]\ndate = 2027-05-04\n[[days.items]]\ntime = 10:00:00\ntitle = \"Opening\"\n\
         [[days.items]]\ntime = \"11:00\"\ntitle = \"Tea & <talk>\"\nspeaker = \"Ada\"\n[[days]]\ndate = 2027-05-05\n+++\n",
    );
    work.campaign(
        "{% for day in event.days %}\n## {{ day.date | date(format=\"%A, %-d %B\") }}\n\n{% for item in day.items %}\n\
         - {{ item.time }} {{ item.title }}{% if item.speaker %} (*{{ item.speaker }}*){% endif %}\n{% endfor %}\n{% endfor %}\n\nEnd\n",
    );
    let mail = first(&work);
    insta::assert_snapshot!(marked(&mail.html), @r"
    <h2>Tuesday, 4 May</h2><ul><li>10:00 Opening</li><li>11:00 Tea &amp; &lt;talk&gt; (<em>Ada</em>)</li></ul><h2>Wednesday, 5 May</h2><ul></ul><p>End</p>
    ");
    insta::assert_snapshot!(mail.body(), @r"
    Tuesday, 4 May
    ==============

    - 10:00 Opening
    - 11:00 Tea & <talk> (Ada)

    Wednesday, 5 May
    ================

    End
    ");
}

#[test]
fn the_report_stands_in_the_mail_as_its_author_formatted_it() {
    let mail =
        with_report("## The day\n\nA *good* day, see [pictures](https://x.example/).\n\n- one\n- two\n\n> Worth it");
    insta::assert_snapshot!(marked(&mail.html), @r#"
    <h2>The day</h2><p>A <em>good</em> day, see <a href="https://x.example/">pictures</a>.</p><ul><li>one</li><li>two</li></ul><blockquote><p>Worth it</p></blockquote>
    "#);
    insta::assert_snapshot!(mail.body(), @r"
    The day
    =======

    A good day, see pictures [1].

    - one
    - two

    > Worth it

    [1] https://x.example/
    ");
}

#[test]
fn a_report_cannot_run_anything() {
    let mail = with_report(
        "Sum {{ 7*7 }} {% if true %}yes{% endif %} {# gone? #} {{ contact.email }}\n\n<script>alert(1)</script>\n\n\
         <img src=x onerror=alert(1)> [x](javascript:alert(1)) [y](JaVaScRiPt&colon;alert(1)) <javascript:alert(1)>\n\n[z][r]\n\n[r]: data:text/html,x\n",
    );
    insta::assert_snapshot!(marked(&mail.html), @r"
    <p>Sum {{ 7*7 }} {% if true %}yes{% endif %} {# gone? #} {{ contact.email }}</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>&lt;img src=x onerror=alert(1)&gt; x y &lt;javascript:alert(1)&gt;</p><p>z</p>
    ");
    insta::assert_snapshot!(mail.body(), @r"
    Sum {{ 7*7 }} {% if true %}yes{% endif %} {# gone? #} {{ contact.email }}

    <script>alert(1)</script>

    <img src=x onerror=alert(1)> x y <javascript:alert(1)>

    z
    ");
}

#[test]
fn code_in_a_report_is_shown_as_written() {
    let mail = with_report("Write `a < b` and:\n\n    <b>code</b>\n");
    assert_eq!(
        marked(&mail.html),
        "<p>Write <code>a &lt; b</code> and:</p><pre><code>&lt;b&gt;code&lt;/b&gt;\n</code></pre>"
    );
    assert_eq!(mail.body(), "Write a < b and:\n\n<b>code</b>");
}

#[test]
fn a_report_cannot_pass_for_a_tag_of_the_campaign() {
    let work = Workdir::new();
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\n+++\n&#114;bq0z0q rb**q0z1q** rbq0&#122;2q\n");
    work.campaign("{{ contact.email }} {% if contact.email %}{{ event.report }}{% endif %}\n");
    let Outcome { code, stderr, .. } = work.run(&["preview", "thanks"]);
    assert_eq!(code, Some(0), "{stderr}");
    let mail = Mail::read(work.read("preview/thanks/mails/0001.eml").as_bytes());
    assert_eq!(mail.body(), "anna@x.example rbq0z0q rbq0z1q rbq0z2q");
}

#[test]
fn the_facts_of_an_event_are_no_code() {
    let work = Workdir::new();
    let facts = "name = \"{{ 7*7 }} <script>alert(1)</script>\"\nmotto = '\"><img src=x onerror=alert(1)>'\n";
    work.write("data/events/summit.md", format!("+++\n{facts}+++\n"));
    work.campaign("{{ event.name }} | {{ event.motto }}\n");
    let layout = work.read("templates/plain.mjml");
    work.write("templates/plain.mjml", layout.replace("<a href", "<a title=\"{{ event.motto }}\" href"));
    let mail = first(&work);
    assert_eq!(mail.body(), "{{ 7*7 }} <script>alert(1)</script> | \"><img src=x onerror=alert(1)>");
    let html = marked(&mail.html);
    assert!(html.contains("{{ 7*7 }} &lt;script&gt;") && !html.contains("49"), "{html}");
    assert!(!mail.html.contains("<script") && !mail.html.contains("<img"), "{}", mail.html);
}

#[test]
fn the_address_of_an_event_runs_nothing() {
    let work = Workdir::new();
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\nurl = \"javascript:alert(1)\"\n+++\n");
    work.campaign("[page]({{ event.url }}) [share]({{ links.share }})\n");
    let Outcome { stderr, .. } = work.ends_with(2, &["preview", "thanks"]);
    assert!(stderr.starts_with("data/events/summit.md:3:7: error[url-unsafe]: `javascript:alert(1)`"), "{stderr}");
}

#[test]
fn styles_are_inlined_and_media_queries_stay() {
    let work = Workdir::new();
    let style = "<mj-head><mj-style>p { color: #123456 } @media (prefers-color-scheme: dark) { p { color: #fedcba !important } }</mj-style></mj-head><mj-body>";
    work.write("templates/plain.mjml", work.read("templates/plain.mjml").replace("<mj-body>", style));
    let html = first(&work).html;
    assert!(html.contains("<p style=\"display: block;margin: 13px 0;color: #123456"), "{html}");
    assert!(html.contains("prefers-color-scheme: dark"), "{html}");
}

#[test]
fn a_text_template_takes_the_place_of_the_usual_text() {
    let work = Workdir::new();
    work.write(
        "templates/plain.txt",
        "{{ campaign.subject }}\n\n{{ campaign.body }}\n\n{{ sender.organisation }}: {{ links.unsubscribe }}\n",
    );
    let text = first(&work).text;
    assert!(
        text.starts_with(
            "Thanks\n\nDear anna,\n\nthanks for coming.\n\nAufbruch e. V.:\nmailto:team@aufbruch.example?subject="
        ),
        "{text}"
    );
}

#[test]
fn salutations_are_formal_where_the_form_is_known_and_neutral_where_not() {
    let work = Workdir::new();
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("\"en\"", "\"de\""));
    work.write(
        "data/lists/people.csv",
        "E-Mail;Anrede;Titel;Vorname;Nachname;Briefanrede\na@x.example;Frau;Dr.;Katrin;Müller;\nb@x.example;Herr;;Jan;von der Heide;\n\
         c@x.example;;;Kim;Öz;\namt@x.example;;;;;\ne@x.example;;;;;Liebe Eva,\n",
    );
    work.campaign("{{ contact.salutation }},\n\ndanke.\n");
    work.ends_with(0, &["preview", "thanks"]);
    let openings: Vec<String> = mails(&work.path("preview/thanks/mails"))
        .values()
        .map(|mail| mail.text.lines().next().unwrap_or_default().to_owned())
        .collect();
    let expected = [
        "Sehr geehrte Frau Dr. Müller,",
        "Sehr geehrter Herr von der Heide,",
        "Guten Tag Kim Öz,",
        "Sehr geehrte Damen und Herren,",
        "Liebe Eva,",
    ];
    assert_eq!(openings, expected);
}

#[test]
fn what_is_previewed_is_what_is_sent_but_for_tokens() {
    let work = Workdir::new();
    work.campaign(
        "Dear {{ contact.last_name }},\n\n[unsubscribe]({{ links.unsubscribe }}) [accept]({{ links.accept }})\n",
    );
    work.ends_with(0, &["preview", "thanks"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let previewed = mails(&work.path("preview/thanks/mails"));
    let sent = mails(&work.path("outbox/new"));
    let untokened = |text: &str| {
        let mut pieces = text.split("%20");
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |text, piece| {
            text + "%20TOKEN" + piece.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "._-".contains(c))
        })
    };
    assert_eq!((previewed.len(), sent.len()), (3, 3));
    for (previewed, sent) in previewed.values().zip(sent.values()) {
        assert_eq!((&previewed.headers, &previewed.to, &previewed.subject), (&sent.headers, &sent.to, &sent.subject));
        assert_eq!(untokened(&previewed.html), untokened(&sent.html));
        assert_eq!(untokened(&previewed.text), untokened(&sent.text));
        assert_ne!(previewed.text, sent.text, "tokens of a preview are dummies");
    }
}
