//! Well-known binary (OGC 06-103r4): the geometry inside GeoPackage and GeoParquet.

use littoral_geodesy::LatLon;

use super::cursor::{Broken, Cursor, Read};
use super::feature::{Shape, closed, turned};

/// Deepest nesting of collections taken.
const MAX_DEPTH: usize = 4;

/// A shape in little-endian WKB, two dimensions, longitude first. `multiple` writes the multiple type
/// even where there is one part, for layers that hold one type only. Outer rings run counter-clockwise.
#[must_use]
pub(crate) fn write(shape: &Shape, multiple: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let many = multiple || shape.parts() != 1;
    match shape {
        Shape::Points(points) => parts(&mut out, many.then_some(4), points, point),
        Shape::Lines(lines) => parts(&mut out, many.then_some(5), lines, |out, l| line(out, l)),
        Shape::Polygons(p) => parts(&mut out, many.then_some(6), p, |out, p| polygon(out, p)),
    }
    out
}

fn parts<T>(out: &mut Vec<u8>, kind: Option<u32>, all: &[T], one: impl Fn(&mut Vec<u8>, &T)) {
    if let Some(kind) = kind {
        head(out, kind);
        count(out, all.len());
    }
    all.iter().for_each(|part| one(out, part));
}

fn head(out: &mut Vec<u8>, kind: u32) {
    out.push(1);
    out.extend(kind.to_le_bytes());
}

fn count(out: &mut Vec<u8>, n: usize) {
    out.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

fn place(out: &mut Vec<u8>, p: LatLon) {
    out.extend(p.lon.to_le_bytes());
    out.extend(p.lat.to_le_bytes());
}

fn point(out: &mut Vec<u8>, p: &LatLon) {
    head(out, 1);
    place(out, *p);
}

fn line(out: &mut Vec<u8>, line: &[LatLon]) {
    head(out, 2);
    run(out, line);
}

fn run(out: &mut Vec<u8>, line: &[LatLon]) {
    count(out, line.len());
    line.iter().for_each(|p| place(out, *p));
}

fn polygon(out: &mut Vec<u8>, rings: &[Vec<LatLon>]) {
    head(out, 3);
    count(out, rings.len());
    for (k, ring) in rings.iter().enumerate() {
        run(out, &closed(turned(ring, k == 0)));
    }
}

/// Reads WKB of either byte order, ISO or extended, of two to four dimensions; heights and measures are
/// dropped (the flag says so). `None` for an empty geometry.
pub(crate) fn read(bytes: &[u8]) -> Read<(Option<Shape>, bool)> {
    let mut reader = Reader { c: Cursor::new(bytes), dropped: false };
    let shape = reader.geometry(0)?;
    Ok((shape.filter(|s| s.parts() > 0), reader.dropped))
}

struct Reader<'a> {
    c: Cursor<'a>,
    dropped: bool,
}

/// What a geometry's head says.
struct Head {
    little: bool,
    kind: u32,
    extra: usize,
}

