//! Which rows have one address, found on all cores: each takes the addresses whose hashes fall to it.

use hashbrown::HashTable;

use super::store::{Batch, Entry, Spot, WAVE, fetch};
use crate::cores::{self, on_all_cores};

/// Makes a contact for each address, in the order of their first rows. Gives with them the rows of those contacts that
/// have several. `hashes` has those of the addresses in each batch.
pub(super) fn find(batches: &[Batch], hashes: &[Vec<u64>]) -> (Vec<Entry>, Vec<Spot>) {
    let shards = cores::count() as u64;
    let found = on_all_cores((0..shards).collect(), |shard| Shard::of(batches, hashes, shard, shards));
    let mut entries = Vec::with_capacity(found.iter().map(|shard| shard.entries.len()).sum());
    let mut rows = Vec::with_capacity(found.iter().map(|shard| shard.rows.len()).sum());
    for shard in found {
        let before = number(rows.len());
        entries.extend(shard.entries.into_iter().map(|entry| Entry { first: before + entry.first, ..entry }));
        rows.extend(shard.rows);
    }
    // each shard has its own in order: a stable sort takes them as they are and merges them
    entries.sort_by_key(|entry| entry.values);
    (entries, rows)
}

/// The contacts of those addresses whose hashes fall to one core.
struct Shard {
    entries: Vec<Entry>,
    /// The rows of contacts that have several.
    rows: Vec<Spot>,
}

impl Shard {
    fn of(batches: &[Batch], hashes: &[Vec<u64>], shard: u64, shards: u64) -> Self {
        let rows: usize = hashes.iter().map(Vec::len).sum();
        // some addresses come more than once; a table that is too small grows
        let expected = rows / usize::try_from(shards).unwrap_or(1) * 3 / 4;
        let (mut entries, mut joining): (Vec<Entry>, _) = (Vec::with_capacity(expected), Vec::new());
        // hash and number, so that growing the table does not hash again
        let mut table: HashTable<(u64, u32)> = HashTable::with_capacity(expected);
        let email = |spot: Spot| batches[spot.batch as usize].values(spot.row).email();
        let (mut wave, mut known) = (Vec::with_capacity(WAVE), Vec::with_capacity(WAVE));
        let mut own = of_shard(hashes, shard, shards);
        loop {
            wave.clear();
            wave.extend(own.by_ref().take(WAVE));
            known.clear();
            let found = |hash| table.find(hash, |&(other, _)| other == hash);
            known.extend(wave.iter().filter_map(|&(hash, _)| Some(entries[found(hash)?.1 as usize].values)));
            fetch(batches, known.iter().copied());
            for &(hash, spot) in &wave {
                let same = |&(other, number): &(u64, u32)| {
                    other == hash && email(entries[number as usize].values) == email(spot)
                };
                if let Some(&(_, number)) = table.find(hash, same) {
                    entries[number as usize].rows += 1;
                    joining.push((number, spot));
                } else {
                    table.insert_unique(hash, (hash, number(entries.len())), |&(hash, _)| hash);
                    entries.push(Entry::of_row(spot));
                }
            }
            if wave.len() < WAVE {
                break;
            }
        }
        let rows = put_together(&mut entries, joining);
        Self { entries, rows }
    }
}

/// The rows whose hashes fall to one core, in their order.
fn of_shard(hashes: &[Vec<u64>], shard: u64, shards: u64) -> impl Iterator<Item = (u64, Spot)> {
    let rows = (0..)
        .zip(hashes)
        .flat_map(|(batch, hashes)| (0..).zip(hashes).map(move |(row, &hash)| (hash, Spot { batch, row })));
    rows.filter(move |(hash, _)| (hash >> 8) % shards == shard)
}

/// Puts the rows of each contact that has several beside each other. `joining` has all but the first of them, in their
/// order, with the contact's number.
fn put_together(entries: &mut [Entry], joining: Vec<(u32, Spot)>) -> Vec<Spot> {
    let mut rows = Vec::with_capacity(2 * joining.len());
    for entry in entries.iter_mut().filter(|entry| entry.rows > 1) {
        entry.first = number(rows.len());
        rows.resize(rows.len() + entry.rows as usize, entry.values);
    }
    // `first` moves on with each row that is put in, and back in the end
    for (number, spot) in joining {
        let entry = &mut entries[number as usize];
        entry.first += 1;
        rows[entry.first as usize] = spot;
    }
    for entry in entries.iter_mut().filter(|entry| entry.rows > 1) {
        entry.first -= entry.rows - 1;
    }
    rows
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
