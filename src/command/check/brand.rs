//! What is wrong with `[brand]`, though mails can be made with it.

use crate::command::workspace::Workspace;
use crate::config;
use crate::finding::{Code, Finding};

pub(super) fn findings(workspace: &Workspace) -> Vec<Finding> {
    let config = &workspace.config;
    let place = |key: &str| config::place_of(&config.text, key);
    let faint = config.brand.too_faint().into_iter().map(|pair| {
        let finding = Finding::new(Code::ContrastLow).at(place(pair.key)).with("key", pair.key);
        let finding = finding.with("value", pair.chosen).with("other", pair.other);
        // rounded down: what falls short must not look as if it did not
        finding.with("contrast", format!("{:.1}", (pair.contrast * 10.0).floor() / 10.0))
    });
    faint.chain(logo(workspace)).collect()
}

/// A logo that is not there, or says nothing to those who do not see it.
fn logo(workspace: &Workspace) -> Option<Finding> {
    let config = &workspace.config;
    let logo = config.brand.logo.as_ref()?;
    let place = config::place_of(&config.text, "logo");
    let name = logo.display().to_string();
    if let Err(fault) = workspace.shelf().find(&name) {
        return Some(fault.finding(&name).at(place));
    }
    let alt = config.brand.logo_alt.as_deref().unwrap_or_default();
    alt.trim().is_empty().then(|| Finding::new(Code::KeyMissing).at(place).with("key", "logo_alt"))
}
