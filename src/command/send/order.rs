//! In which order people are sent to: so that the mails of one domain are spread over the whole run.

use std::collections::HashMap;

use crate::contact::Contacts;

/// The included with the people of each domain at even distances. The same audience has the same order.
pub(super) fn interleaved(contacts: &Contacts, included: &[u32]) -> Vec<u32> {
    let domain = |number: u32| contacts.get(number).email().rsplit_once('@').map_or("", |(_, domain)| domain);
    spread(included, domain)
}

fn spread<'a>(numbers: &[u32], group: impl Fn(u32) -> &'a str) -> Vec<u32> {
    let mut sizes: HashMap<&str, u64> = HashMap::new();
    for &number in numbers {
        *sizes.entry(group(number)).or_default() += 1;
    }
    let mut seen: HashMap<&str, u64> = HashMap::with_capacity(sizes.len());
    let mut placed: Vec<(u64, u32)> = numbers
        .iter()
        .map(|&number| {
            let name = group(number);
            let before = seen.entry(name).or_default();
            // the middle of its share of the run, in 2^32ths; a group has at most 2^32 members
            let place = (((2 * *before + 1) << 31) / sizes[name], number);
            *before += 1;
            place
        })
        .collect();
    placed.sort_unstable();
    placed.into_iter().map(|(_, number)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_a_group_are_evenly_apart_and_nobody_is_lost() {
        let groups = ["a"; 6].into_iter().chain(["b"; 3]).chain(["c"]).collect::<Vec<_>>();
        let numbers: Vec<u32> = (0..10).collect();
        let order = spread(&numbers, |number| groups[number as usize]);
        let letters: String = order.iter().map(|&number| groups[number as usize]).collect();
        assert!(!letters.contains("aaa") && !letters.contains("bb"), "{letters}");
        let mut all = order.clone();
        all.sort_unstable();
        assert_eq!(all, numbers);
        assert_eq!(order, spread(&numbers, |number| groups[number as usize]));
    }
}
