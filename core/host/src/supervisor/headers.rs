//! What rules say of themselves, asked of workers: headers, the list, and whether a plugin keeps its promises.

use std::time::Duration;

use littoral_model::{FailureKind, RuleError, RuleHeader};

use super::{Host, outcome, unasked};
use crate::messages::{DescribeMessage, Described, Probed, Reply, Request, RuleCode};
use crate::registry::RuleRef;

/// Time to read headers: that of one script, and until the worker is given up, as a plugin may never come back from
/// loading.
#[derive(Clone, Copy)]
struct Patience {
    script: Duration,
    worker: Duration,
}

const FOR_ALL: Patience =
    Patience { script: Duration::from_secs(2), worker: Duration::from_secs(10) };
const FOR_ONE: Patience =
    Patience { script: Duration::from_secs(2), worker: Duration::from_secs(5) };
/// While somebody waits for other rules. A header takes about a millisecond.
const BRIEF: Patience =
    Patience { script: Duration::from_millis(250), worker: Duration::from_secs(1) };

/// Time for the checks of one rule of a plugin.
const PROBE: Duration = Duration::from_secs(30);

/// A rule on the list of `littoral rule list`.
#[derive(Debug, Clone)]
pub struct ListedRule {
    /// The rule.
    pub rule: RuleRef,
    /// What it says of itself, or why it is missing.
    pub header: Result<RuleHeader, RuleError>,
    /// SHA-256 of its source or library, if that can be read.
    pub hash: Option<String>,
}

impl Host {
    /// Every rule there is, with its header or the reason why it is missing.
    #[must_use]
    pub fn list(&self) -> Vec<ListedRule> {
        let offers = self.registry.offers();
        let (mut codes, mut listed) = (Vec::new(), Vec::new());
        for offer in offers {
            let code = offer.problem.map_or_else(|| self.registry.code(&offer.rule), Err);
            let hash = code.as_ref().ok().map(|c| c.hash().to_owned());
            listed.push((offer.rule, hash, code.as_ref().err().cloned()));
            codes.extend(code);
        }
        let mut headers = self.headers(codes).into_iter();
        let missing = |rule: &RuleRef| {
            Err(RuleError::new(
                rule.to_string(),
                FailureKind::Protocol,
                "the worker passed it over",
            ))
        };
        let list = listed.into_iter().map(|(rule, hash, problem)| {
            let header =
                problem.map_or_else(|| headers.next().unwrap_or_else(|| missing(&rule)), Err);
            ListedRule { rule, header, hash }
        });
        list.collect()
    }

    /// What one rule says of itself; the same text is read once.
    ///
    /// # Errors
    /// The rule cannot be read, or fails while it is.
    pub fn header(&self, rule: &RuleRef) -> Result<RuleHeader, RuleError> {
        self.header_of(&self.registry.code(rule)?)
    }

    /// The same of code at hand. What may be the machine's doing and not the text's is tried again each time.
    ///
    /// # Errors
    /// The rule fails while it is read.
    pub fn header_of(&self, code: &RuleCode) -> Result<RuleHeader, RuleError> {
        match self.header_known(code) {
            Some(known) if !known.as_ref().is_err_and(may_pass) => known,
            _ => self.header_within(code, FOR_ONE),
        }
    }

    /// The same in a short time, for a list of which one rule must not hold up the others. The same text is tried
    /// once, whatever came of it; [`Host::header_of`] tries it again, and takes its time.
    ///
    /// # Errors
    /// As [`Host::header_of`].
    pub fn header_briefly(&self, code: &RuleCode) -> Result<RuleHeader, RuleError> {
        self.header_known(code).unwrap_or_else(|| self.header_within(code, BRIEF))
    }

    /// What is known of this text without asking a worker.
    #[must_use]
    pub fn header_known(&self, code: &RuleCode) -> Option<Result<RuleHeader, RuleError>> {
        self.known().get(&key_of(code)).cloned()
    }

    fn header_within(&self, code: &RuleCode, patience: Patience) -> Result<RuleHeader, RuleError> {
        let answer = self.describe(std::slice::from_ref(code), patience);
        let missing = || Err(RuleError::new(code.name(), FailureKind::Protocol, "no answer"));
        let header = answer.and_then(|mut list| list.pop().unwrap_or_else(missing));
        self.known().put(key_of(code), header.clone());
        header
    }

    /// Headers of rules; if one takes the worker down, each is asked alone.
    fn headers(&self, codes: Vec<RuleCode>) -> Described {
        if codes.is_empty() {
            return Vec::new();
        }
        let patience = if codes.len() == 1 { FOR_ONE } else { FOR_ALL };
        match self.describe(&codes, patience) {
            Ok(headers) if headers.len() == codes.len() => headers,
            _ if codes.len() > 1 => {
                codes.into_iter().flat_map(|code| self.headers(vec![code])).collect()
            }
            Ok(_) => Vec::new(),
            Err(error) => vec![Err(error)],
        }
    }

    /// Does a plugin's rule keep its promises? Asked in a worker of its own, which is not used again.
    ///
    /// # Errors
    /// The plugin cannot be loaded, or it ends its worker or never returns.
    pub fn probe(&self, rule: &RuleRef) -> Probed {
        let code = self.registry.code(rule)?;
        let name = rule.to_string();
        let mut worker = self.take(None, Some(&code))?;
        worker.opens(&code);
        match self.ask(&mut worker, (&name, PROBE), &Request::Probe(code))? {
            Reply::Probed(verdicts) => verdicts,
            _ => Err(unasked(&name)),
        }
    }

    fn describe(&self, codes: &[RuleCode], patience: Patience) -> Result<Described, RuleError> {
        let one = codes.first().filter(|_| codes.len() == 1);
        let mut worker = self.take(None, one)?;
        for code in codes {
            worker.opens(code);
        }
        let message = DescribeMessage { rules: codes.to_vec(), time: patience.script };
        let rule = one.map_or("rules", RuleCode::name);
        let reply = self.ask(&mut worker, (rule, patience.worker), &Request::Describe(message))?;
        self.give_back(worker);
        match reply {
            Reply::Described(headers) => Ok(headers),
            other => outcome(rule, other).and_then(|_| Err(unasked(rule))),
        }
    }
}

fn key_of(code: &RuleCode) -> (String, String) {
    (code.hash().to_owned(), code.name().to_owned())
}

/// May a rule that failed like this do better another time, though nobody has changed it?
#[must_use]
pub fn may_pass(error: &RuleError) -> bool {
    use FailureKind::{Cancelled, Crash, Hang, MemoryLimit, Panic, Protocol, TimeLimit};
    matches!(error.kind, TimeLimit | MemoryLimit | Panic | Crash | Hang | Protocol | Cancelled)
}
