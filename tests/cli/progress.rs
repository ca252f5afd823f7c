//! How far a run is: on the screen of a person who watches it, and for somebody in a second shell.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::double::{ANY, Action, Double, Script};
use crate::workdir::{Workdir, outcome};

const SEND: [&str; 3] = ["send", "thanks", "--yes"];
const PEOPLE: usize = 20;

/// A workspace whose run takes its time.
fn slow() -> (Workdir, Double) {
    let slowly = Action::Delay(Duration::from_millis(150), "250 2.0.0 taken".into());
    let (work, double) = (Workdir::new(), Double::start(Script::new().after_dot(ANY, slowly)));
    work.crowd(PEOPLE);
    work.over_smtp(double.port(), "");
    (work, double)
}

/// All that a terminal got (script(1) makes one of this width).
fn on_a_terminal(work: &Workdir, arguments: &[&str]) -> String {
    let line = format!("stty cols 120 rows 50; {} {}", env!("CARGO_BIN_EXE_rundbrief"), arguments.join(" "));
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(work.root()).stdin(Stdio::null());
    script.env("LC_ALL", "C.UTF-8").env("TZ", "UTC").env("TERM", "xterm");
    let ended = outcome(script.output().expect("script is installed"));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    ended.stdout
}

/// What stands on the screen in the end (ECMA-48: carriage return, line feed, erase a line, cursor up).
fn screen(written: &str) -> Vec<String> {
    let (mut lines, mut row, mut column) = (vec![Vec::new()], 0_usize, 0_usize);
    let mut rest = written;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '\r' => column = 0,
            '\n' => row += 1,
            '\x1b' => {
                let end = rest.find(|c: char| c.is_ascii_alphabetic()).expect("a whole sequence");
                match (&rest[1..end], &rest[end..=end]) {
                    ("2", "K") => lines[row].clear(),
                    (count, "A") => row = row.saturating_sub(count.parse().unwrap_or(1)),
                    (_, "m") => {}
                    other => panic!("a terminal is told {other:?}"),
                }
                rest = &rest[end + 1..];
            }
            _ => {
                let length = lines[row].len().max(column + 1);
                lines[row].resize(length, ' ');
                lines[row][column] = character;
                column += 1;
            }
        }
        let length = lines.len().max(row + 1);
        lines.resize(length, Vec::new());
    }
    lines.iter().map(|line| line.iter().collect::<String>().trim_end().to_owned()).collect()
}

/// Every count of people done that was shown, in order.
fn counts(written: &str) -> Vec<usize> {
    let people = format!(" of {PEOPLE}");
    let before = written.split(&people).map(|part| part.rsplit([' ', '\n']).next().unwrap_or_default());
    before.filter_map(|count| count.parse().ok()).collect()
}

#[test]
fn a_terminal_shows_a_bar_with_counts_and_is_left_clean() {
    let (work, _double) = slow();
    let written = on_a_terminal(&work, &SEND);
    let counts = counts(&written);
    assert!(counts.is_sorted() && counts.first() < Some(&5) && counts.last() > Some(&15), "{counts:?}: {written}");
    assert!(written.contains('█'), "{written}");
    let left = screen(&written);
    assert!(!left.iter().any(|line| line.contains(['█', '░']) || line.contains(" of 20")), "{left:#?}");
    assert_eq!(left[0], "Thanks (thanks)", "{left:#?}");
    let end = left.iter().position(|line| line == "20 mails sent.").expect("the result on a line of its own");
    assert_eq!(left[end + 1..end + 3], ["thanks – real", "  accepted:     20"], "{left:#?}");
}

#[test]
fn quiet_shows_no_bar() {
    let (work, _double) = slow();
    let written = on_a_terminal(&work, &[&SEND[..], &["--quiet"]].concat());
    assert!(!written.contains(['█', '░', '\x1b']) && counts(&written).is_empty(), "{written}");
}

#[test]
fn a_second_shell_sees_how_far_a_run_is_and_does_not_disturb_it() {
    let (work, double) = slow();
    let mut run = work.spawn(&SEND);
    let mut seen = Vec::new();
    while run.try_wait().expect("it is ours").is_none() {
        for arguments in [&["status"][..], &["status", "thanks"], &["status", "--log", "p0003@d3.example"]] {
            let status = work.run(arguments);
            assert!(matches!(status.code, Some(0 | 3)) && status.stderr.is_empty(), "{arguments:?}: {status:?}");
        }
        seen.push(work.count("accepted"));
    }
    let ended = outcome(run.wait_with_output().expect("ended"));
    assert_eq!((ended.code, double.mails().len(), double.connections()), (Some(0), PEOPLE, 1), "{ended:?}");
    assert!(seen.is_sorted() && seen.iter().any(|&count| 0 < count && count < PEOPLE as u64), "{seen:?}");
}
