//! Signals while no run listens: a handler once installed stays for the life of a process, and would swallow them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// What the process ends with: nothing is in flight, and the ledger is safe.
const INTERRUPTED: i32 = 130;

/// Whether no run is there to hear a signal.
static IDLE: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// A run that hears signals by itself; once it is over they end the process again.
pub(super) struct Heard<'a>(&'a AtomicBool);

impl Heard<'_> {
    /// From now on a run hears signals.
    pub(super) fn by_a_run() -> Self {
        let idle = IDLE.get_or_init(|| {
            let idle = Arc::new(AtomicBool::new(false));
            #[cfg(unix)]
            for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
                // a system that refuses leaves its own ways in place
                let _ = signal_hook::flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&idle));
            }
            idle
        });
        idle.store(false, Ordering::SeqCst);
        Self(idle)
    }
}

impl Drop for Heard<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
