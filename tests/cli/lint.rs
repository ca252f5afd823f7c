//! `check` knows mail: what is wrong with mails that can be sent, at the place where the author wrote it.

use crate::check::told;
use crate::workdir::Workdir;

const LAYOUT: &str = "<mjml>
  <mj-body><mj-section><mj-column>
    <mj-image src=\"cid:logo\" />
    <mj-text>{{ campaign.body }}</mj-text>
    <mj-text><a href=\"{{ links.unsubscribe }}\">unsubscribe</a></mj-text>
  </mj-column></mj-section></mj-body>
</mjml>
";

/// A campaign of an event in May 2027, with further front matter.
fn workspace(front: &str, body: &str) -> Workdir {
    let work = Workdir::new();
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\nstart = 2027-05-11\n+++\n");
    work.write(
        "data/campaigns/thanks.md",
        format!("+++\nsubject = \"Thanks\"\nevent = \"summit\"\ntemplate = \"plain\"\n{front}+++\n{body}"),
    );
    work
}

const FAULTY: &str = "# Thanks

Dear {{ contact.last_name }}, TODO: a sentence about the venue.

#### Next time

We meet on Monday, 11 May: [the page](http://www.summit.example/), [the old one](page.html).
";

#[test]
fn every_flaw_of_a_mail_is_told_where_its_author_wrote_it() {
    let work = workspace("", FAULTY);
    work.write("templates/plain.mjml", LAYOUT);
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r#"
    data/campaigns/thanks.md: warning[heading-skipped]: below a heading `h1` stands `h4`: a level between them is missing
      help: screen readers read the outline; take the next level
    data/campaigns/thanks.md:8:31: warning[placeholder-left]: `TODO` still stands here
      help: replace or delete it
    data/campaigns/thanks.md:12:12: warning[weekday-wrong]: `Monday, 11 May` is a Tuesday
      help: mend the weekday or the date
    data/campaigns/thanks.md:12:39: warning[link-plain-http]: the link `http://www.summit.example/` is not encrypted
      help: take `https://` if the page has it
    data/campaigns/thanks.md:12:82: warning[link-broken]: the link `page.html` leads nowhere
      help: name the whole address, as in `https://www.town.example/page`
    templates/plain.mjml:3:20: warning[image-without-alt]: the picture `cid:logo` has no alternative text
      help: describe it with `alt="…"`; a picture that is an ornament only gets `role="presentation"`
    errors: 0, warnings: 6, notes: 0
    [stderr]
    [exit 3]
    "#);
}

#[test]
fn what_is_meant_so_is_allowed_with_a_reason_and_no_further() {
    let allow = "[allow]\nlink-plain-http = \"the old site has no https\"\nheading-skipped = \"a quotation\"\n";
    let work = workspace(allow, "We meet: [the page](http://www.summit.example/).\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:7:20: note[allowance-idle]: `heading-skipped` is allowed, and there is none
      help: take the line out of `[allow]`, or it hides a later fault
    errors: 0, warnings: 0, notes: 1
    [stderr]
    [exit 0]
    ");
    let work = workspace("[allow]\nlink-plain-http = \" \"\n", "Hello\n");
    let refused = work.ends_with(2, &["check", "thanks"]).stderr;
    assert!(refused.contains("data/campaigns/thanks.md:6:20: error[allowance-without-reason]"), "{refused}");
}

#[test]
fn an_invitation_to_what_is_over_is_told_and_a_recap_is_not() {
    let past = |purpose: &str| {
        let work = workspace(&format!("purpose = \"{purpose}\"\n"), "Hello\n");
        let mut check = work.command(&["check", "thanks"]);
        let output = check.env("SOURCE_DATE_EPOCH", "1815000000").output().expect("runs");
        String::from_utf8(output.stdout).expect("UTF-8").contains("warning[event-past]: the event was over on 2027-05-11")
    };
    assert_eq!((past("invitation"), past("newsletter")), (true, false));
}
