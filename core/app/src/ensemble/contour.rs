//! Where a chance passes a level: lines on a lattice by marching squares.

use std::collections::BTreeMap;

/// A value a mesh point; `None` where there is no sea. Rows from the south, columns from the west.
pub type Grid = Vec<Vec<Option<f64>>>;

/// An edge of the lattice: the point at its south-west end, and whether it runs north.
type Edge = (usize, usize, bool);

/// Lines along which the value is `level`, as `[row, column]` in parts of a mesh. Meshes with a corner on land are left
/// out, so that lines end at the shore. In a saddle the mean of the corners decides.
#[must_use]
pub fn contours(grid: &Grid, level: f64) -> Vec<Vec<[f64; 2]>> {
    let mut next: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    for row in 0..grid.len().saturating_sub(1) {
        for column in 0..grid[row].len().saturating_sub(1) {
            for (a, b) in mesh(grid, row, column, level) {
                next.entry(a).or_default().push(b);
                next.entry(b).or_default().push(a);
            }
        }
    }
    let ends: Vec<Edge> = next.iter().filter(|(_, n)| n.len() == 1).map(|(e, _)| *e).collect();
    let starts: Vec<Edge> =
        ends.into_iter().chain(next.keys().copied().collect::<Vec<_>>()).collect();
    let mut lines = Vec::new();
    for start in starts {
        let line = follow(&mut next, start);
        if line.len() > 1 {
            lines.push(line.into_iter().filter_map(|e| place(grid, e, level)).collect());
        }
    }
    lines
}

/// Takes the steps of one line out of the map, from an edge to the end or round to the edge again.
fn follow(next: &mut BTreeMap<Edge, Vec<Edge>>, start: Edge) -> Vec<Edge> {
    let mut line = vec![start];
    let mut at = start;
    while let Some(to) = next.get_mut(&at).and_then(Vec::pop) {
        if let Some(back) = next.get_mut(&to) {
            back.retain(|e| *e != at);
        }
        line.push(to);
        at = to;
    }
    line
}

/// Steps of the lines through one mesh.
fn mesh(grid: &Grid, row: usize, column: usize, level: f64) -> Vec<(Edge, Edge)> {
    let at = |r: usize, c: usize| grid.get(r).and_then(|g| g.get(c)).copied().flatten();
    let corners =
        [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)];
    let Some(values) = corners.into_iter().collect::<Option<Vec<f64>>>() else { return Vec::new() };
    let high: Vec<bool> = values.iter().map(|v| *v > level).collect();
    let edges: [Edge; 4] = [
        (row, column, false),
        (row, column + 1, true),
        (row + 1, column, false),
        (row, column, true),
    ];
    let crossed: Vec<Edge> =
        (0..4).filter(|&k| high[k] != high[(k + 1) % 4]).map(|k| edges[k]).collect();
    match crossed.as_slice() {
        [a, b] => vec![(*a, *b)],
        [south, east, north, west] => {
            let middle = values.iter().sum::<f64>() / 4.0 > level;
            match middle == high[0] {
                true => vec![(*south, *east), (*north, *west)],
                false => vec![(*south, *west), (*north, *east)],
            }
        }
        _ => Vec::new(),
    }
}

/// Where an edge has the level.
fn place(grid: &Grid, (row, column, north): Edge, level: f64) -> Option<[f64; 2]> {
    let a = grid.get(row)?.get(column).copied().flatten()?;
    let other = if north { grid.get(row + 1)?.get(column) } else { grid.get(row)?.get(column + 1) };
    let t = (level - a) / (other.copied().flatten()? - a);
    let (row, column) = (row as f64, column as f64);
    Some(if north { [row + t, column] } else { [row, column + t] })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Circles about the middle: one closed line, every point of it at the radius.
    #[test]
    fn a_cone_has_circles() {
        let grid: Grid = (0..41)
            .map(|r| {
                (0..41).map(|c| Some((f64::from(r) - 20.0).hypot(f64::from(c) - 20.0))).collect()
            })
            .collect();
        let lines = contours(&grid, 10.3);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        for [r, c] in &lines[0] {
            assert!(((r - 20.0).hypot(c - 20.0) - 10.3).abs() < 0.05);
        }
    }

    #[test]
    fn lines_end_at_land() {
        let mut grid: Grid = (0..5).map(|_| (0..5).map(|c| Some(f64::from(c))).collect()).collect();
        grid[4][1] = None;
        let lines = contours(&grid, 1.5);
        assert_eq!(lines, [vec![[0.0, 1.5], [1.0, 1.5], [2.0, 1.5], [3.0, 1.5]]]);
        assert!(contours(&grid, 9.0).is_empty());
    }
}
