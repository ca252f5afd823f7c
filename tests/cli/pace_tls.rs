//! The pace over encrypted lines: the encryption between the dot and the wire changes nothing of when it leaves.

use std::time::{Duration, Instant};

use crate::double::{Action, Double, Encryption, Script};
use crate::workdir::Workdir;

const SEND: [&str; 3] = ["send", "thanks", "--yes"];
/// By how much later than it was written a dot may be heard of on a busy machine.
const HEARD_LATE: Duration = Duration::from_millis(100);

/// The most final dots that any half-open window holds.
fn most(dots: &[Instant], window: Duration) -> usize {
    let from = |first: usize| dots[first..].iter().take_while(|&&at| at < dots[first] + window).count();
    (0..dots.len()).map(from).max().unwrap_or(0)
}

/// Sends to sixty people in two runs, encrypted so, to a server some of whose answers come late.
fn keeps_the_pace(encryption: Encryption, security: &str) {
    let slowly = Action::Delay(Duration::from_millis(700), "250 2.0.0 at last".into());
    let double = Double::start(Script::new().encrypted(encryption).after_dot("@d3.example", slowly));
    let work = Workdir::new();
    work.crowd(60);
    let limits = "connections = 6\n[limits]\nrates = [\"25/2s\", \"15/s\"]";
    work.over_tls(double.port(), security, &double.ca_file(), limits);
    work.ends_with(0, &[&SEND[..], &["--limit", "30"]].concat());
    work.ends_with(0, &SEND);
    let dots = double.attempts();
    assert_eq!(dots.len(), 60, "{security}");
    for (count, seconds) in [(25, 2), (15, 1)] {
        let most = most(&dots, Duration::from_secs(seconds).saturating_sub(HEARD_LATE));
        assert!(most <= count, "{security}: {most} in {seconds} s, {count} are allowed");
    }
}

#[test]
fn the_pace_holds_over_starttls_and_over_the_encrypted_port() {
    std::thread::scope(|scope| {
        for (encryption, security) in [(Encryption::Starttls, "starttls"), (Encryption::Port, "tls")] {
            scope.spawn(move || keeps_the_pace(encryption, security));
        }
    });
}
