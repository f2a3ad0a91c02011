//! Part files: one a block of scenarios, whole or not there, each with its own fingerprint in its name.
//!
//! `part-PLAN-BLOCK-SUM.parquet`: first digits of the plan's hash, number of the block, first digits of the SHA-256 of the
//! bytes. A file of another plan is foreign, one whose bytes do not match its name is damaged; neither is ever read. The
//! wall time and the host stand in the metadata of a part, never in its rows, so that rows are the same everywhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use littoral_formats::columns::{Column, Meta, Reader, Writer};
use sha2::{Digest, Sha256};

use super::plan::Plan;
use crate::failure::{Failure, Outcome};
use crate::output;

/// What lies in a folder of parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Whole parts of this plan by block.
    pub whole: BTreeMap<u64, PathBuf>,
    /// Parts of this plan whose bytes do not match their name.
    pub damaged: Vec<PathBuf>,
    /// Parts of other plans.
    pub foreign: Vec<PathBuf>,
}

impl Parts {
    /// Looks at every part file of a folder; a folder that is not there has none.
    ///
    /// # Errors
    /// The folder or a file cannot be read.
    pub fn look(folder: &Path, plan: &Plan) -> Outcome<Self> {
        let mut parts = Self::default();
        let mut names = Vec::new();
        match fs::read_dir(folder) {
            Ok(entries) => {
                for entry in entries {
                    names.push(entry.map_err(|e| Failure::file("read", folder, &e))?.path());
                }
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(parts),
            Err(e) => return Err(Failure::file("read", folder, &e)),
        }
        names.sort();
        for path in names {
            parts.sort_in(path, plan)?;
        }
        Ok(parts)
    }

    fn sort_in(&mut self, path: PathBuf, plan: &Plan) -> Outcome {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let Some(rest) = name.strip_prefix("part-").and_then(|n| n.strip_suffix(".parquet")) else {
            return Ok(());
        };
        let fields: Vec<&str> = rest.split('-').collect();
        let block = fields.get(1).and_then(|b| b.parse::<u64>().ok());
        match (fields.as_slice(), block) {
            ([hash, _, sum], Some(block)) if *hash == plan.short() && block < plan.blocks() => {
                let bytes = fs::read(&path).map_err(|e| Failure::file("read", &path, &e))?;
                match *sum == fingerprint(&bytes) {
                    true => drop(self.whole.entry(block).or_insert(path)),
                    false => self.damaged.push(path),
                }
            }
            _ => self.foreign.push(path),
        }
        Ok(())
    }

    /// Blocks that have no whole part.
    pub fn missing(&self, plan: &Plan) -> impl Iterator<Item = u64> + '_ {
        (0..plan.blocks()).filter(|b| !self.whole.contains_key(b))
    }
}

/// Writes the rows of a block.
///
/// # Errors
/// The file cannot be written.
pub fn write(folder: &Path, plan: &Plan, block: u64, columns: &[Column], wall_ms: u128) -> Outcome {
    let mut meta = meta(plan);
    meta.push(("block".into(), block.to_string()));
    meta.push(("wall_ms".into(), wall_ms.to_string()));
    meta.push(("host".into(), host()));
    let encode = || {
        let mut writer = Writer::new(Vec::new(), &plan.body.fields(), &meta)?;
        writer.group(columns)?;
        writer.close()
    };
    let bytes = encode().map_err(|e| {
        Failure::usage(format!("a block cannot be encoded: {e}"), "", "keep fewer places or lines")
    })?;
    let name = format!("part-{}-{block:06}-{}.parquet", plan.short(), fingerprint(&bytes));
    output::publish(&folder.join(name), &bytes)
}

/// Metadata that does not depend on where and when a plan is run.
#[must_use]
pub fn meta(plan: &Plan) -> Meta {
    let body = &plan.body;
    let list = |v: &[String]| v.join(" ");
    [
        ("study", body.study.id.clone()),
        ("plan", plan.hash.clone()),
        ("littoral", body.littoral.clone()),
        ("cases", list(&body.case_hashes)),
        ("rules", list(&body.rule_hashes)),
        ("seed", body.study.seed.to_string()),
        ("scenarios", body.scenarios.to_string()),
    ]
    .map(|(k, v)| (k.to_owned(), v))
    .to_vec()
}

/// The rows of a part, checked against the plan: all its scenarios, in order.
///
/// # Errors
/// The file is not what the plan says.
pub fn read(path: &Path, plan: &Plan, block: u64) -> Outcome<Vec<Column>> {
    let wrong = |text: String| {
        let help = "delete it and run the plan again: what is whole is kept";
        Failure::usage(text, path.display().to_string(), help)
    };
    let file = fs::File::open(path).map_err(|e| Failure::file("read", path, &e))?;
    let reader = Reader::open(file).map_err(|e| wrong(format!("the part cannot be read: {e}")))?;
    if reader.fields() != plan.body.fields() {
        return Err(wrong("the part has other columns than the plan".into()));
    }
    let all: Vec<usize> = (0..reader.fields().len()).collect();
    let columns =
        reader.group(0, &all).map_err(|e| wrong(format!("the part cannot be read: {e}")))?;
    let wanted = plan.block(block).map(|k| i64::try_from(k).ok());
    match columns.first() {
        Some(Column::Integer(numbers)) if numbers.iter().copied().eq(wanted) => Ok(columns),
        _ => Err(wrong("the part has other scenarios than its block".into())),
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Name of this machine, where the system tells it in a file.
fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}
