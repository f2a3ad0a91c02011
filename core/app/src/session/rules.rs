//! Which rule is meant, and with which parameters.

use std::path::Path;

use littoral_host::{Host, HostOptions, ListedRule, PluginAccess, Registry, RuleRef};
use littoral_model::params::{apply_settings, resolve};
use littoral_model::{FailureKind, RuleError, RuleHeader};
use littoral_plugin::discover;
use serde_json::{Map, Value};

use crate::cli::PluginArgs;
use crate::failure::{Blame, Complaint, Failure, Outcome};
use crate::label::label;

/// Every rule that can run here.
pub struct Rules {
    host: Host,
}

/// A rule with parameters, ready to run.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The rule.
    pub rule: RuleRef,
    /// What it says of itself.
    pub header: RuleHeader,
    /// Parameters given, in the units that people see.
    pub given: Map<String, Value>,
    /// Short name with what was set.
    pub label: String,
    settings: Vec<String>,
}

impl Rules {
    /// Built-in rules, the user's plugins, and those in the folders named.
    ///
    /// # Errors
    /// No thread is to be had.
    pub fn open(plugins: &PluginArgs) -> Outcome<Self> {
        Self::with(HostOptions::once(), plugins)
    }

    /// The same for many runs in turn: a spare worker stands by, so that a newer save never waits
    /// for the run before it.
    ///
    /// # Errors
    /// As [`Rules::open`].
    pub fn live(plugins: &PluginArgs) -> Outcome<Self> {
        Self::with(HostOptions::session(), plugins)
    }

    fn with(options: HostOptions, plugins: &PluginArgs) -> Outcome<Self> {
        for (option, dirs) in [("--plugin", &plugins.plugin), ("--dev", &plugins.dev)] {
            dirs.iter().try_for_each(|dir| holds_plugins(option, dir))?;
        }
        let mut access = PluginAccess::user();
        access.dirs.extend(plugins.plugin.iter().cloned());
        access.dev.extend(plugins.dev.iter().cloned());
        let host = Host::new(options, Registry::new(access)).map_err(|e| {
            Failure::usage(
                format!("the host cannot start: {e}"),
                "",
                "free some memory or processes",
            )
        })?;
        Ok(Self { host })
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Every rule in the order of the list, with its header or the reason why it is missing.
    #[must_use]
    pub fn list(&self) -> Vec<ListedRule> {
        self.host.list()
    }

    /// The header of one rule by id or file.
    ///
    /// # Errors
    /// No such rule, or a script that does not read.
    pub fn header(&self, rule: &str) -> Outcome<RuleHeader> {
        Ok(self.host.header(&self.find(rule)?)?)
    }

    /// The rule of this id or file.
    ///
    /// # Errors
    /// There is none; the nearest name is told.
    pub fn find(&self, rule: &str) -> Outcome<RuleRef> {
        self.host.registry().find(rule).map_err(|e| {
            Complaint::new(e.text).at(format!("command line: {rule}")).help(e.hint).into()
        })
    }

    /// A rule with `--set` settings; the refusal names the setting.
    ///
    /// # Errors
    /// No such rule, or a setting that it refuses.
    pub fn choose(&self, rule: &str, settings: &[String], parties: &[&str]) -> Outcome<Chosen> {
        let found = self.find(rule)?;
        let header = self.host.header(&found)?;
        let given = apply_settings(&header, settings)
            .and_then(|given| resolve(&header, &given, parties).map(|_| given))
            .map_err(|error| {
                let blame = settings.iter().find(|s| refused(&header, s, parties));
                let blame = blame.or(settings.first()).map(|s| Blame::new(s, &error));
                Failure::Rule(Box::new(error), blame)
            })?;
        let label = label(&header, &given);
        Ok(Chosen { rule: found, header, given, label, settings: settings.to_vec() })
    }

    /// A rule with parameters from a file.
    ///
    /// # Errors
    /// As [`Rules::choose`].
    pub fn with_params(
        &self,
        rule: &str,
        given: Map<String, Value>,
        name: Option<String>,
        parties: &[&str],
    ) -> Outcome<Chosen> {
        let found = self.find(rule)?;
        let header = self.host.header(&found)?;
        resolve(&header, &given, parties)?;
        let label = name.unwrap_or_else(|| label(&header, &given));
        Ok(Chosen { rule: found, header, given, label, settings: Vec::new() })
    }

    /// Every built-in rule once with its defaults.
    ///
    /// # Errors
    /// The first rule whose header cannot be read.
    pub fn all(&self) -> Outcome<Vec<Chosen>> {
        let built_in = |l: &ListedRule| matches!(l.rule, RuleRef::BuiltIn(_));
        let chosen = |l: ListedRule| {
            let header = l.header?;
            let label = header.id.clone();
            Ok(Chosen { rule: l.rule, header, given: Map::new(), label, settings: Vec::new() })
        };
        self.host.list().into_iter().filter(built_in).map(chosen).collect()
    }
}

impl Chosen {
    /// The file of the rule, if it has one of its own.
    #[must_use]
    pub fn script(&self) -> Option<&Path> {
        match &self.rule {
            RuleRef::Script(path) => Some(path),
            RuleRef::BuiltIn(_) | RuleRef::Plugin { .. } => None,
        }
    }

