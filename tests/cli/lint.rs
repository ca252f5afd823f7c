//! `check` knows mail: what is wrong with mails that can be sent, at the place where the author wrote it.

use crate::check::told;
use crate::double::{Double, Script};
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
    work.write("data/media/logo", "GIF89a\x01\0\x01\0");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r#"
    data/campaigns/thanks.md:8:31: warning[placeholder-left]: `TODO` still stands here
      help: replace or delete it
    data/campaigns/thanks.md:10:6: warning[heading-skipped]: below a heading `h1` stands `h4`: a level between them is missing
      help: screen readers read the outline; take the next level
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
        String::from_utf8(output.stdout)
            .expect("UTF-8")
            .contains("warning[event-past]: the event was over on 2027-05-11")
    };
    assert_eq!((past("invitation"), past("newsletter")), (true, false));
}

/// The lines of the one mail in the outbox that begin so.
fn headers(work: &Workdir, begins: &str) -> Vec<String> {
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    let mail = work.read(&format!("outbox/new/{}", work.files("outbox/new")[0]));
    let head = mail.split("\r\n\r\n").next().unwrap_or_default().to_owned();
    head.lines().filter(|line| line.starts_with(begins)).map(str::to_owned).collect()
}

#[test]
fn a_campaign_says_where_replies_go_and_who_need_not_answer() {
    let suppressed = ["X-Auto-Response-Suppress: OOF, AutoReply"];
    for (front, expected) in [
        ("", &suppressed[..]),
        ("purpose = \"invitation\"\n", &[]),
        ("purpose = \"invitation\"\nauto_replies = \"suppress\"\n", &suppressed),
        ("auto_replies = \"welcome\"\n", &[]),
    ] {
        assert_eq!(headers(&workspace(front, "Hello\n"), "X-"), expected, "{front}");
    }
    let work = workspace("reply_to = \"speakers@aufbruch.example\"\n", "Hello\n");
    let reply_to = headers(&work, "Reply-To");
    assert!(reply_to.len() == 1 && reply_to[0].contains("<speakers@aufbruch.example>"), "{reply_to:?}");
    let work = workspace("", "Hello\n");
    let settings =
        work.read("rundbrief.toml").replace("[sender]\n", "[sender]\nfeedback_id = \"auf:bruch\\r\\nBcc: x\"\n");
    work.write("rundbrief.toml", settings);
    assert_eq!(headers(&work, "Feedback"), ["Feedback-ID: thanks:newsletter::auf-bruch--Bcc--x"]);
}