impl Reader<'_> {
    fn head(&mut self) -> Read<Head> {
        let at = self.c.position();
        let little = match self.c.u8()? {
            0 => false,
            1 => true,
            other => return Err(Broken::new(at, format!("{other} is no byte order of WKB"))),
        };
        let code = self.u32(little)?;
        if code & 0x2000_0000 != 0 {
            self.u32(little)?;
        }
        let (iso, flags) = (code & 0x0FFF_FFFF, code >> 30);
        let extra = match (iso / 1000, flags) {
            (0, 0) => 0,
            (1 | 2, 0) | (0, 1 | 2) => 1,
            (3, 0) | (0, 3) => 2,
            _ => return Err(Broken::new(at, format!("{code} is no type of WKB"))),
        };
        self.dropped |= extra > 0;
        Ok(Head { little, kind: iso % 1000, extra })
    }

    fn u32(&mut self, little: bool) -> Read<u32> {
        if little { self.c.u32_le() } else { self.c.u32_be() }
    }

    fn number(&mut self, little: bool) -> Read<f64> {
        if little { self.c.f64_le() } else { self.c.f64_be() }
    }

    fn place(&mut self, h: &Head) -> Read<LatLon> {
        let (lon, lat) = (self.number(h.little)?, self.number(h.little)?);
        for _ in 0..h.extra {
            self.number(h.little)?;
        }
        Ok(LatLon::new(lat, lon))
    }

    fn run(&mut self, h: &Head) -> Read<Vec<LatLon>> {
        let n = self.u32(h.little)?;
        let n = self.c.fits(n, 16 + 8 * h.extra, "positions")?;
        (0..n).map(|_| self.place(h)).collect()
    }

    fn polygon(&mut self, h: &Head) -> Read<Vec<Vec<LatLon>>> {
        let n = self.u32(h.little)?;
        let n = self.c.fits(n, 4, "rings")?;
        let mut rings = Vec::new();
        for _ in 0..n {
            rings.push(opened(self.run(h)?));
        }
        rings.retain(|r| !r.is_empty());
        Ok(rings)
    }

    fn geometry(&mut self, depth: usize) -> Read<Option<Shape>> {
        let at = self.c.position();
        let h = self.head()?;
        Ok(Some(match h.kind {
            1 => {
                let p = self.place(&h)?;
                // An empty point is written as two NaN.
                Shape::Points(if p.lat.is_nan() && p.lon.is_nan() { vec![] } else { vec![p] })
            }
            2 => Shape::Lines(vec![self.run(&h)?].into_iter().filter(|l| !l.is_empty()).collect()),
            3 => Shape::Polygons(
                vec![self.polygon(&h)?].into_iter().filter(|p| !p.is_empty()).collect(),
            ),
            4..=6 if depth < MAX_DEPTH => return self.many(&h, depth).map(Some),
            other => {
                return Err(Broken::new(at, format!("geometries of type {other} are not read")));
            }
        }))
    }

    fn many(&mut self, h: &Head, depth: usize) -> Read<Shape> {
        let n = self.u32(h.little)?;
        let n = self.c.fits(n, 9, "parts")?;
        let mut all = match h.kind {
            4 => Shape::Points(vec![]),
            5 => Shape::Lines(vec![]),
            _ => Shape::Polygons(vec![]),
        };
        for _ in 0..n {
            let at = self.c.position();
            match (&mut all, self.geometry(depth + 1)?) {
                (Shape::Points(a), Some(Shape::Points(b))) => a.extend(b),
                (Shape::Lines(a), Some(Shape::Lines(b))) => a.extend(b),
                (Shape::Polygons(a), Some(Shape::Polygons(b))) => a.extend(b),
                _ => return Err(Broken::new(at, "a part is of another type than the whole")),
            }
        }
        Ok(all)
    }
}

/// A ring without its repeated last place.
pub(crate) fn opened(mut ring: Vec<LatLon>) -> Vec<LatLon> {
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon)
    }

    /// The example of the standard: POINT(1 1)... here POINT(2 4) big-endian by hand.
    #[test]
    fn read_by_the_letter_of_the_standard() {
        let bytes = [0, 0, 0, 0, 1, 0x40, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x10, 0, 0, 0, 0, 0, 0];
        assert_eq!(read(&bytes).unwrap(), (Some(Shape::Points(vec![p(4.0, 2.0)])), false));
    }

    #[test]
    fn what_is_written_reads_back() {
        let square = vec![p(0.0, 0.0), p(0.0, 3.0), p(3.0, 3.0), p(3.0, 0.0)];
        let hole = vec![p(1.0, 1.0), p(2.0, 1.0), p(2.0, 2.0)];
        for shape in [
            Shape::Points(vec![p(1.0, 2.0)]),
            Shape::Points(vec![p(1.0, 2.0), p(3.0, 4.0)]),
            Shape::Lines(vec![vec![p(1.0, 2.0), p(3.0, 4.0)]]),
            Shape::Polygons(vec![vec![square.clone(), hole], vec![square]]),
        ] {
            assert_eq!(read(&write(&shape, false)).unwrap().0, Some(shape.clone()));
            assert_eq!(read(&write(&shape, true)).unwrap().0, Some(shape));
        }
    }

    #[test]
    fn lies_about_counts_are_refused_without_room_for_them() {
        let mut bytes = write(&Shape::Lines(vec![vec![p(1.0, 2.0), p(3.0, 4.0)]]), false);
        bytes[5..9].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(read(&bytes).unwrap_err().text.starts_with("4294967295 positions are announced"));
        for cut in 0..bytes.len() {
            assert!(read(&bytes[..cut]).is_err());
        }
    }
}
