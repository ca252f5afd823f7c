//! `new campaign`, `new event`: files that `check` accepts as they are.

use crate::workdir::{Outcome, Workdir};

fn clean(work: &Workdir) {
    let Outcome { stdout, .. } = work.run(&["check"]);
    // what is to be replaced is named, and that the small layout has no place beside the subject; nothing else is wrong
    let is_known = |line: &str| ["[placeholder-left]", "[variable-unused]"].iter().any(|code| line.contains(code));
    let others = stdout.lines().filter(|line| line.contains('[') && !is_known(line));
    assert_eq!(others.count(), 0, "{stdout}");
}

#[test]
fn a_new_campaign_and_a_new_event_are_accepted_in_both_languages() {
    for language in ["de", "en"] {
        let work = Workdir::new();
        let settings = work.read("rundbrief.toml");
        work.write("rundbrief.toml", settings.replace("language = \"en\"", &format!("language = \"{language}\"")));
        work.ends_with(0, &["new", "event", "summit-2028"]);
        work.ends_with(0, &["new", "campaign", "news-2028"]);
        clean(&work);
        let campaign = work.read("data/campaigns/news-2028.md");
        assert!(campaign.contains("event = \"summit") && campaign.contains("template = \"plain\""), "{campaign}");
        assert!(campaign.matches("\n# ").count() > 10, "{campaign}");
        work.ends_with(0, &["preview", "news-2028"]);
        // every line that is only a suggestion may be switched on, less the pictures, which are not there
        let event = work.read("data/events/summit-2028.md");
        let (first, rest) = event.split_once("# [[pictures]]").expect("is there");
        let key = |line: &str| line.starts_with('[') || line.contains(" = ") && !line.starts_with("next");
        let switched = first.lines().map(|line| line.strip_prefix("# ").filter(|bare| key(bare)).unwrap_or(line));
        let first: Vec<&str> = switched.collect();
        work.write("data/events/summit-2028.md", format!("{}\n# [[pictures]]{rest}", first.join("\n")));
        clean(&work);
    }
}

/// The keys that `check` offers in place of one that it does not know, put into a file before `before`.
fn known_keys(work: &Workdir, file: &str, before: &str) -> Vec<String> {
    let text = work.read(file);
    work.write(file, text.replacen(before, &format!("nix = 1\n{before}"), 1));
    let told = work.run(&["check"]).stdout;
    work.write(file, text);
    let (_, known) = told.split_once("ossible are: ").unwrap_or_else(|| panic!("{told}"));
    known.lines().next().unwrap_or_default().split(", ").map(str::to_owned).collect()
}

#[test]
fn a_new_file_has_a_line_for_every_key_there_is() {
    let work = Workdir::new();
    work.ends_with(0, &["new", "event", "summit-2028"]);
    work.ends_with(0, &["new", "campaign", "news-2028"]);
    let tables = "[contact]\nname = \"A B\"\n[[days]]\ndate = 2027-05-11\n[[days.items]]\ntitle = \"x\"\n[[speakers]]\nname = \"A\"\n\
                  [[voices]]\ntext = \"x\"\n[[pictures]]\nfile = \"x.png\"\nalt = \"x\"\n";
    work.write("data/events/summit.md", format!("+++\nname = \"Summit\"\n{tables}+++\n"));
    for (new, old, places) in [
        ("data/campaigns/news-2028.md", "data/campaigns/thanks.md", &["subject"][..]),
        (
            "data/events/summit-2028.md",
            "data/events/summit.md",
            &["name", "name = \"A B", "date", "title", "name = \"A\"\n[[voices", "text", "file"],
        ),
    ] {
        let text = work.read(new);
        for place in places {
            let keys = known_keys(&work, old, place);
            assert!(keys.len() > 1, "{place}: {keys:?}");
            for key in keys {
                let has_line =
                    |begin: String| text.lines().any(|line| line.trim_start_matches("# ").starts_with(&begin));
                let is_there =
                    [format!("{key} = "), format!("[{key}]"), format!("[[{key}]]"), format!("[[days.{key}]]")];
                assert!(is_there.into_iter().any(has_line), "{new} has no line for `{key}`");
            }
        }
    }
}

