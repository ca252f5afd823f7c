//! What waits for the writer: it is woken once for a group, and not for each record.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many records may wait: a bound, so that memory does not grow when the disk is slow.
const BACKLOG: usize = 1024;

/// What an entry means for the wait of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Somebody waits for the answer: such ones are gathered.
    Awaited,
    /// Nobody waits.
    Quiet,
    /// It stands for itself, and nothing is gathered before it.
    Alone,
}

/// A queue with one reader.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    left: Condvar,
}

struct State<T> {
    entries: VecDeque<(Weight, T)>,
    awaited: usize,
    alone: usize,
    /// How many the reader takes at once at most.
    most: usize,
    /// How many were under way when the reader began to wait; each quiet entry is one that has come back.
    under_way: usize,
    closed: bool,
}

impl<T> State<T> {
    /// Half of all are here, the others still under way.
    fn is_complete(&self) -> bool {
        let back = self.entries.len() - self.awaited - self.alone;
        let half = self.awaited >= self.under_way.saturating_sub(back).max(1);
        self.closed || self.alone > 0 || half || self.entries.len() >= self.most
    }

    fn take(&mut self) -> Option<T> {
        let (weight, entry) = self.entries.pop_front()?;
        self.awaited -= usize::from(weight == Weight::Awaited);
        self.alone -= usize::from(weight == Weight::Alone);
        Some(entry)
    }
}

impl<T> Queue<T> {
    pub(super) fn new() -> Self {
        let state = State { entries: VecDeque::new(), awaited: 0, alone: 0, most: 1, under_way: 0, closed: false };
        Self { state: Mutex::new(state), arrived: Condvar::new(), left: Condvar::new() }
    }

    /// Adds an entry, once there is room; it is dropped where none is read any more.
    pub(super) fn send(&self, weight: Weight, entry: T) {
        let full = |state: &mut State<T>| state.entries.len() >= BACKLOG && !state.closed;
        let mut state = self.left.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return;
        }
        state.entries.push_back((weight, entry));
        state.awaited += usize::from(weight == Weight::Awaited);
        state.alone += usize::from(weight == Weight::Alone);
        let wakes = state.entries.len() == 1 || state.is_complete();
        drop(state);
        if wakes {
            self.arrived.notify_one();
        }
    }

    /// No entry comes any more, or none is read any more.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_one();
        self.left.notify_all();
    }

    /// The next entries: those at the head that may go together, at most so many, or one that stands for itself. Waits
    /// for the first one without a limit, and then, but not longer than `patience`, until as many are awaited here as
    /// are still under way. Empty only at the end.
    pub(super) fn take(&self, most: usize, patience: Duration, under_way: usize) -> Vec<T> {
        let none = |state: &mut State<T>| state.entries.is_empty() && !state.closed;
        let mut state = self.arrived.wait_while(self.lock(), none).unwrap_or_else(PoisonError::into_inner);
        (state.most, state.under_way) = (most, under_way);
        let in_time = self.arrived.wait_timeout_while(state, patience, |state| !state.is_complete());
        let (mut state, _) = in_time.unwrap_or_else(PoisonError::into_inner);
        let together = state.entries.iter().take(most).take_while(|(weight, _)| *weight != Weight::Alone).count();
        let taken = (0..together.max(1)).map_while(|_| state.take()).collect();
        drop(state);
        self.left.notify_all();
        taken
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    fn taken(queue: &Queue<u8>, most: usize, under_way: usize) -> Vec<u8> {
        queue.take(most, LONG, under_way)
    }

    #[test]
    fn what_may_go_together_is_taken_together_and_in_order() {
        let queue = Queue::new();
        for (number, weight) in [Weight::Quiet, Weight::Awaited, Weight::Alone, Weight::Awaited].into_iter().enumerate()
        {
            queue.send(weight, u8::try_from(number).expect("few"));
        }
        assert_eq!([taken(&queue, 9, 5), taken(&queue, 9, 5), taken(&queue, 9, 1)], [vec![0, 1], vec![2], vec![3]]);
        queue.close();
        assert!(taken(&queue, 9, 1).is_empty());
    }

    #[test]
    fn a_group_has_a_largest_size_and_ends_without_waiting_when_it_has_it() {
        let queue = Queue::new();
        (0..5).for_each(|number| queue.send(Weight::Quiet, number));
        assert_eq!([taken(&queue, 2, 1), taken(&queue, 2, 1)], [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn the_reader_waits_for_those_it_wants_but_not_for_ever() {
        let queue = Queue::new();
        queue.send(Weight::Awaited, 1);
        assert_eq!(queue.take(9, Duration::from_millis(1), 2).len(), 1);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| taken(&queue, 9, 3));
            (1..4).for_each(|number| queue.send(Weight::Awaited, number));
            assert_eq!(reader.join().expect("no panic"), [1, 2, 3]);
        });
    }

    #[test]
    fn what_nobody_will_read_is_dropped() {
        let queue = Queue::new();
        queue.close();
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        queue.send(Weight::Awaited, sender);
        assert!(receiver.recv().is_err());
    }

    #[test]
    fn a_full_queue_lets_nobody_in_until_something_was_taken() {
        let queue = Queue::new();
        (0..BACKLOG).for_each(|_| queue.send(Weight::Quiet, 0));
        std::thread::scope(|scope| {
            let sender = scope.spawn(|| queue.send(Weight::Quiet, 1));
            assert!(!sender.is_finished());
            assert_eq!(queue.take(1, LONG, 1).len(), 1);
            sender.join().expect("no panic");
        });
        assert_eq!(queue.lock().entries.len(), BACKLOG);
    }
}
