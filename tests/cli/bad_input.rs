//! Bad input and bad circumstances: one clear message with place and way out, the right exit code, nothing damaged.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use crate::check::told;
use crate::double::{ANY, Double, Script, Stage};
use crate::postfix::Postfix;
use crate::workdir::{Outcome, Workdir, outcome};

/// What `send --yes` says.
fn sent(work: &Workdir) -> String {
    told(work, &["send", "thanks", "--yes"])
}

/// Whether the workspace is as before the first send: no mail, no ledger.
fn assert_untouched(work: &Workdir) {
    assert_eq!((work.files("outbox/new"), work.files(".rundbrief")), (Vec::new(), Vec::new()));
}

/// From now on everything works: everybody gets one mail, and a further run sends nothing.
fn assert_everybody_gets_one(work: &Workdir) {
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let names = ["anna@x", "bert@y", "cleo@z"].map(|name| format!("thanks_{name}.example.eml"));
    assert_eq!(work.files("outbox/new"), names);
    let again = work.ends_with(0, &["send", "thanks", "--yes"]);
    assert!(again.stdout.starts_with("Nothing to send now.\n"), "{again:?}");
    assert_eq!((work.count("accepted"), work.files("outbox/tmp")), (3, Vec::new()));
}

/// As [`assert_everybody_gets_one`], over SMTP with these settings.
fn assert_everybody_gets_one_over(work: &Workdir, double: &Double) {
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(recipients(double), ["anna@x.example", "bert@y.example", "cleo@z.example"]);
}

fn recipients(double: &Double) -> Vec<String> {
    let mut recipients: Vec<String> = double.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    recipients.sort();
    recipients
}

/// A workspace that sends to this port with these lines in `[transport.smtp]`.
fn over_smtp(host: &str, port: u16, more: &str) -> Workdir {
    let work = Workdir::new();
    reconfigure(&work, host, port, more);
    work
}

fn reconfigure(work: &Workdir, host: &str, port: u16, more: &str) {
    work.configure(&format!(
        "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"{host}\"\nport = {port}\n{more}\n"
    ));
}

/// A port of this machine on which nobody listens.
fn closed_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("bound").port()
}

/// What the command says, without the port that differs in each run.
fn sent_to(work: &Workdir, port: u16) -> String {
    sent(work).replace(&format!(":{port}"), ":PORT")
}

/// Neither what was said nor any file of the workspace holds the password.
fn assert_secret(password: &str, work: &Workdir, said: &str) {
    assert!(!said.contains(password), "{said}");
    let mut folders = vec![work.root().to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("readable").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("secret") {
                let bytes = fs::read(&path).expect("readable");
                let found = bytes.windows(password.len()).any(|window| window == password.as_bytes());
                assert!(!found, "{}", path.display());
            }
        }
    }
}

mod lists {
    use super::*;

    fn with_list(bytes: &[u8]) -> Workdir {
        let work = Workdir::new();
        work.write("data/lists/people.csv", bytes);
        work
    }

