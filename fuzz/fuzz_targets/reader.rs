//! Any bytes as a list: they become contacts and rows set aside, or are refused with a finding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rundbrief::contact::{Priority, gather};
use rundbrief::list::{Settings, open_bytes};

fuzz_target!(|input: &[u8]| {
    let Some((kind, bytes)) = input.split_first() else { return };
    let file = if kind % 2 == 0 { "list.csv" } else { "list.xlsx" };
    let settings = Settings::new("list".to_owned(), file.into());
    let Ok(sheets) = open_bytes(&settings, file, bytes.to_vec()) else { return };
    let priorities = vec![Priority::List(0); sheets.len()];
    let Ok(gathered) = gather(sheets, &priorities, &|_| None) else { return };
    let totals = gathered.merged.totals;
    assert_eq!(totals.rows, totals.contacts + totals.merged + totals.set_aside);
});
