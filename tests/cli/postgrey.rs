//! Greylisting by a real postgrey behind a real Postfix: whoever is put off is accepted after the wait.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::postfix::Postfix;
use crate::workdir::Workdir;

/// What the server wants people to wait, and what the settings make a mail wait.
const DELAY: Duration = Duration::from_secs(2);
const RETRY_AFTER: Duration = Duration::from_secs(3);

fn greylisted() -> (Workdir, Postfix, Vec<String>) {
    let (work, postfix) = (Workdir::new(), Postfix::greylisting(DELAY));
    work.write("password", postfix.password());
    work.configure(&format!(
        "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"localhost\"\nport = {}\nusername = \"{}\"\n\
         password = {{ file = \"password\" }}\nca_file = \"{}\"\nconnections = 3\n[limits]\nretry_after = \"{}s\"\n\
         slow_down = \"10ms\"\n",
        postfix.port(),
        postfix.username(),
        postfix.ca_file().display(),
        RETRY_AFTER.as_secs(),
    ));
    let people = work.crowd(20);
    (work, postfix, people)
}

fn assert_everybody_once(postfix: &Postfix, people: &[String]) {
    postfix.wait_for_mails(people.len());
    let each: BTreeSet<usize> = people.iter().map(|address| postfix.mails_for(address).len()).collect();
    assert_eq!((each, postfix.mails().len()), (BTreeSet::from([1]), people.len()));
}

fn assert_greylisted(postfix: &Postfix, times: usize) {
    let log = postfix.log();
    let put_off = log.lines().filter(|line| line.contains("Recipient address rejected: Greylisted")).count();
    assert_eq!(put_off, times, "{log}");
}

#[test]
fn greylisted_mails_are_deferred_and_accepted_by_a_run_after_their_wait() {
    let (work, postfix, people) = greylisted();
    let first = work.ends_with(3, &["send", "thanks", "--yes"]);
    assert!(first.stdout.contains("20 mails deferred."), "{first:?}");
    assert_eq!((work.count("deferred"), postfix.mails().len()), (20, 0));
    let early = work.ends_with(3, &["send", "thanks", "--yes"]);
    assert!(early.stdout.starts_with("Nothing to send now.\n"), "{early:?}");
    // lengthened by chance, up to twofold
    std::thread::sleep(RETRY_AFTER * 2 + Duration::from_millis(100));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(work.count("accepted"), 20);
    assert_everybody_once(&postfix, &people);
    assert_greylisted(&postfix, 20);
}

#[test]
fn a_run_that_waits_gets_greylisted_mails_accepted_by_itself() {
    let (work, postfix, people) = greylisted();
    work.ends_with(0, &["send", "thanks", "--yes", "--wait"]);
    assert_eq!(work.count("accepted"), 20);
    assert_everybody_once(&postfix, &people);
    assert_greylisted(&postfix, 20);
}