    #[test]
    fn a_list_that_cannot_be_read_stops_the_send() {
        let work = Workdir::new();
        let list = work.read("data/lists/people.csv");
        fs::remove_file(work.path("data/lists/people.csv")).expect("is there");
        fs::create_dir(work.path("data/lists/people.csv")).expect("free again");
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        data/lists/people.csv: error[file-unreadable]: the file cannot be read: it is a folder
          help: check its permissions, and whether another program holds it
        [exit 1]
        ");
        assert_untouched(&work);
        fs::remove_dir(work.path("data/lists/people.csv")).expect("is there");
        work.write("data/lists/people.csv", list);
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_list_that_is_gone_stops_the_send() {
        let work = Workdir::new();
        let list = work.read("data/lists/people.csv");
        fs::remove_file(work.path("data/lists/people.csv")).expect("is there");
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        data/lists/people.csv: error[list-missing]: the list does not exist
          help: put the file there, or mend `path` in `rundbrief.toml`
        [exit 2]
        ");
        assert_untouched(&work);
        work.write("data/lists/people.csv", list);
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_list_without_a_column_of_addresses_stops_the_send() {
        let work = with_list(b"Vorname;Nachname;Adresse\nAnna;A;Weg 1\n");
        insta::assert_snapshot!(sent(&work), @r#"
        [stderr]
        data/lists/people.csv:1: error[address-column-missing]: no column is named like a mail address or holds any; found: Vorname, Nachname, Adresse
          help: name the column `E-Mail`, or write `columns = { "Heading" = "email" }` in the `[[lists]]` entry
        [exit 2]
        "#);
        assert_untouched(&work);
    }

    #[test]
    fn an_excel_workbook_is_named_as_what_it_is() {
        let work = Workdir::new();
        work.write("rundbrief.toml", work.read("rundbrief.toml").replace("people.csv", "people.xlsx"));
        work.write("data/lists/people.xlsx", b"PK\x03\x04");
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        data/lists/people.xlsx: error[workbook-damaged]: the workbook is damaged: it is torn
          help: open it in Excel, let it repair the file, and save it; or take an older copy
        [exit 2]
        ");
    }

    #[test]
    fn an_empty_list_is_told_when_nobody_is_left_to_write_to() {
        let work = with_list(b"E-Mail;Nachname\n");
        let Outcome { stderr, code, .. } = work.run(&["send", "thanks", "--yes"]);
        assert!(
            stderr.contains("data/lists/people.csv: warning[list-empty]: the list has no rows\n  help: "),
            "{stderr}"
        );
        assert_eq!(code, Some(3), "{stderr}");
    }

    #[test]
    fn a_file_without_a_single_byte_is_told_as_empty() {
        let work = with_list(b"");
        let Outcome { stdout, code, .. } = work.run(&["check", "data/lists/people.csv"]);
        assert!(stdout.starts_with("data/lists/people.csv") && stdout.contains("[list-empty]"), "{stdout}");
        assert_eq!(code, Some(3));
    }

    #[test]
    fn any_bytes_are_a_list_or_a_finding_but_never_a_crash() {
        for bytes in [
            b"\xFF\xFE".as_slice(),
            b"\xEF\xBB\xBF",
            b"\0\0\0\0\0\0\0\0",
            b"E-Mail\0;x\n\"",
            b"\"\"\"\n;;;\r\r\r",
            &[0x80; 4096],
        ] {
            let Outcome { stderr, code, .. } = with_list(bytes).run(&["send", "thanks", "--yes"]);
            assert!(code.is_some_and(|code| code <= 3) && !stderr.contains("panicked"), "{bytes:?}: {stderr}");
        }
    }
}

mod words {
    use super::*;

    /// What `send` says of a campaign in which `old` was replaced by `new`.
    fn with(old: &str, new: &str) -> String {
        let work = Workdir::new();
        let file = "data/campaigns/thanks.md";
        let right = work.read(file);
        work.write(file, right.replace(old, new));
        let said = sent(&work);
        assert_untouched(&work);
        work.write(file, right);
        assert_everybody_gets_one(&work);
        said
    }

    #[test]
    fn an_unknown_campaign_is_told_with_the_known_ones() {
        let work = Workdir::new();
        insta::assert_snapshot!(told(&work, &["send", "thank", "--yes"]), @r"
        [stderr]
        error[campaign-unknown]: there is no campaign `thank`; known: thanks
          help: did you mean `thanks`?
        [exit 2]
        ");
        insta::assert_snapshot!(told(&work, &["preview", "recap-2024"]), @r"
        [stderr]
        error[campaign-unknown]: there is no campaign `recap-2024`; known: thanks
          help: campaigns lie in data/campaigns, the name is the file name without `.md`
        [exit 2]
        ");
        assert_untouched(&work);
    }

    #[test]
    fn an_unknown_event_is_told_where_it_stands() {
        insta::assert_snapshot!(with("\"summit\"", "\"sumit\""), @r"
        [stderr]
        data/campaigns/thanks.md:3:10: error[event-unknown]: there is no event `sumit`; known: summit
          help: events lie in data/events, the name is the file name without `.md`
        [exit 2]
        ");
    }

    #[test]
    fn an_unknown_template_is_told_where_it_stands() {
        insta::assert_snapshot!(with("\"plain\"", "\"plane\""), @r"
        [stderr]
        data/campaigns/thanks.md:4:13: error[template-unknown]: there is no template `plane`; known: plain
          help: templates lie in templates, the name is the file name without `.mjml`
        [exit 2]
        ");
    }

    #[test]
    fn a_template_outside_of_the_workspace_is_refused() {
        insta::assert_snapshot!(with("\"plain\"", "\"../../../etc/plain\""), @r"
        [stderr]
        data/campaigns/thanks.md:4:13: error[path-outside]: `../../../etc/plain` leads out of the workspace
          help: only files inside the workspace are used
        [exit 2]
        ");
    }

    #[test]
    fn an_unknown_variable_stops_before_the_first_mail() {
        insta::assert_snapshot!(with("contact.last_name", "contact.lastname"), @r"
        [stderr]
        data/campaigns/thanks.md:6:9: error[variable-unknown]: neither a list nor the format knows `contact.lastname`
          help: did you mean `last_name`?
        [exit 2]
        ");
    }

    #[test]
    fn an_unknown_filter_stops_before_the_first_mail() {
        insta::assert_snapshot!(with("contact.last_name", "contact.last_name | uper"), @r"
        [stderr]
        data/campaigns/thanks.md:6:29: error[tag-invalid]: this placeholder cannot be read: Unknown filter `uper`
          help: a value stands in double braces: `{{ contact.salutation }}`
        [exit 2]
        ");
    }

    #[test]
    fn a_value_that_somebody_lacks_stops_before_the_first_mail() {
        insta::assert_snapshot!(with("contact.last_name", "contact.title"), @r"
        [stderr]
        data/campaigns/thanks.md:6:9: error[value-missing]: 3 contacts lack `contact.title`: data/lists/people.csv:2 (anna), data/lists/people.csv:3 (bert), data/lists/people.csv:4 (cleo)
          help: write `{% if contact.title %}{{ contact.title }}{% endif %}`, complete the list, or leave these contacts out with `--leave-out-incomplete`
        [exit 2]
        ");
    }

    #[test]
    fn a_condition_with_an_unknown_name_sends_to_nobody() {
        let said = with("+++\nDear", "[audience]\nwhere = \"not contact.stat_code == 'HH'\"\n+++\nDear");
        assert!(
            said.contains("data/campaigns/thanks.md:6:14: error[variable-unknown]") && said.ends_with("[exit 2]"),
            "{said}"
        );
    }

    #[test]
    fn an_unknown_list_of_the_audience_is_told() {
        let said = with("+++\nDear", "[audience]\nlists = [\"peple\"]\n+++\nDear");
        assert!(
            said.contains("error[list-unknown]: there is no list `peple`; known: people\n  help: ")
                && said.ends_with("[exit 2]"),
            "{said}"
        );
    }

    #[test]
    fn a_picture_that_does_not_exist_is_told_where_the_campaign_names_it() {
        let said = with("thanks for", "![hall](hall.jpg) thanks for");
        assert!(said.contains("data/campaigns/thanks.md:8") && said.ends_with("[exit 2]"), "{said}");
    }

    #[test]
    fn broken_toml_of_a_campaign_is_told_where_it_breaks() {
        insta::assert_snapshot!(with("\"Thanks\"", "Thanks"), @r"
        [stderr]
        data/campaigns/thanks.md:2:11: error[toml-invalid]: this part cannot be read: quotes are missing here, or `true` or `false` is meant
          help: check spelling and quotes; docs/workspace.md shows every key with an example
        [exit 2]
        ");
        insta::assert_snapshot!(with("event =", "evnt = 1\nevent ="), @r"
        [stderr]
        data/campaigns/thanks.md:3:1: error[key-unknown]: there is no key `evnt` here
          help: did you mean `event`? Possible are: subject, event, template, id, purpose, preheader, not_before, not_after, sender, reply_to, auto_replies, calendar, replies_to, attachments, audience, allow
        [exit 2]
        ");
        insta::assert_snapshot!(with("+++\nsubject", "subject"), @r"
        [stderr]
        data/campaigns/thanks.md:1: error[front-matter-missing]: the file must begin with a line `+++`, and a second one must close the facts
          help: line 1: `+++`, then the facts, then `+++` again, then the text
        [exit 2]
        ");
    }

    #[test]
    fn broken_toml_of_an_event_is_told_where_it_breaks() {
        let work = Workdir::new();
        work.write("data/events/summit.md", "+++\nname = \"Summit\"\nstart = 2024-13-45\n+++\n");
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        data/events/summit.md:3:9: error[toml-invalid]: this part cannot be read: there is no such date
          help: check spelling and quotes; docs/workspace.md shows every key with an example
        [exit 2]
        ");
        assert_untouched(&work);
    }

    #[test]
    fn a_file_in_another_encoding_is_told() {
        let work = Workdir::new();
        work.write("data/events/summit.md", b"+++\nname = \"Gr\xFC\xDFe\"\n+++\n");
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        data/events/summit.md: error[not-utf8]: the file is not UTF-8
          help: save it in your editor with the encoding UTF-8
        [exit 2]
        ");
        assert_untouched(&work);
    }
}

mod settings {
    use super::*;

    /// What `send` says with these settings between the sender and the lists.
    fn with(settings: &str) -> String {
        let work = Workdir::new();
        work.configure(settings);
        let said = sent(&work);
        assert_untouched(&work);
        work.configure("");
        assert_everybody_gets_one(&work);
        said
    }

    #[test]
    fn broken_settings_are_told_where_they_break() {
        insta::assert_snapshot!(with("[limits]\nrates = [\"30 a minute\"]"), @r"
        [stderr]
        rundbrief.toml:8:9: error[rate-invalid]: `30 a minute` is no rate
          help: write how many mails may leave in what time: `30/min`, `250/10min`, `10000/day`; the time is at most 366 days
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nwindow = \"Mo-Fr 8-17\""), @r"
        [stderr]
        rundbrief.toml:8:10: error[window-invalid]: `Mo-Fr 8-17` is no sending window
          help: write days and hours: `Mo-Fr 08:00-17:30`, several with commas
        [exit 2]
        ");
        insta::assert_snapshot!(with("[transport]\nkind = \"snmp\""), @r"
        [stderr]
        rundbrief.toml:8:8: error[choice-unknown]: `snmp` is not possible here
          help: did you mean `smtp`? Possible are: outbox, smtp
        [exit 2]
        ");
        insta::assert_snapshot!(with("[transport"), @r"
        [stderr]
        rundbrief.toml:7:11: error[toml-invalid]: this part cannot be read: a bracket is not closed
          help: check spelling and quotes; docs/workspace.md shows every key with an example
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limit]\nrates = []"), @r"
        [stderr]
        rundbrief.toml:7:2: error[key-unknown]: there is no key `limit` here
          help: did you mean `limits`? Possible are: language, sender, brand, transport, dkim, limits, approval, ledger, duplicates, retention, responses, consents, existing_customers, lists
        [exit 2]
        ");
    }

    #[test]
    fn a_folder_without_settings_is_no_workspace() {
        let work = Workdir::new();
        work.write("elsewhere/notes.txt", "");
        insta::assert_snapshot!(told(&work, &["check", "-w", "elsewhere"]), @r"
        [stderr]
        error[workspace-missing]: this is no workspace: there is no `rundbrief.toml` in elsewhere or above
          help: change into the folder with the `rundbrief.toml`, or name it with `-w DIR`
        [exit 2]
        ");
    }

    #[test]
    fn options_that_exclude_each_other_are_refused() {
        let work = Workdir::new();
        let Outcome { stderr, code, .. } = work.run(&["send", "thanks", "--to", "me@x.example", "--limit", "1"]);
        assert!(
            stderr.starts_with("error: the argument '--to <ADDRESS>' cannot be used with '--limit <N>'"),
            "{stderr}"
        );
        assert_eq!(code, Some(2));
        insta::assert_snapshot!(told(&work, &["send", "thanks", "--to", "me"]), @r"
        [stderr]
        error[argument-address]: `me` is no address: the `@` is missing
          help: for example name@town.example
        [exit 2]
        ");
        assert_untouched(&work);
    }

    #[test]
    fn without_a_terminal_and_without_yes_nothing_is_sent() {
        let work = Workdir::new();
        insta::assert_snapshot!(told(&work, &["send", "thanks"]), @r"
        [stderr]
        Thanks (thanks)
          from:         Aufbruch <einladung@aufbruch.example>
          way:          rehearsal into the outbox outbox (nothing leaves this machine)
          recipients:   3
          to send now:  3
          duration:     no limit of pace
        error[confirmation-missing]: there is nobody to ask
          help: add `--yes` if all of it is right; `--dry-run` shows it before
        [exit 2]
        ");
        insta::assert_snapshot!(told(&work, &["send", "thanks", "--quiet"]), @r"
        [stderr]
        error[confirmation-missing]: there is nobody to ask
          help: add `--yes` if all of it is right; `--dry-run` shows it before
        [exit 2]
        ");
        assert_eq!((work.files("outbox/new"), work.count("accepted")), (Vec::new(), 0));
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_ledger_in_a_synchronised_folder_is_refused() {
        for folder in ["Nextcloud/rundbrief", "OneDrive - Stadt Köln", "dropbox"] {
            let said = with(&format!("[ledger]\nurl = \"sqlite:{folder}/ledger.db\""));
            let what = folder.split('/').next().expect("a name");
            let expected = format!(
                "[stderr]\n[work]/{folder}/ledger.db: error[ledger-on-share]: the ledger would lie on a network drive or in a \
                 synchronised folder ({what}), where it can be damaged\n  help: name a place on this machine: `[ledger]` `url = \
                 \"sqlite:/path/ledger.db\"`\n[exit 2]"
            );
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn another_kind_of_ledger_is_refused_in_the_settings() {
        insta::assert_snapshot!(with("[ledger]\nurl = \"mysql://ledger\""), @r"
        [stderr]
        rundbrief.toml: error[ledger-kind]: `mysql://ledger` is no place for a ledger
          help: write `sqlite:PATH`, such as `sqlite:.rundbrief/ledger.db`
        [exit 2]
        ");
    }

    #[test]
    fn a_list_outside_of_the_workspace_is_refused() {
        let work = Workdir::new();
        for path in ["../people.csv", "/etc/passwd"] {
            work.write("rundbrief.toml", work.read("rundbrief.toml").replace("data/lists/people.csv", path));
            let said = sent(&work);
            let expected = format!(
                "[stderr]\nrundbrief.toml: error[path-outside]: `{path}` leads out of the workspace\n  help: only files inside the workspace are used\n[exit 2]"
            );
            assert_eq!(said, expected);
            work.configure("");
        }
    }
}

mod disk {
    use super::*;

    /// Runs the command while no file may grow beyond so many KiB: what a full disk does, without a disk.
    fn with_little_room(work: &Workdir, kibibytes: u32, arguments: &[&str]) -> Outcome {
        // without the trap the signal would end the process; `ulimit -f` counts blocks of 512 bytes
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kibibytes * 2);
        let usual = work.command(&[]);
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg(usual.get_program()).args(arguments).current_dir(work.root());
        outcome(
            command.envs(usual.get_envs().filter_map(|(name, value)| Some((name, value?)))).output().expect("starts"),
        )
    }

    fn said(work: &Workdir, outcome: Outcome) -> String {
        let Outcome { stdout, stderr, code } = outcome;
        format!("{stdout}[stderr]\n{stderr}[exit {}]", code.unwrap_or(-1))
            .replace(&work.root().display().to_string(), "[work]")
    }

    #[test]
    fn an_outbox_that_cannot_be_made_stops_the_send() {
        let work = Workdir::new();
        work.write("outbox", "a file in its place");
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        [work]/outbox: error[outbox-unwritable]: cannot write into the outbox: a part of the path is no folder
          help: check permissions and free space
        [exit 1]
        ");
        assert_eq!((work.read("outbox").as_str(), work.files(".rundbrief")), ("a file in its place", Vec::new()));
        fs::remove_file(work.path("outbox")).expect("is there");
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn an_outbox_that_cannot_be_written_leaves_everybody_queued() {
        let work = Workdir::new();
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        fs::create_dir(work.path("outbox/tmp/thanks_bert@y.example.eml")).expect("a folder in the way");
        insta::assert_snapshot!(told(&work, &["send", "thanks", "--yes", "--quiet"]), @r"
        0 mails sent.
        [stderr]
        [work]/outbox/tmp/thanks_bert@y.example.eml: error[outbox-unwritable]: cannot write into the outbox: it is a folder
          help: check permissions and free space
        [exit 1]
        ");
        assert_eq!([work.count("accepted"), work.count("queued"), work.count("sending")], [1, 2, 0]);
        fs::remove_dir(work.path("outbox/tmp/thanks_bert@y.example.eml")).expect("is there");
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_disk_too_full_for_a_ledger_stops_before_the_first_mail() {
        let work = Workdir::new();
        let outcome = with_little_room(&work, 4, &["send", "thanks", "--yes"]);
        assert!(
            outcome.stderr.contains("/.rundbrief/ledger.db: error[ledger-unwritable]: the ledger cannot be written: "),
            "{outcome:?}"
        );
        assert!(outcome.stderr.contains("\n  help: no mail leaves unrecorded; make room"), "{outcome:?}");
        assert_eq!((outcome.code, work.files("outbox/new")), (Some(1), Vec::new()));
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_disk_too_full_for_a_mail_leaves_no_half_of_it() {
        let work = Workdir::new();
        // the ledger keeps the campaign's text once, and has room for it; a mail holds it twice
        work.campaign(&"thanks for coming, whoever you are\n\n".repeat(12_000));
        let outcome = with_little_room(&work, 780, &["send", "thanks", "--yes", "--quiet"]);
        insta::assert_snapshot!(said(&work, outcome), @r"
        0 mails sent.
        [stderr]
        [work]/outbox/tmp/thanks_anna@x.example.eml: error[outbox-unwritable]: cannot write into the outbox: the file may not grow further
          help: check permissions and free space
        [exit 1]
        ");
        assert_eq!((work.files("outbox/new"), work.count("queued"), work.count("accepted")), (Vec::new(), 3, 0));
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_disk_that_fills_up_during_a_run_doubles_and_loses_nobody() {
        let double = Double::start(Script::new());
        let work = Workdir::new();
        work.over_smtp(double.port(), "");
        let mut crowd = work.crowd(120);
        crowd.sort();
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        let outcome = with_little_room(&work, 300, &["send", "thanks", "--yes", "--quiet"]);
        assert!(
            outcome.stderr.contains("error[ledger-unwritable]") && outcome.stderr.contains("  help: "),
            "{outcome:?}"
        );
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        let during = double.mails().len();
        assert!((2..120).contains(&during), "the disk was full after {during} mails");
        let again = work.run(&["send", "thanks", "--yes", "--quiet"]);
        let (accepted, in_doubt) = (work.count("accepted"), work.count("in_doubt"));
        assert_eq!((accepted + in_doubt, again.code), (120, Some(if in_doubt > 0 { 3 } else { 0 })), "{again:?}");
        let mut got = recipients(&double);
        assert!(got.windows(2).all(|pair| pair[0] != pair[1]), "nobody twice");
        let doubtful: Vec<String> = work.json(&["status", "thanks"])["campaigns"][0]["attention"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| Some(one["address"].as_str()?.to_owned()))
            .collect();
        got.extend(doubtful);
        got.sort();
        got.dedup();
        assert_eq!(got, crowd, "nobody missing");
    }

    #[test]
    fn a_disk_too_full_for_a_preview_or_a_merged_list_is_told() {
        let work = Workdir::new();
        work.crowd(400);
        let preview = with_little_room(&work, 1, &["preview", "thanks"]);
        assert!(
            preview.stderr.contains(": error[file-unwritable]: cannot write here: ") && preview.code == Some(1),
            "{preview:?}"
        );
        let merge = with_little_room(&work, 1, &["merge", "-o", "all.csv"]);
        assert!(
            merge.stderr.contains("all.csv: error[file-unwritable]: cannot write here: ") && merge.code == Some(1),
            "{merge:?}"
        );
        assert_eq!(work.files("."), ["data", "preview", "rundbrief.toml", "templates"]);
        work.ends_with(0, &["preview", "thanks"]);
    }
}

mod ledger {
    use super::*;

    #[test]
    fn a_file_that_is_no_ledger_is_refused_and_kept() {
        let work = Workdir::new();
        let text = "these are my notes, and no database at all ".repeat(50);
        work.write(".rundbrief/ledger.db", &text);
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        [work]/.rundbrief/ledger.db: error[ledger-damaged]: the ledger is damaged, or is none: it is no ledger of rundbrief
          help: nothing was sent; restore the file from a backup
        [exit 1]
        ");
        assert_eq!((work.read(".rundbrief/ledger.db"), work.files("outbox/new")), (text, Vec::new()));
        fs::remove_file(work.path(".rundbrief/ledger.db")).expect("is there");
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn the_database_of_another_program_is_refused_and_kept() {
        let work = Workdir::new();
        fs::create_dir(work.path(".rundbrief")).expect("free");
        let path = work.path(".rundbrief/ledger.db");
        let foreign = rusqlite::Connection::open(&path).expect("a database");
        foreign
            .execute_batch("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')")
            .expect("written");
        drop(foreign);
        let before = fs::read(&path).expect("readable");
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        [work]/.rundbrief/ledger.db: error[ledger-damaged]: the ledger is damaged, or is none: it is no ledger of rundbrief
          help: nothing was sent; restore the file from a backup
        [exit 1]
        ");
        insta::assert_snapshot!(told(&work, &["status", "thanks"]), @r"
        [stderr]
        [work]/.rundbrief/ledger.db: error[ledger-damaged]: the ledger is damaged, or is none: it is no ledger of rundbrief
          help: nothing was sent; restore the file from a backup
        [exit 1]
        ");
        assert!(fs::read(&path).expect("readable") == before);
    }

    fn set_version(path: &Path, version: i32) {
        rusqlite::Connection::open(path)
            .and_then(|ledger| ledger.pragma_update(None, "user_version", version))
            .expect("written");
    }

    #[test]
    fn a_ledger_of_a_newer_version_is_refused_and_kept() {
        let work = Workdir::new();
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        let path = work.path(".rundbrief/ledger.db");
        let version: i32 = rusqlite::Connection::open(&path)
            .and_then(|ledger| ledger.pragma_query_value(None, "user_version", |row| row.get(0)))
            .expect("readable");
        set_version(&path, 99);
        let said = sent(&work).replace(&format!("known is {version}"), "known is N");
        insta::assert_snapshot!(said, @r"
        [stderr]
        [work]/.rundbrief/ledger.db: error[ledger-newer]: the ledger comes from a newer version (schema 99, known is N)
          help: use the newer version of rundbrief
        [exit 2]
        ");
        assert_eq!(work.run(&["status"]).code, Some(2));
        assert_eq!(work.files("outbox/new").len(), 1);
        set_version(&path, version);
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_second_send_is_kept_out_while_the_first_one_runs() {
        let ((arrived, wait), (go, held)) = (mpsc::channel(), mpsc::channel::<()>());
        let stay = move || {
            arrived.send(()).expect("the test waits");
            let _ends_with_the_test = held.recv_timeout(Duration::from_secs(20));
        };
        let double = Double::start(Script::new().on(Stage::Rcpt, ANY, stay));
        let work = Workdir::new();
        work.over_smtp(double.port(), "");
        let first = work.spawn(&["send", "thanks", "--yes"]);
        wait.recv_timeout(Duration::from_secs(20)).expect("the first send gets to its first mail");
        let said = sent(&work).replace(&format!("process {}", first.id()), "process N");
        insta::assert_snapshot!(said, @r"
        [stderr]
        [work]/.rundbrief/ledger.db: error[ledger-locked]: another send is running (process N)
          help: wait until it is done; `rundbrief status` shows how far it is
        [exit 1]
        ");
        go.send(()).expect("the server waits");
        let first = outcome(first.wait_with_output().expect("ends"));
        assert_eq!(first.code, Some(0), "{first:?}");
        assert_everybody_gets_one_over(&work, &double);
    }

    #[test]
    fn a_lock_file_that_nobody_holds_is_in_nobodys_way() {
        let work = Workdir::new();
        work.write(".rundbrief/ledger.lock", "1");
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_damaged_key_file_stops_before_the_first_mail() {
        let work = Workdir::new();
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        let keys = work.read(".rundbrief/keys");
        work.write(".rundbrief/keys", "garbage");
        insta::assert_snapshot!(sent(&work), @r"
        [stderr]
        [work]/.rundbrief/keys: error[key-invalid]: the key file is damaged
          help: restore it from a backup; without it the unsubscribe links of earlier mails are void
        [exit 2]
        ");
        assert_eq!((work.files("outbox/new").len(), work.read(".rundbrief/keys").as_str()), (1, "garbage"));
        work.write(".rundbrief/keys", keys);
        assert_everybody_gets_one(&work);
    }

    #[test]
    fn a_campaign_that_moved_to_another_event_is_refused() {
        let work = Workdir::new();
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        let campaign = work.read("data/campaigns/thanks.md");
        work.write("data/events/other.md", "+++\nname = \"Other\"\n+++\n");
        work.write("data/campaigns/thanks.md", campaign.replace("\"summit\"", "\"other\""));
        insta::assert_snapshot!(sent(&work), @r#"
        [stderr]
        data/campaigns/thanks.md:3:10: warning[campaign-moved]: the campaign `thanks` belonged to `summit` so far, now to `other`
          help: put `event = "summit"` back; for a new mailing copy the file and give it an `id` of its own. If only the event was named wrongly, confirm the change (`--accept-changes`)
        [exit 3]
        "#);
        work.write("data/campaigns/thanks.md", campaign);
        assert_everybody_gets_one(&work);
    }
}

mod server {
    use super::*;

    const PASSWORD: &str = "geheim-7 für=alle";
    const LOGIN: &str = "security = \"none\"\nusername = \"einladung\"\n";

    fn guarded() -> Double {
        Double::start(Script::new().login("einladung", PASSWORD))
    }

    #[test]
    fn a_wrong_password_is_told_but_never_shown() {
        let double = guarded();
        let wrong = "falsch-4711";
        let work = over_smtp("127.0.0.1", double.port(), &format!("{LOGIN}password = {{ env = \"TEST_PASSWORD\" }}"));
        let send = |password: &str| {
            outcome(
                work.command(&["send", "thanks", "--yes", "--verbose"])
                    .env("TEST_PASSWORD", password)
                    .output()
                    .expect("runs"),
            )
        };
        let refused = send(wrong);
        let said = refused
            .stderr
            .replace(&format!(":{}", double.port()), ":PORT")
            .replace(&work.root().display().to_string(), "[work]");
        insta::assert_snapshot!(said, @r"
        workspace: [work]
        data/lists/people.csv: 3 rows, UTF-8, delimiter ;
        Thanks (thanks)
          from:         Aufbruch <einladung@aufbruch.example>
          way:          mail server 127.0.0.1:PORT
          recipients:   3
          to send now:  3
          duration:     no limit of pace
        error[login-refused]: 127.0.0.1:PORT refuses the login as `einladung`: 535 5.7.8 wrong name or password
          help: check user name and password, with OAuth the rights of the application (docs/login.md); what did not leave stays queued
        ");
        assert_eq!((refused.code, double.mails().len(), work.count("queued")), (Some(2), 0, 3));
        assert_secret(wrong, &work, &format!("{refused:?}"));
        let accepted = send(PASSWORD);
        assert_eq!((accepted.code, recipients(&double).len()), (Some(0), 3), "{accepted:?}");
        assert_secret(PASSWORD, &work, &format!("{accepted:?}"));
    }

    #[test]
    fn a_password_comes_from_a_command_or_a_file_and_is_never_shown() {
        let double = guarded();
        let work =
            over_smtp("127.0.0.1", double.port(), &format!("{LOGIN}password = {{ command = [\"cat\", \"secret\"] }}"));
        work.write("secret", "falsch-4711\n");
        let refused = work.ends_with(2, &["send", "thanks", "--yes", "--verbose"]);
        assert!(refused.stderr.contains("error[login-refused]"), "{refused:?}");
        assert_secret("falsch-4711", &work, &format!("{refused:?}"));
        work.write("secret", format!("{PASSWORD}\n"));
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        reconfigure(&work, "127.0.0.1", double.port(), &format!("{LOGIN}password = {{ file = \"secret\" }}"));
        assert_everybody_gets_one_over(&work, &double);
        assert_secret(PASSWORD, &work, "");
    }

    #[test]
    fn a_password_file_is_looked_for_in_the_workspace() {
        let double = guarded();
        let work = over_smtp("127.0.0.1", double.port(), &format!("{LOGIN}password = {{ file = \"secret\" }}"));
        work.write("secret", PASSWORD);
        let root = work.root().display().to_string();
        let elsewhere = tempfile::tempdir().expect("a folder");
        let run = outcome(
            work.command(&["-w", &root, "send", "thanks", "--yes"]).current_dir(&elsewhere).output().expect("runs"),
        );
        assert_eq!((run.code, double.mails().len()), (Some(0), 3), "{run:?}");
    }

    #[test]
    fn a_password_that_is_not_to_be_had_is_told_before_anybody_is_called() {
        let double = guarded();
        let said = |source: &str| {
            let work = over_smtp("127.0.0.1", double.port(), &format!("{LOGIN}{source}"));
            let said = sent(&work);
            assert_eq!((work.files(".rundbrief"), double.connections()), (Vec::new(), 0));
            said
        };
        insta::assert_snapshot!(said("password = { env = \"NO_SUCH_VARIABLE\" }"), @r"
        [stderr]
        rundbrief.toml: error[password-unavailable]: the password is not to be had: NO_SUCH_VARIABLE: not set
          help: set the environment variable before you send; `password` can also name a file or a command (docs/workspace.md)
        [exit 2]
        ");
        insta::assert_snapshot!(said("password = { file = \"no-such-file\" }"), @r"
        [stderr]
        rundbrief.toml: error[password-unavailable]: the password is not to be had: no-such-file: the file or folder is missing
          help: make the file that stands under `password`, with nothing but the password in it and readable for you alone
        [exit 2]
        ");
        insta::assert_snapshot!(said("password = { command = [\"sh\", \"-c\", \"echo geheim; exit 3\"] }"), @r"
        [stderr]
        rundbrief.toml: error[password-unavailable]: the password is not to be had: sh: ended with an error (status 3)
          help: run the command that stands under `password` once yourself: it must print the password and end without an error
        [exit 2]
        ");
        let nothing = said("password = { command = [\"true\"] }");
        assert!(nothing.contains("error[password-unavailable]") && !nothing.contains("Command(["), "{nothing}");
        insta::assert_snapshot!(said(""), @r"
        [stderr]
        rundbrief.toml: error[key-missing]: `transport.smtp.password` is missing
          help: add it to `rundbrief.toml`
        [exit 2]
        ");
    }

    #[test]
    fn a_password_inside_the_settings_is_refused_without_showing_it() {
        let said = sent(&over_smtp("127.0.0.1", closed_port(), &format!("{LOGIN}password = \"{PASSWORD}\"")));
        assert!(
            said.starts_with("[stderr]\nrundbrief.toml:14:12: error[password-inline]") && said.ends_with("[exit 2]"),
            "{said}"
        );
        assert!(!said.contains(PASSWORD), "{said}");
    }

    #[test]
    fn a_server_that_is_not_there_leaves_everybody_queued() {
        let port = closed_port();
        let work = over_smtp("127.0.0.1", port, "security = \"none\"");
        insta::assert_snapshot!(sent_to(&work, port), @r"
        0 mails sent.
        [stderr]
        Thanks (thanks)
          from:         Aufbruch <einladung@aufbruch.example>
          way:          mail server 127.0.0.1:PORT
          recipients:   3
          to send now:  3
          duration:     no limit of pace
        error[server-unreachable]: the mail server 127.0.0.1:PORT cannot be reached: nobody takes connections there
          help: check name, port and network; what did not leave stays queued
        [exit 1]
        ");
        assert_eq!(work.count("queued"), 3);
        let double = Double::start(Script::new());
        reconfigure(&work, "127.0.0.1", double.port(), "security = \"none\"");
        assert_everybody_gets_one_over(&work, &double);
    }

    #[test]
    fn a_host_that_does_not_exist_is_told() {
        let work = over_smtp("mail.nowhere.invalid", 587, "timeouts = { connect = 2 }");
        let Outcome { stderr, code, .. } = work.run(&["send", "thanks", "--yes", "--quiet"]);
        assert!(
            stderr
                .starts_with("error[server-unreachable]: the mail server mail.nowhere.invalid:587 cannot be reached: "),
            "{stderr}"
        );
        assert!(
            stderr.ends_with("\n  help: check name, port and network; what did not leave stays queued\n"),
            "{stderr}"
        );
        assert_eq!((code, work.count("queued")), (Some(1), 3));
    }

    #[test]
    fn a_server_without_starttls_hears_neither_password_nor_mail() {
        let double = guarded();
        let settings = |security: &str| {
            format!("security = \"{security}\"\nusername = \"einladung\"\npassword = {{ file = \"secret\" }}")
        };
        let work = over_smtp("127.0.0.1", double.port(), &settings("starttls"));
        work.write("secret", PASSWORD);
        insta::assert_snapshot!(sent_to(&work, double.port()), @r"
        0 mails sent.
        [stderr]
        Thanks (thanks)
          from:         Aufbruch <einladung@aufbruch.example>
          way:          mail server 127.0.0.1:PORT
          recipients:   3
          to send now:  3
          duration:     no limit of pace
        error[starttls-missing]: 127.0.0.1:PORT offers no encryption (STARTTLS)
          help: another port often helps: 587 with `starttls` or 465 with `tls`
        [exit 2]
        ");
        let said: Vec<String> = double.transcript().into_iter().filter(|line| line.contains(" C: ")).collect();
        assert!(said.iter().all(|line| line.contains("EHLO") || line.contains("QUIT")), "{said:?}");
        assert_eq!(work.count("queued"), 3);
        reconfigure(&work, "127.0.0.1", double.port(), &settings("none"));
        assert_everybody_gets_one_over(&work, &double);
    }

    #[test]
    fn an_unencrypted_line_to_another_machine_is_refused_before_anything_is_sent() {
        for host in ["192.0.2.1", "mail.nowhere.invalid", "2001:db8::1"] {
            let work =
                over_smtp(host, 25, "security = \"none\"\nusername = \"einladung\"\npassword = { file = \"secret\" }");
            work.write("secret", PASSWORD);
            let expected = format!(
                "[stderr]\nrundbrief.toml: error[unencrypted-line]: the line to `{host}` would cross the network unencrypted\n  \
                 help: set `security = \"starttls\"` or `\"tls\"`; `\"none\"` is for this machine only\n[exit 2]"
            );
            assert_eq!(sent(&work), expected);
            assert_untouched(&work);
        }
    }

    #[test]
    fn a_test_copy_is_as_careful_as_the_real_mails() {
        let double = guarded();
        let work = over_smtp("127.0.0.1", double.port(), "username = \"einladung\"\npassword = { file = \"secret\" }");
        work.write("secret", PASSWORD);
        let copy = ["send", "thanks", "--to", "me@x.example"];
        let Outcome { stderr, code, .. } = work.run(&copy);
        assert!(stderr.contains("error[starttls-missing]") && code == Some(2), "{stderr}");
        reconfigure(&work, "192.0.2.1", 25, "security = \"none\"");
        let Outcome { stderr, code, .. } = work.run(&copy);
        assert!(stderr.contains("error[unencrypted-line]") && code == Some(2), "{stderr}");
        assert_eq!(double.mails().len(), 0);
    }

    #[test]
    fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
        let postfix = Postfix::start();
        let login = format!("username = \"{}\"\npassword = {{ file = \"secret\" }}\n", postfix.username());
        let work = Workdir::new();
        work.write("secret", postfix.password());
        for (security, port) in [("starttls", postfix.port()), ("tls", postfix.tls_port())] {
            reconfigure(&work, "127.0.0.1", port, &format!("security = \"{security}\"\n{login}"));
            let Outcome { stderr, code, .. } = work.run(&["send", "thanks", "--yes", "--quiet"]);
            let expected =
                format!("error[certificate-untrusted]: the certificate of 127.0.0.1:{port} cannot be trusted: ");
            assert!(stderr.starts_with(&expected), "{stderr}");
            assert!(
                stderr.ends_with("\n  help: check the server's name, or name your own authority with `ca_file`; or it has expired, and \
                     whoever runs the server must renew it\n"),
                "{stderr}"
            );
            assert_eq!((code, work.count("queued")), (Some(2), 3));
        }
        fs::copy(postfix.ca_file(), work.path("ca.pem")).expect("copied");
        reconfigure(&work, "127.0.0.1", postfix.port(), &format!("ca_file = \"ca.pem\"\n{login}"));
        work.ends_with(0, &["send", "thanks", "--yes"]);
        work.ends_with(0, &["send", "thanks", "--yes"]);
        postfix.wait_for_mails(3);
        let each =
            ["anna@x.example", "bert@y.example", "cleo@z.example"].map(|address| postfix.mails_for(address).len());
        assert_eq!((each, postfix.mails().len()), ([1, 1, 1], 3));
    }

    #[test]
    fn an_authority_that_does_not_exist_or_is_none_is_told() {
        let work = over_smtp("127.0.0.1", closed_port(), "ca_file = \"authority.pem\"");
        let said = sent(&work);
        assert!(said.contains("authority.pem") && said.ends_with("[exit 2]"), "{said}");
        work.write("authority.pem", "no certificate");
        let said = sent(&work);
        assert!(said.contains("authority.pem: error[") && said.ends_with("[exit 2]"), "{said}");
        assert_untouched(&work);
    }

    #[test]
    fn a_server_that_refuses_the_sender_stops_the_run() {
        let double = Double::start(Script::new().mail(ANY, "550 5.7.1 not you").times(1));
        let work = Workdir::new();
        work.over_smtp(double.port(), "");
        let Outcome { stderr, code, .. } = work.run(&["send", "thanks", "--yes", "--quiet"]);
        assert_eq!(
            stderr,
            "error[server-refuses]: the mail server does not take the mails: 550 5.7.1 not you\n  help: the run was stopped; ask whoever runs the server\n"
        );
        assert_eq!((code, double.mails().len(), work.count("rejected")), (Some(1), 0, 0));
    }
}
