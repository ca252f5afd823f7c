//! The one room that asks the machine for the time.

use jiff::Timestamp;

/// The wall clock, or a fixed moment for reproducible output.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// What the machine says.
    Real,
    /// Always the same.
    Fixed(Timestamp),
}

impl Clock {
    /// Fixed at `SOURCE_DATE_EPOCH` (seconds since 1970) where that is set, as the Reproducible Builds project
    /// specifies it.
    pub fn from_environment() -> Self {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse().ok());
        epoch.and_then(|second| Timestamp::from_second(second).ok()).map_or(Self::Real, Self::Fixed)
    }

    /// Now.
    #[expect(clippy::disallowed_methods, reason = "everybody else asks here")]
    pub fn now(self) -> Timestamp {
        match self {
            Self::Real => Timestamp::now(),
            Self::Fixed(moment) => moment,
        }
    }
}
