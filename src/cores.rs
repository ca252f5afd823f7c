//! Work that is spread over all cores of the machine.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError, mpsc};

/// Asked once: the system looks it up in several files.
static COUNT: LazyLock<usize> =
    LazyLock::new(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));

/// How many there are; one where nobody says.
pub fn count() -> usize {
    *COUNT
}

/// Runs something for each item, on all cores; results in the order of the items.
pub fn on_all_cores<T: Send, U: Send>(items: Vec<T>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
    on_all(items.into_iter().enumerate().collect(), work)
}

/// The same for a few items of very different sizes: the largest is begun first, so that no core waits long in the end.
pub fn largest_first<T: Send, U: Send>(
    items: Vec<T>,
    size: impl Fn(&T) -> u64,
    work: impl Fn(T) -> U + Sync,
) -> Vec<U> {
    let mut items: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    items.sort_by_cached_key(|(_, item)| Reverse(size(item)));
    on_all(items, work)
}

fn on_all<T: Send, U: Send>(items: Vec<(usize, T)>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
    let (cores, number) = (count(), items.len());
    if number < 2 || cores < 2 {
        return in_order(items.into_iter().map(|(number, item)| (number, work(item))).collect());
    }
    let queue = Mutex::new(items.into_iter());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let done = std::thread::scope(|scope| {
        let worker = || {
            let mut done = Vec::new();
            while let Some((number, item)) = next() {
                done.push((number, work(item)));
            }
            done
        };
        // whoever waits for the work does its share
        let threads: Vec<_> = (1..cores.min(number)).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        for thread in threads {
            done.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    in_order(done)
}

fn in_order<U>(mut done: Vec<(usize, U)>) -> Vec<U> {
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Makes something of each item on all cores, and hands each on as soon as its turn has come, instead of keeping all.
///
/// # Errors
/// The first one that `take` gives; what is left is not made any more.
pub fn in_turn<T: Send, U: Send, E>(
    items: Vec<T>,
    make: impl Fn(T) -> U + Sync,
    mut take: impl FnMut(U) -> Result<(), E>,
) -> Result<(), E> {
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    std::thread::scope(|scope| {
        let (results, ready) = mpsc::sync_channel(count());
        for _ in 0..count() {
            let (results, next, make) = (results.clone(), &next, &make);
            scope.spawn(move || {
                // an end on the other side is one of this side, too
                while let Some((number, item)) = next()
                    && results.send((number, make(item))).is_ok()
                {}
            });
        }
        drop(results);
        let (mut turn, mut early) = (0, BTreeMap::new());
        for (number, one) in ready {
            early.insert(number, one);
            while let Some(one) = early.remove(&turn) {
                take(one)?;
                turn += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let doubled: Vec<u32> = (0..1000).map(|number| 2 * number).collect();
        assert_eq!(on_all_cores((0..1000).collect(), |number: u32| 2 * number), doubled);
        assert!(on_all_cores(Vec::<u32>::new(), |number| number).is_empty());
        let largest_first = largest_first((0..1000).collect(), |number| u64::from(*number), |number: u32| 2 * number);
        assert_eq!(largest_first, doubled);
    }

    #[test]
    fn each_is_handed_on_in_its_turn_until_one_is_refused() {
        let mut taken = Vec::new();
        let take = |number: u32| {
            taken.push(number);
            if number < 500 { Ok(()) } else { Err("full") }
        };
        assert_eq!(in_turn((0..1000).collect(), |number: u32| number, take), Err("full"));
        assert_eq!(taken, (0..=500).collect::<Vec<u32>>());
        assert_eq!(in_turn(Vec::<u32>::new(), |number| number, |_| Err("full")), Ok(()));
    }
}
