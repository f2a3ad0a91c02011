//! File, what is replaced, by what, and the whole first message.

/// Damages and messages.
pub(super) const TABLE: &[(&str, &str, &str, &str)] = &[
    (
        "case.toml",
        r#"id = "mylake""#,
        r#"id = "mylake"#,
        r#"error: examples/mylake/case.toml is not valid TOML
  --> examples/mylake/case.toml:2:13
   |
 2 | id = "mylake
   |             ^ invalid basic string, expected `"`
   |"#,
    ),
    (
        "case.toml",
        r#"coast = "coast.geojson""#,
        r#"coats = "coast.geojson""#,
        r#"error: case has no "coast"
  --> examples/mylake/case.toml: case
   |
 1 | [case]
   |"#,
    ),
    (
        "case.toml",
        r#"coast = "coast.geojson""#,
        r#"coast = "cost.geojson""#,
        r#"error: the case has no file cost.geojson
  --> examples/mylake/cost.geojson
  help: the folder holds: case.toml, coast.geojson, deposits.geojson, instruments/t1.toml, positions.toml"#,
    ),
    (
        "case.toml",
        r#"id = "IRN""#,
        r#"id = "AZE""#,
        r#"error: there are two parties AZE
  --> examples/mylake/case.toml: party[1].id
   |
17 | id = "AZE"
   |      ^^^^^
   |
  help: give each its own id"#,
    ),
    (
        "case.toml",
        r#"id = "IRN""#,
        r#"id = "iran""#,
        r#"error: "iran" is no id of a party
  --> examples/mylake/case.toml: party[1].id
   |
17 | id = "iran"
   |      ^^^^^^
   |
  help: use capital letters and digits, as in ISO 3166 alpha-3 (AZE)"#,
    ),
    (
        "case.toml",
        r#"name = { en = "My Lake" }"#,
        r#"name = { en = "My Lake" }
ellipsoid = "WGS 85""#,
        r#"error: there is no ellipsoid "WGS 85"
  --> examples/mylake/case.toml: case.ellipsoid
   |
 4 | ellipsoid = "WGS 85"
   |             ^^^^^^^^
   |
  help: did you mean "WGS84"? known are: WGS84, WGS72, GRS80, Krassowsky1940, International1924, Bessel1841, Clarke1866, Clarke1880, Clarke1880IGN, Airy1830, sphere; or write a,1/f: 6378245,298.3"#,
    ),
    (
        "case.toml",
        r#"[[party]]
id = "IRN""#,
        r#"[[party]]
id = "KAZ"
name = "Kazakhstan"

[[party]]
id = "IRN""#,
        r#"error: KAZ has no coast
  --> examples/mylake/coast.geojson
  help: add a feature with "kind": "coast" and this party, or drop the party"#,
    ),
    (
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        "[50.0, 91.0], [50.0, 43.0], [49.0, 43.0], [48",
        r#"error: the sea has a latitude out of range
  --> examples/mylake/coast.geojson: feature 1 (sea), vertex 3
   |
 3 |    [[48.0, 41.0], [49.0, 41.0], [50.0, 91.0], [50.0, 43.0], [49.0, 43.0], [48.0, 43.0],
   |                                 ^^^^^^^^^^^^ 91.0000 is beyond the pole
   |
  help: its neighbours are near 41.0"#,
    ),
    (
        "coast.geojson",
        "[48.0, 43.0], [48.0, 41.0], [49.0, 41.0]]}},",
        "[48.0, 43.0], [48.0, 91.8310], [49.0, 41.0]]}},",
        r#"error: the coast of AZE has a latitude out of range
  --> examples/mylake/coast.geojson: feature 2 (coast, AZE), vertex 3
   |
 6 |    [49.0, 43.0], [48.0, 43.0], [48.0, 91.8310], [49.0, 41.0]]}},
   |                                ^^^^^^^^^^^^^^^ 91.8310 is beyond the pole
   |
  help: its neighbours are near 43.0"#,
    ),
    (
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        "[500.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        r#"error: the sea has a longitude out of range
  --> examples/mylake/coast.geojson: feature 1 (sea), vertex 3
   |
 3 |    [[48.0, 41.0], [49.0, 41.0], [500.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48.0, 43.0],
   |                                 ^^^^^^^^^^^^^ 500.0000 is beyond one turn
   |
  help: its neighbours are near 49.0"#,
    ),
    (
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        "[NaN, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        r#"error: examples/mylake/coast.geojson is not valid JSON
  --> examples/mylake/coast.geojson:3:34
   |
 3 |    [[48.0, 41.0], [49.0, 41.0], [NaN, 41.0], [50.0, 43.0], [49.0, 43.0], [48.0, 43.0],
   |                                  ^^^ NaN is not a number that JSON can hold
   |
  help: give the coordinate, or leave the vertex out"#,
    ),
    (
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        "[1e999, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        r#"error: a coordinate is too large for a number
  --> examples/mylake/coast.geojson: feature 1 (sea), vertex 3
   |
 3 |    [[48.0, 41.0], [49.0, 41.0], [1e999, 41.0], [50.0, 43.0], [49.0, 43.0], [48.0, 43.0],
   |                                  ^^^^^
   |
  help: a position is [longitude, latitude] in degrees"#,
    ),
    (
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        r#"["50", 41.0], [50.0, 43.0], [49.0, 43.0], [48"#,
        r#"error: a position is not two or three numbers
  --> examples/mylake/coast.geojson: feature 1 (sea), vertex 3
   |
 3 |    [[48.0, 41.0], [49.0, 41.0], ["50", 41.0], [50.0, 43.0], [49.0, 43.0], [48.0, 43.0],
   |                                 ^^^^^^^^^^^^
   |
  help: a position is [longitude, latitude] in degrees"#,
    ),
    (
        "coast.geojson",
        r#"
    [48.0, 41.0]]]"#,
        r#"
    [48.0, 41.1]]]"#,
        r#"error: a ring of feature 1 (sea) is not closed
  --> examples/mylake/coast.geojson: feature 1 (sea), vertex 7
   |
 4 |     [48.0, 41.1]]]}},
   |     ^^^^^^^^^^^^ the ring ends here, but began at [48.0, 41.0]
   |
  help: repeat the first position at the end"#,
    ),
    (
        "coast.geojson",
        r#"[[48.0, 41.0], [49.0, 41.0], [50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48.0, 43.0],
    [48.0, 41.0]]"#,
        "[[48.0, 41.0], [49.0, 41.0], [48.0, 41.0]]",
        r#"error: a ring has fewer than three distinct positions
  --> examples/mylake/coast.geojson: feature 1 (sea)
   |
 3 |    [[48.0, 41.0], [49.0, 41.0], [48.0, 41.0]]]}},
   |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
  help: leave the ring out, or give it the positions it lost"#,
    ),
    (
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        "[50.0, 43.0], [50.0, 41.0], [49.0, 43.0], [48",
        r#"error: the sea has a ring that crosses itself
  --> examples/mylake/coast.geojson: feature 1 (sea), vertex 2
   |
 3 |    [[48.0, 41.0], [49.0, 41.0], [50.0, 43.0], [50.0, 41.0], [49.0, 43.0], [48.0, 43.0],
   |                   ^^^^^^^^^^^^ the edge from here meets the edge from vertex 4 at 42.0000, 49.5000
   |
  help: are two vertices in the wrong order?"#,
    ),
    (
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        "[50.0, 41.0], [50.0, 41.0], [50.0, 43.0], [49.0, 43.0], [48",
        r#"note: the sea has 1 vertex that repeats the one before
  --> examples/mylake/coast.geojson: feature 1 (sea), vertex 4
   |
 3 | [50.0, 41.0], [50.0, 41.0], [50.0, 43.0]
   |               ^^^^^^^^^^^^
   |
  help: they are left out"#,
    ),
    (
        "coast.geojson",
        r#""kind":"coast","party":"IRN""#,
        r#""kind":"coast","party":"IRM""#,
        r#"error: IRM is no party of this case
  --> examples/mylake/coast.geojson: feature 3 (coast, IRM).party
   |
 7 | ties":{"kind":"coast","party":"IRM"},"geometry":{"type":"LineString","coordinates":[
   |                               ^^^^^
   |
  help: did you mean "IRN"? the parties are: AZE, IRN"#,
    ),
    (
        "coast.geojson",
        r#""kind":"coast","party":"IRN""#,
        r#""kind":"coats","party":"IRN""#,
        r#"error: feature 3 (coats, IRN).kind cannot be "coats"
  --> examples/mylake/coast.geojson: feature 3 (coats, IRN).kind
   |
 7 | Feature","properties":{"kind":"coats","party":"IRN"},"geometry":{"type":"LineString","coordi
   |                               ^^^^^^^
   |
  help: did you mean "coast"? known are: sea, window, coast, islands, baseline, base_points, terminus, port, excluded"#,
    ),
    (
        "coast.geojson",
        r#""kind":"coast","party":"IRN""#,
        r#""kind":"coast","state":"IRN""#,
        r#"error: feature 3 (coast) has no "party"
  --> examples/mylake/coast.geojson: feature 3 (coast)
   |
 7 | ties":{"kind":"coast","state":"IRN"},"geometry":{"type":"LineString","coordinates":[
   |                               ^^^^^
   |
  help: did you mean "party" instead of "state"?"#,
    ),
    (
        "coast.geojson",
        "[50.0, 41.0], [50.0, 43.0], [49.0, 43.0]]}}",
        "[50.1, 41.0], [50.0, 43.0], [49.0, 43.0]]}}",
        r#"warning: the coast of IRN has vertices that are not on the sea's edge
  --> examples/mylake/coast.geojson: feature 3 (coast, IRN), vertex 2
   |
 8 |    [49.0, 41.0], [50.1, 41.0], [50.0, 43.0], [49.0, 43.0]]}},
   |                  ^^^^^^^^^^^^ 8.4 km from the edge
   |
  help: vertices of this shore that the sea does not have: 1"#,
    ),
    (
        "coast.geojson",
        "[49.0, 41.0], [50.0, 41.0], [50.0, 43.0], [49.0, 43.0]]}}",
        "[49.001, 41.0], [50.0, 41.0], [50.0, 43.0], [49.0, 43.0]]}}",
        r#"error: the terminus South is not shared by exactly AZE, IRN
  --> examples/mylake/coast.geojson: feature 4 (terminus)
   |
 9 | {"type":"Point","coordinates":[49.0, 41.0]}}
   |                               ^^^^^^^^^^^^ only the coast of AZE ends here
   |
  help: the coast of IRN ends 84 m away, at 41, 49.001"#,
    ),
    (
        "coast.geojson",
        r#""coordinates":[49.0, 41.0]}}"#,
        r#""coordinates":[49.0, 41.01]}}"#,
        r#"error: the terminus South is not shared by exactly AZE, IRN
  --> examples/mylake/coast.geojson: feature 4 (terminus)
   |
 9 | {"type":"Point","coordinates":[49.0, 41.01]}}
   |                               ^^^^^^^^^^^^^ no coast ends here
   |
  help: the coast of AZE ends 1.1 km away, at 41, 49"#,
    ),
    (
        "coast.geojson",
        r#""kind":"sea""#,
        r#""kind":"terminus""#,
        r#"error: feature 1 (terminus) should hold one point, not polygons
  --> examples/mylake/coast.geojson: feature 1 (terminus)
   |
 2 | terminus"},"geometry":{"type":"Polygon","coordinates":[
   |                               ^^^^^^^^^
   |"#,
    ),
    (
        "coast.geojson",
        r#""type":"LineString","coordinates":[
   [49.0, 41.0]"#,
        r#""type":"Linestring","coordinates":[
   [49.0, 41.0]"#,
        r#"error: "Linestring" is no type of geometry
  --> examples/mylake/coast.geojson: feature 3 (coast, IRN)
   |
 7 | ty":"IRN"},"geometry":{"type":"Linestring","coordinates":[
   |                               ^^^^^^^^^^^^
   |
  help: did you mean "LineString"?"#,
    ),
    (
        "positions.toml",
        r#"until = "open""#,
        r#"until = "2001""#,
        r#"error: the position ends (2001) before it begins (2003-05)
  --> examples/mylake/positions.toml: position[0].until
   |
 4 | until = "2001"
   |         ^^^^^^
   |"#,
    ),
    (
        "positions.toml",
        r#"from = "2003-05""#,
        r#"from = "May 2003""#,
        r#"error: "May 2003" is not a date (2003-05-16, 2003-05 or 2003)
  --> examples/mylake/positions.toml: position[0].from
   |
 3 | from = "May 2003"
   |        ^^^^^^^^^^
   |"#,
    ),
    (
        "positions.toml",
        r#"source = ["A newspaper, 2003"]
"#,
        "",
        r#"error: position[0] has no source
  --> examples/mylake/positions.toml: position[0]
   |
 1 | [[position]]
   |
  help: every fact needs one: an address or a citation in "source""#,
    ),
    (
        "positions.toml",
        "share_percent = 50.0",
        "share_percent = 150.0",
        r#"error: a share of 150 per cent is not possible
  --> examples/mylake/positions.toml: position[0].share_percent
   |
 7 | share_percent = 150.0
   |                 ^^^^^
   |"#,
    ),
    (
        "positions.toml",
        r#"confidence = "as stated""#,
        r#"confidence = "certain""#,
        r#"error: position[0].confidence cannot be "certain"
  --> examples/mylake/positions.toml: position[0].confidence
   |
10 | confidence = "certain"
   |              ^^^^^^^^^
   |
  help: known are: high, medium, low-medium, low, as stated, derived, unverified"#,
    ),
    (
        "positions.toml",
        r#"party = "AZE""#,
        r#"party = "AZR""#,
        r#"error: AZR is no party of this case
  --> examples/mylake/positions.toml: position[0].party
   |
 2 | party = "AZR"
   |         ^^^^^
   |
  help: did you mean "AZE"? the parties are: AZE, IRN"#,
    ),
    (
        "instruments/t1.toml",
        r#"date = "2002""#,
        r#"date = "1999""#,
        r#"error: the event of 1999 lies before the signature of 2001-02-03
  --> examples/mylake/instruments/t1.toml: event[1].date
   |
18 | date = "1999"
   |        ^^^^^^
   |"#,
    ),
    (
        "instruments/t1.toml",
        r#"kind = "in_force""#,
        r#"kind = "inforce""#,
        r#"error: event[1].kind cannot be "inforce"
  --> examples/mylake/instruments/t1.toml: event[1].kind
   |
19 | kind = "inforce"
   |        ^^^^^^^^^
   |
  help: did you mean "in_force"? known are: signed, adopted, consent, ratified, not_ratified, in_force, provisional, provisional_ended, amended, protocol, ended"#,
    ),
    (
        "instruments/t1.toml",
        "binding = true",
        r#"binding = "yes""#,
        r#"error: instrument.binding is a text, not yes or no
  --> examples/mylake/instruments/t1.toml: instrument.binding
   |
 5 | binding = "yes"
   |           ^^^^^
   |"#,
    ),
    (
        "deposits.geojson",
        r#""id":"deep","names""#,
        r#""names""#,
        r#"error: feature 1 has no "id"
  --> examples/mylake/deposits.geojson: feature 1
   |
 2 | "type":"Feature","properties":{"names":["Deep"],"claimants":["AZE"],"source":["x"],"confiden
   |"#,
    ),
    (
        "deposits.geojson",
        r#""geometry":null}
"#,
        r#""geometry":null},
{"type":"Feature","properties":{"id":"deep","names":["Deep"],"claimants":["AZE"],"source":["x"],"confidence":"low"},"geometry":null}
"#,
        r#"error: there are two deposits deep
  --> examples/mylake/deposits.geojson: feature 2 (deep)
   |
 3 | :"Feature","properties":{"id":"deep","names":["Deep"],"claimants":["AZE"],"source":["x"],"co
   |                               ^^^^^^
   |
  help: give each its own id"#,
    ),
    (
        "deposits.geojson",
        r#""geometry":null"#,
        r#""geometry":{"type":"Point","coordinates":[50]}"#,
        r#"error: a position is not two or three numbers
  --> examples/mylake/deposits.geojson: feature 1 (deep)
   |
 2 | {"type":"Point","coordinates":[50]}}
   |                               ^^^^
   |
  help: a position is [longitude, latitude] in degrees"#,
    ),
];
