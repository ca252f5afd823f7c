//! The sample's mails in a browser: readable for everybody, in every width, light and dark.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::sample::{CAMPAIGNS, sample};

/// How each page is looked at: three widths light and dark, without pictures, and as Outlook reads it.
const VIEWS: usize = 8;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Installs what drives the browser, as the lock file says, where that has not been done.
fn install() {
    let folder = root().join("target/pages");
    fs::create_dir_all(&folder).expect("writable");
    let lock = fs::read(root().join("tests/pages/package-lock.json")).expect("readable");
    let is_new = fs::read(folder.join("package-lock.json")).ok().as_ref() != Some(&lock);
    for file in ["package.json", "package-lock.json", "look.mjs"] {
        fs::copy(root().join("tests/pages").join(file), folder.join(file)).expect("writable");
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
    let mut node = Command::new("node");
    node.arg("look.mjs").arg(screenshots).args(pages).current_dir(root().join("target/pages")).stdin(Stdio::null());
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

#[test]
fn every_mail_of_the_sample_can_be_read_by_everybody() {
    install();
    assert_faults_are_noticed();
    let work = sample();
    let page = |(campaign, _): &(&str, usize)| {
        work.ends_with(0, &["preview", campaign]);
        let page = work.path(&format!("{campaign}.html"));
        fs::copy(work.path(&format!("preview/{campaign}/mails/0001.html")), &page).expect("writable");
        page
    };
    let pages: Vec<PathBuf> = CAMPAIGNS.iter().map(page).collect();
    let looks = looks(&root().join("target/screenshots"), &pages);
    assert_eq!(looks.len(), CAMPAIGNS.len() * VIEWS);
    for look in &looks {
        assert_eq!(look["faults"], serde_json::json!([]), "{}", look["name"]);
        assert!(look["passed"].as_u64() > Some(10), "{}: nothing was looked at", look["name"]);
    }
}
