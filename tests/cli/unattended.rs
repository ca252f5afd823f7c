//! The sample units in docs/systemd: systemd understands every line, and what they start exists.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::workdir::Workdir;

const PROGRAM: &str = "/usr/local/bin/rundbrief";

fn samples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/systemd");
    let files = fs::read_dir(folder).expect("readable").flatten();
    let named = files.map(|file| (file.file_name().into_string().expect("UTF-8"), file.path()));
    let samples: Vec<_> = named.map(|(name, path)| (name, fs::read_to_string(path).expect("readable"))).collect();
    assert!(samples.len() >= 2, "a service and a timer: {samples:?}");
    samples
}

#[test]
fn systemd_finds_nothing_wrong_with_the_sample_units() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut verify = Command::new("systemd-analyze");
    verify.arg("verify").current_dir(&folder);
    for (name, text) in samples() {
        // what is to be started must be there
        let text = text.replace(PROGRAM, env!("CARGO_BIN_EXE_rundbrief"));
        fs::write(folder.path().join(&name), text).expect("writable");
        verify.arg(format!("./{name}"));
    }
    let verified = verify.output().expect("the package systemd is needed");
    let said = [verified.stdout, verified.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    assert!(verified.status.success() && said.iter().all(String::is_empty), "{said:?}");
}

#[test]
fn the_sample_service_starts_a_command_that_works() {
    let (_, service) = samples().into_iter().find(|(name, _)| name == "rundbrief.service").expect("is there");
    let start = service.lines().find_map(|line| line.strip_prefix("ExecStart=")).expect("starts something");
    let arguments: Vec<&str> = start.strip_prefix(PROGRAM).expect("starts rundbrief").split_whitespace().collect();
    let log = arguments.iter().find(|argument| argument.starts_with("/var/log/")).copied().expect("writes a log");
    let work = Workdir::new();
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes"]);
    let arguments: Vec<&str> =
        arguments.into_iter().map(|word| if word == log { "send.jsonl" } else { word }).collect();
    work.ends_with(0, &arguments);
    assert_eq!(work.count("accepted"), 3);
    assert!(work.read("send.jsonl").lines().count() >= 3);
}
