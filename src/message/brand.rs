//! How a house looks: its colours and its logo, for all its layouts.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::finding::Code;
use crate::refusal::Refusal;
use crate::template::{self, Value};

/// `[brand]` of `rundbrief.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Brand {
    /// The ground of the head, and headings on white.
    pub primary: Colour,
    /// Buttons with white text, and links on white.
    pub accent: Colour,
    /// The accent where a mail program shows mails dark.
    pub accent_dark: Colour,
    /// What the cards of a mail lie on.
    pub background: Colour,
    /// A picture in `data/media`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<PathBuf>,
    /// What it says, for those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_alt: Option<String>,
}

/// The names that `brand.` can be followed by.
pub const NAMES: [&str; 6] = ["primary", "accent", "accent_dark", "background", "logo_alt", "logo"];

/// As the layouts of the sample have it.
impl Default for Brand {
    fn default() -> Self {
        Self {
            primary: Colour([0x12, 0x32, 0x4a]),
            accent: Colour([0x0b, 0x6b, 0x66]),
            accent_dark: Colour([0x7f, 0xd6, 0xcf]),
            background: Colour([0xf4, 0xf1, 0xec]),
            logo: None,
            logo_alt: None,
        }
    }
}

/// Two colours of a mail, of which one is to be read on the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The key of the colour that can be chosen.
    pub key: &'static str,
    /// That colour.
    pub chosen: Colour,
    /// The other one.
    pub other: Colour,
    /// By WCAG 2.1, 1 to 21.
    pub contrast: f64,
}

const WHITE: Colour = Colour([0xff; 3]);
/// The text of the foot of a mail.
const SOFT: Colour = Colour([0x4a, 0x58, 0x63]);
/// A card where mails are shown dark.
const CARD_DARK: Colour = Colour([0x1a, 0x28, 0x32]);
/// The text of a button where mails are shown dark.
const INK: Colour = Colour([0x0c, 0x1f, 0x2b]);

/// What text must have at least (WCAG 2.1, success criterion 1.4.3, level AA).
pub(super) const AA: f64 = 4.5;

impl Brand {
    /// The colours by the names that layouts give them.
    pub(super) fn colours(&self) -> [(&'static str, String); 4] {
        [
            ("brand.primary", self.primary.to_string()),
            ("brand.accent", self.accent.to_string()),
            ("brand.accent_dark", self.accent_dark.to_string()),
            ("brand.background", self.background.to_string()),
        ]
    }

    /// `logo` is the Content-ID of the logo.
    pub(super) fn scope(&self, logo: Option<&str>) -> Value {
        let colours = [self.primary, self.accent, self.accent_dark, self.background].map(|colour| colour.to_string());
        let alt = self.logo_alt.as_deref();
        let values = colours.iter().map(|colour| Some(colour.as_str())).chain([alt, logo]);
        Value::from(template::map(NAMES.into_iter().zip(values)))
    }

    /// The pairs of colours that many people could not read.
    pub fn too_faint(&self) -> Vec<Pair> {
        let pairs = [
            ("primary", self.primary, WHITE),
            ("primary", self.primary, self.background),
            ("accent", self.accent, WHITE),
            ("accent", self.accent, self.background),
            ("background", self.background, SOFT),
            ("accent_dark", self.accent_dark, CARD_DARK),
            ("accent_dark", self.accent_dark, INK),
        ];
        let pairs = pairs.map(|(key, chosen, other)| Pair { key, chosen, other, contrast: chosen.contrast(other) });
        pairs.into_iter().filter(|pair| pair.contrast < AA).collect()
    }
}

/// A colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour([u8; 3]);

impl Colour {
    /// Red, green and blue.
    pub(super) const fn of(channels: [u8; 3]) -> Self {
        Self(channels)
    }

    /// The contrast ratio to another colour, 1 to 21 (WCAG 2.1).
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The relative luminance, 0 to 1 (WCAG 2.1).
    fn luminance(self) -> f64 {
        let linear = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl TryFrom<String> for Colour {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        let refused = || Refusal::of(Code::ColourInvalid, &text);
        let digits =
            text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii()).ok_or_else(refused)?;
        let mut colour = [0; 3];
        for (channel, at) in colour.iter_mut().zip([0, 2, 4]) {
            // `+f` would be a number too
            let digits = Some(&digits[at..at + 2]).filter(|digits| !digits.starts_with('+')).ok_or_else(refused)?;
            *channel = u8::from_str_radix(digits, 16).map_err(|_| refused())?;
        }
        Ok(Self(colour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Result<Colour, Code> {
        Colour::try_from(text.to_owned()).map_err(|refusal| refusal.code())
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let contrast = |one: &str, two: &str| colour(one).expect("a colour").contrast(colour(two).expect("a colour"));
        // the figures of WebAIM's checker
        for (one, two, expected) in
            [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffff00", 8.0)]
        {
            assert!((contrast(one, two) - expected).abs() < 0.01, "{one} {two} {}", contrast(one, two));
        }
    }

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        assert_eq!(colour("#0B6b66").expect("a colour").to_string(), "#0b6b66");
        for text in ["", "#fff", "0b6b66", "#0b6b6", "#0b6b666", "#gggggg", "#+f+f+f", "red", "#ffff;}", "#ää"] {
            assert_eq!(colour(text), Err(Code::ColourInvalid), "{text}");
        }
    }

    #[test]
    fn the_usual_colours_can_be_read_and_faint_ones_are_named() {
        assert_eq!(Brand::default().too_faint(), []);
        let faint = Brand { accent: Colour([0x5c, 0xc9, 0xc1]), ..Brand::default() }.too_faint();
        assert_eq!(faint.iter().map(|pair| pair.key).collect::<Vec<_>>(), ["accent", "accent"]);
    }
}
