//! On which side of a line the coasts of its two parties lie.

use littoral_model::ShoreKind;

use super::Ground;

impl Ground<'_> {
    /// Of the two parties of a line the one whose mainland coast lies more on its left, seen from its first point to
    /// its last and carried on beyond its ends. `None` where there is no such line, and where the coasts do not tell
    /// (a line of one point, a party without a coast, equal parts of both).
    #[must_use]
    pub fn left_of<'p>(&self, line: &str, [a, b]: [&'p str; 2]) -> Option<&'p str> {
        let k = self.line(line).filter(|k| self.lines[*k].points.len() > 1)?;
        let (first, second) = (self.on_left(k, self.party(a)?)?, self.on_left(k, self.party(b)?)?);
        match first.total_cmp(&second) {
            std::cmp::Ordering::Greater => Some(a),
            std::cmp::Ordering::Less => Some(b),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The part of a party's mainland coast that lies left of a line, 0 to 1, by length.
    fn on_left(&self, line: usize, party: usize) -> Option<f64> {
        let own = |s: &&littoral_model::Shore| s.party == party && s.kind == ShoreKind::Coast;
        let coasts = self.waters.case().shores.iter().filter(own).flat_map(|s| &s.lines);
        let (mut left, mut all) = (0.0, 0.0);
        for edge in coasts.flat_map(|l| l.windows(2)) {
            let [a, b] = [edge[0], edge[1]].map(|p| self.earth.point(p));
            let length = self.earth.distance(&a, &b);
            all += length;
            if self.lines[line].prolonged.signed(&a, None).0 > 0.0 {
                left += length;
            }
        }
        (all > 0.0).then(|| left / all)
    }
}
