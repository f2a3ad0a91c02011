//! Lines, limits and what lies in the sea.

use super::{Entry, method};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        params: &[("from", "Place"), ("length", "number")],
        returns: "{ Place }",
        doc: "The parallel of latitude from a place: eastward, westward if the length (metres) is negative.",
        example: "sea:parallel(sea:terminus(\"AZE\", \"IRN\"), nm(80))",
        ..method(300, "Sea", "parallel")
    },
    Entry {
        params: &[("from", "Place"), ("length", "number")],
        returns: "{ Place }",
        doc: "The meridian from a place: northward, southward if the length (metres) is negative; it ends in the pole.",
        example: "sea:meridian(point(42, 50), -nm(60))",
        ..method(301, "Sea", "meridian")
    },
    Entry {
        params: &[
            ("from", "Place"),
            ("chord", "{ Place }"),
            ("options", "{ length: number?, side: string? }?"),
        ],
        returns: "{ Place }",
        doc: "Geodesic at right angles to a chord of two places, the general direction of a coast, through `from`; `side` is `right` (default) or `left`, looking along the chord, `length` metres (default 200 M).",
        example: "sea:perpendicular(sea:terminus(\"AZE\", \"IRN\"), { point(38, 48.9), point(39.5, 49.3) })",
        ..method(302, "Sea", "perpendicular")
    },
    Entry {
        params: &[
            ("first", "{ Place }"),
            ("second", "{ Place }"),
            ("options", "{ length: number?, seaward: number?, from: Place? }?"),
        ],
        returns: "{ Place }",
        doc: "Geodesic that halves the angle between two fronts of two places each, from where they meet; with `from` the geodesic that has the azimuth of the bisector at that place; `seaward` is an azimuth (degrees) that tells the sea's side where its angle is over 180 degrees, `length` metres (default 200 M).",
        example: "sea:bisector(sea:front(\"AZE\", km(200)), sea:front(\"IRN\", km(200)))",
        ..method(303, "Sea", "bisector")
    },
    Entry {
        params: &[
            ("line", "{ Place }"),
            ("shift", "{ lat: number?, lon: number?, azimuth: number?, distance: number? }"),
        ],
        returns: "{ Place }",
        doc: "The line moved as a whole: by `lat` and `lon` (degrees), or by a geodesic of `azimuth` (degrees) and `distance` (metres) from every place.",
        example: "sea:translate({ point(40, 50), point(40, 52) }, { lat = 0.3 })",
        ..method(304, "Sea", "translate")
    },
    Entry {
        params: &[("party", "string"), ("distance", "number")],
        returns: "{ { Place } }",
        doc: "Outer limit at a distance (metres) from a party's coast and islands: the envelope of arcs, one list a ring, longest first, drawn within 10 m.",
        example: "sea:envelope(\"IRN\", nm(15))",
        ..method(305, "Sea", "envelope")
    },
    Entry {
        params: &[("party", "string"), ("tolerance", "number")],
        returns: "{ Place }",
        doc: "The party's longest coast with only those places from which straight fronts depart by more than the tolerance (metres).",
        example: "sea:front(\"IRN\", km(50))",
        ..method(306, "Sea", "front")
    },
    Entry {
        params: &[
            ("from", "Place"),
            ("azimuth", "number"),
            ("options", "{ length: number?, edge: string?, limit: number?, party: string? }?"),
        ],
        returns: "{ Place }",
        doc: "A line from a place at an azimuth (degrees clockwise from north): a geodesic, or with `edge = \"loxodrome\"` the line that keeps it; `length` metres (default 200 M). With `limit` it ends where it first reaches that distance (metres) from the nearest base point of `party`, of all parties if none is named, and `length` is how far that is looked for (default 1000 M). Fails if the limit is not reached.",
        example: "sea:ray(sea:terminus(\"AZE\", \"IRN\"), 90 + 30 / 60, { limit = nm(15) })",
        ..method(307, "Sea", "ray")
    },
    Entry {
        params: &[("line", "{ Place }"), ("distance", "number"), ("party", "string?")],
        returns: "{ Place }",
        doc: "Every place at which a line (geodesics between its places) crosses the limit at a distance (metres) from the nearest base point of a party, of all parties if none is named, in the order of the line; none on their land. Fails for a line along the limit.",
        example: "sea:crossings(sea:parallel(point(40, 49), km(400)), nm(15), \"AZE\")",
        ..method(308, "Sea", "crossings")
    },
    Entry {
        params: &[("line", "{ Place }"), ("distance", "number"), ("party", "string?")],
        returns: "{ Place }",
        doc: "A line from its first place until it first crosses the limit of `sea:crossings`. Fails if it does not reach it.",
        example: "sea:cut(sea:parallel(sea:terminus(\"AZE\", \"IRN\"), km(300)), nm(15), \"AZE\")",
        ..method(309, "Sea", "cut")
    },
    Entry {
        params: &[("party", "string"), ("request", "ShelfRequest")],
        returns: "({ { Place } }, { string })",
        doc: "Outer limit of a party's continental shelf beyond 200 M of its coast and islands by UNCLOS article 76: 60 M from the foot of the `slope`, and `sediment` of one per cent of the distance, joined by geodesics of at most 60 M, within 350 M or 100 M from the `isobath` of 2500 m (on a `ridge` 350 M alone); fixed points at most `spacing` apart along arcs (metres, default 1 M) and so close that lines fall short of arcs by at most `tolerance` (metres, default 1). One list of places a run, longest first, the shelf on its right, one that closes with its first place at its end; none if there is no shelf beyond 200 M. And what must be known besides, in sentences: lines that face the coast, points that enclose nothing.",
        example: "sea:shelf(\"IRN\", { slope = { point(40, 52) }, spacing = nm(10) })",
        ..method(347, "Sea", "shelf")
    },
    Entry {
        params: &[("from", "Place"), ("to", "Place")],
        returns: "number",
        doc: "Azimuth of the geodesic from one place to another at its beginning, degrees clockwise from north.",
        example: "sea:azimuth(sea:terminus(\"AZE\", \"IRN\"), point(40, 51))",
        ..method(70, "Sea", "azimuth")
    },
    Entry {
        params: &[("from", "Place"), ("azimuth", "number"), ("distance", "number")],
        returns: "Place",
        doc: "The place that lies `distance` metres from another along the geodesic of that azimuth (degrees clockwise from north).",
        example: "sea:step(sea:terminus(\"AZE\", \"IRN\"), 90, nm(200))",
        ..method(71, "Sea", "step")
    },
    Entry {
        params: &[("places", "{ Place }")],
        returns: "Field",
        doc: "Distance in metres from the geodesic line through the places, negative on its left (seen in their order); beyond its ends the line runs straight on. `sea:side` is where it is negative.",
        example: "sea:offset({ point(38, 49), point(38, 54) }) - km(20)",
        ..method(72, "Sea", "offset")
    },
    Entry {
        params: &[("places", "{ Place } | Place")],
        returns: "Field",
        doc: "Geodesic distance in metres from one place, or from the geodesic line through several, which ends where its places end: a port, a platform, a point of a treaty. `sea:buffer` is where it is at most so much.",
        example: "sea:dist(\"KAZ\"):min(sea:away({ point(45.4, 51.6) }) - km(10))",
        ..method(346, "Sea", "away")
    },
    Entry {
        params: &[("party", "string"), ("options", "ShoreOptions?")],
        returns: "Field",
        doc: "Geodesic distance to chosen shores of the party, metres: `mainland` and `islands` (both counted unless false), `front` (the mainland generalised at so many metres), `baseline` (places of a straight baseline that is added).",
        example: "sea:shore(\"IRN\", { baseline = { sea:terminus(\"AZE\", \"IRN\"), sea:terminus(\"IRN\", \"TKM\") } })",
        ..method(73, "Sea", "shore")
    },
    Entry {
        params: &[("west", "string"), ("east", "string"), ("step", "number?")],
        returns: "{ Place }",
        doc: "Midpoints of the parallels between the mainland coasts of a western and an eastern party, every `step` degrees (0.02 if left out) from south to north. Where a parallel crosses a coast more than once the crossing farthest from the other coast counts, so that peninsulas and islands do not; at both ends the line goes on along the meridian.",
        example: "sea:offset(sea:midline(\"AZE\", \"TKM\"))",
        ..method(320, "Sea", "midline")
    },
    Entry {
        returns: "Field",
        doc: "Depth of the bed below the case's level, metres, bilinear between the nodes of its bathymetry; 0 where the bed lies higher, beyond the soundings what they have at the nearest place of their edge. Fails if the case has no depths, or none at a coordinate of the sea's outer rim.",
        example: "sea:depth():le(50)",
        ..method(321, "Sea", "depth")
    },
    Entry {
        params: &[
            ("kind", "\"area\" | \"deposits\" | \"deposit_value\""),
            ("options", "{ radius: number? }?"),
        ],
        returns: "Field",
        doc: "What a square kilometre of the sea is worth: `area` 1 everywhere; `deposits` the deposits of the case with a known place, each worth 1; `deposit_value` their stated value in the case's own unit. A deposit is spread as a cone over the disc of its stated area or of `radius` (metres; 10 000 if left out), at least 100 m: most at its place, nothing at the rim, the whole within. Fails if the case has nothing of the kind.",
        example: "sea:value(\"deposits\"):ge(0.001)",
        ..method(342, "Sea", "value")
    },
    Entry {
        params: &[("options", "{ radius: number?, parts: number? }?")],
        returns: "{ Deposited }",
        doc: "The stated values of the deposits as places for `measure` of `sea:fit`: each field in `parts` (61) equal parts spread over a disc of its area, or of `radius` metres where no area is stated; without either it stays one place. What of a disc lies ashore or outside the sea belongs to nobody and is left out; a deposit of which nothing is left is named in a warning. Fails if the case states no value of a deposit whose place is known and in the sea.",
        example: "sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.02 }, measure = sea:deposited({ radius = km(10) }) }",
        ..method(323, "Sea", "deposited")
    },
    Entry {
        params: &[("options", "{ step: number? }?")],
        returns: "{ [string]: Field }",
        doc: "Scores by party for `sea:assign`: each place to the party from whose shore one walks down to it, by flooding the bed from the shallows to the deep on a grid of `step` degrees (0.05 if left out); on a flat bed to the nearest shore. The boundary is the thalweg, the line of the greatest depths. Fails if the case has no depths.",
        example: "sea:assign(sea:watershed({ step = 0.05 }))",
        ..method(322, "Sea", "watershed")
    },
];
