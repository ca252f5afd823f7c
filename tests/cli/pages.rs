//! The sample's mails in a browser: readable for everybody, in every width, light and dark.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::injection::elements;
use crate::sample::{CAMPAIGNS, sample};
use crate::watch::Watched;
use crate::workdir::Workdir;

/// How each page is looked at: three widths light and dark, without pictures, and as Outlook reads it.
const VIEWS: usize = 8;

/// Where screenshots are left.
pub fn screenshots() -> PathBuf {
    root().join("target/screenshots")
}

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Installs what drives the browser, as the lock file says, where that has not been done.
pub fn install() {
    let folder = root().join("target/pages");
    fs::create_dir_all(&folder).expect("writable");
    let lock = fs::read(root().join("tests/pages/package-lock.json")).expect("readable");
    let is_new = fs::read(folder.join("package-lock.json")).ok().as_ref() != Some(&lock);
    for file in fs::read_dir(root().join("tests/pages")).expect("readable").flatten() {
        fs::copy(file.path(), folder.join(file.file_name())).expect("writable");
    }
    if is_new || !folder.join("node_modules").exists() {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).stdin(Stdio::null());
        let output = npm.output().expect("npm is missing: run scripts/test once");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// What a browser says of these pages, as `look.mjs` has it.
fn looks(screenshots: &Path, pages: &[PathBuf]) -> Vec<Value> {
    let told = told("look.mjs", screenshots, pages, "");
    serde_json::from_value(told).expect("a list")
}

/// What a script of `tests/pages` says of these pages.
pub fn told(script: &str, screenshots: &Path, pages: &[impl AsRef<OsStr>], search: &str) -> Value {
    let mut node = Command::new("node");
    node.arg(script).arg(screenshots).args(pages).env("SEARCH", search);
    node.current_dir(root().join("target/pages")).stdin(Stdio::null());
    let output = node.output().expect("node is missing: run scripts/test once");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// A page with five faults, each of which must be told.
fn assert_faults_are_noticed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("bad.html");
    let faint = "<p style=\"color:#aaa;background:#fff;width:2000px\">faint</p>";
    fs::write(&page, format!("<title>x</title>{faint}<img src=\"https://x.example/a.png\">")).expect("writable");
    let told = serde_json::to_string(&looks(folder.path(), &[page])).expect("JSON");
    for fault in ["color-contrast", "html-has-lang", "image-alt", "to the side", "fetches https://x.example/a.png"] {
        assert!(told.contains(fault), "{fault}: {told}");
    }
}

/// One mail of each form that a campaign has, as its elements tell, under names of their own for the screenshots.
fn forms(work: &Workdir, campaign: &str) -> Vec<PathBuf> {
    work.run(&["preview", campaign]);
    let mails = format!("preview/{campaign}/mails");
    let (mut known, mut pages) = (Vec::new(), Vec::new());
    for mail in work.files(&mails).iter().filter_map(|mail| mail.strip_suffix(".html")) {
        let html = work.read(&format!("{mails}/{mail}.html"));
        let form: Vec<String> = elements(&html).into_iter().map(str::to_owned).collect();
        if !known.contains(&form) {
            known.push(form);
            let number = if pages.is_empty() { String::new() } else { format!("-{}", pages.len() + 1) };
            let page = work.path(&format!("{mails}/{campaign}{number}.html"));
            fs::write(&page, html).expect("writable");
            pages.push(page);
        }
    }
    pages
}

#[test]
fn every_mail_of_the_sample_can_be_read_by_everybody() {
    install();
    assert_faults_are_noticed();
    let work = sample();
    let notice = work.read("data/campaigns/change-notice.md");
    let cancelled = notice.replace("calendar = \"request\"", "calendar = \"cancel\"");
    assert_ne!(cancelled, notice);
    work.write("data/campaigns/cancellation.md", cancelled.replace("id = \"", "id = \"cancelled-"));
    let campaigns = CAMPAIGNS.iter().map(|(campaign, _)| *campaign).chain(["cancellation"]);
    let pages: Vec<PathBuf> = campaigns.flat_map(|campaign| forms(&work, campaign)).collect();
    assert!(pages.len() > CAMPAIGNS.len(), "each of them, and the cancellation: {pages:?}");
    let looks = looks(&screenshots(), &pages);
    assert_eq!(looks.len(), pages.len() * VIEWS);
    for look in &looks {
        assert_eq!(look["faults"], json!([]), "{}", look["name"]);
        assert!(look["passed"].as_u64() > Some(10), "{}: nothing was looked at", look["name"]);
    }
}

/// A preview of people who are hard to show, one of whom has something to hide in every cell.
fn hostile() -> Workdir {
    let work = Workdir::new();
    let cell = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    work.write(
        "data/lists/people.csv",
        format!("E-Mail;Vorname;Nachname;Land;Web\na@x.example;{cell};{cell};NW;javascript:alert(1)\nb@x.example;Bärbel;Groß;HE;\n{cell};;;;\n"),
    );
    let front = "subject = \"{{ contact.first_name }} TODO\"\nevent = \"summit\"\ntemplate = \"plain\"\n";
    let body = "{{ contact.salutation }} {{ contact.last_name }}\n\n{% if contact.extra.Web %}[page]({{ contact.extra.Web }}){% endif %}\n";
    work.write("data/campaigns/thanks.md", format!("+++\n{front}+++\n{body}"));
    let settings = work.read("rundbrief.toml").replacen("language = \"en\"", "language = \"de\"", 1);
    work.write("rundbrief.toml", settings);
    work
}

#[test]
fn a_preview_can_be_used_by_everybody_from_disk() {
    install();
    let work = sample();
    work.ends_with(0, &["preview", "recap-2024"]);
    let index = work.path("preview/recap-2024/index.html");
    let told = told("gallery.mjs", &screenshots(), &[index], "bodeker katrin");
    assert_eq!(told["faults"], json!([]));
    let seen = &told["seen"];
    let keys = [&seen["focus"], &seen["opened"], &seen["back"]];
    assert_eq!(keys, ["search", "subject", "list"]);
    assert_eq!((&seen["found"], &seen["hits"]), (&json!(["Dr. Katrin Bödeker"]), &json!("Treffer: 1 / 50")));
    assert_eq!(seen["first"], "Dr. Katrin Bödeker <katrin.boedeker@lindenbrueck.example>");
    for (part, words) in [
        ("text", "Rückblick"),
        ("plain", "Rückblick: Digitaler Aufbruch 2024"),
        ("headers", "Message-ID: <preview."),
        ("source", "Content-Type: multipart/"),
    ] {
        assert!(seen[part].as_str().is_some_and(|text| text.contains(words)), "{part}: {}", seen[part]);
    }
    assert_eq!(seen["names"].as_array().map(Vec::len), Some(50));
    assert_ne!(seen["first"], seen["second"]);
    for mark in
        ["längster Name", "Anrede unbekannt", "die meisten Angaben", "die wenigsten Angaben", "eigene Textfassung"]
    {
        assert!(seen["marks"].to_string().contains(mark), "{mark}: {}", seen["marks"]);
    }
    let widths: Vec<f64> = serde_json::from_value(seen["widths"].clone()).expect("numbers");
    assert!(widths[..2] == [768.0, 375.0] && widths[2] > 768.0, "{widths:?}");
    assert_eq!((&seen["dark"], &seen["darkByDefault"]), (&json!([false, true]), &json!(true)));
    assert_eq!((&seen["sandbox"], &seen["shown"], &seen["pictures"]), (&json!(""), &json!(1), &json!(0)));
    assert_eq!((&seen["filters"], &seen["nobody"]), (&json!(["Liste", "Land", "Sprache"]), &json!("Treffer: 0 / 12")));
    assert!(seen["filtered"].as_u64().is_some_and(|count| 0 < count && count < 50), "{}", seen["filtered"]);
    assert!(seen["reasons"].to_string().contains("auf keiner der Listen dieser Kampagne (8)"), "{}", seen["reasons"]);
    assert_eq!((&seen["listHidden"], &seen["listShown"]), (&json!(true), &json!(true)));
}

#[test]
fn hostile_contacts_do_nothing_in_a_preview() {
    install();
    let work = hostile();
    work.ends_with(0, &["preview", "thanks"]);
    let screenshots = work.path("screenshots");
    let told = told("gallery.mjs", &screenshots, &[work.path("preview/thanks/index.html")], "alert");
    assert_eq!(told["faults"], json!([]));
    assert!(told["seen"]["first"].as_str().is_some_and(|name| name.contains("</script><script>")), "{told}");
    assert!(told["seen"]["reasons"].to_string().contains("keine brauchbare E-Mail-Adresse"), "{told}");
}

#[test]
fn an_edit_shows_in_the_browser_and_a_fault_comes_and_goes() {
    install();
    let work = sample();
    let watched = Watched::start(&work, "recap-2024");
    let (folder, id) = (work.root().display().to_string(), watched.id());
    let screenshots = root().join("target/screenshots");
    let told = told("watch.mjs", &screenshots, &[&watched.address, &folder, &id], "");
    assert_eq!(told["faults"], json!([]), "{told}");
    let seen = &told["seen"];
    let katrin = "Dr. Katrin Bödeker <katrin.boedeker@lindenbrueck.example>";
    assert_eq!((&seen["person"], &seen["kept"]), (&json!(katrin), &json!(["bödeker", katrin])));
    assert_eq!(seen["sides"].as_array().map(Vec::len), Some(2), "{seen}");
    assert_eq!((&seen["sidesKept"], &seen["isTicked"]), (&seen["sides"], &json!(true)));
    assert_eq!(seen["selected"], "Dr. Katrin Bödeker-Sommer");
    assert_eq!(seen["place"], json!(["data/campaigns/recap-2024.md:15:4"]));
    let excerpt = "15 | {{ contact.salutatoin }},\n        ^\n";
    assert_eq!((&seen["excerpt"], &seen["inert"], &seen["usable"]), (&json!(excerpt), &json!(true), &json!(true)));
    assert!(seen["layoutPlace"].as_str().is_some_and(|place| place.starts_with("templates/base.mjml:")), "{seen}");
    assert_eq!(seen["gone"], "Die Vorschau ist beendet. Was Sie sehen, bleibt, wie es ist.");
}

#[test]
fn a_page_for_approval_can_be_read_by_everybody() {
    install();
    let (sample, hostile) = (sample(), hostile());
    let page = |work: &Workdir, campaign: &str| {
        let page = format!("approval-{campaign}.html");
        work.ends_with(0, &["preview", campaign, "--for-approval", &page]);
        work.path(&page)
    };
    let looks = looks(&root().join("target/screenshots"), &[page(&sample, "recap-2024"), page(&hostile, "thanks")]);
    assert_eq!(looks.len(), 2 * VIEWS);
    for look in &looks {
        assert_eq!(look["faults"], json!([]), "{}", look["name"]);
    }
}

/// What stands in a PDF, in the order in which it is painted.
fn printed(file: &str) -> String {
    let mut command = Command::new("pdftotext");
    let output = command.args(["-raw", file, "-"]).output().expect("pdftotext is missing: run scripts/test once");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_long_mail_is_whole_on_paper() {
    install();
    let work = Workdir::new();
    let words = "Ein Satz, der so lang ist, dass er auf dem Papier mehr als eine Zeile braucht. ".repeat(3);
    let paragraphs = (1..=200).map(|number| format!("Anfang{number}x {words} Ende{number}x"));
    let body = paragraphs.collect::<Vec<_>>().join("\n\n");
    work.campaign(&body);
    work.ends_with(0, &["preview", "thanks", "--for-approval", "long-mail.html"]);
    let files: Vec<String> =
        serde_json::from_value(told("paper.mjs", &screenshots(), &[work.path("long-mail.html")], "")).expect("a list");
    let text = printed(&files[0]);
    for number in 1..=200 {
        for word in [format!("Anfang{number}x"), format!("Ende{number}x")] {
            // as the mail looks, and in its text part
            assert_eq!(text.matches(&word).count(), 2, "{word} in {}", files[0]);
        }
    }
    assert!(text.matches('\u{c}').count() > 10, "it takes many sheets");
}

#[test]
fn a_domain_with_an_umlaut_is_found_as_people_write_it() {
    install();
    let work = Workdir::new();
    let people = "E-Mail;Nachname\namt@xn--grnstadt-75a.example;Amsel\nbert@y.example;Berg\n";
    work.write("data/lists/people.csv", people);
    work.ends_with(0, &["preview", "thanks"]);
    let index = work.path("preview/thanks/index.html");
    for search in ["grünstadt", "GRÜNSTADT", "gruenstadt", "xn--grnstadt"] {
        let told = told("search.mjs", &screenshots(), &[&index], search);
        assert_eq!(told["faults"], json!([]));
        let seen = &told["seen"];
        let person = "Amsel <amt@grünstadt.example> (amt@xn--grnstadt-75a.example)";
        assert_eq!((&seen["found"], &seen["person"]), (&json!(["amt@grünstadt.example"]), &json!(person)), "{search}");
    }
}
