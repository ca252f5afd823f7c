//! `merge` that is told to stop while it writes.

use std::fs;

use crate::check::told;
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
        assert!(!outcome.stderr.contains("ZipWriter"), "in words of the program only: {}", outcome.stderr);
        assert_eq!(work.files("."), before, "{name}");
        assert_eq!(fs::read(work.path("all.xlsx")).expect("is there"), b"what was there before");
    }
}

#[test]
fn a_table_that_no_workbook_can_hold_is_told_by_its_own_sentence_and_nothing_is_written() {
    let work = Workdir::new();
    let long = "x".repeat(40_000);
    work.write("data/lists/people.csv", format!("E-Mail;Nachname\na@b.example;Öz\n{long};Groß\n"));
    let before = work.files(".");
    insta::assert_snapshot!(told(&work, &["-q", "merge", "-o", "all.xlsx"]), @r"
    [stderr]
    all.set-aside.xlsx: error[table-too-large]: this table is larger than a workbook of Excel can be: 1,048,576 rows, 16,384 columns, 32,767 characters a cell; nothing is written
      help: write a CSV, which has no such bound: a name that ends in `.csv` instead of `.xlsx`
    [exit 2]
    ");
    assert_eq!(work.files("."), before);
    assert_eq!(work.run(&["merge", "-o", "all.csv"]).code, Some(3), "a CSV holds it");
}
