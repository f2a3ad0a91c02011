//! Fields and regions.

use super::{Entry, method, operator};

pub(super) const ENTRIES: &[Entry] = &[
    operator(80, "__add", "Sum, point by point.", "d + 1000"),
    operator(81, "__sub", "Difference, point by point.", "d - km(20)"),
    operator(82, "__mul", "Product, point by point.", "2 * d"),
    operator(83, "__div", "Quotient, point by point.", "d / 1.25"),
    Entry {
        params: &[("exponent", "number")],
        ..operator(84, "__pow", "Power; the exponent is a number.", "d ^ 2")
    },
    Entry { params: &[], ..operator(85, "__unm", "Negative.", "-d") },
    Entry {
        returns: "Field",
        doc: "Natural logarithm; a value below 0.001 counts as 0.001, so a distance of a millimetre is the least.",
        example: "d:log()",
        ..method(86, "Field", "log")
    },
    Entry {
        returns: "Field",
        doc: "Square root. A score or a measure that takes it of a negative value in the sea is refused: take it of `d:max(0)`.",
        example: "d:sqrt()",
        ..method(87, "Field", "sqrt")
    },
    Entry {
        returns: "Field",
        doc: "Value without its sign.",
        example: "(a - b):abs()",
        ..method(88, "Field", "abs")
    },
    Entry {
        params: &[("other", "Field | number")],
        returns: "Field",
        doc: "The lesser of both, point by point.",
        example: "a:min(b)",
        ..method(89, "Field", "min")
    },
    Entry {
        params: &[("other", "Field | number")],
        returns: "Field",
        doc: "The greater of both, point by point.",
        example: "a:max(b)",
        ..method(90, "Field", "max")
    },
    Entry {
        params: &[("limit", "Field | number")],
        returns: "Region",
        doc: "Where the field is at most `limit`.",
        example: "sea:latitude():le(40)",
        ..method(91, "Field", "le")
    },
    Entry {
        params: &[("limit", "Field | number")],
        returns: "Region",
        doc: "Where the field is at least `limit`.",
        example: "sea:latitude():ge(40)",
        ..method(92, "Field", "ge")
    },
    Entry {
        params: &[("distance", "number")],
        returns: "Region",
        doc: "Where a distance field is at most `distance` metres.",
        example: "sea:coast():within(nm(15))",
        ..method(93, "Field", "within")
    },
    Entry {
        params: &[("distance", "number")],
        returns: "Region",
        doc: "Where a distance field is at least `distance` metres.",
        example: "sea:coast():beyond(nm(25))",
        ..method(94, "Field", "beyond")
    },
    Entry {
        params: &[("region", "Region"), ("otherwise", "Field | number")],
        returns: "Field",
        doc: "This field inside the region, `otherwise` outside.",
        example: "(d / 2):where(region, d)",
        ..method(95, "Field", "where")
    },
    Entry {
        params: &[("other", "Region")],
        returns: "Region",
        doc: "Points in both.",
        example: "north:both(west)",
        ..method(110, "Region", "both")
    },
    Entry {
        params: &[("other", "Region")],
        returns: "Region",
        doc: "Points in at least one.",
        example: "north:either(west)",
        ..method(111, "Region", "either")
    },
    Entry {
        params: &[("other", "Region")],
        returns: "Region",
        doc: "Points in this one and not in the other.",
        example: "north:minus(belt)",
        ..method(112, "Region", "minus")
    },
    Entry {
        returns: "Region",
        doc: "Points outside.",
        example: "belt:no()",
        ..method(113, "Region", "no")
    },
];
