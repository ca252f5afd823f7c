//! Delivery: rendered mails out, each once, at the pace the settings name.

mod calendar;
mod control;
mod desk;
mod engine;
mod forecast;
mod groups;
mod guard;
mod holiday;
mod outbox;
mod outcome;
mod pace;
mod preset;
mod rate;
mod recovery;
mod reply;
mod retry;
mod settling;
mod shared;
mod smtp;
mod trip;
mod way;
mod window;
mod worker;

use std::num::{NonZeroU32, NonZeroU64};
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::address::Address;
use crate::credential;
use crate::dns::{Exchangers, NameServer};
use crate::finding::{Code, Finding};
use crate::refusal::Refusal;
use outcome::Phase;

pub use calendar::Calendar;
pub use control::Control;
pub use engine::{Job, Listener, Progress, Render, Summary, run};
pub use forecast::Forecast;
pub use groups::{Groups, find as find_groups};
pub use guard::Tolerance;
pub use holiday::Holidays;
pub use outbox::Outbox;
pub use pace::{Blocked, Pace};
pub use preset::Preset;
pub use rate::Rate;
pub use recovery::recover;
pub use retry::Patience;
pub use way::Way;
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
    /// Its `Date`.
    pub dated: Timestamp,
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
    /// Where access tokens come from, in place of a password.
    pub oauth: Option<credential::oauth::Settings>,
    /// How many connections at once.
    #[serde(default = "one", deserialize_with = "connections")]
    pub connections: u32,
    /// A PEM file with further certificate authorities, relative to the workspace.
    pub ca_file: Option<PathBuf>,
    /// After how many mails a connection is made anew; default: as long as it lasts.
    pub mails_per_connection: Option<u32>,
    /// How long each phase may take.
    #[serde(default)]
    pub timeouts: Timeouts,
}

fn one() -> u32 {
    1
}

/// More connections than that no provider takes, and each costs memory.
const MOST_CONNECTIONS: u32 = 100;

fn connections<'de, D: Deserializer<'de>>(written: D) -> Result<u32, D::Error> {
    let connections = u32::deserialize(written)?;
    if (1..=MOST_CONNECTIONS).contains(&connections) {
        Ok(connections)
    } else {
        Err(D::Error::custom(Refusal::beyond(connections, 1, MOST_CONNECTIONS)))
    }
}

fn percent<'de, D: Deserializer<'de>>(written: D) -> Result<Option<u32>, D::Error> {
    match u32::deserialize(written)? {
        percent @ 0..=100 => Ok(Some(percent)),
        percent => Err(D::Error::custom(Refusal::beyond(percent, 0, 100))),
    }
}

fn margin<'de, D: Deserializer<'de>>(written: D) -> Result<Option<f64>, D::Error> {
    let margin = f64::deserialize(written)?;
    // written so that it refuses what is no number as well
    let fits = (0.0..=50.0).contains(&margin);
    if fits { Ok(Some(margin)) } else { Err(D::Error::custom(Refusal::beyond(margin, 0, 50))) }
}

/// The name under which rehearsals take their slots.
const REHEARSAL: &str = "outbox";

impl Transport {
    /// Whose limits count, over all campaigns: login and server, or the rehearsal. Another port is the same account.
    pub fn account(&self) -> String {
        match (self.kind, &self.smtp) {
            (Kind::Smtp, Some(smtp)) => {
                let host = smtp.host.to_lowercase();
                match &smtp.username {
                    Some(login) => format!("{}@{host}", login.to_lowercase()),
                    None => format!("{host}:{}", smtp.port()),
                }
            }
            _ => REHEARSAL.to_owned(),
        }
    }
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
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// TCP connection and, on an encrypted port, the TLS handshake; default 60.
    pub connect: Option<NonZeroU64>,
    /// The server's first words; default 300.
    pub greeting: Option<NonZeroU64>,
    /// EHLO; default 300.
    pub ehlo: Option<NonZeroU64>,
    /// STARTTLS and its handshake; default as for the connection.
    pub starttls: Option<NonZeroU64>,
    /// AUTH; default 300.
    pub auth: Option<NonZeroU64>,
    /// MAIL; default 300.
    pub mail: Option<NonZeroU64>,
    /// RCPT; default 300.
    pub rcpt: Option<NonZeroU64>,
    /// DATA, until the server asks for the body; default 120.
    pub data: Option<NonZeroU64>,
    /// The body, its final dot and the answer; default 600.
    pub dot: Option<NonZeroU64>,
    /// Whatever of greeting, EHLO, AUTH, MAIL and RCPT is not named.
    pub command: Option<NonZeroU64>,
}

