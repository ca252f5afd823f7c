//! `merge` that is told to stop while it writes.

use std::fs;

use crate::process::{signal, stopped, until};
use crate::workdir::Workdir;

/// A workspace whose merged list takes a while to write as a workbook.
fn many() -> Workdir {
    let work = Workdir::new();
    let rows = (0..60_000).map(|n| format!("p{n}@d{}.example;Frau;Name {n};Ort {n};Amt {n}\n", n % 7));
    let heading = "E-Mail;Anrede;Nachname;Kommune;Organisation\n";
    work.write("data/lists/people.csv", format!("{heading}{}", rows.collect::<String>()));
    work
}

#[test]
fn a_merge_that_is_stopped_while_it_writes_leaves_nothing_beside_the_lists() {
    let work = many();
    work.write("all.xlsx", "what was there before");
    let before = work.files(".");
    for name in ["-INT", "-TERM"] {
        let merge = work.spawn(&["merge", "-o", "all.xlsx"]);
        until("a draft", || work.files(".").iter().any(|file| file == "all.xlsx.part"));
        signal(&merge, name);
        let outcome = stopped(merge);
        assert_eq!(outcome.code, Some(130), "{name}: {}", outcome.stderr);
        assert!(outcome.stderr.ends_with("Stopped. Nothing is written.\n"), "{}", outcome.stderr);
        assert_eq!(work.files("."), before, "{name}");
        assert_eq!(fs::read(work.path("all.xlsx")).expect("is there"), b"what was there before");
    }
}
