//! Pictures inside mails, and files attached to them.

use std::io::Cursor;
use std::process::Command;

use image::{ImageFormat, RgbImage};
use mail_parser::{MessageParser, MimeHeaders as _};

use crate::double::{Double, Script};
use crate::workdir::{Outcome, Workdir};

/// A campaign with further front matter.
fn workspace(front: &str, body: &str) -> Workdir {
    let work = Workdir::new();
    work.write(
        "data/campaigns/thanks.md",
        format!("+++\nsubject = \"Thanks\"\nevent = \"summit\"\ntemplate = \"plain\"\n{front}+++\n{body}"),
    );
    work
}

fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    RgbImage::new(width, height).write_to(&mut out, ImageFormat::Png).expect("in memory");
    out.into_inner()
}

/// The files that a mail of the preview carries: name, Content-ID and bytes.
fn carried(work: &Workdir, number: u32) -> Vec<(String, Option<String>, Vec<u8>)> {
    let bytes = std::fs::read(work.path(&format!("preview/thanks/mails/{number:04}.eml"))).expect("written");
    let mail = MessageParser::default().parse(&bytes).expect("a mail");
    let file = |part: &mail_parser::MessagePart<'_>| {
        let name = part.attachment_name().unwrap_or_default().to_owned();
        (name, part.content_id().map(str::to_owned), part.contents().to_vec())
    };
    mail.attachments().map(file).collect()
}

#[test]
fn a_picture_stands_in_the_mail_and_in_the_page_of_the_preview() {
    let work = workspace("", "Dear {{ contact.last_name }},\n\n![A ship](cid:gro%C3%9F.png)\n");
    work.write("data/media/groß.png", picture(2560, 100));
    work.ends_with(0, &["preview", "thanks"]);
    let carried = carried(&work, 1);
    let [(name, Some(id), bytes)] = carried.as_slice() else { panic!("{carried:?}") };
    assert_eq!(name, "groß.png");
    let copy = image::load_from_memory(bytes).expect("a picture");
    assert_eq!((copy.width(), copy.height()), (1280, 50), "no wider than a mail");
    let eml = work.read("preview/thanks/mails/0001.eml");
    assert!(eml.replace("=\r\n", "").contains(&format!("src=3D\"cid:{id}\"")), "{eml}");
    let page = work.read("preview/thanks/mails/0001.html");
    let [beside] = &*work.files("preview/thanks/pictures") else { panic!("one picture lies there once") };
    assert!(page.contains(&format!("src=\"../pictures/{beside}\"")), "{page}");
    assert_eq!(&std::fs::read(work.path(&format!("preview/thanks/pictures/{beside}"))).expect("there"), bytes);
    let shown = crate::preview::data(&work.read("preview/thanks/views/pictures.html"));
    assert!(shown[id].as_str().is_some_and(|target| target.starts_with("data:image/png;base64,")), "{shown}");
}

#[test]
fn a_mail_without_the_picture_does_not_carry_it() {
    let body = "{% if contact.last_name == 'bert' %}![A ship](cid:ship.png){% endif %} Bye\n";
    let work = workspace("", body);
    work.write("data/media/ship.png", picture(3, 2));
    work.ends_with(0, &["preview", "thanks"]);
    assert_eq!([1, 2, 3].map(|number| carried(&work, number).len()), [0, 1, 0]);
}

#[test]
fn the_pictures_of_an_event_and_the_logo_are_named_by_their_id() {
    let work = workspace("", "Hello\n");
    let facts = "name = \"Summit\"\n[[pictures]]\nfile = \"ship.png\"\nalt = \"A ship\"\n";
    work.write("data/events/summit.md", format!("+++\n{facts}+++\n"));
    work.configure("[brand]\nlogo = \"logo.png\"\nlogo_alt = \"Aufbruch\"\n");
    let shown = "<mj-image src=\"cid:{{ brand.logo }}\" alt=\"{{ brand.logo_alt }}\" />\
        {% for picture in event.pictures %}<mj-image src=\"cid:{{ picture.cid }}\" alt=\"{{ picture.alt }}\" />{% endfor %}<mj-text>{{";
    let layout = work.read("templates/plain.mjml").replacen("<mj-text>{{", shown, 1);
    let layout = layout.replace("<a href", "{% if not public %}<a href").replace("</a>", "</a>{% endif %}");
    work.write("templates/plain.mjml", layout);
    work.write("data/media/ship.png", picture(3, 2));
    work.write("data/media/logo.png", picture(2, 3));
    work.ends_with(0, &["preview", "thanks"]);
    let names: Vec<String> = carried(&work, 1).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["logo.png", "ship.png"]);
    work.ends_with(0, &["preview", "thanks", "--public", "page.html"]);
    assert_eq!(work.read("page.html").matches("src=\"data:image/png;base64,").count(), 2);
}

