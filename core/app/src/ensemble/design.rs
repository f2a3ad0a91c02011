//! From the number of a scenario to what is run: mixed radix over everything that varies.
//!
//! From slow to fast: rule, case, states of the switches, noise of the coast, sample of the rule's parameters. Scenario k
//! depends on the plan and k alone. The same samples serve every case, switch and coast, so that differences between
//! those are not differences of chance (common random numbers).

use littoral_formats::study::{Design, Study, StudyRule};

use super::random::Source;
use super::sobol;

/// One run of an ensemble.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Number in the plan, from 0.
    pub number: u64,
    /// Index of the rule in the study.
    pub rule: usize,
    /// Index of the case.
    pub case: usize,
    /// State of every switch of the study.
    pub switches: Vec<bool>,
    /// Standard deviation of the coast, km, and number of the field; 0 and 0 where the coast stands.
    pub coast: (f64, u64),
    /// Settings of the varied parameters, in the study's order, as a command line writes them.
    pub values: Vec<String>,
}

/// The scenarios of a study.
pub struct Scenarios<'a> {
    study: &'a Study,
    seed: Source,
    coasts: Vec<(f64, u64)>,
    states: u64,
}

impl<'a> Scenarios<'a> {
    /// Scenarios of a study; `key` is the hash of its plan.
    #[must_use]
    pub fn new(study: &'a Study, key: &str) -> Self {
        let states = study.switches.iter().map(|s| s.states.len() as u64).product();
        Self { study, seed: Source::new(key, study.seed), coasts: coasts(study), states }
    }

    /// Number of scenarios; saturates.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.study.rules.iter().map(|r| self.of_rule(r)).fold(0, u64::saturating_add)
    }

    fn of_rule(&self, rule: &StudyRule) -> u64 {
        let cases = self.study.cases.len() as u64;
        let outer = cases.saturating_mul(self.states).saturating_mul(self.coasts.len() as u64);
        outer.saturating_mul(samples(rule))
    }

    /// Scenario number `k`; beyond the end, `None`.
    #[must_use]
    pub fn get(&self, k: u64) -> Option<Scenario> {
        let mut rest = k;
        for (at, rule) in self.study.rules.iter().enumerate() {
            let count = self.of_rule(rule);
            if rest < count {
                return Some(self.decode(k, at, rule, rest));
            }
            rest -= count;
        }
        None
    }

    fn decode(&self, number: u64, at: usize, rule: &StudyRule, mut rest: u64) -> Scenario {
        let mut digit = |radix: u64| {
            let digit = rest % radix.max(1);
            rest /= radix.max(1);
            digit
        };
        let sample = digit(samples(rule));
        let coast = self.coasts.get(digit(self.coasts.len() as u64) as usize).copied();
        let mut switches: Vec<bool> = Vec::new();
        for switch in self.study.switches.iter().rev() {
            let state = digit(switch.states.len() as u64) as usize;
            switches.insert(0, switch.states.get(state).copied().unwrap_or_default());
        }
        let values = self.values(at, rule, sample);
        let case = digit(self.study.cases.len() as u64) as usize;
        Scenario { number, rule: at, case, switches, coast: coast.unwrap_or_default(), values }
    }

    fn values(&self, at: usize, rule: &StudyRule, sample: u64) -> Vec<String> {
        if rule.design == Design::Grid {
            return on_grid(rule, sample);
        }
        let d = rule.vary.len();
        let quantile = |k: usize| match rule.design {
            Design::LatinHypercube => self.seed.slice(at, k, sample, rule.samples),
            Design::Sobol => self.seed.shifted(at, k, sobol::point(sample, k)),
            Design::Saltelli => self.saltelli(at, (k, d), sample),
            Design::MonteCarlo | Design::Grid => self.seed.uniform(at, k, sample),
        };
        rule.vary.iter().enumerate().map(|(k, v)| v.spread.at(quantile(k))).collect()
    }

    /// Run `sample % (d + 2)` of point `sample / (d + 2)`: A, B, then A with one column of B.
    fn saltelli(&self, at: usize, (k, d): (usize, usize), sample: u64) -> f64 {
        let (point, run) = (sample / (d as u64 + 2), sample % (d as u64 + 2));
        let column = match run == 1 || run == k as u64 + 2 {
            true => k + d,
            false => k,
        };
        self.seed.shifted(at, column, sobol::point(point, column))
    }
}

/// Number of settings of a rule's parameters.
#[must_use]
pub fn samples(rule: &StudyRule) -> u64 {
    match rule.design {
        Design::Grid => {
            rule.vary.iter().map(|v| v.spread.count().unwrap_or(1)).fold(1, u64::saturating_mul)
        }
        Design::Saltelli => rule.samples.saturating_mul(rule.vary.len() as u64 + 2),
        _ => rule.samples,
    }
}

