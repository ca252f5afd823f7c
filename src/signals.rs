//! Signals around a run: a handler once installed stays for the life of a process, and would swallow those that come
//! when no run listens any more, or not yet.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// What the process ends with where nothing is in flight: the ledger is safe.
const INTERRUPTED: i32 = 130;

/// What the handlers of a process know.
#[derive(Debug, Default)]
struct Handlers {
    /// No run is there to hear a signal: it ends the process.
    idle: Arc<AtomicBool>,
    /// A signal came since the run began.
    asked: Arc<AtomicBool>,
}

static HANDLERS: OnceLock<Handlers> = OnceLock::new();

/// A run, from before its first mail, or its first draft of a file, until all is durable; outside of it signals end the
/// process. Two runs at a time are none of its business: the first that ends would end it for both.
#[derive(Debug)]
pub struct Heard<'a>(&'a Handlers);

impl Heard<'_> {
    /// From now on a run hears signals.
    pub fn by_a_run() -> Self {
        let handlers = HANDLERS.get_or_init(Handlers::install);
        handlers.asked.store(false, Ordering::SeqCst);
        handlers.idle.store(false, Ordering::SeqCst);
        Self(handlers)
    }
}

/// Whether a signal came since the last run began, also while nobody listened.
pub fn was_asked() -> bool {
    HANDLERS.get().is_some_and(|handlers| handlers.asked.load(Ordering::SeqCst))
}

impl Handlers {
    fn install() -> Self {
        let handlers = Self::default();
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            use signal_hook::flag;
            // a system that refuses leaves its own ways in place
            let _ = flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&handlers.idle));
            let _ = flag::register(signal, Arc::clone(&handlers.asked));
        }
        handlers
    }
}

impl Drop for Heard<'_> {
    fn drop(&mut self) {
        self.0.idle.store(true, Ordering::SeqCst);
    }
}
