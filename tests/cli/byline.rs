//! A campaign that somebody else signs than the sender of all mails.

use crate::double::{Double, Script};
use crate::workdir::Workdir;

/// A campaign with this `sender`, sent for real.
fn signed(sender: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), "");
    sign(&work, sender);
    (work, double)
}

fn sign(work: &Workdir, sender: &str) {
    let front = format!("subject = \"Thanks\"\nevent = \"summit\"\ntemplate = \"plain\"\nsender = \"{sender}\"\n");
    work.write("data/campaigns/thanks.md", format!("+++\n{front}+++\nYours {{{{ sender.name }}}}\n"));
}

#[test]
fn a_campaign_comes_from_whom_it_names_and_bounces_go_where_they_always_go() {
    let (work, double) = signed("Inken Thomsen <inken@aufbruch.example>");
    let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
    assert!(plan.stdout.contains("  from:         Inken Thomsen <inken@aufbruch.example>\n"), "{plan:?}");
    work.ends_with(0, &["preview", "thanks", "-o", "looked"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mail = double.mails().remove(0);
    assert_eq!(mail.envelope_from, "einladung@aufbruch.example");
    let sent = String::from_utf8(mail.data).expect("ASCII");
    for mail in [work.read("looked/mails/0001.eml"), sent] {
        assert!(mail.starts_with("From: \"Inken Thomsen\" <inken@aufbruch.example>\r\n"), "{mail}");
        assert!(mail.contains("Reply-To: \"Inken Thomsen\" <team@aufbruch.example>\r\n"), "{mail}");
        assert!(mail.contains("\r\nYours Inken Thomsen\r\n"), "{mail}");
    }
    let only = work.ends_with(0, &["preview", "thanks", "--only", "anna@x.example"]);
    assert!(only.stdout.contains("Inken Thomsen <inken@aufbruch.example>\n"), "{only:?}");
    let shown = work.ends_with(0, &["person", "show", "anna@x.example", "--mail", "thanks"]);
    assert!(shown.stdout.contains("From: \"Inken Thomsen\" <inken@aufbruch.example>\n"), "{shown:?}");
}

#[test]
fn an_approval_holds_for_the_sender_that_was_seen() {
    let (work, double) = signed("Inken Thomsen");
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes"]);
    sign(&work, "Bert Beispiel");
    let void = work.ends_with(2, &["send", "--approved"]);
    assert!(void.stderr.contains("error[approval-void]"), "{void:?}");
    sign(&work, "Inken Thomsen");
    work.ends_with(0, &["send", "--approved"]);
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn a_sender_that_is_none_is_refused_at_its_place_and_one_of_a_foreign_domain_is_named() {
    let (work, _double) = signed("Inken <inken>");
    let refused = work.ends_with(2, &["send", "thanks", "--dry-run"]);
    insta::assert_snapshot!(refused.stderr, @"
    data/campaigns/thanks.md:5:10: error[address-unusable]: `inken` is no mail address
      help: for example name@town.example
    ");
    sign(&work, "");
    assert_eq!(work.json(&["check"])["findings"][0]["code"], "sender-unclear");
    sign(&work, "Inken Thomsen <inken@stadt.example>");
    let told = work.ends_with(3, &["check", "thanks"]);
    insta::assert_snapshot!(told.stdout, @r#"
    data/campaigns/thanks.md:5:11: warning[sender-domain]: the sender `inken@stadt.example` lies in another domain than `aufbruch.example` of `[sender]`; mail servers like to take such mail for spam
      help: take an address in `aufbruch.example`, and `reply_to` for replies; or have SPF and DKIM set up for `stadt.example` (`[[dkim]]` with `domain = "stadt.example"`)
    errors: 0, warnings: 1, notes: 0
    "#);
    sign(&work, "Inken Thomsen <inken@post.aufbruch.example>");
    work.ends_with(0, &["check", "thanks"]);
}