#[test]
fn a_new_campaign_looks_like_no_mail_for_a_purpose_of_its_own() {
    let work = Workdir::new();
    let layout = work.read("templates/plain.mjml");
    work.write("templates/change-notice.mjml", layout.replace("<mj-text>{{", "<mj-text>Change: {{"));
    // what is there to be extended is no layout by itself
    let skeleton = layout.replace("{{ campaign.body }}", "{% block text %}{% endblock %}");
    for (name, text, chosen) in
        [("base", &skeleton, "change-notice"), ("base", &layout, "base"), ("letter", &layout, "letter")]
    {
        work.write(&format!("templates/{name}.mjml"), text);
        work.ends_with(0, &["new", "campaign", "news"]);
        let campaign = work.read("data/campaigns/news.md");
        assert!(campaign.contains(&format!("template = \"{chosen}\"")), "{campaign}");
        assert!(campaign.contains("purpose = \"newsletter\"") && campaign.contains("# id = \"news\""), "{campaign}");
        std::fs::remove_file(work.path("data/campaigns/news.md")).expect("is there");
    }
}

#[test]
fn a_copy_keeps_everything_but_what_held_for_the_other_alone() {
    let work = Workdir::new();
    let campaign = work.read("data/campaigns/thanks.md");
    work.write(
        "data/campaigns/thanks.md",
        campaign.replace("subject", "id = \"thanks-2026\"\nnot_after = 2026-11-01\nsubject"),
    );
    work.ends_with(0, &["new", "campaign", "again", "--like", "thanks-2026"]);
    work.ends_with(0, &["new", "event", "summit-2", "--like", "summit"]);
    insta::assert_snapshot!(work.read("data/campaigns/again.md"), @r#"
    +++
    # After data/campaigns/thanks.md. Please go through: subject, event, audience, text
    # held there: id = "thanks-2026"
    # held there: not_after = 2026-11-01
    subject = "Thanks"
    event = "summit"
    template = "plain"
    +++
    Dear {{ contact.last_name }},

    thanks for coming.
    "#);
    assert!(work.read("data/events/summit-2.md").ends_with("+++\nIt was good.\n"));
    clean(&work);
    work.ends_with(0, &["preview", "again"]);
}

#[test]
fn nothing_is_overwritten_and_no_name_leads_elsewhere() {
    let work = Workdir::new();
    let before = work.read("data/campaigns/thanks.md");
    let told = work.ends_with(2, &["new", "campaign", "thanks"]);
    assert!(told.stderr.contains("data/campaigns/thanks.md: error[new-exists]"), "{told:?}");
    assert_eq!(work.read("data/campaigns/thanks.md"), before);
    for name in ["../evil", "a b", "Ä", "x.md", "-x"] {
        let told = work.run(&["new", "campaign", "--", name]);
        assert!(told.stderr.contains("error[new-name-invalid]"), "{name}: {told:?}");
    }
    assert_eq!(work.files("data/campaigns"), ["thanks.md"]);
    let told = work.ends_with(2, &["new", "campaign", "x", "--like", "thansk"]);
    assert!(told.stderr.contains("did you mean `thanks`?"), "{told:?}");
    let told = work.ends_with(2, &["new", "event", "x", "--like", "../campaigns/thanks"]);
    assert!(told.stderr.contains("error[event-unknown]"), "{told:?}");
}

#[test]
fn a_new_campaign_needs_an_event_and_a_layout() {
    let work = Workdir::new();
    std::fs::remove_file(work.path("templates/plain.mjml")).expect("is there");
    let told = work.ends_with(2, &["new", "campaign", "x"]);
    assert!(told.stderr.contains("there is no template in templates yet"), "{told:?}");
    std::fs::remove_file(work.path("data/events/summit.md")).expect("is there");
    let told = work.ends_with(2, &["new", "campaign", "x"]);
    assert!(told.stderr.contains("help: make one: `rundbrief new event NAME`"), "{told:?}");
}
