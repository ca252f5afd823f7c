//! The templates of a campaign: how its mails look, put together from all their files.

use super::Failure;
use super::workspace::Workspace;
use crate::campaign::Campaign;
use crate::finding::{Code, Finding, Place};
use crate::template::{FOLDER, Library, Source, compose, references};

/// How layouts end: MJML, or HTML as it is.
const LAYOUTS: [&str; 2] = ["mjml", "html"];

/// What the mails of a campaign are written into.
pub(super) struct Layouts {
    pub layout: Source,
    /// The plain-text part, where one is written by hand.
    pub text: Option<Source>,
}

impl Layouts {
    /// Finds the templates that a campaign names.
    pub fn of(workspace: &Workspace, campaign: &Campaign) -> Result<Self, Failure> {
        let (name, place) = &campaign.template;
        if name.contains(['/', '\\']) || name.starts_with('.') {
            return Err(Finding::new(Code::PathOutside).at(place.clone()).with("path", name).into());
        }
        let library = Library::new(&workspace.root);
        let find = |extension: &str| compose(library, &format!("{name}.{extension}"), place);
        let layout = match (find(LAYOUTS[0])?, find(LAYOUTS[1])?) {
            (Some(_), Some(_)) => {
                return Err(Finding::new(Code::TemplateTwice).at(place.clone()).with("template", name).into());
            }
            (None, None) => return Err(unknown(library, campaign).into()),
            (mjml, html) => mjml.or(html),
        };
        match layout {
            Some(layout) => Ok(Self { layout, text: find("txt")? }),
            None => Err(unknown(library, campaign).into()),
        }
    }

    /// All that is written in them.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        std::iter::once(&self.layout).chain(&self.text)
    }
}

fn unknown(library: Library<'_>, campaign: &Campaign) -> Finding {
    let (name, place) = &campaign.template;
    let known = names(library).join(", ");
    Finding::new(Code::TemplateUnknown).at(place.clone()).with("template", name).with("known", known)
}

/// The layouts that a campaign can name.
pub(super) fn names(library: Library<'_>) -> Vec<String> {
    let files = library.names().into_iter().filter(|name| !name.contains('/'));
    let mut names: Vec<String> = files
        .filter_map(|file| {
            let (name, extension) = file.rsplit_once('.')?;
            LAYOUTS.contains(&extension).then(|| name.to_owned())
        })
        .collect();
    names.dedup();
    names
}

/// Whether a layout by itself has a place for the text of a campaign: others are there to be extended.
pub(super) fn takes_text(library: Library<'_>, name: &str) -> bool {
    let composed = |extension| compose(library, &format!("{name}.{extension}"), &Place::file(FOLDER));
    let has_place = |source: Source| references(source.template()).iter().any(|r| r.path == ["campaign", "body"]);
    LAYOUTS.into_iter().any(|extension| composed(extension).ok().flatten().is_some_and(has_place))
}