fn on_grid(rule: &StudyRule, mut sample: u64) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for vary in rule.vary.iter().rev() {
        let count = vary.spread.count().unwrap_or(1).max(1);
        values.insert(0, vary.spread.nth(sample % count));
        sample /= count;
    }
    values
}

/// Every coast: the one that stands, or each field at each standard deviation. Without noise all fields are one.
fn coasts(study: &Study) -> Vec<(f64, u64)> {
    let Some(noise) = &study.noise else { return vec![(0.0, 0)] };
    let fields = |sigma: &f64| {
        let draws = if *sigma == 0.0 { 1 } else { noise.draws };
        (0..draws).map(|k| (*sigma, k)).collect::<Vec<_>>()
    };
    noise.sigma_km.iter().flat_map(fields).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn study(text: &str) -> Study {
        let head = "id = \"s\"\ncases = [\"a\", \"b\"]\n";
        let (study, log) = littoral_formats::study::study("s", format!("{head}{text}").as_bytes());
        assert_eq!(log, []);
        study.unwrap()
    }

    fn all(study: &Study) -> Vec<Scenario> {
        let all = Scenarios::new(study, "key");
        assert!(all.get(all.count()).is_none());
        (0..all.count()).map(|k| all.get(k).unwrap()).collect()
    }

    #[test]
    fn a_grid_is_every_combination_once() {
        let study = study(
            "[switch]\nx = \"both\"\n[noise]\nsigma_km = [0, 1]\ndraws = 3\n[[rule]]\nrule = \"r\"\nvary.p = { list = [1, 2, \
             3] }\nvary.q = { from = 0, to = 1, steps = 2 }\n[[rule]]\nrule = \"t\"\n",
        );
        let all = all(&study);
        // 2 cases, 2 states, 1 + 3 coasts, 3 x 2 settings; and the second rule once each.
        assert_eq!(all.len(), 2 * 2 * 4 * 6 + 2 * 2 * 4);
        let distinct: BTreeSet<String> = all
            .iter()
            .map(|s| format!("{} {} {:?} {:?} {:?}", s.rule, s.case, s.switches, s.coast, s.values))
            .collect();
        assert_eq!(distinct.len(), all.len());
        assert_eq!(all[1].values, ["1", "1"]);
        assert_eq!(all[2].values, ["2", "0"]);
    }

    fn numbers(study: &Study, k: usize) -> Vec<f64> {
        let one = |s: &Scenario| s.values[k].parse().unwrap();
        all(study).iter().filter(|s| s.case == 0).map(one).collect()
    }

    #[test]
    fn a_latin_hypercube_meets_every_slice_once() {
        let study = study(
            "[[rule]]\nrule = \"r\"\ndesign = \"latin-hypercube\"\nsamples = 97\nvary.p = { uniform = [0, 97] }\nvary.q = { \
             uniform = [0, 97] }",
        );
        for k in 0..2 {
            let slices: BTreeSet<u64> = numbers(&study, k).iter().map(|x| *x as u64).collect();
            assert_eq!(slices.len(), 97);
        }
        assert_ne!(numbers(&study, 0), numbers(&study, 1));
    }

    #[test]
    fn saltelli_changes_one_column_at_a_time() {
        let study = study(
            "[[rule]]\nrule = \"r\"\ndesign = \"saltelli\"\nsamples = 5\nvary.p = { uniform = [0, 1] }\nvary.q = { uniform = \
             [0, 1] }",
        );
        let all = all(&study);
        assert_eq!(all.len(), 2 * 5 * 4);
        for block in all.chunks(4) {
            let v: Vec<&Vec<String>> = block.iter().map(|s| &s.values).collect();
            assert_eq!((&v[2][0], &v[2][1]), (&v[1][0], &v[0][1]));
            assert_eq!((&v[3][0], &v[3][1]), (&v[0][0], &v[1][1]));
            assert!(v[0][0] != v[1][0] && v[0][1] != v[1][1]);
        }
    }

    #[test]
    fn the_key_and_the_seed_decide_and_nothing_else() {
        let text = "[[rule]]\nrule = \"r\"\ndesign = \"monte-carlo\"\nsamples = 9\nvary.p = { normal = [0, 1] }";
        let study = study(text);
        let of = |study: &Study, key: &str| Scenarios::new(study, key).get(7).unwrap().values;
        assert_eq!(of(&study, "key"), of(&study, "key"));
        assert_ne!(of(&study, "key"), of(&study, "other"));
        assert_ne!(of(&study, "key"), of(&Study { seed: 2, ..study.clone() }, "key"));
    }
}
