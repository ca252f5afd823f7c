//! `check` reads a mail of each shape, and names the contact whose data are the reason.

use crate::check::told;
use crate::workdir::Workdir;

/// 40 people, of whom one has other data.
fn workspace(body: &str, odd: &str) -> Workdir {
    let work = Workdir::new();
    let row = |n: usize| if n == 23 { format!("p23@x.example;{odd}\n") } else { format!("p{n}@x.example;Name;Ort;\n") };
    let rows: String = (0..40).map(row).collect();
    work.write("data/lists/people.csv", format!("E-Mail;Nachname;Kommune;Seite\n{rows}"));
    work.campaign(body);
    work
}

#[test]
fn the_one_contact_whose_mail_is_put_together_differently_is_read() {
    let body = "# Thanks\n\n{% if contact.municipality == 'Ulm' %}\n#### In Ulm\n\non Monday, 11 May 2027\n{% endif %}\n\nBye\n";
    let work = workspace(body, "Klein;Ulm;");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:9:6: warning[heading-skipped]: below a heading `h1` stands `h4`: a level between them is missing
      in the mail to data/lists/people.csv:25 (Klein)
      help: screen readers read the outline; take the next level
    data/campaigns/thanks.md:11:4: warning[weekday-wrong]: `Monday, 11 May 2027` is a Tuesday
      in the mail to data/lists/people.csv:25 (Klein)
      help: mend the weekday or the date
    errors: 0, warnings: 2, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn words_of_a_list_that_nobody_meant_to_send_are_told_with_their_line() {
    let work = workspace("Dear {{ contact.last_name }},\n\nbye\n", "Max Mustermann;Ulm;");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md: warning[placeholder-left]: `Mustermann` still stands here
      in the mail to data/lists/people.csv:25 (Max Mustermann)
      help: replace or delete it
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    ");
    let findings = work.json(&["check", "thanks"])["findings"].take();
    assert_eq!(findings[0]["person"], "data/lists/people.csv:25 (Max Mustermann)");
}

#[test]
fn a_target_of_a_list_that_leads_nowhere_is_told_with_its_line() {
    let body = "{% if contact.extra.Seite %}<a href=\"{{ contact.extra.Seite }}\">your page</a>{% endif %} bye\n";
    let work = workspace(body, "Klein;Ulm;mailto:nix");
    let told = told(&work, &["check", "thanks"]);
    assert!(told.contains("warning[link-broken]: the link `mailto:nix` leads nowhere"), "{told}");
    assert!(told.contains("\n  in the mail to data/lists/people.csv:25 (Klein)\n"), "{told}");
}

#[test]
fn the_longest_subject_and_the_longest_word_are_read() {
    let name = "x".repeat(60);
    let work = workspace("Dear {{ contact.last_name }}\n", &format!("{name};Ulm;"));
    let campaign = work.read("data/campaigns/thanks.md");
    work.write(
        "data/campaigns/thanks.md",
        campaign.replace("\"Thanks\"", "\"Thanks for all that you did, {{ contact.last_name }}\""),
    );
    std::fs::remove_file(work.path("templates/plain.mjml")).expect("is there");
    let page = "<html><body>{{ campaign.body }}<a href=\"{{ links.unsubscribe }}\">unsubscribe</a></body></html>";
    work.write("templates/plain.html", page);
    let told = told(&work, &["check", "thanks"]);
    for (code, what) in [("note[subject-long]", "89 characters"), ("warning[word-long]", "60 characters")] {
        assert!(told.contains(code) && told.contains(what), "{code}: {told}");
    }
    assert_eq!(told.matches("in the mail to data/lists/people.csv:25 (").count(), 2, "{told}");
}

#[test]
fn a_value_that_stops_the_mails_is_told_with_its_line() {
    let work = workspace("Dear {{ contact.last_name | date }}\n", "Klein;Ulm;");
    let rows = work.read("data/lists/people.csv").replace(";Name;", ";2027-05-11;");
    work.write("data/lists/people.csv", rows);
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:6:29: error[render-failed]: no text comes of this: `Klein` is no date
      in the mail to data/lists/people.csv:25 (Klein)
      help: check the placeholder and the value it gets
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
    let work = workspace("Bye\n", "../../x;Ulm;");
    let campaign = work.read("data/campaigns/thanks.md");
    let attached = "template = \"plain\"\nattachments = [\n  \"{{ contact.last_name }}\",\n]\n";
    work.write("data/campaigns/thanks.md", campaign.replace("template = \"plain\"\n", attached));
    work.write("data/media/Name", "x");
    insta::assert_snapshot!(told(&work, &["check", "thanks"]), @r"
    data/campaigns/thanks.md:6:4: error[path-outside]: `../../x` leads out of the workspace
      in the mail to data/lists/people.csv:25 (../../x)
      help: only files inside the workspace are used
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}
