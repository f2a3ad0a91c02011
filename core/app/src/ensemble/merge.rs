//! All parts as one file: checked one by one, joined in the order of scenarios.
//!
//! Rows, their order and the grouping are the plan's alone, so that the bytes are the same however the work was shared
//! out, on however many threads and machines, stopped and resumed however often.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use littoral_formats::columns::{Column, Writer};
use littoral_formats::publish_by;

use super::part::{self, Parts};
use super::plan::Plan;
use crate::failure::{Failure, Outcome};
use crate::number::counted;
use crate::spare::spare;

/// Rows of a group of the merged file, about: parts are joined until they have so many.
const GROUP: usize = 4096;

/// Joins the parts in a folder.
///
/// # Errors
/// Parts are missing, damaged or foreign, or the file cannot be written; nothing is then written.
pub fn merge(plan: &Plan, folder: &Path, to: &Path) -> Outcome<u64> {
    let parts = Parts::look(folder, plan)?;
    complete(plan, folder, &parts)?;
    spare(to, parts.whole.values())?;
    let mut trouble = None;
    let written = publish_by(to, |file| {
        let fail = |e: littoral_formats::columns::Error| std::io::Error::other(e.to_string());
        let mut writer = Writer::new(BufWriter::new(file), &plan.body.fields(), &part::meta(plan))
            .map_err(fail)?;
        let mut waiting: Vec<Column> = Vec::new();
        for (block, path) in &parts.whole {
            match part::read(path, plan, *block) {
                Ok(columns) => append(&mut waiting, columns),
                Err(failure) => {
                    trouble = Some(failure);
                    return Err(std::io::Error::other("a part cannot be used"));
                }
            }
            if waiting.first().map_or(0, Column::len) >= GROUP {
                writer.group(&std::mem::take(&mut waiting)).map_err(fail)?;
            }
        }
        if !waiting.is_empty() {
            writer.group(&waiting).map_err(fail)?;
        }
        let mut buffered = writer.close().map_err(fail)?;
        std::io::Write::flush(&mut buffered)
    });
    match (trouble, written) {
        (Some(failure), _) => Err(failure),
        (None, Err(e)) => Err(Failure::file("write", to, &e)),
        (None, Ok(())) => Ok(plan.body.scenarios),
    }
}

/// Everything is there, and nothing else.
fn complete(plan: &Plan, folder: &Path, parts: &Parts) -> Outcome {
    let place = folder.display().to_string();
    if let Some(path) = parts.foreign.first() {
        let text = format!(
            "{} of another plan or version: {}",
            counted(parts.foreign.len(), "part is", "parts are"),
            path.display()
        );
        return Err(Failure::usage(
            text,
            place,
            "move foreign parts away: one folder holds the parts of one plan",
        ));
    }
    let missing: Vec<u64> = parts.missing(plan).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let text = format!(
        "{} of {} blocks have no whole part ({})",
        missing.len(),
        plan.blocks(),
        listed(&missing)
    );
    let damaged = match parts.damaged.first() {
        Some(path) => format!("; {} damaged, the first is {}", parts.damaged.len(), path.display()),
        None => String::new(),
    };
    Err(Failure::usage(
        text + &damaged,
        place,
        "littoral sweep run PLAN -o DIR runs what is missing",
    ))
}

/// The first few numbers.
fn listed(numbers: &[u64]) -> String {
    let first: Vec<String> = numbers.iter().take(5).map(u64::to_string).collect();
    let more = if numbers.len() > 5 { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

pub(super) fn append(all: &mut Vec<Column>, more: Vec<Column>) {
    if all.is_empty() {
        *all = more;
        return;
    }
    for (column, more) in all.iter_mut().zip(more) {
        match (column, more) {
            (Column::Integer(a), Column::Integer(b)) => a.extend(b),
            (Column::Number(a), Column::Number(b)) => a.extend(b),
            (Column::Text(a), Column::Text(b)) => a.extend(b),
            (Column::Bytes(a), Column::Bytes(b)) => a.extend(b),
            // Columns of a plan are of the plan's kinds: part::read has checked.
            _ => {}
        }
    }
}

/// Opens the merged file of a folder, for reading.
///
/// # Errors
/// It is not there, is damaged, or has columns that no plan writes.
pub fn open(path: &Path) -> Outcome<littoral_formats::columns::Reader> {
    let file = File::open(path).map_err(|e| Failure::file("read", path, &e))?;
    littoral_formats::columns::Reader::open(file).map_err(|e| {
        let text = format!("the file cannot be read as Parquet: {e}");
        Failure::usage(
            text,
            path.display().to_string(),
            "merge again: littoral sweep merge PLAN DIR -o RESULT",
        )
    })
}
