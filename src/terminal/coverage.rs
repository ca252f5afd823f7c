//! How many municipalities the lists reach.

use super::Screen;
use super::sentences::Fact;
use crate::contact::{Coverage, LandCoverage, Size};

/// How many names are shown; JSON has all.
const SHOWN: usize = 5;

impl Screen {
    /// Shows a line for each Land.
    pub fn coverage(&self, coverage: &Coverage) {
        self.result("");
        self.result(&self.counted(
            "coverage-title",
            "coverage-title-of",
            coverage.reached,
            coverage.municipalities,
            vec![],
        ));
        for state in coverage.states.iter().filter(|state| state.reached > 0) {
            self.result(&format!("  {}", self.land(state)));
        }
        for (key, count) in
            [("coverage-without-state", coverage.without_state), ("coverage-not-in-register", coverage.not_in_register)]
        {
            if count > 0 {
                self.result(&format!("  {}", self.say(key, &[("count", Fact::Number(count))])));
            }
        }
        let names = &coverage.names_not_in_register;
        if !names.is_empty() {
            let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = if names.len() > SHOWN { ", …" } else { "" };
            let facts = [("count", Fact::from(names.len())), ("names", format!("{shown}{more}").into())];
            self.result(&format!("  {}", self.say("coverage-names-not-in-register", &facts)));
        }
    }

    fn land(&self, state: &LandCoverage) -> String {
        if state.sizes.iter().all(|class| class.size == Size::Unknown) {
            // nobody learns anything from sizes that nobody knows
            let facts = vec![("state", Fact::from(state.state))];
            return self.counted("coverage-plain", "coverage-plain-of", state.reached, state.municipalities, facts);
        }
        let size = |size: Size| ("size", Fact::from(self.say(&format!("size-{}", size.name()), &[])));
        let sizes = state.sizes.iter().filter(|class| class.reached > 0).map(|class| {
            self.counted(
                "coverage-size",
                "coverage-size-of",
                class.reached,
                class.municipalities,
                vec![size(class.size)],
            )
        });
        let sizes = ("sizes", Fact::from(sizes.collect::<Vec<_>>().join(", ")));
        let facts = vec![("state", Fact::from(state.state)), sizes];
        self.counted("coverage-line", "coverage-line-of", state.reached, state.municipalities, facts)
    }

    fn counted(
        &self,
        alone: &str,
        of_all: &str,
        count: u64,
        all: Option<u64>,
        mut facts: Vec<(&'static str, Fact)>,
    ) -> String {
        facts.push(("count", Fact::Number(count)));
        facts.extend(all.map(|all| ("all", Fact::Number(all))));
        self.say(if all.is_some() { of_all } else { alone }, &facts)
    }
}
