//! Corrections of addresses that no list has: they make no contact.

use super::Origin;
use super::choose::Priority;
use super::merge::SetAside;
use super::store::{Contacts, Spot};
use crate::finding::Code;

/// Which rows are corrections.
pub(super) struct Corrections<'a> {
    contacts: &'a Contacts,
    priorities: &'a [Priority],
}

impl<'a> Corrections<'a> {
    /// `None` where no list holds any.
    pub fn among(contacts: &'a Contacts, priorities: &'a [Priority]) -> Option<Self> {
        priorities.contains(&Priority::Correction).then_some(Self { contacts, priorities })
    }

    fn is_one(&self, spot: Spot) -> bool {
        self.priorities.get(usize::from(self.origin(spot).list)) == Some(&Priority::Correction)
    }

    fn origin(&self, spot: Spot) -> Origin {
        self.contacts.origin(spot)
    }

    /// Takes those out of which only corrections speak: `firsts` are the first rows of people, `joining` further ones
    /// with their number.
    pub fn take_strays(&self, firsts: &mut Vec<Spot>, joining: &mut Vec<(u32, Spot)>) -> Vec<SetAside> {
        let mut is_stray: Vec<bool> = firsts.iter().map(|&spot| self.is_one(spot)).collect();
        for &(number, _) in joining.iter().filter(|(_, spot)| !self.is_one(*spot)) {
            is_stray[number as usize] = false;
        }
        if !is_stray.contains(&true) {
            return Vec::new();
        }
        let mut strays = Vec::new();
        let mut numbers = Vec::with_capacity(firsts.len());
        let mut kept = 0;
        for (&spot, &is_stray) in firsts.iter().zip(&is_stray) {
            numbers.push(kept);
            if is_stray { strays.push(self.set_aside(spot)) } else { kept += 1 }
        }
        let mut next = is_stray.iter();
        firsts.retain(|_| next.next() != Some(&true));
        joining.retain_mut(|(number, spot)| {
            let of = *number as usize;
            *number = numbers[of];
            if is_stray[of] {
                strays.push(self.set_aside(*spot));
            }
            !is_stray[of]
        });
        strays
    }

    fn set_aside(&self, spot: Spot) -> SetAside {
        let detail = self.contacts.values(spot).email().into();
        SetAside { origin: self.origin(spot), code: Code::CorrectionUnknown, detail }
    }
}
