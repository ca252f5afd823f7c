//! A server that takes fewer connections than the settings ask for.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::double::{ANY, Action, Double, Script};
use crate::workdir::Workdir;

#[test]
fn a_run_goes_on_over_the_connections_that_the_server_takes() {
    let script = Script::new()
        .greeting(Action::ReplyThenClose("421 4.7.0 too many connections".into()))
        .skip(2)
        .after_dot(ANY, Action::Delay(Duration::from_millis(100), "250 2.0.0 taken".into()));
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), "connections = 4");
    // long enough that those without a connection have given up before the end
    let people = work.crowd(80);
    let sent = work.run(&["send", "thanks", "--yes", "--quiet"]);
    let mut received: BTreeMap<String, usize> = BTreeMap::new();
    for address in double.mails().into_iter().flat_map(|mail| mail.recipients) {
        *received.entry(address).or_default() += 1;
    }
    assert!(received.values().all(|&count| count == 1), "{received:?}");
    assert_eq!((received.len(), sent.code), (people.len(), Some(0)), "{sent:?}");
}
