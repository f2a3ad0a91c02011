//! The surveyor's words in a rule: what they give, and what they refuse.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

#[path = "lake/mod.rs"]
mod lake;

use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_script::{Source, run};
use serde_json::{Map, Value};

/// Runs a body in the lake of ten corners and gives its notes.
fn notes(body: &str) -> Result<Map<String, Value>, String> {
    let text = format!(
        "return rule {{ id = \"c\", about = \"c\", run = function(sea)\n{body}\n\
         return {{ seabed = sea:equidistance() }}\nend }}"
    );
    let source = Source::new("c.luau", text);
    let outcome = run(&source, &lake::lake(), &Map::new(), &lake::limits(20_000));
    outcome.map(|o| o.notes).map_err(|e| e.text)
}

#[test]
fn lines_from_the_words_of_sea() {
    let found = notes(
        r#"
        local p = point(40, 51)
        local east = sea:parallel(p, nm(10))
        sea:note("east", { lat = east[#east].lat, lon = east[#east].lon })
        local south = sea:meridian(p, -km(50))
        sea:note("south", south[#south].lon)
        local across = sea:perpendicular(p, { point(40, 50), point(40, 52) }, { length = km(20), side = "left" })
        sea:note("across", across[#across].lat)
        local half = sea:bisector({ p, point(39, 50) }, { p, point(39, 52) }, { seaward = 180 })
        sea:note("half", half[#half].lon)
        sea:note("moved", sea:translate({ p }, { lat = 0.3 })[1].lat)
        sea:note("rings", #sea:envelope("AZE", nm(5)))
        sea:note("front", #sea:front("AZE", km(1000)))
        sea:note("length", sea:coastlength("AZE", 0))
        local north = sea:side(sea:parallel(point(40, 49), km(400)))
        sea:note("kind", tostring(north))
        "#,
    )
    .unwrap();
    let number = |k: &str| found[k].as_f64().unwrap();
    assert!((found["east"]["lat"].as_f64().unwrap() - 40.0).abs() < 1e-9);
    assert!((number("south") - 51.0).abs() < 1e-9);
    assert!(number("across") > 40.1);
    assert!((number("half") - 51.0).abs() < 1e-3);
    assert!((number("moved") - 40.3).abs() < 1e-12);
    assert_eq!((number("rings"), number("front")), (1.0, 2.0));
    assert!((1.0e5..3.0e5).contains(&number("length")));
}

/// From the middle of the lake southward until 20 M from a straight coast that lies across: its foot is the middle of
/// the edge, and the place by PROJ.
#[test]
fn lines_until_a_limit() {
    let found = notes(
        r#"
        local middle = point(40, 51)
        local south = sea:ray(middle, 180, { limit = nm(20), party = "AZE" })
        sea:note("south", { lat = south[#south].lat, lon = south[#south].lon })
        local drawn = { middle, middle, point(39.7, 51), point(39.2, 51) }
        local all = sea:crossings(drawn, nm(20), "AZE")
        sea:note("all", #all)
        sea:note("first", all[1].lat)
        local cut = sea:cut(drawn, nm(20), "AZE")
        sea:note("cut", { places = #cut, lat = cut[#cut].lat })
        sea:note("none", #sea:crossings(drawn, nm(300)))
        local west = sea:ray(middle, 270, { edge = "loxodrome", length = km(20) })
        sea:note("west", west[#west].lat)
        local off = sea:bisector({ middle, point(39, 50) }, { middle, point(39, 52) }, { seaward = 180, from = point(40.2, 50.5) })
        sea:note("off", { lat = off[1].lat, lon = off[1].lon, azimuth = sea:azimuth(off[1], off[#off]) })
        "#,
    )
    .unwrap();
    let lat = 39.383_270_044_407_28;
    for at in [&found["south"]["lat"], &found["first"], &found["cut"]["lat"]] {
        assert!((at.as_f64().unwrap() - lat).abs() < 1e-10, "{found:?}");
    }
    assert!((found["south"]["lon"].as_f64().unwrap() - 51.0).abs() < 1e-12);
    assert_eq!((found["all"].as_f64(), found["none"].as_f64()), (Some(1.0), Some(0.0)));
    assert_eq!(found["cut"]["places"].as_f64(), Some(3.0));
    assert!((found["west"].as_f64().unwrap() - 40.0).abs() < 1e-11);
    let off = &found["off"];
    let near = |name: &str, v: f64| (off[name].as_f64().unwrap() - v).abs() < 1e-12;
    assert!(near("lat", 40.2) && near("lon", 50.5), "{off}");
    assert!((off["azimuth"].as_f64().unwrap().abs() - 180.0).abs() < 0.1, "{off}");
}

/// The shelf off the straight coast that lies across the south of the lake, of a foot of the slope 210 M from it: an arc of 60 M
/// about the foot between two places 200 M from the coast, by Karney's geodesics to the foot and to the coast every 35 m. The
/// chords fall short of the arc by the tolerance at most. A sediment point 100 M from the foot is on the limit with one per cent
/// of that, and not with less.
#[test]
fn a_shelf_beyond_two_hundred_miles() {
    let found = notes(
        r#"
        local foot = point(35.55, 51)
        local runs, said = sea:shelf("AZE", { slope = { foot }, tolerance = 10 })
        sea:note("run", runs[1])
        sea:note("runs", #runs)
        sea:note("said", said[1])
        local function with(thickness)
            local far = { lat = sea:step(foot, 180, nm(100)).lat, lon = 51, thickness = thickness }
            local runs, said = sea:shelf("AZE", { slope = { foot }, sediment = { far }, spacing = nm(10), ridge = true })
            local least = math.huge
            for _, at in runs[1] do
                least = math.min(least, math.abs(at.lat - far.lat) + math.abs(at.lon - 51))
            end
            return { least, #said, said[#said] }
        end
        sea:note("thick", with(0.01 * nm(100) + 1e-3))
        sea:note("thin", with(0.01 * nm(100) - 1e-3))
        local none = sea:shelf("AZE", { slope = { foot }, isobath = { { foot, point(35.5, 51) } } })
        sea:note("same", #none[1])
        sea:note("near", #(sea:shelf("AZE", { slope = { point(37, 51) } })))
        "#,
    )
    .unwrap();
    let earth = Earth::new(&Ellipsoid::wgs84());
    let at = |v: &Value| LatLon::new(v["lat"].as_f64().unwrap(), v["lon"].as_f64().unwrap());
    let run: Vec<LatLon> = found["run"].as_array().unwrap().iter().map(at).collect();
    assert_eq!(found["runs"], 1.0);
    assert!(found["said"].as_str().unwrap().contains("facing the baselines"), "{}", found["said"]);
    let (foot, n) = (LatLon::new(35.55, 51.0), run.len());
    let away = |p: LatLon| earth.karney_m(foot, p);
    assert!(run[1..n - 1].iter().all(|p| (away(*p) - 111_120.0).abs() < 1e-3));
    let short = |w: &[LatLon]| {
        let way = earth.inverse(w[0], w[1]);
        111_120.0 - away(earth.direct(w[0], way.azimuth1_deg, way.distance_m / 2.0))
    };
    let most = run[1..n - 1].windows(2).map(short).fold(0.0, f64::max);
    assert!(most > 3.0 && most < 10.0, "{most}");
    let corner = |degrees: f64| {
        let (sin, cos) = degrees.to_radians().sin_cos();
        LatLon::new(40.0 + sin, 51.0 + 1.3 * cos)
    };
    let [west, east] = [252.0, 288.0].map(corner);
    let coast = earth.inverse(west, east);
    for end in [run[0], run[n - 1]] {
        let to = |k: u32| {
            let on =
                earth.direct(west, coast.azimuth1_deg, coast.distance_m * f64::from(k) / 2000.0);
            earth.karney_m(end, on)
        };
        let least = (0..=2000).map(to).fold(f64::INFINITY, f64::min);
        assert!((least - 370_400.0).abs() < 0.01, "{least}");
    }
    let least = |name: &str| found[name][0].as_f64().unwrap();
    assert!(least("thick") < 1e-12 && least("thin") > 0.5, "{found:?}");
    assert_eq!(found["near"], 0.0);
    assert!(found["same"].as_f64().unwrap() > 20.0);
}

#[test]
fn refused_in_words() {
    for (body, words) in [
        ("sea:parallel(point(40, 51), 0)", "a length is not 0"),
        ("sea:perpendicular(point(40, 51), { point(40, 51) })", "two places"),
        ("sea:perpendicular(point(40, 51), { point(40, 51), point(40, 51) })", "coincide"),
        (
            "sea:perpendicular(point(40, 51), { point(40, 51), point(40, 52) }, { side = \"up\" })",
            "side cannot be",
        ),
        ("sea:bisector({ point(0, 0), point(0, 1) }, { point(0, 0), point(0, 2) })", "no angle"),
        ("sea:envelope(\"AZE\", -1)", "distance of the limit"),
        ("sea:shelf(\"AZE\", { slope = {} })", "foot of the slope"),
        ("sea:shelf(\"AZE\", { slope = { point(35, 51) }, spacing = 1 })", "the spacing is 1 m"),
        (
            "sea:shelf(\"AZE\", { slope = { point(35, 51) }, tolerance = 0 })",
            "the tolerance is 0 m",
        ),
        ("sea:shelf(\"AZE\", { slope = { point(35, 51) }, ridge = 1 })", "true or false"),
        (
            "sea:shelf(\"AZE\", { slope = { point(35, 51) }, sediment = { point(34, 51) } })",
            "thickness must be",
        ),
        ("sea:shelf(\"AZE\", { foot = {} })", "no option"),
        ("sea:envelope(\"XXX\", 1000)", "XXX"),
        (
            "sea:ray(point(40, 51), 180, { limit = nm(20), party = \"AZE\", length = km(1) })",
            "does not reach",
        ),
        ("sea:ray(point(40, 51), 180, { party = \"AZE\" })", "party goes with limit"),
        ("sea:ray(point(40, 51), 180, { edge = \"straight\" })", "edge cannot be"),
        ("sea:ray(point(40, 51), 180, { length = -1 })", "length of the line"),
        ("sea:crossings({ point(40, 51) }, nm(20))", "two distinct points"),
        ("sea:cut({ point(40, 51), point(40, 51.1) }, nm(20), \"XXX\")", "XXX"),
        ("sea:cut({ point(40, 51), point(40, 51.1) }, nm(300))", "does not reach"),
        ("sea:translate({ point(1, 1) }, { azimuth = 3 })", "go together"),
    ] {
        let Err(error) = notes(body) else { panic!("{body}: accepted") };
        assert!(error.contains(words), "{body}: {error}");
    }
}