#[test]
fn a_picture_that_is_not_there_is_told_where_its_name_stands() {
    let work = workspace("", "Hello\n\n![x](cid:ship.png)\n");
    let Outcome { stderr, .. } = work.ends_with(2, &["preview", "thanks"]);
    assert!(stderr.starts_with("data/campaigns/thanks.md:8:"), "{stderr}");
    assert!(stderr.contains("error[media-missing]: `ship.png`"), "{stderr}");
    work.campaign("![x](cid:../../rundbrief.toml)\n");
    assert!(work.run(&["preview", "thanks"]).stderr.contains("[path-outside]"));
}

#[test]
fn everybody_gets_the_files_for_all_and_their_own() {
    let work = workspace("attachments = [\"Prog ramm.pdf\", \"tickets/{{ contact.last_name }}.pdf\"]\n", "Hello\n");
    work.write("data/media/Prog ramm.pdf", "%PDF programme");
    for name in ["anna", "bert", "cleo"] {
        work.write(&format!("data/media/tickets/{name}.pdf"), format!("%PDF {name}"));
    }
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["preview", "thanks"]);
    let files = carried(&work, 2);
    let told: Vec<(&str, &[u8])> = files.iter().map(|(name, _, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_eq!(told, [("Prog ramm.pdf", b"%PDF programme".as_slice()), ("bert.pdf", b"%PDF bert")]);
}

#[test]
fn whoever_has_no_file_of_their_own_is_told_before_the_first_mail() {
    let work = workspace("attachments = [\"{{ contact.last_name }}.pdf\"]\n", "Hello\n");
    work.write("data/media/anna.pdf", "%PDF");
    insta::assert_snapshot!(crate::check::told(&work, &["send", "thanks", "--yes"]), @r"
    [stderr]
    data/campaigns/thanks.md:5:17: error[attachment-missing]: for 2 people the attachment is not in data/media; for example `bert.pdf` is missing for data/lists/people.csv:3 (bert), data/lists/people.csv:4 (cleo)
      help: put the files there, make the attachment optional with `{% if … %}`, or leave these people out with --leave-out-incomplete
    [exit 2]
    ");
    work.ends_with(0, &["send", "thanks", "--yes", "--leave-out-incomplete"]);
    assert_eq!(work.files("outbox/new").len(), 1);
}

#[test]
fn no_value_of_a_list_leads_to_another_folder() {
    let work = workspace("attachments = [\"{{ contact.last_name }}\"]\n", "Hello\n");
    work.write("data/media/secret/a.pdf", "%PDF");
    for hostile in ["../../rundbrief.toml", "secret/a.pdf", "/etc/passwd", "..\\x", "cleo.pdf\u{1f}secret/a.pdf"] {
        work.write("data/lists/people.csv", format!("E-Mail;Anrede;Nachname\na@x.example;Frau;\"{hostile}\"\n"));
        let Outcome { code, stderr, .. } = work.run(&["preview", "thanks"]);
        assert!(
            code != Some(0) && (stderr.contains("[path-outside]") || stderr.contains("[attachment-missing]")),
            "{hostile}: {stderr}"
        );
    }
}

#[test]
fn check_names_files_that_mail_servers_refuse_and_mails_that_are_too_large() {
    let work = workspace("attachments = [\"a.doc\"]\n", "Hello\n");
    work.write("data/media/a.doc", "x");
    let told = crate::check::told(&work, &["check", "thanks"]);
    assert!(told.contains("warning[attachment-refused]") && told.contains("`a.doc`"), "{told}");
    work.write("data/media/a.doc", vec![0; 16_000_000]);
    let told = crate::check::told(&work, &["check", "thanks"]);
    assert!(
        told.contains("thanks.md:5:17: error[mail-too-large]: with its pictures and attachments a mail has 22 MB"),
        "{told}"
    );
}

#[test]
fn check_asks_for_author_and_consent_of_a_picture() {
    let work = Workdir::new();
    let facts = "name = \"Summit\"\n[[pictures]]\nfile = \"ship.webp\"\nalt = \" \"\n";
    work.write("data/events/summit.md", format!("+++\n{facts}+++\n"));
    work.write("data/media/ship.webp", "RIFF\x10\0\0\0WEBPVP8 ");
    let told = crate::check::told(&work, &["check"]);
    for code in ["picture-format", "picture-alt-missing", "picture-credit-missing", "picture-consent-missing"] {
        assert!(told.contains(&format!("data/events/summit.md:4:9: warning[{code}]")), "{code}: {told}");
    }
}

#[test]
fn another_file_under_the_same_name_voids_an_approval() {
    let work = workspace("attachments = [\"a.pdf\"]\n", "Hello\n\n![x](cid:ship.png)\n");
    work.write("data/media/a.pdf", "%PDF one");
    work.write("data/media/ship.png", picture(3, 2));
    let double = Double::start(Script::new());
    work.over_smtp(double.port(), "");
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes"]);
    for (name, bytes) in [("a.pdf", b"%PDF two".to_vec()), ("ship.png", picture(4, 2))] {
        let before = std::fs::read(work.path(&format!("data/media/{name}"))).expect("is there");
        work.write(&format!("data/media/{name}"), bytes);
        let Outcome { stdout, stderr, .. } = work.run(&["send", "--approved"]);
        assert!(format!("{stdout}{stderr}").contains("[approval-void]"), "{name}: {stdout}{stderr}");
        work.write(&format!("data/media/{name}"), before);
    }
    assert_eq!(double.mails().len(), 0);
    work.ends_with(0, &["send", "--approved"]);
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn a_strict_reader_finds_no_defect_in_a_mail_with_everything() {
    let work =
        workspace("attachments = [\"Übersicht der Räume.pdf\"]\ncalendar = \"request\"\n", "![x](cid:ship.png)\n");
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\nstart = 2027-05-11T10:00:00\n+++\n");
    work.write("data/media/Übersicht der Räume.pdf", vec![7; 5000]);
    work.write("data/media/ship.png", picture(300, 200));
    work.ends_with(0, &["preview", "thanks"]);
    let script = "import sys, email, email.policy\n\
        mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default.clone(raise_on_defect=True))\n\
        parts = [part for part in mail.walk()]\n\
        assert not any(part.defects for part in parts)\n\
        print([part.get_content_type() for part in parts], [part.get_filename() for part in parts if part.get_filename()])\n";
    let file = work.path("preview/thanks/mails/0001.eml");
    let read = Command::new("python3").args(["-c", script]).arg(&file).output().expect("python3 is there");
    let told = String::from_utf8_lossy(&read.stdout);
    insta::assert_snapshot!(told, @r"
    ['multipart/mixed', 'multipart/alternative', 'text/plain', 'multipart/related', 'text/html', 'image/png', 'text/calendar', 'application/ics', 'application/pdf'] ['ship.png', 'invite.ics', 'Übersicht der Räume.pdf']
    ");
    let eml = std::fs::read(file).expect("written");
    assert!(eml.split(|byte| *byte == b'\n').all(|line| line.len() <= 999 && line.is_ascii()));
}

#[test]
fn no_value_becomes_the_scheme_of_a_link_a_style_or_html() {
    let columns = "E-Mail;Anrede;Nachname;Link\n";
    let page = |work: &Workdir, value: &str, body: &str| {
        work.write("data/lists/people.csv", format!("{columns}a@x.example;Frau;Ott;{value}\n"));
        work.campaign(body);
        work.run(&["preview", "thanks"])
    };
    let work = Workdir::new();
    for (value, body) in [
        (
            "javascript:alert(1)",
            "<a href=\"{% if contact.extra.Link %}{{ contact.extra.Link }}{% else %}x{% endif %}\">c</a>",
        ),
        ("javascript:alert(1)", "[m]({% if contact.extra.Link %}{{ contact.extra.Link }}{% endif %})"),
        ("avascript:alert(1)", "<a href=\"j{{ contact.extra.Link }}\">c</a>"),
        (":alert(1)", "<a href=\"{{ 'javascript' }}{{ contact.extra.Link }}\">c</a>"),
    ] {
        let outcome = page(&work, value, body);
        assert_eq!(outcome.code, Some(0), "{body}: {outcome:?}");
        let html = work.read("preview/thanks/mails/0001.html");
        assert!(!html.to_lowercase().contains("script:") && !html.contains(":alert"), "{body}: {html}");
    }
    let outcome = page(
        &work,
        "https://a.example/x",
        "<a href=\"{% if contact.extra.Link %}{{ contact.extra.Link }}{% endif %}\">c</a>",
    );
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(work.read("preview/thanks/mails/0001.html").contains("href=\"https://a.example/x\""));
    let style = page(
        &work,
        "red;background:url(https://evil.example/x.png)",
        "<span style=\"color:{{ contact.extra.Link }}\">c</span>",
    );
    assert!(style.stderr.starts_with("data/campaigns/thanks.md:6:20: error[tag-in-style]"), "{style:?}");
    let safe = page(&work, "<b>x</b>", "{{ contact.extra.Link | safe }}");
    assert!(safe.stderr.starts_with("data/campaigns/thanks.md:6:25: error[filter-unsafe]"), "{safe:?}");
}
