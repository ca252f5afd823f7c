//! Programs in Python that tests ask: parsers and checkers of other people's making.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::workdir::outcome;

/// A Python that has these modules; `package` is the one of Debian that brings them.
fn interpreter(modules: &str, package: &str) -> &'static str {
    let has = |program: &&str| {
        let import = format!("import {modules}");
        let status = Command::new(program).args(["-c", &import]).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    let found = ["/usr/bin/python3", "python3"].into_iter().find(has);
    found.unwrap_or_else(|| panic!("Python with {modules} (Debian: {package}), which scripts/test installs"))
}

/// The answer of a script beside the tests to a question.
pub fn ask(script: &str, (modules, package): (&str, &str), question: &serde_json::Value) -> serde_json::Value {
    let mut python = Command::new(interpreter(modules, package))
        .arg(format!("{}/tests/cli/{script}", env!("CARGO_MANIFEST_DIR")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut stdin = python.stdin.take().expect("piped");
    stdin.write_all(question.to_string().as_bytes()).expect("it reads the mails");
    drop(stdin);
    let answered = outcome(python.wait_with_output().expect("it ends"));
    assert_eq!(answered.code, Some(0), "{answered:#?}");
    serde_json::from_str(&answered.stdout).expect("JSON")
}

/// What other parsers read in mails.
pub fn read_mails(mails: &[String]) -> Vec<serde_json::Value> {
    let answer = ask("read_mail.py", ("icalendar", "python3-icalendar"), &serde_json::json!({ "mails": mails }));
    let read = answer.as_array().expect("a list").clone();
    assert_eq!(read.len(), mails.len());
    read
}
