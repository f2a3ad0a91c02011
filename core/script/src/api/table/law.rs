//! The parties, and the law between them.

use super::{Entry, method, property};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        returns: "{ string }",
        doc: "Ids of the parties in the case's order.",
        example: "for _, party in sea.parties do print(party) end",
        ..property(40, "Sea", "parties")
    },
    Entry {
        returns: "Law",
        doc: "The instruments of the case: who may do what, where, on which date.",
        example: "sea.law:partition(\"2016-06-01\")",
        ..property(330, "Sea", "law")
    },
    Entry {
        returns: "{ string }",
        doc: "Ids of the instruments, in the case's order.",
        example: "for _, id in sea.law.instruments do print(id) end",
        ..property(331, "Law", "instruments")
    },
    Entry {
        params: &[("question", "LawQuestion")],
        returns: "LawAnswer",
        doc: "Who may do what at a `point` or a `deposit` on a `date`: without a `layer` or an `activity` each is regarded, and findings name the `subjects` of which they stand; a `deposit` goes by its id or a name; `between` names two states (else every pair). `holder` is whom the place belongs to (a party, `JOINT:A+B`, `COMMON`, `CONTESTED:A+B`, `NONE`), `settled` the number of pairs between whom it is settled; `dyads` hold the findings with their basis. `overlay` and `suppose` read the record with a theory, or as if an instrument were in force.",
        example: "sea.law:at { point = point(44.6, 49.2), layer = \"seabed\", activity = \"drilling\", date = \"2004-06-01\" }.holder",
        ..method(332, "Law", "at")
    },
    Entry {
        params: &[("date", "string"), ("options", "LawOptions?")],
        returns: "Partition",
        doc: "The regime of a date as a partition: what the law answers everywhere, for one `layer` (`seabed`) and `activity` (`extraction`). Holders are parties, `JOINT:A+B`, `COMMON`, `CONTESTED:A+B` and `NONE`; with `show = \"settled\"` the number of pairs between whom the place is settled.",
        example: "return { seabed = sea.law:partition(\"2016-06-01\", { activity = \"drilling\" }) }",
        ..method(333, "Law", "partition")
    },
    Entry {
        params: &[("date", "string"), ("options", "LawOptions?")],
        returns: "{ LawOverlap }",
        doc: "What two parties both have or claim on a date: area (square metres) and deposits, pair by pair.",
        example: "for _, o in sea.law:overlaps(\"2013-02-01\") do print(o.between[1], o.between[2], o.area) end",
        ..method(334, "Law", "overlaps")
    },
    Entry {
        params: &[("instrument", "string")],
        returns: "{ LawLine }",
        doc: "Lines that an instrument draws: their published places, whether these are all (`complete`), and which party of `between` has its coast more on the `left`. None where nothing is published.",
        example: "local line = sea.law:line(\"KZAZ2003\")[1]",
        ..method(335, "Law", "line")
    },
    Entry {
        params: &[("instrument", "string"), ("party", "string"), ("date", "string")],
        returns: "string",
        doc: "How an instrument stands for a party on a date: `not_party`, `not_signed`, `pending`, `provisional`, `in_force`, `ended` or `political`; a state that stands under an earlier one, as that one does.",
        example: "sea.law:status(\"AKT2018\", \"IRN\", \"2024-01-01\")",
        ..method(336, "Law", "status")
    },
    Entry {
        params: &[("party", "string"), ("target", "string"), ("date", "string")],
        returns: "string?",
        doc: "What a party says to an instrument, a norm (`AKT2018#common-space`) or an event (`event:ID`) on a date: `accept`, `protest` or `silent`; nil if the record has nothing.",
        example: "sea.law:stance(\"IRN\", \"RUKZ1998\", \"2004-06-01\")",
        ..method(337, "Law", "stance")
    },
];
