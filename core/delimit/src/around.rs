//! Distance through the water: the length of the shortest way to a party's shores that stays in the sea.
//!
//! The shortest way among obstacles with straight sides is straight but for the corners of obstacles where it turns, and
//! there it turns round them (T. Lozano-Perez and M. A. Wesley, An algorithm for planning collision-free paths among
//! polyhedral obstacles, Comm. ACM 22, 1979; J. S. B. Mitchell, Shortest paths among obstacles in the plane, Int. J. Comput.
//! Geom. Appl. 6, 1996). Here the obstacles are land and islands, whoever's; sides are the geodesics of the rim and "straight"
//! means along a geodesic. So with `D(v)` the distance of a corner `v`
//!
//! ```text
//! d(p) = min( |p s|         over points s of the own shores that are seen from p,
//!             D(v) + |p v|  over corners v of the land that are seen from p )
//! ```
//!
//! and `D` follows by Dijkstra's method over the corners that see one another ([`corners`], [`table`]). All lengths are
//! metres on the ellipsoid; `p sees q` where the geodesic between them stays in the sea or only touches land
//! ([`littoral_geodesy::Shoreline::sees`]). Nothing is put on a grid: at a place in the sea the value is exact, as far as a
//! distance is.
//!
//! Degenerate cases. On land a place has the value of the nearest place of the rim plus the way there, so that the holders of
//! the coast are the same from both sides; across a spit the values differ by as much as the way round it. What touches the
//! sea in one point only is no gate. From where no way in the sea leads to the shore, as to one inland, it is the straight distance
//! and half round the earth more. Straight baselines across the water are shores to measure from and stand in nobody's way.
//! Where two parties' ways turn at the same corner towards their common terminus both are equally far over all that lies
//! behind it: it goes to the side of the terminus's ray on which that corner lies.
//!
//! How fast this changes from place to place has no bound that holds across land, so the engine samples, as for functions
//! without a Lipschitz constant. One bound there is, and it saves nearly all the work: no way is shorter than straight.

mod corners;
mod passage;
mod table;

pub(crate) use corners::Corners;
pub(crate) use passage::{Passage, Sounding, Walker};
pub(crate) use table::Table;

/// A way that comes no deeper into land than this touches it, metres.
pub(crate) const TOUCH_M: f64 = 1e-3;

/// Angles closer than this to nothing are nothing, radians: directions are those of normal sections, off the geodesic's by
/// 7e-6 at 700 km.
const LEAST_ANGLE: f64 = 1e-5;
