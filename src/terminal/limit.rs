//! What limits the pace of a run, in words.

use super::sentences::{Fact, Sentences};
use crate::delivery::{Limits, Rate};

/// One of the settings that limit the pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Which one.
    pub what: What,
    /// Whether the run would end sooner without it.
    pub binds: bool,
}

/// The kinds of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// One of `rates`.
    Rate(Rate),
    /// One of `per_domain`.
    PerDomain(Rate),
    /// `window` and `holidays`.
    Window,
}

impl Sentences {
    /// A limit of these settings.
    pub fn limit(&self, limit: Limit, limits: &Limits) -> String {
        match limit.what {
            What::Rate(rate) => self.rate(rate),
            What::PerDomain(rate) => self.say("rate-per-domain", &[("rate", Fact::from(self.rate(rate)))]),
            What::Window => self.window(limits),
        }
    }

    /// Window and holidays of the settings.
    pub fn window(&self, limits: &Limits) -> String {
        let holidays = limits.holidays.map(|holidays| holidays.to_string());
        match (&limits.window, holidays) {
            (Some(window), None) => window.to_string(),
            (Some(window), Some(holidays)) => {
                self.say("window-and-holidays", &[("window", window.to_string().into()), ("holidays", holidays.into())])
            }
            (None, holidays) => self.say("window-holidays", &[("holidays", holidays.unwrap_or_default().into())]),
        }
    }
}