/// How long a connection may take, in seconds.
const CONNECT: u64 = 60;

impl Timeouts {
    fn limit(&self, phase: Phase) -> Duration {
        let set = |seconds: Option<NonZeroU64>, usual: u64| seconds.map_or(usual, NonZeroU64::get);
        let command = set(self.command, 300);
        Duration::from_secs(match phase {
            Phase::Connect => set(self.connect, CONNECT),
            Phase::Greeting => set(self.greeting, command),
            Phase::Ehlo => set(self.ehlo, command),
            Phase::Starttls => set(self.starttls.or(self.connect), CONNECT),
            Phase::Auth => set(self.auth, command),
            Phase::Mail | Phase::Rset | Phase::Outbox => set(self.mail, command),
            Phase::Rcpt => set(self.rcpt, command),
            Phase::Data => set(self.data, 120),
            Phase::Dot => set(self.dot, 600),
        })
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
    /// How much advertising one contact gets, over all campaigns.
    pub per_contact: Vec<Rate>,
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
    /// The least pause after a server said later, such as `15min`; default 15 minutes.
    pub retry_after: Option<Span>,
    /// How long after its first attempt a mail is given up; default two days.
    pub retry_for: Option<Span>,
    /// The pause between two mails to a domain that asks to slow down, doubled each time it asks; default 1 second.
    pub slow_down: Option<Span>,
    /// By how much windows are stretched, in percent, to absorb what clocks and timers are wrong by; default 0.5.
    #[serde(deserialize_with = "margin")]
    pub margin_percent: Option<f64>,
    /// After how many refusals of the content or by policy in a row a run ends; default 5.
    pub rejections_in_a_row: Option<NonZeroU32>,
    /// Above which share of refused mails a run ends, in percent; default 10.
    #[serde(deserialize_with = "percent")]
    pub rejections_percent: Option<u32>,
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

    /// How long and how often a deferred mail is tried.
    pub fn patience(&self) -> Patience {
        let span = |set: &Option<Span>, usual| set.as_ref().map_or(usual, |span| span.0);
        Patience {
            // without any pause a server that says later would be asked without end
            retry_after: span(&self.retry_after, Duration::from_mins(15)).max(Duration::from_secs(1)),
            retry_for: span(&self.retry_for, Duration::from_hours(48)),
        }
    }

    /// How many rejections a run goes on with.
    pub fn tolerance(&self) -> Tolerance {
        Tolerance {
            in_a_row: self.rejections_in_a_row.map_or(5, NonZeroU32::get),
            percent: self.rejections_percent.unwrap_or(10),
        }
    }

    fn slow_down(&self) -> Duration {
        self.slow_down.as_ref().map_or(Duration::from_secs(1), |span| span.0)
    }

    /// The factor by which windows are stretched.
    pub fn stretch(&self) -> f64 {
        1.0 + self.margin_percent.unwrap_or(0.5) / 100.0
    }
}

/// Nobody waits longer.
const LONGEST_SPAN: Duration = Duration::from_hours(366 * 24);

/// A span of time such as `15min` or `30s`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Span(Duration);

impl TryFrom<String> for Span {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        let refused = || Refusal::of(Code::DurationInvalid, &text);
        let span: jiff::SignedDuration = text.parse().map_err(|_| refused())?;
        let span = Duration::try_from(span).map_err(|_| refused())?;
        if span.is_zero() || span > LONGEST_SPAN { Err(refused()) } else { Ok(Self(span)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sets_no_time_limits_has_those_of_rfc_5321() {
        let limit = |phase| Timeouts::default().limit(phase).as_secs() / 60;
        assert_eq!([Phase::Greeting, Phase::Ehlo, Phase::Mail, Phase::Rcpt].map(limit), [5; 4]);
        assert_eq!([Phase::Data, Phase::Dot].map(limit), [2, 10]);
        assert_eq!([Phase::Connect, Phase::Starttls, Phase::Auth, Phase::Rset].map(limit), [1, 1, 5, 5]);
    }

    #[test]
    fn who_sets_no_limits_waits_a_quarter_of_an_hour_and_gives_up_after_two_days() {
        let Patience { retry_after, retry_for } = Limits::default().patience();
        assert_eq!((retry_after, retry_for), (Duration::from_mins(15), Duration::from_hours(48)));
        let Tolerance { in_a_row, percent } = Limits::default().tolerance();
        assert_eq!((in_a_row, percent), (5, 10));
    }
}
