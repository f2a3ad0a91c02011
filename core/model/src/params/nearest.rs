//! The nearest known name to a misspelt one.

/// The candidate nearest to `word` by edit distance, if it is near enough to be a slip.
///
/// Near enough: at most one edit in three letters, upper and lower case alike. Among equals the
/// first wins.
///
/// ```
/// use littoral_model::params::nearest;
/// assert_eq!(nearest("flor", ["kernel", "floor"]), Some("floor"));
/// assert_eq!(nearest("depth", ["kernel", "floor"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = word.chars().count().div_ceil(3).min(3);
    let near = candidates.into_iter().map(|c| (edits(word, c), c)).filter(|(n, _)| *n <= limit);
    near.min_by_key(|(n, _)| *n).map(|(_, c)| c)
}

/// `did you mean "floor"?` and then `rest`; only `rest` if nothing is near.
#[must_use]
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    rest: &str,
) -> String {
    match (nearest(word, candidates), rest) {
        (Some(name), "") => format!("did you mean \"{name}\"?"),
        (Some(name), rest) => format!("did you mean \"{name}\"? {rest}"),
        (None, rest) => rest.to_owned(),
    }
}

/// Optimal string alignment distance: insert, delete, replace, swap of neighbours cost 1.
fn edits(a: &str, b: &str) -> usize {
    let fold = |s: &str| s.chars().take(64).flat_map(char::to_lowercase).collect::<Vec<_>>();
    let (a, b) = (fold(a), fold(b));
    let mut rows = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}