    /// A failed run as the command's failure, pointing at the setting that it speaks of where the rule says
    /// that the demand cannot be met.
    #[must_use]
    pub fn blame(&self, error: RuleError) -> Failure {
        let asked = matches!(error.kind, FailureKind::Parameter | FailureKind::Infeasible);
        let blame = blamed(&self.settings, &error).filter(|_| asked);
        let blame = blame.map(|s| Blame::new(s, &error));
        Failure::Rule(Box::new(error), blame)
    }
}

/// The setting that a refusal speaks of: of a parameter or a party that it names, or the only one there is.
fn blamed<'a>(settings: &'a [String], error: &RuleError) -> Option<&'a String> {
    let is_part = |c: char| !(c.is_alphanumeric() || c == '_' || c == '-');
    let said = |word: &str| !word.is_empty() && error.text.split(is_part).any(|w| w == word);
    let name = |s: &&String| s.split('=').next().unwrap_or_default().to_owned();
    let party = |s: &&String| name(s).rsplit_once('.').is_some_and(|(_, party)| said(party));
    let parameter = |s: &&String| said(name(s).split('.').next().unwrap_or_default());
    let both = |s: &&String| party(s) && parameter(s);
    let mut all = settings.iter();
    all.clone().find(both).or_else(|| all.clone().find(party)).or_else(|| match error.kind {
        FailureKind::Parameter => all.clone().find(parameter).or_else(|| all.next()),
        _ => all.next().filter(|_| settings.len() == 1),
    })
}

impl Blame {
    /// Marks the part of a setting that the refusal speaks of: a word that it quotes, else the
    /// value, else everything.
    #[must_use]
    pub fn new(setting: &str, error: &RuleError) -> Self {
        let quoted = error.text.split('"').skip(1).step_by(2);
        let part = quoted.filter(|w| !w.is_empty()).find(|w| setting.contains(*w));
        let value = setting.split_once('=').map(|(_, v)| v).filter(|v| !v.is_empty());
        let part = part.or(value).unwrap_or(setting);
        let marked = Complaint::new("").quoting(setting, part);
        Self { setting: setting.to_owned(), mark: marked.mark }
    }
}

/// A folder that was named and has nothing to offer is a slip of the pen.
fn holds_plugins(option: &str, dir: &Path) -> Outcome {
    if dir.join("plugin.toml").is_file() || !discover(dir).is_empty() {
        return Ok(());
    }
    Err(Failure::usage(
        format!("there is no plugin in {}", dir.display()),
        format!("command line: {option} {}", dir.display()),
        "a plugin is a folder with plugin.toml and a library; littoral plugin new NAME makes one",
    ))
}

fn refused(header: &RuleHeader, setting: &String, parties: &[&str]) -> bool {
    let alone = apply_settings(header, std::slice::from_ref(setting));
    alone.and_then(|given| resolve(header, &given, parties)).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demand_points_at_a_party_that_it_names() {
        let given = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let text = "the floors of DZA and ESP are 101.0 % of the sea";
        let error = RuleError::new("fit", FailureKind::Infeasible, text);
        let all = given(&["kernel=additive", "ceil.MAR=9%", "floor.ESP=51%", "floor.DZA=50%"]);
        assert_eq!(blamed(&all, &error).unwrap(), "floor.ESP=51%");
        assert_eq!(blamed(&given(&["belt=12", "kernel=additive"]), &error), None);
        assert_eq!(blamed(&given(&["at-least=60%"]), &error).unwrap(), "at-least=60%");
        let error = RuleError::new("fit", FailureKind::Parameter, "no parameter \"flor\"");
        assert_eq!(blamed(&given(&["belt=12", "flor=3"]), &error).unwrap(), "flor=3");
    }
}
