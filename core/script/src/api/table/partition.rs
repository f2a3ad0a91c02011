//! Numbers by lot, and divisions.

use super::{Entry, method};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        returns: "number",
        doc: "The next number, from 0 to below 1.",
        example: "if rng:uniform() < 0.5 then print(\"heads\") end",
        ..method(201, "Rng", "uniform")
    },
    Entry {
        params: &[("from", "number"), ("to", "number")],
        returns: "number",
        doc: "The next whole number, from `from` to `to`, both included; all are equally likely.",
        example: "local die = rng:integer(1, 6)",
        ..method(202, "Rng", "integer")
    },
    Entry {
        returns: "number",
        doc: "The next number of the normal distribution with mean 0 and standard deviation 1.",
        example: "local weight = math.exp(0.1 * rng:normal())",
        ..method(203, "Rng", "normal")
    },
    Entry {
        params: &[("list", "{ T }")],
        returns: "{ T }",
        generics: "T",
        doc: "Puts the list into a random order, in place, and returns it; at most 100 000 elements.",
        example: "local order = rng:shuffle(table.clone(sea.parties))",
        ..method(204, "Rng", "shuffle")
    },
    Entry {
        params: &[("holder", "string")],
        returns: "number",
        doc: "What the holder has, per cent of the sea; 0 if it holds nothing.",
        example: "sea:equidistance():share(\"IRN\")",
        ..method(130, "Partition", "share")
    },
    Entry {
        returns: "PerParty",
        doc: "Per cent of the sea by holder.",
        example: "for holder, share in fit:shares() do print(holder, share) end",
        ..method(131, "Partition", "shares")
    },
    Entry {
        params: &[("holder", "string")],
        returns: "number",
        doc: "Geodesic area of what the holder has, square metres.",
        example: "sea:equidistance():area(\"IRN\") / 1e6",
        ..method(132, "Partition", "area")
    },
    Entry {
        params: &[("region", "Region"), ("holder", "string | Partition")],
        returns: "Partition",
        doc: "This partition outside the region; inside it a holder (a party, `COMMON`, `NONE`, `JOINT:A+B`) or another partition.",
        example: "sea:equidistance():over(sea:coast():beyond(nm(15)), \"COMMON\")",
        ..method(133, "Partition", "over")
    },
    Entry {
        params: &[("other", "Partition")],
        returns: "number",
        doc: "How much of the sea has another holder in `other`, per cent of the sea.",
        example: "fit:moved(sea:equidistance())",
        ..method(134, "Partition", "moved")
    },
    Entry {
        params: &[("other", "Partition")],
        returns: "{ [string]: PerParty }",
        doc: "Square metres that change hands: `flow[i][j]` is held by i here and by j in `other`.",
        example: "sea:equidistance():flow(fit).AZE.IRN",
        ..method(135, "Partition", "flow")
    },
    Entry {
        params: &[("a", "string"), ("b", "string")],
        returns: "{ Place }",
        doc: "Vertices of the boundary of two holders, the longest part if there are several, walked with `a` on the left; fails if they have none.",
        example: "sea:offset(sea:equidistance():line(\"AZE\", \"KAZ\"))",
        ..method(140, "Partition", "line")
    },
    Entry {
        returns: "{ { between: { string }, places: { Place } } }",
        doc: "All boundary lines, each with `between`, the holder on its left and the one on its right, and its vertices, as `sea:from_lines` takes them; a closed line ends with its first place.",
        example: "for _, line in sea:equidistance():lines() do print(line.between[1], line.between[2], #line.places) end",
        ..method(143, "Partition", "lines")
    },
    Entry {
        params: &[("holders", "...string")],
        returns: "Region",
        doc: "Where one of the holders named has the water.",
        example: "sea:equidistance():cell(\"AZE\", \"TKM\")",
        ..method(141, "Partition", "cell")
    },
    Entry {
        returns: "number",
        doc: "Area of the wedges in which two parties have the same nearest point, a shared land-boundary terminus, square metres; such a wedge is split by the bisector of the coast directions.",
        example: "sea:equidistance():tied_area() / 1e6",
        ..method(142, "Partition", "tied_area")
    },
    Entry {
        params: &[("field", "Field | number")],
        returns: "PerParty",
        doc: "Integral of a field over what each holder has, in the field's unit times square metres: of `sea:depth()` the volume of water in cubic metres. The field is taken at 513 by 513 places of a square about the sea and counts as linear between them. Fails where it is negative in the sea or 0 all over it.",
        example: "sea:equidistance():integral(sea:depth()).IRN / 1e9",
        ..method(144, "Partition", "integral")
    },
    Entry {
        params: &[("id", "string")],
        returns: "any",
        doc: "One of the metrics of `littoral compare`, measured against strict equidistance where it compares: a number, numbers by party, holder or pair, or a table of them; nil where the case does not say enough. Among them gini, compactness, disproportionality, coast_length, boundary_length, turning_points, transfer, flow (km2), mean_extra_distance, max_extra_distance (km), envy, acceptance, shortfall, water_volume, shelf_area, deposits.",
        example: "sea:equidistance():metric(\"gini\")",
        ..method(136, "Partition", "metric")
    },
    Entry {
        returns: "PerParty",
        doc: "Per cent of each party's coast beside which another holds the water. Equidistance and ratios give 0; additive weights may not.",
        example: "fit:encroach().AZE",
        ..method(138, "Partition", "encroach")
    },
    Entry {
        params: &[("party", "string")],
        returns: "boolean",
        doc: "Whether every part of the party's waters touches its own coast or islands.",
        example: "if not fit:touches(\"IRN\") then print(\"an exclave\") end",
        ..method(139, "Partition", "touches")
    },
];
