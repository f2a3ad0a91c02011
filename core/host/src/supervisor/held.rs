//! Rules that kill their worker again and again are held back.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// So many deaths ...
const DEATHS: usize = 3;
/// ... within this time hold a rule.
const WITHIN: Duration = Duration::from_secs(60);

/// Deaths by rule hash.
#[derive(Debug, Default)]
pub(super) struct Held(BTreeMap<String, Vec<Instant>>);

impl Held {
    /// A worker died of this rule.
    pub(super) fn note(&mut self, hash: &str, now: Instant) {
        let deaths = self.0.entry(hash.to_owned()).or_default();
        if deaths.len() < DEATHS {
            deaths.retain(|at| now.saturating_duration_since(*at) < WITHIN);
            deaths.push(now);
        }
    }

    /// Does the rule wait until it changes or the user asks again?
    pub(super) fn holds(&self, hash: &str) -> bool {
        self.0.get(hash).is_some_and(|deaths| deaths.len() >= DEATHS)
    }

    /// The user asks again.
    pub(super) fn release(&mut self, hash: &str) {
        self.0.remove(hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_deaths_in_a_minute_hold_until_released() {
        let (mut held, start) = (Held::default(), Instant::now());
        let at = |s| start + Duration::from_secs(s);
        held.note("a", at(0));
        held.note("a", at(50));
        held.note("a", at(70));
        assert!(!held.holds("a"), "the first is more than a minute ago");
        held.note("a", at(80));
        assert!(held.holds("a") && !held.holds("b"));
        held.release("a");
        assert!(!held.holds("a"));
    }
}
