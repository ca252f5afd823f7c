//! Whom new entries reach among the contacts that the lists have now: one that reaches nobody may be a typing error.

use std::collections::HashSet;

use crate::address::domains_of;
use crate::command::workspace::Workspace;
use crate::contact::{Contact, MUNICIPALITY};
use crate::terminal::Screen;

/// The keys that no contact has, in their order; none where the lists cannot be read, of which other commands tell.
pub(super) fn of_nobody<'k>(workspace: &Workspace, screen: &Screen, keys: &'k [String]) -> Vec<&'k str> {
    let Ok(lists) = workspace.lists(screen) else { return Vec::new() };
    let mut open: HashSet<&str> = keys.iter().map(String::as_str).collect();
    for contact in lists.contacts.iter() {
        strike(&mut open, &contact);
    }
    keys.iter().map(String::as_str).filter(|key| open.contains(key)).collect()
}

fn strike(open: &mut HashSet<&str>, contact: &Contact<'_>) {
    let email = contact.email();
    std::iter::once(email).chain(domains_of(email)).for_each(|key| {
        open.remove(key);
    });
    // a look at all rows of everybody only where it is asked for
    if open.iter().any(|key| key.starts_with(MUNICIPALITY)) {
        for key in contact.municipality_keys() {
            open.remove(key.as_str());
        }
    }
}
