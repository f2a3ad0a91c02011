//! `bathymetry.json`: heights of the bed on a grid of latitude and longitude.

use littoral_model::{DepthGrid, Finding};

use crate::tree::{Node, Source, Table, Value};

/// Most nodes of a grid.
const MOST: usize = 4_000_000;

/// `z` is a list of rows from south to north, each a list of metres from west to east.
pub(super) fn read(source: &Source, root: &Node, log: &mut Vec<Finding>) -> Option<DepthGrid> {
    let table = Table::new(source, "", root, log)?;
    for key in ["lat0", "lon0", "step", "z"] {
        table.required(key, log);
    }
    let number = |key, log: &mut Vec<Finding>| table.number(key, log);
    let (lat0, lon0, step) = (number("lat0", log), number("lon0", log), number("step", log));
    let sizes = (number("nx", log), number("ny", log));
    let (text, datum) = (table.text("source", log), table.text_or_empty("datum", log));
    table.text_or_empty("order", log);
    let (nx, z) = rows(&table, log)?;
    let (lat0, lon0, step) = (lat0?, lon0?, step?);
    let rows = z.len() / nx;
    let mut refuse = |text: String| {
        let span = table.get("z").map(|n| n.span).unwrap_or_default();
        log.push(table.finding(Finding::error("F101", text), "z", span));
    };
    if !(step > 0.0 && step <= 10.0) {
        refuse(format!("a spacing of {step} degrees; it lies between 0 and 10"));
        return None;
    }
    if sizes.0.is_some_and(|n| n != nx as f64) || sizes.1.is_some_and(|n| n != rows as f64) {
        refuse(format!("nx and ny do not fit: z has {rows} rows of {nx}"));
    }
    table.finish(log);
    Some(DepthGrid { lat0, lon0, step, nx, z, source: text?, datum })
}

/// Length of a row, and all heights.
fn rows(table: &Table<'_>, log: &mut Vec<Finding>) -> Option<(usize, Vec<f64>)> {
    let node = table.get("z")?;
    let rows = node.list().unwrap_or(&[]);
    let nx = rows.first().and_then(Node::list).map_or(0, <[Node]>::len);
    let refuse = |text: &str, at: &Node, log: &mut Vec<Finding>| {
        let help = "z is a list of rows of equal length, each a list of metres";
        log.push(table.finding(Finding::error("F100", text).help(help), "z", at.span));
    };
    if nx < 2 || rows.len() < 2 || nx.saturating_mul(rows.len()) > MOST {
        refuse(
            "the grid needs two rows of two nodes at least, and at most four million",
            node,
            log,
        );
        return None;
    }
    let mut z = Vec::with_capacity(nx * rows.len());
    for row in rows {
        let heights: Option<Vec<f64>> = row.list().and_then(|l| l.iter().map(height).collect());
        match heights {
            Some(heights) if heights.len() == nx => z.extend(heights),
            _ => {
                refuse("this row does not have as many numbers as the first", row, log);
                return None;
            }
        }
    }
    Some((nx, z))
}

fn height(node: &Node) -> Option<f64> {
    match node.value {
        Value::Number(x) if x.is_finite() && x.abs() < 12_000.0 => Some(x),
        _ => None,
    }
}
