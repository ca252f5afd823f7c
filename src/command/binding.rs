//! Which of the limits decide when a run ends.

use super::before::Before;
use super::schedule::{Ahead, last};
use super::workspace::Workspace;
use crate::delivery::{Limits, Rate};
use crate::finding::Finding;
use crate::terminal::{Limit, What};

/// Every limit of the settings, and whether it decides when the run ends: without it, the run would be shorter by a
/// twentieth at least; or, where several take equally long, this one alone would take as long.
///
/// # Errors
/// The time zone is unknown.
pub(super) fn limits(workspace: &Workspace, before: &Before, ahead: &Ahead) -> Result<Vec<Limit>, Finding> {
    let settings = &workspace.config.limits;
    let end = |limits: &Limits| last(workspace, limits, before, ahead);
    let (whole, now) = (end(settings)?, workspace.clock.now());
    let mut all: Vec<Limit> = each(settings).map(|what| Limit { what, binds: false }).collect();
    let Some(whole) = whole.filter(|whole| ahead.mails > 0 && *whole > now) else { return Ok(all) };
    // rates round to fractions of seconds
    let sooner = now.checked_add(whole.duration_since(now) / 20 * 19).unwrap_or(now);
    for limit in &mut all {
        limit.binds = end(&without(settings, limit.what))?.is_none_or(|end| end <= sooner);
    }
    if !all.iter().any(|limit| limit.binds) {
        for limit in &mut all {
            limit.binds = end(&alone(settings, limit.what))?.is_some_and(|end| end > sooner);
        }
    }
    Ok(all)
}

fn each(limits: &Limits) -> impl Iterator<Item = What> {
    let has_window = limits.window.is_some() || limits.holidays.is_some();
    let rates = limits.rates.iter().map(|&rate| What::Rate(rate));
    let per_domain = limits.per_domain.iter().map(|&rate| What::PerDomain(rate));
    rates.chain(per_domain).chain(has_window.then_some(What::Window))
}

/// The settings without one of their limits.
fn without(limits: &Limits, what: What) -> Limits {
    let others = |rates: &[Rate], one: Rate| rates.iter().copied().filter(|rate| *rate != one).collect();
    match what {
        What::Rate(one) => Limits { rates: others(&limits.rates, one), ..limits.clone() },
        What::PerDomain(one) => Limits { per_domain: others(&limits.per_domain, one), ..limits.clone() },
        What::Window => Limits { window: None, holidays: None, ..limits.clone() },
    }
}

/// The settings with one of their limits and no other.
fn alone(limits: &Limits, what: What) -> Limits {
    let free = Limits { rates: Vec::new(), per_domain: Vec::new(), window: None, holidays: None, ..limits.clone() };
    match what {
        What::Rate(one) => Limits { rates: vec![one], ..free },
        What::PerDomain(one) => Limits { per_domain: vec![one], ..free },
        What::Window => Limits { window: limits.window.clone(), holidays: limits.holidays, ..free },
    }
}
