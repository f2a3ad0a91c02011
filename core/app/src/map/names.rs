//! Names of the holders: inside their cells, else on land beside their coasts, else their codes.

use littoral_model::{Case, ShoreKind};

use super::drawing::{Cell, Drawing, Paint};
use super::labels::Obstacles;
use super::palette::{self, LAND};
use super::pen::Pen;
use super::plane::{Pt, Rect, depth, distance, inside, twice_area};
use super::pole::pole;
use super::text::Text;
use super::wording::{Block, Wording, halves};

/// Space between a name and the border of its cell, mm.
const SPARE: f64 = 1.0;
/// How far a name may leave the pole, in parts of the inscribed radius; the second only where the
/// alternative is to leave the cell.
const STRAY: [f64; 2] = [0.25, 0.8];

/// Labels every holder; returns the lettering and how many names found no place.
pub(super) fn place(
    case: &Case,
    map: &Drawing,
    share: &dyn Fn(&str) -> f64,
    o: &mut Obstacles,
    pen: &Pen<'_>,
) -> (Vec<Text>, usize) {
    let (mut out, mut omitted) = (Vec::new(), 0);
    for cell in labelled(map) {
        let Some(words) = Wording::of(case, cell, share(&cell.holder), pen.lang) else { continue };
        let found = within(cell, &words, o, pen)
            .or_else(|| beside(cell, &words, map, o, pen))
            .or_else(|| code(cell, &words, o, pen));
        match found {
            Some((block, centre)) => {
                let place = block.at(centre);
                o.add_box(place);
                out.extend(block.set(centre));
            }
            None => omitted += 1,
        }
    }
    (out, omitted)
}

/// The cells that bear a name: of several cells of one holder (waters in a fishery zone) the last.
fn labelled(map: &Drawing) -> impl Iterator<Item = &Cell> {
    let last = |k: usize, c: &Cell| !map.cells[k + 1..].iter().any(|o| o.holder == c.holder);
    let drawn = |c: &Cell| !c.bodies.is_empty();
    map.cells.iter().enumerate().filter(move |(k, c)| drawn(c) && last(*k, c)).map(|(_, c)| c)
}

/// The largest body of a cell.
fn largest(cell: &Cell) -> Option<&Vec<Vec<Pt>>> {
    let size = |b: &&Vec<Vec<Pt>>| b.iter().map(|r| twice_area(r)).sum::<f64>().abs();
    cell.bodies.iter().max_by(|a, b| size(a).total_cmp(&size(b)))
}

/// Inside: full tracking, less, two lines; first off every thin line, then across them.
fn within(cell: &Cell, words: &Wording, o: &Obstacles, pen: &Pen<'_>) -> Option<(Block, Pt)> {
    let body = largest(cell)?;
    let (centre, radius) = pole(body, 0.3)?;
    let whole = [words.name.as_str()];
    let (first, second) = halves(&words.name);
    let two = [first, second];
    for (across, stray) in
        [(false, STRAY[0]), (false, STRAY[1]), (true, STRAY[0]), (true, STRAY[1])]
    {
        for (name, tracking) in [(&whole[..], 0.42), (&whole[..], 0.2), (&two[..], 0.2)] {
            if name.iter().any(|n| n.is_empty()) {
                continue;
            }
            let block = words.block(name, tracking, &words.ground, words.fill, pen);
            let place = spots(centre, radius * stray).into_iter().find(|c| {
                let r = block.at(*c);
                // The cheap question first: depth looks at every edge of the body.
                let clear = o.free(&r.grown(0.5)) && (across || !o.thin.meet(&r));
                clear && depth(body, *c) >= block.h / 2.0 + SPARE && fits(body, &r)
            });
            if let Some(at) = place {
                return Some((block, at));
            }
        }
    }
    None
}

/// Is the box inside the body, with space to spare?
pub(super) fn fits(body: &[Vec<Pt>], r: &Rect) -> bool {
    let wide = r.grown(SPARE);
    inside(body, r.centre())
        && !body.iter().flat_map(|ring| super::plane::edges(ring)).any(|(a, b)| wide.cut_by(a, b))
}

/// The pole and points around it, nearest first.
pub(super) fn spots(centre: Pt, reach: f64) -> Vec<Pt> {
    let mut out = vec![centre];
    for ring in 1..=6 {
        let r = reach * f64::from(ring) / 6.0;
        for k in 0..12 {
            let a = f64::from(k) * std::f64::consts::PI / 6.0;
            out.push(Pt { x: centre.x + r * a.sin(), y: centre.y - r * a.cos() });
        }
    }
    out
}

/// On land: the free place nearest to the middle of the party's coast, nearer to no other coast.
fn beside(
    cell: &Cell,
    words: &Wording,
    map: &Drawing,
    o: &Obstacles,
    pen: &Pen<'_>,
) -> Option<(Block, Pt)> {
    let Paint::Party(party) = cell.paint else { return None };
    let coasts = map.shores.iter().filter(|s| s.kind == ShoreKind::Coast);
    let (own, other): (Vec<_>, Vec<_>) = coasts.partition(|s| s.party == party);
    let longest = own.iter().max_by_key(|s| s.path.len())?;
    let middle = *longest.path.get(longest.path.len() / 2)?;
    let block = words.block(&[&words.name], 0.42, LAND, palette::INK, pen);
    let near = |shores: &[&super::drawing::Shore], p: Pt| {
        let points = shores.iter().flat_map(|s| s.path.iter().step_by(4));
        points.map(|q| distance(*q, p)).fold(f64::INFINITY, f64::min)
    };
    let mut places = Vec::new();
    for i in -24..=24 {
        for j in -24..=24 {
            places.push(Pt { x: middle.x + 2.5 * f64::from(i), y: middle.y + 2.5 * f64::from(j) });
        }
    }
    places.sort_by(|a, b| distance(*a, middle).total_cmp(&distance(*b, middle)));
    let on_land = |p: &Pt| {
        let r = block.at(*p);
        o.free(&r.grown(1.5)) && !map.is_water(r.centre()) && near(&own, *p) < near(&other, *p)
    };
    let at = places.into_iter().find(on_land)?;
    Some((block, at))
}

/// The last resort inside: the code alone.
fn code(cell: &Cell, words: &Wording, o: &Obstacles, pen: &Pen<'_>) -> Option<(Block, Pt)> {
    let body = largest(cell)?;
    let (centre, radius) = pole(body, 0.3)?;
    let mut block = words.block(&[&words.code], 0.2, &words.ground, words.fill, pen);
    block.lines.truncate(1);
    let block = Block::new(block.lines, pen);
    let at = spots(centre, radius * 0.6)
        .into_iter()
        .find(|c| o.free(&block.at(*c)) && inside(body, *c))?;
    Some((block, at))
}
