//! Every mail of the sample, as parsers and checkers of other people's making read it.

use crate::dkim::{Records, made, rehearsed, verified_all};
use crate::python::read_mails;
use crate::sample::{CAMPAIGNS, sample};
use crate::workdir::Workdir;

/// The longest line of a mail (RFC 5322 §2.1.1), and of a head where it can be folded.
const LINE: usize = 998;
const FOLDED: usize = 78;

/// Lines end in CRLF, are no longer than they may be, and hold nothing but ASCII.
fn assert_sound(mail: &str, case: &str) {
    assert!(mail.is_ascii(), "{case}");
    assert!(!mail.replace("\r\n", "").contains(['\r', '\n']), "{case}: a bare line end");
    let long = mail.split("\r\n").find(|line| line.len() > LINE);
    assert_eq!(long, None, "{case}");
    let head = mail.split("\r\n\r\n").next().unwrap_or_default();
    // the signer breaks its own lines; what has no blank cannot be folded
    let foldable = |line: &&str| {
        line.len() > FOLDED
            && !line.starts_with("DKIM-Signature")
            && line.split(' ').all(|word| word.len() < FOLDED - 1)
    };
    assert_eq!(head.split("\r\n").find(foldable), None, "{case}");
}

/// No defect, and both alternatives, both with words.
fn assert_read(mails: &[String], case: &str) {
    for (mail, read) in mails.iter().zip(read_mails(mails)) {
        assert_sound(mail, case);
        assert_eq!(read["defects"], serde_json::json!([]), "{case}: {mail}");
        let parts: Vec<&str> =
            read["parts"].as_array().expect("parts").iter().filter_map(|part| part.as_str()).collect();
        let at = |kind: &str| parts.iter().position(|part| *part == kind);
        let (text, html) = (at("text/plain"), at("text/html"));
        assert!(at("multipart/alternative") < text && text.is_some() && text < html, "{case}: {parts:?}");
        for part in ["text", "html"] {
            let words = read[part].as_str().unwrap_or_default();
            assert!(words.contains("*innen"), "{case}: {words}");
            assert!(!words.contains("{{") && !words.contains("\u{fffd}"), "{case}: {words}");
        }
    }
}

fn previewed(work: &Workdir, campaign: &str) -> Vec<String> {
    work.ends_with(0, &["preview", campaign]);
    let folder = format!("preview/{campaign}/mails");
    let names = work.files(&folder).into_iter().filter(|name| name.ends_with("eml"));
    names.map(|name| work.read(&format!("{folder}/{name}"))).collect()
}

#[test]
fn every_mail_of_the_sample_is_read_without_a_defect_and_its_signature_holds() {
    let work = sample();
    let (settings, records): (String, Records) = made(&work, "s1", "rsa");
    work.write("rundbrief.toml", format!("{}\n{settings}", work.read("rundbrief.toml")));
    for (campaign, least) in CAMPAIGNS {
        work.ends_with(0, &["send", campaign, "--yes"]);
        let mails = rehearsed(&work);
        assert!(mails.len() >= least, "{campaign}: {}", mails.len());
        assert_read(&mails, campaign);
        assert_eq!(verified_all(&mails, &records), vec![["rsa-sha256 s1 pass"]; mails.len()], "{campaign}");
        // the next campaign's mails lie there alone
        std::fs::remove_dir_all(work.path("outbox")).expect("ours");
    }
}

#[test]
fn every_preview_of_the_sample_is_read_without_a_defect() {
    let work = sample();
    for (campaign, least) in CAMPAIGNS {
        let mails = previewed(&work, campaign);
        assert!(mails.len() >= least, "{campaign}: {}", mails.len());
        assert_read(&mails, campaign);
    }
}
