//! Which of the limits decide when a run ends.

use super::before::Before;
use super::schedule::{Ahead, last};
use super::workspace::Workspace;
use crate::delivery::{Limits, Rate};
use crate::finding::Finding;
use crate::terminal::{Limit, What};

/// Every limit of the settings, and whether it decides when the run ends: it would end sooner without it, or, where
/// several take equally long, this one alone would take as long.
///
/// # Errors
/// The time zone is unknown.
pub(super) fn limits(workspace: &Workspace, before: &Before, ahead: &Ahead) -> Result<Vec<Limit>, Finding> {
    let settings = &workspace.config.limits;
    let end = |limits: &Limits| last(workspace, limits, before, ahead);
    let whole = end(settings)?;
    let is_held_up = ahead.mails > 0 && whole.is_some_and(|whole| whole > workspace.clock.now());
    let mut all: Vec<Limit> = each(settings).map(|what| Limit { what, binds: false }).collect();
    if !is_held_up {
        return Ok(all);
    }
    for limit in &mut all {
        limit.binds = end(&without(settings, limit.what))? < whole;
    }
    if !all.iter().any(|limit| limit.binds) {
        for limit in &mut all {
            limit.binds = end(&alone(settings, limit.what))? == whole;
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
