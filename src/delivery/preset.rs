//! What well-known providers let through, as `presets.toml` says.

use serde::Deserialize;

use super::Rate;
use crate::finding::{Code, Finding};
use crate::frontmatter;
use crate::nearest::nearest;

const FILE: &str = "presets.toml";
const TEXT: &str = include_str!("presets.toml");

/// The limits of one provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// What the settings call it.
    pub name: String,
    /// Whose limits, and for what.
    pub provider: String,
    /// All of them hold at once.
    pub rates: Vec<Rate>,
    /// How many connections at most, where the provider says so.
    pub connections: Option<u32>,
    /// The title of the page where the provider tells it.
    pub source: String,
    /// Year and month in which it was looked up.
    pub known: String,
    /// What else one has to know.
    pub note: Option<String>,
}

#[derive(Deserialize)]
struct Presets {
    preset: Vec<Preset>,
}

impl Preset {
    /// All of them, as the file orders them.
    ///
    /// # Errors
    /// `toml-invalid`, which a test rules out for the file as it is.
    pub fn all() -> Result<Vec<Self>, Finding> {
        frontmatter::read_toml::<Presets>(FILE, TEXT, 1).map(|presets| presets.preset)
    }

    /// The preset of this name.
    ///
    /// # Errors
    /// `preset-unknown`, with the nearest one and the list.
    pub fn named(name: &str) -> Result<Self, Finding> {
        let all = Self::all()?;
        let known: Vec<String> = all.iter().map(|preset| preset.name.clone()).collect();
        all.into_iter().find(|preset| preset.name == name).ok_or_else(|| {
            let finding = Finding::new(Code::PresetUnknown).with("preset", name).with("known", known.join(", "));
            finding.with("nearest", nearest(name, &known).unwrap_or_default())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(name: &str) -> Vec<String> {
        Preset::named(name).expect(name).rates.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn presets_are_what_the_providers_say() {
        assert_eq!(rates("microsoft-365"), ["30/min", "10000/day"]);
        assert_eq!(Preset::named("microsoft-365").expect("known").connections, Some(3));
        assert_eq!(rates("google-workspace"), ["2000/day"]);
        assert_eq!(rates("hosting-de"), ["120/min", "250/10min"]);
        let ionos = ["ionos-first-week", "ionos-second-week", "ionos-first-month", "ionos"];
        assert_eq!(ionos.map(|name| rates(name).join(" ")), ["50/h", "100/h", "400/h", "5000/h"]);
    }

    #[test]
    fn every_preset_says_where_it_is_from_and_stands_in_the_manual() {
        let manual = include_str!("../../docs/limits.md");
        let all = Preset::all().expect("the file is well formed");
        assert!(all.len() >= 7);
        for preset in all {
            assert!(!preset.provider.is_empty() && !preset.source.is_empty() && !preset.rates.is_empty(), "{preset:?}");
            let day = format!("{}-01", preset.known).parse::<jiff::civil::Date>();
            assert!(day.is_ok(), "year and month: {preset:?}");
            let rates: Vec<String> = preset.rates.iter().map(ToString::to_string).collect();
            let row = format!("| `{}` | {} |", preset.name, rates.join(", "));
            assert!(manual.contains(&row), "docs/limits.md lacks {row}");
        }
    }

    #[test]
    fn an_unknown_preset_is_told_with_the_nearest_and_the_list() {
        let refused = Preset::named("microsft-365").expect_err("a slip of the pen");
        let fact = |name| refused.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        assert_eq!((refused.code, fact("nearest")), (Code::PresetUnknown, Some("microsoft-365")));
        assert!(fact("known").is_some_and(|known| known.contains("hosting-de, ") || known.ends_with("hosting-de")));
    }
}
