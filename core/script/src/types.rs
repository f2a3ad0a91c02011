//! Luau's type checker over a rule's text, with the script API's own definitions.

use luau_analysis::{
    DefinitionEnvironment, FileResolver, Frontend, FrontendOptions, ModuleName, NullConfigResolver,
    SourceCode, SourceCodeType,
};
use luau_common::BString;

use crate::api::luau_definitions;
use crate::words::Doubt;

/// Name of the rule for the checker.
const MAIN: &str = "rule";
/// The checker is strict where a text says nothing else.
const STRICT: &str = "--!strict\n";
/// Longest that one text may take, seconds.
const MOST_SECONDS: f64 = 5.0;

struct Text(BString);

impl FileResolver for Text {
    fn read_source(&mut self, name: &ModuleName) -> Option<SourceCode> {
        (name == MAIN).then(|| SourceCode { source: self.0.clone(), kind: SourceCodeType::Module })
    }
}

/// Everything that the checker finds in a rule's text, in order. Modules of `require` are any value.
///
/// # Errors
/// The checker itself failed, in a sentence.
pub fn check(text: &str) -> Result<Vec<Doubt>, String> {
    let mut head = text.lines().take_while(|l| l.starts_with("--") || l.trim().is_empty());
    let own_mode = head.any(|l| l.starts_with("--!"));
    let (whole, before) = match own_mode {
        true => (text.to_owned(), 0),
        false => (format!("{STRICT}{text}"), 1),
    };
    let options = FrontendOptions {
        retain_full_type_graphs: true,
        module_time_limit_sec: Some(MOST_SECONDS),
        ..FrontendOptions::default()
    };
    let mut checker =
        Frontend::new(Text(BString::from(whole)), NullConfigResolver::default(), options);
    let failed = |e: luau_analysis::AnalysisError| format!("the type checker failed: {e}");
    let environment = DefinitionEnvironment::Globals;
    checker.register_builtin_globals(environment).map_err(failed)?;
    let scope = checker.global_scope(environment);
    let loaded = checker
        .load_definition_file(scope, luau_definitions(), "@littoral", false)
        .map_err(failed)?;
    if !loaded.success {
        return Err("the definitions of the script API do not check".to_owned());
    }
    let name = BString::from(MAIN);
    let result = checker.check(&name, None).map_err(failed)?;
    let model = checker.semantic_model(&name).ok_or("the type checker kept nothing")?;
    let fault = |e| {
        let text = String::from_utf8_lossy(&model.error_message(e)).into_owned();
        let at = e.location.begin;
        Doubt { line: (at.line + 1).saturating_sub(before).max(1), column: at.column + 1, text }
    };
    let mut faults: Vec<Doubt> = result.errors.iter().map(fault).collect();
    faults.retain(|f| !f.text.contains("require"));
    faults.sort_by_key(|f| (f.line, f.column));
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_has_a_place() {
        let text = "return rule {\n  id = \"a\", about = \"x\",\n  run = function(sea: Sea)\n    \
            local n: number = sea:coast()\n    return { seabed = sea:assign(sea:each(sea.dist), 3) }\n  end,\n}\n";
        let found = check(text).unwrap();
        assert_eq!((found[0].line, found[0].column), (4, 23), "{found:?}");
        assert_eq!(found[0].text, "Expected this to be 'number', but got 'Field'");
        assert!(
            found[1].line == 5 && found[1].text.contains("Argument count mismatch"),
            "{found:?}"
        );
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn the_plainest_rules_check() {
        for name in ["equidistance", "equiratio", "equity-floor", "belt-and-commons"] {
            let shelf = crate::shelf::rules();
            let rule = shelf.iter().find(|r| r.name == name).unwrap();
            assert_eq!(check(rule.text).unwrap(), [], "{name}");
        }
    }
}
