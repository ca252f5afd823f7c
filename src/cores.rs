//! Work that is spread over all cores of the machine.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many there are; one where nobody says.
pub fn count() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Runs something for each item, on all cores; results in the order of the items.
pub fn on_all_cores<T: Send, U: Send>(items: Vec<T>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
    let cores = count();
    if items.len() < 2 || cores < 2 {
        return items.into_iter().map(work).collect();
    }
    let queue: Mutex<VecDeque<(usize, T)>> = Mutex::new(items.into_iter().enumerate().collect());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let mut done: Vec<(usize, U)> = std::thread::scope(|scope| {
        let worker = || {
            let mut done = Vec::new();
            while let Some((number, item)) = next() {
                done.push((number, work(item)));
            }
            done
        };
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let doubled: Vec<u32> = (0..1000).map(|number| 2 * number).collect();
        assert_eq!(on_all_cores((0..1000).collect(), |number: u32| 2 * number), doubled);
        assert!(on_all_cores(Vec::<u32>::new(), |number| number).is_empty());
    }
}
