//! Stopping a run: at once, after the mail in flight, or in between.

use std::time::{Duration, Instant};

use futures_util::future::select_all;
use tokio::sync::watch;

use crate::signals::was_asked;

/// How long a mail in flight may take to finish after Ctrl-C.
const GRACE: Duration = Duration::from_secs(8);

/// Stops a run: Ctrl-C, SIGTERM, or a closed window.
pub struct Control(watch::Sender<Stop>);

/// How urgent a stop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// None was asked for.
    No,
    /// After the mail in flight, however long its answer takes.
    AfterFlight,
    /// After the mail in flight, but not later than then.
    Until(Instant),
}

impl Default for Control {
    fn default() -> Self {
        Self(watch::Sender::new(Stop::No))
    }
}

impl Control {
    /// Asks every worker to end after the mail in flight; asked again, at once.
    pub fn stop(&self) {
        self.0.send_modify(|stop| {
            let asked_before = matches!(stop, Stop::Until(_));
            *stop = Stop::Until(if asked_before { Instant::now() } else { Instant::now() + GRACE });
        });
    }

    /// Asks every worker to end after the mail in flight, without hurry.
    pub(super) fn wind_down(&self) {
        self.0.send_modify(|stop| {
            if *stop == Stop::No {
                *stop = Stop::AfterFlight;
            }
        });
    }

    /// Whether a stop was asked for.
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow() != Stop::No
    }

    /// Stops on SIGINT, SIGTERM and SIGHUP (a closed terminal), also on one that came since the run began; never
    /// returns.
    pub(super) async fn listen(&self) {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
            let mut ears: Vec<_> = kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect();
            if was_asked() {
                self.stop();
            }
            while !ears.is_empty() {
                select_all(ears.iter_mut().map(|ear| Box::pin(ear.recv()))).await;
                self.stop();
            }
        }
        #[cfg(not(unix))]
        while tokio::signal::ctrl_c().await.is_ok() {
            self.stop();
        }
        std::future::pending::<()>().await;
    }

    pub(super) async fn stopped(&self) {
        let mut changes = self.0.subscribe();
        // the sender lives as long as `self`
        let _ = changes.wait_for(|stop| *stop != Stop::No).await;
    }

    /// Returns once the time for the mail in flight is over.
    pub(super) async fn grace_over(&self) {
        let mut changes = self.0.subscribe();
        loop {
            let stop = *changes.borrow_and_update();
            match stop {
                Stop::Until(until) => tokio::select! {
                    () = tokio::time::sleep_until(until.into()) => return,
                    _ = changes.changed() => {}
                },
                Stop::No | Stop::AfterFlight => {
                    let _ = changes.changed().await;
                }
            }
        }
    }
}
