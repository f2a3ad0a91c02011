//! Opening a case by name: an embedded one, a folder, or the path of a `case.toml`.

use std::path::Path;
use std::sync::Arc;

use littoral_formats::{CaseBundle, CaseReading, read_case};
use littoral_model::Finding;
use littoral_model::params::did_you_mean;

use crate::embed;

/// A case as a run needs it: bytes, their hash, switches. Cheap to clone.
#[derive(Debug, Clone)]
pub struct CaseInput {
    /// Its files.
    pub bundle: Arc<CaseBundle>,
    /// SHA-256 over those that are read.
    pub hash: String,
    /// Switches that are on.
    pub switches: Vec<String>,
}

impl CaseInput {
    /// Hashes the files.
    #[must_use]
    pub fn new(bundle: CaseBundle, switches: &[String]) -> Self {
        Self { hash: bundle.hash(), bundle: Arc::new(bundle), switches: switches.to_vec() }
    }
}

/// A case as it was found.
#[derive(Debug)]
pub struct OpenCase {
    /// Its files; `None` if there are none by that name, and the reading says why.
    pub input: Option<CaseInput>,
    /// The case, if there is no error, and what there is to say.
    pub reading: CaseReading,
}

/// Reads a case. A folder or file of that name comes before an embedded case.
///
/// Total: what is wrong is among the findings.
#[must_use]
pub fn open_case(name: &str, switches: &[String]) -> OpenCase {
    match bundle(name) {
        Ok(bundle) => {
            let reading = read_case(&bundle, switches);
            OpenCase { input: Some(CaseInput::new(bundle, switches)), reading }
        }
        Err(findings) => {
            let reading = CaseReading { findings, ..CaseReading::default() };
            OpenCase { input: None, reading }
        }
    }
}

/// The bytes of a case alone, unread. `before` is given back where nothing can have changed.
///
/// # Errors
/// There is no such case, or its files cannot be read.
pub(crate) fn case_input(
    name: &str,
    switches: &[String],
    before: Option<&CaseInput>,
) -> Result<CaseInput, Vec<Finding>> {
    match before {
        // What is inside the binary does not change.
        Some(before) if !Path::new(name).exists() && embed::cases().contains(&name) => {
            Ok(before.clone())
        }
        _ => bundle(name).map(|b| CaseInput::new(b, switches)),
    }
}

fn bundle(name: &str) -> Result<CaseBundle, Vec<Finding>> {
    let path = Path::new(name);
    if path.is_dir() || path.is_file() {
        return CaseBundle::read_dir(path);
    }
    embed::case(name).ok_or_else(|| {
        let all = embed::cases();
        let rest = format!(
            "name a folder with a case.toml, or a case that comes with littoral: {}",
            all.join(", ")
        );
        let text = format!("there is no case \"{name}\"");
        vec![Finding::error("H001", text).help(did_you_mean(name, all, &rest))]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_case_is_met_with_the_right_name() {
        let found = open_case("caspain", &[]);
        assert!(found.input.is_none() && found.reading.case.is_none());
        assert_eq!(found.reading.findings[0].text, "there is no case \"caspain\"");
        assert!(found.reading.findings[0].help.contains("caspian"));
    }

    #[test]
    fn an_embedded_case_opens_by_name() {
        let found = open_case("caspian", &[]);
        let ids: Vec<String> = found.reading.case.unwrap().party_ids().map(str::to_owned).collect();
        assert_eq!(ids, ["AZE", "IRN", "KAZ", "RUS", "TKM"]);
    }
}
