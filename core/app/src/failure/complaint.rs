//! One message in the shape of every message: head, place, line with its mark, help.

use littoral_model::{FailureKind, Finding, RuleError, Severity};

use super::Blame;
use super::source::mark;
use crate::style::Style;

/// A message before it is dressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// What is wrong, one sentence about the case.
    pub text: String,
    /// Where; empty if nowhere in particular.
    pub place: String,
    /// Line number to show at the excerpt, 0 for none.
    pub line: usize,
    /// The line with the cause.
    pub excerpt: String,
    /// First character of the excerpt to mark, and how many.
    pub mark: [usize; 2],
    /// What stands beside the mark.
    pub label: String,
    /// Script frames, innermost first.
    pub trace: Vec<String>,
    /// What to do next.
    pub help: String,
}

impl Complaint {
    /// An error with nothing but its sentence.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            text: text.into(),
            place: String::new(),
            line: 0,
            excerpt: String::new(),
            mark: [0, 0],
            label: String::new(),
            trace: Vec::new(),
            help: String::new(),
        }
    }

    /// The same with a place.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// The same with a next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same with the words of a command line, `part` of them marked.
    #[must_use]
    pub fn quoting(mut self, words: &str, part: &str) -> Self {
        let before = words.find(part).unwrap_or(0);
        self.mark = [words[..before].chars().count(), part.chars().count()];
        words.clone_into(&mut self.excerpt);
        self
    }

    /// A finding of a reader.
    #[must_use]
    pub fn of_finding(f: &Finding) -> Self {
        Self {
            severity: f.severity,
            text: f.text.clone(),
            place: if f.file.is_empty() { f.place.clone() } else { f.whereabouts() },
            line: f.line,
            excerpt: f.excerpt.clone(),
            mark: f.mark,
            label: f.label.clone(),
            trace: Vec::new(),
            help: f.help.clone(),
        }
    }

    /// A failed run, or a refused setting where `blame` says which.
    #[must_use]
    pub fn of_rule(error: &RuleError, blame: Option<&Blame>) -> Self {
        let mut out = Self::new(error.text.clone()).help(error.hint.clone());
        out.trace = error.trace.iter().skip(1).cloned().collect();
        // A demand that cannot be met is the setting's fault, not that of the line that found out.
        let asked = error.kind == FailureKind::Infeasible && blame.is_some();
        if let Some(place) = error.at.as_ref().filter(|_| !asked) {
            let column =
                if place.column > 0 { format!(":{}", place.column) } else { String::new() };
            out.place = format!("{}:{}{column}", place.file, place.line);
            out.line = place.line as usize;
            out.excerpt = place.source.replace('\t', " ");
            out.mark = mark(&place.source, place.column as usize, &error.text);
        } else if let Some(blame) = blame {
            out.place = format!("command line: --set {}", blame.setting);
            out.excerpt.clone_from(&blame.setting);
            out.mark = blame.mark;
        } else if !error.text.contains(&error.rule) {
            out.place.clone_from(&error.rule);
        }
        out
    }

    /// The message as the terminal shows it, every line ended.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        let head = match self.severity {
            Severity::Error => style.red("error"),
            other => style.bold(other.word()),
        };
        let mut out = format!("{head}{}\n", style.bold(&format!(": {}", self.text)));
        if !self.place.is_empty() {
            out.push_str(&format!("  {} {}\n", style.faint("-->"), self.place));
        }
        if !self.excerpt.is_empty() {
            out.push_str(&self.quotation(style));
        }
        for frame in &self.trace {
            out.push_str(&format!("  {} {frame}\n", style.faint("called from")));
        }
        if !self.help.is_empty() {
            out.push_str(&format!("  {}: {}\n", style.cyan("help"), self.help));
        }
        style.fit(&out)
    }

    fn quotation(&self, style: Style) -> String {
        let number = if self.line == 0 { String::new() } else { self.line.to_string() };
        let width = number.len().max(2);
        let bar = style.faint("|");
        let empty = format!("{:width$} {bar}\n", "");
        let mut out = format!(
            "{empty}{} {bar} {}\n",
            style.faint(&format!("{number:>width$}")),
            self.excerpt
        );
        if self.mark[1] > 0 || !self.label.is_empty() {
            let mut sign = "^".repeat(self.mark[1].max(1));
            if !self.label.is_empty() {
                sign = format!("{sign} {}", self.label);
            }
            let skip = self.mark[0];
            out.push_str(&format!("{:width$} {bar} {:skip$}{}\n", "", "", style.red(&sign)));
        }
        out + &empty
    }
}

#[cfg(test)]
mod tests {
    use littoral_model::RuleError;
    use littoral_model::rule::Place;

    use super::*;

    #[test]
    fn a_script_error_in_the_shape_of_the_house() {
        let mut e =
            RuleError::new("my-rule", FailureKind::Runtime, "this rule has no parameter \"flor\"")
                .with_hint("did you mean \"floor\"? The rule declares: floor, kernel, belt.");
        e.at = Some(Place {
            file: "scripts/rules/my-rule.luau".into(),
            line: 14,
            column: 0,
            source: "  if p.flor > 0 then".into(),
        });
        let expected = "\
error: this rule has no parameter \"flor\"
  --> scripts/rules/my-rule.luau:14
   |
14 |   if p.flor > 0 then
   |        ^^^^
   |
  help: did you mean \"floor\"? The rule declares: floor, kernel, belt.
";
        assert_eq!(Complaint::of_rule(&e, None).render(Style::plain()), expected);
    }

    #[test]
    fn a_refused_setting_is_marked_on_the_command_line() {
        let e = RuleError::new(
            "equiratio",
            FailureKind::Parameter,
            "weights.IRN must be a number, not \"x\"",
        );
        let blame = Blame { setting: "weights.IRN=x".into(), mark: [12, 1] };
        let text = Complaint::of_rule(&e, Some(&blame)).render(Style::plain());
        assert!(text.contains("--> command line: --set weights.IRN=x\n"), "{text}");
        assert!(text.contains("   | weights.IRN=x\n   |             ^\n"), "{text}");
    }
}
