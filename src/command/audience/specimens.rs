//! The contacts whose mails show everything that any mail of a campaign has.

use std::collections::BTreeMap;

use crate::message::Form;

/// No template that a person wrote has more shapes worth reading; a loop over somebody's tags may.
const MOST: usize = 64;

/// How many are taken where mails cannot be told apart.
const FEW: usize = 8;

/// One contact for each way in which a mail is put together, and those of the extremes.
#[derive(Debug, Default)]
pub(super) struct Specimens {
    shapes: BTreeMap<u64, u32>,
    /// The longest subject, the longest HTML and the longest word: how long, and whose.
    extremes: [(usize, u32); 3],
}

impl Specimens {
    pub fn take(&mut self, number: u32, form: &Form) {
        let first = self.shapes.entry(form.shape).or_insert(number);
        *first = number.min(*first);
        for (extreme, length) in self.extremes.iter_mut().zip([form.subject, form.html, form.word]) {
            grow(extreme, (length, number));
        }
    }

    pub fn join(&mut self, other: Self) {
        for (shape, number) in other.shapes {
            let first = self.shapes.entry(shape).or_insert(number);
            *first = number.min(*first);
        }
        self.extremes.iter_mut().zip(other.extremes).for_each(|(extreme, other)| grow(extreme, other));
    }

    /// Their numbers, in order; of people nothing is known of, some.
    pub fn chosen(self, included: &[u32]) -> Vec<u32> {
        if self.shapes.is_empty() {
            return included.iter().step_by(included.len().div_ceil(FEW).max(1)).copied().collect();
        }
        let mut chosen: Vec<u32> = self.shapes.into_values().collect();
        chosen.sort_unstable();
        chosen.truncate(MOST);
        chosen.extend(self.extremes.map(|(_, number)| number));
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }
}

/// Of two that are equally long, the first one.
fn grow(extreme: &mut (usize, u32), other: (usize, u32)) {
    if other.0 > extreme.0 || (other.0 == extreme.0 && other.1 < extreme.1) || extreme.0 == 0 {
        *extreme = other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(shape: u64, subject: usize, html: usize, word: usize) -> Form {
        Form { shape, subject, html, word }
    }

    #[test]
    fn each_shape_and_each_extreme_is_chosen_once_on_any_number_of_cores() {
        let forms =
            [(1, 5, 9, 3), (1, 5, 9, 3), (2, 5, 8, 3), (1, 7, 9, 3), (2, 5, 9, 30), (1, 5, 90, 3), (2, 5, 9, 3)];
        let forms = forms.map(|(shape, subject, html, word)| form(shape, subject, html, word));
        for cut in 0..=7 {
            let (mut one, mut other) = (Specimens::default(), Specimens::default());
            for (number, form) in (10..).zip(&forms) {
                if number < 10 + cut { one.take(number, form) } else { other.take(number, form) }
            }
            other.join(one);
            assert_eq!(other.chosen(&[]), [10, 12, 13, 14, 15], "{cut}");
        }
    }

    #[test]
    fn of_mails_that_cannot_be_told_apart_some_are_chosen() {
        let included: Vec<u32> = (0..20).collect();
        assert_eq!(Specimens::default().chosen(&included), [0, 3, 6, 9, 12, 15, 18]);
    }
}
