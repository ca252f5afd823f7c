//! DKIM: keys that `doctor` makes, and signatures that a checker of other people's making verifies.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::double::{Double, Script};
use crate::python::ask;
use crate::workdir::{Workdir, outcome};

/// The DNS: names and their TXT records.
pub type Records = BTreeMap<String, String>;

/// What dkimpy says of each signature of each mail, from the top, such as `rsa-sha256 r pass`.
pub fn verified_all(mails: &[String], records: &Records) -> Vec<Vec<String>> {
    let question = serde_json::json!({ "records": records, "mails": mails });
    let answer = ask("verify_dkim.py", ("dkim, nacl", "python3-dkim"), &question);
    let verdicts: Vec<Vec<String>> = serde_json::from_value(answer).expect("a list a mail");
    assert_eq!(verdicts.len(), mails.len());
    verdicts
}

/// The same of one mail.
fn verified(mail: &str, records: &Records) -> Vec<String> {
    verified_all(&[mail.to_owned()], records).remove(0)
}

/// The mails in the outbox.
pub fn rehearsed(work: &Workdir) -> Vec<String> {
    work.files("outbox/new").iter().map(|name| work.read(&format!("outbox/new/{name}"))).collect()
}

fn openssl(work: &Workdir, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl").args(arguments).current_dir(work.root()).output().expect("openssl starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn private(work: &Workdir, file: &str) {
    fs::set_permissions(work.path(file), Permissions::from_mode(0o600)).expect("ours");
}

/// The base64 of a public key as openssl derives it; of ed25519 the 32 bytes alone.
fn public_key(work: &Workdir, file: &str) -> String {
    let pem = String::from_utf8(openssl(work, &["pkey", "-in", file, "-pubout"])).expect("PEM");
    let base64: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    // 12 bytes before an ed25519 key are 16 letters of base64
    if base64.len() < 100 { base64[16..].to_owned() } else { base64 }
}

/// Two keys that openssl made, an RSA one in PKCS#1 and an ed25519 one in PKCS#8, their settings and records.
fn two_keys(work: &Workdir) -> (String, Records) {
    openssl(work, &["genrsa", "-traditional", "-out", "rsa.pem", "2048"]);
    openssl(work, &["genpkey", "-algorithm", "ed25519", "-out", "ed.pem"]);
    private(work, "rsa.pem");
    private(work, "ed.pem");
    let record = |kind: &str, file: &str| format!("v=DKIM1; k={kind}; p={}", public_key(work, file));
    let records = Records::from([
        ("r._domainkey.aufbruch.example".to_owned(), record("rsa", "rsa.pem")),
        ("e._domainkey.aufbruch.example".to_owned(), record("ed25519", "ed.pem")),
    ]);
    let settings = "[[dkim]]\nselector = \"r\"\nkey = \"rsa.pem\"\n[[dkim]]\nselector = \"e\"\nkey = \"ed.pem\"\n";
    (settings.to_owned(), records)
}

const BOTH_PASS: [&str; 2] = ["rsa-sha256 r pass", "ed25519-sha256 e pass"];
const BOTH_FAIL: [&str; 2] = ["rsa-sha256 r fail", "ed25519-sha256 e fail"];

/// Makes a key with `doctor` and takes its own word for settings and record.
pub fn made(work: &Workdir, selector: &str, algorithm: &str) -> (String, Records) {
    let told = work.json(&["doctor", "--dkim-key", selector, "--algorithm", algorithm]);
    let text = |name: &str| told["dkim_key"][name].as_str().expect("a text").to_owned();
    (text("settings"), Records::from([(text("name"), text("value"))]))
}

#[test]
fn each_kind_of_key_that_doctor_makes_signs_and_its_printed_record_verifies() {
    for algorithm in ["rsa", "ed25519"] {
        let work = Workdir::new();
        let (settings, records) = made(&work, "s1", algorithm);
        work.configure(&settings);
        work.ends_with(0, &["send", "thanks", "--yes"]);
        let mails = rehearsed(&work);
        assert_eq!(mails.len(), 3);
        assert_eq!(verified_all(&mails, &records), vec![vec![format!("{algorithm}-sha256 s1 pass")]; 3]);
    }
}

#[test]
fn doctor_prints_what_openssl_reads_from_the_key_and_keeps_the_key_to_its_owner() {
    for algorithm in ["rsa", "ed25519"] {
        let work = Workdir::new();
        let told = work.json(&["doctor", "--dkim-key", "s1", "--algorithm", algorithm]);
        let key = &told["dkim_key"];
        assert_eq!(key["file"], ".rundbrief/dkim-s1.pem");
        assert_eq!(key["name"], "s1._domainkey.aufbruch.example");
        let public = public_key(&work, ".rundbrief/dkim-s1.pem");
        assert_eq!(key["value"], format!("v=DKIM1; k={algorithm}; p={public}"));
        let strings: Vec<&str> =
            key["strings"].as_array().expect("strings").iter().filter_map(|s| s.as_str()).collect();
        assert_eq!(strings.concat(), key["value"].as_str().expect("a text"));
        assert!(strings.iter().all(|string| string.len() <= 255));
        let mode = fs::metadata(work.path(".rundbrief/dkim-s1.pem")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn doctor_says_what_to_put_where() {
    let work = Workdir::new();
    let told = work.ends_with(0, &["doctor", "--dkim-key", "e1", "--algorithm", "ed25519"]).stdout;
    let public = public_key(&work, ".rundbrief/dkim-e1.pem");
    insta::assert_snapshot!(told.replace(&public, "PUBLIC"), @r#"
    New key: .rundbrief/dkim-e1.pem. It is secret: give it to nobody, and keep a backup.

    Add this TXT record to the DNS, under the name e1._domainkey.aufbruch.example:

    v=DKIM1; k=ed25519; p=PUBLIC

    The same record for a zone file:

    e1._domainkey.aufbruch.example. IN TXT ( "v=DKIM1; k=ed25519; p=PUBLIC" )

    Once the record is in the DNS, put this into rundbrief.toml:

    [[dkim]]
    selector = "e1"
    key = ".rundbrief/dkim-e1.pem"
    "#);
}

#[test]
fn no_key_is_ever_overwritten() {
    let work = Workdir::new();
    work.ends_with(0, &["doctor", "--dkim-key", "s1", "--algorithm", "ed25519"]);
    let before = work.read(".rundbrief/dkim-s1.pem");
    let refused = work.ends_with(2, &["doctor", "--dkim-key", "s1"]);
    assert!(refused.stderr.contains("[key-exists]"), "{refused:?}");
    assert_eq!(work.read(".rundbrief/dkim-s1.pem"), before);
}

#[test]
fn a_name_that_is_no_selector_makes_no_key() {
    let work = Workdir::new();
    for name in ["../s1", "a b", "", "ü"] {
        let refused = work.ends_with(2, &["doctor", "--dkim-key", name]);
        assert!(refused.stderr.contains("[value-invalid]"), "{refused:?}");
    }
    assert_eq!(work.files(".rundbrief"), Vec::<String>::new());
    work.ends_with(2, &["doctor"]);
    work.ends_with(2, &["doctor", "--algorithm", "rsa"]);
    work.ends_with(2, &["doctor", "--dkim-key", "s1", "--algorithm", "dsa"]);
}

#[test]
fn two_keys_sign_one_mail_and_the_way_over_smtp_breaks_neither_signature() {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    let (settings, records) = two_keys(&work);
    work.over_smtp(double.port(), &settings);
    work.campaign("Dear {{ contact.last_name }},\n\n```\n.\n..  two dots and two blanks  \n.end\n```\n\nthanks.\n\n\n");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mails: Vec<String> =
        double.mails().into_iter().map(|mail| String::from_utf8(mail.data).expect("ASCII")).collect();
    assert!(mails[0].contains("\r\n.end"), "{}", mails[0]);
    assert_eq!(verified_all(&mails, &records), [BOTH_PASS; 3]);
}

#[test]
fn umlauts_and_names_that_fold_are_signed_as_they_are_written() {
    let work = Workdir::new();
    let (settings, records) = two_keys(&work);
    work.configure(&settings);
    let long = "Überlang-Großmüller von und zu Schönhausen ".repeat(5);
    let rows = format!("a@x.example;Ägidius;{}\nb@x.example;;Öztürk\nc@x.example;Kurt;Kurz\n", long.trim());
    work.write("data/lists/people.csv", format!("E-Mail;Vorname;Nachname\n{rows}"));
    work.write(
        "data/campaigns/thanks.md",
        "+++\nsubject = \"Rückblick für {{ contact.last_name }}: ein schöner  Tag\"\nevent = \"summit\"\n\
         template = \"plain\"\n+++\nGrüße\n",
    );
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mails = rehearsed(&work);
    let folds = |mail: &String| {
        mail.split("\r\n")
            .skip_while(|line| !line.starts_with("To: =?"))
            .nth(1)
            .is_some_and(|line| line.starts_with(' '))
    };
    assert!(mails.iter().any(folds), "{mails:#?}");
    assert_eq!(verified_all(&mails, &records), [BOTH_PASS; 3], "{mails:#?}");
}

#[test]
fn nothing_that_matters_can_be_changed_or_added() {
    let work = Workdir::new();
    let (settings, records) = two_keys(&work);
    work.configure(&settings);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mail = rehearsed(&work).remove(0);
    let changes = [
        ("Subject: Thanks", "Subject: Thanx"),
        ("thanks for coming", "thanks for going"),
        ("From: Aufbruch", "From: A"),
    ];
    let mut forged: Vec<String> = changes.iter().map(|(from, to)| mail.replacen(from, to, 1)).collect();
    assert!(forged.iter().all(|forged| *forged != mail), "{mail}");
    let names = "From Subject To Reply-To Date Message-ID MIME-Version Content-Type List-Id List-Unsubscribe \
                 List-Unsubscribe-Post List-Help List-Post";
    for name in names.split_whitespace() {
        let added = format!("{name}: <mailto:x@evil.example>\r\n");
        forged.push(format!("{added}{mail}"));
        forged.push(mail.replacen("\r\n\r\n", &format!("\r\n{added}\r\n"), 1));
    }
    let verdicts = verified_all(&forged, &records);
    for (forged, verdict) in forged.iter().zip(verdicts) {
        assert_eq!(verdict, BOTH_FAIL, "{forged}");
    }
    let travelled = format!("Received: from a by b\r\nX-Spam: no\r\n{mail}\r\n\r\n").replace("To: ", "To:  ");
    assert_eq!(verified(&travelled, &records), BOTH_PASS, "what servers do on the way is no change");
}

#[test]
fn with_the_same_clock_the_same_mail_has_the_same_signatures() {
    let work = Workdir::new();
    let (settings, _) = two_keys(&work);
    work.configure(&settings);
    let mut runs = Vec::new();
    for _ in 0..2 {
        let mut command = work.command(&["send", "thanks", "--yes", "--again"]);
        let run = outcome(command.env("SOURCE_DATE_EPOCH", "1714636800").output().expect("it starts"));
        assert_eq!(run.code, Some(0), "{run:?}");
        let mut mails = rehearsed(&work);
        mails.sort();
        runs.push(mails);
        fs::remove_dir_all(work.path("outbox")).expect("ours");
    }
    assert_eq!(runs[0], runs[1]);
    let mail = &runs[0][0];
    assert_eq!(mail.matches(" t=1714636800;").count(), 2, "{mail}");
}

#[test]
fn a_test_copy_is_signed_and_a_preview_needs_no_key() {
    let work = Workdir::new();
    let (settings, records) = two_keys(&work);
    work.configure(&settings);
    work.ends_with(0, &["send", "thanks", "--to", "me@x.example"]);
    assert_eq!(verified(&rehearsed(&work)[0], &records), BOTH_PASS);
    fs::remove_file(work.path("rsa.pem")).expect("ours");
    work.ends_with(0, &["preview", "thanks"]);
    let checked = work.ends_with(3, &["check"]);
    assert!(checked.stdout.contains("rsa.pem: error[key-unreadable]"), "{checked:?}");
}

#[test]
fn a_key_that_cannot_sign_stops_everything_before_the_first_mail() {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    openssl(&work, &["genpkey", "-algorithm", "ed25519", "-out", "open.pem"]);
    fs::set_permissions(work.path("open.pem"), Permissions::from_mode(0o640)).expect("ours");
    work.write("garbage.pem", "-----BEGIN PRIVATE KEY-----\nSECRETSECRET!\n-----END PRIVATE KEY-----\n");
    work.write("empty.pem", "");
    openssl(&work, &["ecparam", "-genkey", "-noout", "-name", "prime256v1", "-out", "ec.pem"]);
    openssl(&work, &["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "ec8.pem"]);
    openssl(&work, &["genrsa", "-out", "short.pem", "1024"]);
    openssl(&work, &["genrsa", "-aes128", "-passout", "pass:geheim", "-out", "locked.pem", "2048"]);
    let unusable = ["garbage.pem", "empty.pem", "ec.pem", "ec8.pem", "short.pem", "locked.pem"];
    for file in unusable {
        private(&work, file);
    }
    let cases = unusable.map(|file| (file, "key-unusable"));
    for (file, code) in [("missing.pem", "key-unreadable"), ("open.pem", "key-world-readable")].iter().chain(&cases) {
        work.over_smtp(double.port(), &format!("[[dkim]]\nselector = \"s\"\nkey = \"{file}\"\n"));
        for options in [&["--yes"][..], &["--to", "me@x.example"], &["--dry-run"]] {
            let refused = work.ends_with(2, &[&["send", "thanks"], options].concat());
            assert!(refused.stderr.contains(&format!("{file}: error[{code}]")), "{refused:?}");
            assert!(!refused.stderr.contains("SECRET"), "{refused:?}");
        }
    }
    assert_eq!((double.connections(), work.files(".rundbrief")), (0, Vec::new()));
}

#[test]
fn a_key_that_others_can_read_is_named_with_the_way_out() {
    let work = Workdir::new();
    work.ends_with(0, &["doctor", "--dkim-key", "s1", "--algorithm", "ed25519"]);
    fs::set_permissions(work.path(".rundbrief/dkim-s1.pem"), Permissions::from_mode(0o604)).expect("ours");
    work.configure("[[dkim]]\nselector = \"s1\"\nkey = \".rundbrief/dkim-s1.pem\"\n");
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    let told = refused.stderr.replace(&work.root().display().to_string(), "FOLDER");
    insta::assert_snapshot!(told, @"
    .rundbrief/dkim-s1.pem: error[key-world-readable]: the DKIM key is secret, but others can read it (mode 0604)
      help: take everybody else's access away: `chmod 600 FOLDER/.rundbrief/dkim-s1.pem`
    ");
}

#[test]
fn a_domain_of_its_own_is_signed_for_and_two_keys_under_one_name_are_refused() {
    let work = Workdir::new();
    let (_, records) = made(&work, "s1", "ed25519");
    let record = records.into_values().next().expect("one");
    let entry = "[[dkim]]\nselector = \"s1\"\nkey = \".rundbrief/dkim-s1.pem\"\n";
    work.configure(&format!("{entry}domain = \"Küste.example\"\n"));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let records = Records::from([("s1._domainkey.xn--kste-0ra.example".to_owned(), record)]);
    assert_eq!(verified(&rehearsed(&work)[0], &records), ["ed25519-sha256 s1 pass"]);
    work.configure(&entry.repeat(2));
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("rundbrief.toml: error[value-invalid]"), "{refused:?}");
}
