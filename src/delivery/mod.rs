//! Delivery: rendered mails out, each once, at the pace the settings name.

mod calendar;
mod control;
mod engine;
mod forecast;
mod holiday;
mod outbox;
mod pace;
mod preset;
mod rate;
mod recovery;
mod reply;
mod smtp;
mod window;
mod worker;

use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::address::Address;
use crate::credential;
use crate::dns::{Exchangers, NameServer};
use crate::finding::Finding;

pub use calendar::Calendar;
pub use control::Control;
pub use engine::{Job, Listener, Progress, Render, Summary, Way, run};
pub use forecast::Forecast;
pub use holiday::Holidays;
pub use outbox::Outbox;
pub use pace::Pace;
pub use preset::Preset;
pub use rate::Rate;
pub use recovery::recover;
pub use window::Window;

/// One mail on its way out.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Envelope sender.
    pub from: Address,
    /// Envelope recipient.
    pub to: Address,
    /// Headers and body, CRLF, ASCII.
    pub bytes: Vec<u8>,
}

/// `[transport]` of `rundbrief.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transport {
    /// Rehearsal or mail server.
    #[serde(default)]
    pub kind: Kind,
    /// The mail server.
    pub smtp: Option<SmtpSettings>,
    /// Where the rehearsal puts mails, relative to the workspace.
    pub outbox: Option<PathBuf>,
}

/// The way out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Into a maildir.
    #[default]
    Outbox,
    /// To a mail server.
    Smtp,
}

/// `[transport.smtp]` of `rundbrief.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Name or address of the server.
    pub host: String,
    /// Default: 587 with STARTTLS, 465 with TLS, 25 without.
    pub port: Option<u16>,
    /// How the line is protected.
    #[serde(default)]
    pub security: Security,
    /// Login name; without one nobody logs in.
    pub username: Option<String>,
    /// Where the password is kept.
    pub password: Option<credential::Source>,
    /// How many connections at once.
    #[serde(default = "one")]
    pub connections: u32,
    /// A PEM file with further certificate authorities, relative to the workspace.
    pub ca_file: Option<PathBuf>,
    /// How long each phase may take.
    #[serde(default)]
    pub timeouts: Timeouts,
}

fn one() -> u32 {
    1
}

impl SmtpSettings {
    /// The port, or the usual one.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Starttls => 587,
            Security::Tls => 465,
            Security::None => 25,
        })
    }
}

/// How the line to the server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Begins in the clear, must be encrypted before anything else (RFC 3207).
    #[default]
    Starttls,
    /// Encrypted from the first byte (RFC 8314).
    Tls,
    /// Not at all: towards this machine only.
    None,
}

/// How long each phase may take, in seconds. The defaults are those of RFC 5321 §4.5.3.2.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// TCP connection and TLS handshake.
    pub connect: u64,
    /// Greeting, EHLO, AUTH, MAIL, RCPT.
    pub command: u64,
    /// DATA.
    pub data: u64,
    /// From the final dot to the answer.
    pub dot: u64,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: 60, command: 300, data: 120, dot: 600 }
    }
}

/// `[limits]` of `rundbrief.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// A provider whose limits hold too: the name of a [`Preset`].
    pub preset: Option<String>,
    /// All of them hold at once.
    pub rates: Vec<Rate>,
    /// All of them hold for each group of domains that one provider takes mail for.
    pub per_domain: Vec<Rate>,
    /// Whether DNS is asked which domains are a group; default: it is.
    pub mx_groups: Option<bool>,
    /// The name server to ask; default: those of the system.
    pub dns_server: Option<NameServer>,
    /// Days and hours in which mails may leave.
    pub window: Option<Window>,
    /// The public holidays on which none leave.
    pub holidays: Option<Holidays>,
    /// The time zone of window and holidays.
    pub timezone: Option<String>,
    /// How long a deferred mail waits, such as `15min`; default 15 minutes.
    pub retry_after: Option<Retry>,
}

impl Limits {
    /// When mails may leave, in a time zone.
    pub fn calendar(&self, zone: TimeZone) -> Calendar {
        Calendar::new(self.window.clone(), self.holidays, zone)
    }

    /// Who takes mail for whom, as far as it is to be asked.
    pub fn exchangers(&self) -> Exchangers {
        match self.mx_groups {
            Some(false) => Exchangers::off(),
            _ => Exchangers::new(self.dns_server),
        }
    }

    /// Adds the limits of the preset to what is written beside it. Gives how many connections it allows at most.
    ///
    /// # Errors
    /// `preset-unknown`.
    pub fn take_preset(&mut self) -> Result<Option<u32>, Finding> {
        let Some(name) = &self.preset else { return Ok(None) };
        let preset = Preset::named(name)?;
        self.rates.extend(preset.rates);
        Ok(preset.connections)
    }

    /// How long a deferred mail waits.
    pub fn retry_after(&self) -> Duration {
        self.retry_after.as_ref().map_or(Duration::from_mins(15), |retry| retry.0)
    }
}

/// A span of time such as `15min` or `30s`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Retry(Duration);

impl TryFrom<String> for Retry {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let span: jiff::SignedDuration = text.parse().map_err(|error| format!("`{text}`: {error}"))?;
        Duration::try_from(span).map(Self).map_err(|_| format!("`{text}` is negative"))
    }
}
