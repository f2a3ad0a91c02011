//! Who would accept what: ranks as cells, darker the better, ruled where the claim is met.

use super::super::Page;
use super::super::canvas::{Canvas, Side};
use super::super::words::Word;
use super::{HEAD, NAME, ROW, WIDTH, short};

/// Fills from the best rank down; white text on the first only.
const RAMP: [&str; 7] = ["--r1", "--r2", "--r3", "--r4", "--r5", "--r6", "--r7"];

/// One option: its name, rank and acceptance by party.
pub(in super::super) struct Line {
    pub(in super::super) name: String,
    pub(in super::super) ranks: Vec<usize>,
    pub(in super::super) met: Vec<bool>,
}

impl Line {
    /// The rank down to which the least pleased party must go.
    pub(in super::super) fn depth(&self) -> usize {
        self.ranks.iter().copied().max().unwrap_or(0)
    }
}

/// The drawing.
pub(in super::super) fn draw(page: &Page<'_>, lines: &[Line]) -> String {
    let parties = page.c.case.parties.len();
    if lines.is_empty() || parties == 0 {
        return String::new();
    }
    let cell = ((WIDTH - NAME - 130.0) / parties as f64).min(96.0);
    let height = HEAD + ROW * lines.len() as f64 + 6.0;
    let mut canvas = Canvas::new(NAME + cell * parties as f64 + 130.0, height, page.words);
    let last = NAME + cell * parties as f64 + 65.0;
    for (k, party) in page.c.case.parties.iter().enumerate() {
        let x = NAME + cell * (k as f64 + 0.5);
        canvas.text((x, HEAD - 9.0), Side::Middle, "b", &party.id);
    }
    canvas.text((last, HEAD - 9.0), Side::Middle, "m", page.words.say(Word::AllAccept));
    let worst = lines.iter().map(Line::depth).max().unwrap_or(1);
    let least = lines.iter().map(Line::depth).min().unwrap_or(0);
    for (n, line) in lines.iter().enumerate() {
        let y = HEAD + ROW * n as f64;
        canvas.text((0.0, y + ROW / 2.0 + 4.5), Side::Start, "", &short(&line.name));
        for (k, rank) in line.ranks.iter().enumerate() {
            let x = NAME + cell * k as f64;
            let shade = shade(*rank, worst);
            let look = format!("fill=\"var({})\"", RAMP[shade]);
            canvas.rect((x + 1.0, y + 1.0), (cell - 2.0, ROW - 2.0), &look);
            if line.met[k] {
                let look = "fill=\"none\" stroke=\"var(--ink)\" stroke-width=\"1.6\"";
                canvas.rect((x + 2.4, y + 2.4), (cell - 4.8, ROW - 4.8), look);
            }
            let class = if shade == 0 { "w" } else { "" };
            let at = (x + cell / 2.0, y + ROW / 2.0 + 4.5);
            canvas.text(at, Side::Middle, class, &page.words.count(*rank));
        }
        let depth = line.depth();
        let class = if depth == least { "b" } else { "" };
        let text = page.words.fill(Word::RankN, &[&page.words.count(depth)]);
        canvas.text((last, y + ROW / 2.0 + 4.5), Side::Middle, class, &text);
    }
    let say = |w| page.words.say(w);
    canvas.figure((say(Word::ChartAccept), say(Word::ChartAcceptHow)), "")
}

/// Step of the ramp: the best rank has the first to itself, the others share the rest evenly.
fn shade(rank: usize, worst: usize) -> usize {
    match (rank, worst) {
        (0 | 1, _) => 0,
        (_, worst) if worst <= RAMP.len() => rank - 1,
        (rank, worst) => 1 + (rank - 2) * (RAMP.len() - 1) / (worst - 1),
    }
    .min(RAMP.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::shade;

    #[test]
    fn the_best_stands_alone_and_the_worst_is_palest() {
        assert_eq!([1, 2, 7].map(|r| shade(r, 7)), [0, 1, 6]);
        assert_eq!(shade(1, 30), 0);
        assert!(shade(2, 30) == 1 && shade(30, 30) == 6);
    }
}