#[test]
fn after_its_time_a_campaign_does_not_leave_any_more_and_can_still_be_rehearsed() {
    let double = Double::start(Script::new());
    let work = workspace("not_after = 2027-01-01T12:00:00\n", "Hello\n");
    let at = |moment: &str| {
        let mut send = work.command(&["send", "thanks", "--yes"]);
        let output = send.env("SOURCE_DATE_EPOCH", moment).output().expect("runs");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    assert_eq!(at("1800000000").0, Some(0), "a rehearsal");
    work.over_smtp(double.port(), "");
    let (code, told) = at("1800000000");
    assert!(code == Some(2) && told.contains("thanks.md:5:13: error[campaign-over]"), "{told}");
    assert!(double.mails().is_empty());
    assert_eq!(at("1798000000").0, Some(0));
}

/// The calendar entry of a mail, unfolded, by property with its parameters.
fn entry(eml: &str) -> Vec<String> {
    let part = eml.split("Content-Type: text/calendar; method=").nth(1).expect("a calendar part");
    let body: String =
        part.split("\r\n\r\n").nth(1).unwrap_or_default().lines().take_while(|line| !line.starts_with("--")).collect();
    let text = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).expect("base64");
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    text.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

#[test]
fn an_event_goes_into_calendars_as_an_invitation_a_date_or_word_that_it_is_off() {
    for (method, moved) in [("request", 0), ("publish", 0), ("cancel", 3)] {
        let work = workspace(&format!("calendar = \"{method}\"\n"), "Hello\n");
        let facts = "start = 2027-03-27T10:00:00\nend = 2027-03-28T12:00:00\nvenue = { name = \"Hall; A, B\", address = \"Ulm\" }\n";
        work.write(
            "data/events/summit.md",
            format!("+++\nname = \"Grüße\\nBEGIN:X\"\nrevision = {moved}\n{facts}+++\n"),
        );
        work.write("rundbrief.toml", work.read("rundbrief.toml") + "[limits]\ntimezone = \"Europe/Berlin\"\n");
        work.write("data/lists/people.csv", "E-Mail;Vorname;Nachname\nanna@x.example;Än\"ne;Öz:Ä\n");
        work.ends_with(0, &["send", "thanks", "--yes"]);
        let lines = entry(&work.read(&format!("outbox/new/{}", work.files("outbox/new")[0])));
        let has = |line: &str| lines.iter().any(|known| known == line);
        // the clocks are changed between the two days
        for line in [
            "DTSTART:20270327T090000Z",
            "DTEND:20270328T100000Z",
            "SUMMARY:Grüße BEGIN:X",
            "LOCATION:Hall\\; A\\, B\\, Ulm",
        ] {
            assert!(has(line), "{line}: {lines:#?}");
        }
        assert!(has(&format!("METHOD:{}", method.to_uppercase())) && has(&format!("SEQUENCE:{moved}")), "{lines:#?}");
        assert!(has("UID:summit@aufbruch.example") && has("PRODID:-//rundbrief//rundbrief//EN"), "{lines:#?}");
        let attendee: Vec<_> = lines.iter().filter(|line| line.starts_with("ATTENDEE")).collect();
        match method {
            "request" => assert_eq!(attendee, [&"ATTENDEE;CN=\"Än'ne Öz:Ä\";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:anna@x.example".to_owned()]),
            "publish" => assert!(attendee.is_empty()),
            _ => assert!(has("STATUS:CANCELLED") && attendee.len() == 1),
        }
        work.ends_with(0, &["preview", "thanks"]);
        let preview = entry(&work.read("preview/thanks/mails/0001.eml"));
        assert!(preview.iter().any(|line| line.starts_with("UID:demonstration-")), "an entry of its own: {preview:#?}");
    }
    let work = workspace("calendar = \"request\"\n", "Hello\n");
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\n+++\n");
    assert!(work.ends_with(3, &["check", "thanks"]).stdout.contains("summit.md: error[event-undated]"));
}

const WHOLE: &str = "[sender]\nimprint_url = \"https://a.example/imprint\"\nprivacy_url = \"https://a.example/privacy\"\npostal_address = \"Am Markt 1\"\n";

#[test]
fn what_one_part_of_a_mail_lacks_is_told_at_the_template_of_that_part() {
    let work = workspace("preheader = \"\"\n", "[click here](https://a.example/x)\n");
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("[sender]\n", WHOLE));
    let layout =
        LAYOUT.replace("<mj-body>", "<mj-head><mj-preview>{{ campaign.preheader }}</mj-preview></mj-head><mj-body>");
    let layout =
        layout.replace("<mj-image src=\"cid:logo\" />", "<mj-text><h2>Hello</h2>{{ sender.imprint_url }}</mj-text>");
    work.write(
        "templates/plain.mjml",
        layout.replace(
            "</mj-text>\n  </mj-column>",
            "{{ sender.privacy_url }} {{ sender.postal_address }}</mj-text>\n  </mj-column>",
        ),
    );
    work.write("templates/plain.txt", "{{ campaign.body }}\n{{ links.unsubscribe }}\n{{ sender.imprint_url }}\n");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:5:14: note[preheader-missing]: nothing is to stand beside the subject, and the template has a place for it
      help: add `preheader`, a sentence that says more than the subject
    data/campaigns/thanks.md:7:2: warning[link-text]: `click here` does not say where the link leads
      help: screen readers read out links alone: name the page, as in `The programme`
    templates/plain.mjml:3:18: warning[text-diverges]: the text part lacks the heading `Hello` of the HTML part
      help: whoever reads the text alone misses that; add it to the template's text part (`.txt`)
    templates/plain.txt:1:1: warning[privacy-missing]: the text part does not lead to the privacy notice `https://a.example/privacy`
      help: put `{{ sender.privacy_url }}` into the footer
    templates/plain.txt:1:1: warning[postal-address-missing]: the text part lacks the postal address `Am Markt 1`
      help: put `{{ sender.postal_address }}` into the footer
    errors: 0, warnings: 4, notes: 1
    [stderr]
    [exit 3]
    ");
    let allowed = ["link-text", "postal-address-missing", "preheader-missing", "privacy-missing", "text-diverges"];
    let allow: String = allowed.map(|code| format!("{code} = \"meant so\"\n")).concat();
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("preheader = \"\"\n", &format!("[allow]\n{allow}")));
    work.ends_with(0, &["check", "thanks"]);
}
