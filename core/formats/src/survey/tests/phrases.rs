//! Coordinates as Spanish, French and German texts say them, and labels that hold the letter of a hemisphere.

use super::*;

fn places(text: &str) -> Vec<(String, f64, f64)> {
    lines(text).into_iter().map(|p| (p.name, p.at.lat, p.at.lon)).collect()
}

#[test]
fn words_between_angle_and_hemisphere() {
    let (north, west, east) = (12.0 + 30.25 / 60.0, -(81.0 + 28.5 / 60.0), 7.5);
    for (text, lon) in [
        ("12°30'15\" de latitud Norte y 81°28'30\" de longitud Oeste", west),
        ("12° 30' 15'' de latitud norte y de 81° 28' 30'' de longitud oeste", west),
        ("12°30'15\" de latitud N y 81°28'30\" de longitud O", west),
        ("12°30'15\" de latitud N. y 81°28'30\" de longitud O.", west),
        ("12°30'15\" Latitud Norte; 81°28'30\" Longitud Oeste", west),
        ("12°30'15\" de latitude nord et 81°28'30\" de longitude ouest", west),
        ("12°30'15\" de latitude N et 81°28'30\" de longitude O", west),
        ("12°30′15″ di latitudine nord, 81°28′30″ di longitudine ovest", west),
        ("12°30'15\" n. Br., 7°30' ö. L.", east),
        ("12°30'15\" n.Br., 7°30' ö.L.", east),
        ("12°30'15\" N. Br. 7°30' Ö. L.", east),
        ("12°30'15\" nördl. Br., 7°30' östl. L.", east),
        ("12°30'15\" nördl. Breite und 7°30' östl. Länge", east),
        ("12°30'15\" n. Br., 81°28'30\" w. L.", west),
        ("12°30'15\" n. Br. und 7°30' O. Länge", east),
    ] {
        let found = places(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (_, lat, at) = &found[0];
        assert!((lat - north).abs() < 1e-12 && (at - lon).abs() < 1e-12, "{text}: {found:?}");
    }
    // Several in a paragraph.
    let text = "Desde el punto 1, de 12°30'15\" de latitud Norte y 81°28'30\" de longitud Oeste, hasta el punto 2, \
                de 13°30'15\" de latitud Norte y 82°28'30\" de longitud Oeste";
    let found = places(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!((found[1].1 - north - 1.0).abs() < 1e-12 && (found[1].2 - west + 1.0).abs() < 1e-12);
}

/// Ost or Oeste: no word of the one language beside the letter.
#[test]
fn a_bare_o_is_refused() {
    for text in [
        "12°30'15\" N 81°28'30\" O",
        "12°30'15\" n. Br. 7°30' O",
        "12°30'15\" N. Br., 7°30' O. L.",
        "12°30'15\" nördlicher Breite und 7°30' O",
        "Lat. 12°30'15\" N, Long. 81°28'30\" O",
        // Spanish has `de`; the word alone is Swedish too.
        "12°30'15\" latitud N, 18°30' longitud O",
    ] {
        let found = line("l.txt", text.as_bytes());
        assert!(found.failed(), "{text}: {:?}", found.value);
        let said = &found.findings[0].text;
        assert!(said.contains("its O may be Ost (east) or Ouest, Oeste (west)"), "{text}: {said}");
    }
}

/// Labels of treaties: Mexico/United States 2000 (Western Gap), and others with a dash.
#[test]
fn labels_with_a_hemisphere() {
    let (lat, lon) = (25.0 + 59.0 / 60.0 + 48.28 / 3600.0, -(93.0 + 26.0 / 60.0 + 42.19 / 3600.0));
    for (text, label) in [
        ("GM.W-1. 25° 59' 48.28\" N. 93° 26' 42.19\" W.", "GM.W-1"),
        ("GM.E-14 25° 59' 48.28\" N, 93° 26' 42.19\" W", "GM.E-14"),
        ("W-1. 25° 59' 48.28\" N. 93° 26' 42.19\" W.", "W-1"),
        ("S-12: N 25° 59' 48.28\" W 93° 26' 42.19\"", "S-12"),
        ("25° 59' 48.28\" N. 93° 26' 42.19\" W. GM.W-1", "GM.W-1"),
        ("25° 59' 48.28\" N. 93° 26' 42.19\" W. L-5", "L-5"),
        ("25° 59' 48.28\" N. 93° 26' 42.19\" W. L. Smith", "L. Smith"),
    ] {
        let found = places(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (name, a, b) = &found[0];
        assert!((a - lat).abs() < 1e-12 && (b - lon).abs() < 1e-12, "{text}: {found:?}");
        assert_eq!(name, label, "{text}");
    }
    let both = line("l.txt", b"N-41\xc2\xb012' E-50\xc2\xb010'");
    assert!(both.failed(), "{:?}", both.value);
}

/// The label of a point in a paragraph is its own, not a measure before it.
#[test]
fn labels_in_paragraphs() {
    for (text, expected) in [
        ("From point A at 12°30' N 81°28' W to point B at 13°30' N 81°28' W", &["A", "B"][..]),
        (
            "from Point A 12°30' N 81°28' W; thence along the arc of 12 nautical miles to Point B 13°30' N 81°28' W",
            &["A", "B"],
        ),
        (
            "Point A, situated 80 nautical miles away from the island, 12°30' N 81°28' W, and point No. 3, 13°30' N 81°28' W",
            &["A", "3"],
        ),
        ("the azimuth of 177° 30′ 00″ until 12°30' N 81°28' W, then 13°30' N 81°28' W", &["", ""]),
        ("A (12°30' N, 81°28' W), B (13°30' N, 81°28' W)", &["A", "B"]),
        ("1) 12°30' N 81°28' W 2) 13°30' N 81°28' W", &["1", "2"]),
    ] {
        let names: Vec<String> = places(text).into_iter().map(|p| p.0).collect();
        assert_eq!(names, expected, "{text}");
    }
}

/// Strokes between latitude and longitude, headings in German and with the number of a table.
#[test]
fn strokes_and_headings() {
    for text in [
        "41°27'30\"S / 50°11'E",
        "41°27'30\"S/50°11'E",
        "41°27'30\"S - 50°11'E",
        "S 41°27'30\" – E 50°11'",
        "Südliche Breite / Östliche Länge\n41°27'30\" 50°11'",
        "Table 1. Latitude (South) Longitude (East)\n41°27'30\" 50°11'",
    ] {
        let found = places(text);
        let off = (found[0].1 + 41.458_333_333).abs() + (found[0].2 - 50.183_333_333).abs();
        assert!(found.len() == 1 && off < 1e-8, "{text}: {found:?}");
    }
    refusal("41°27'30\"S -50°11'E");
}

/// `V` is west beside an `N`, and east in Czech, where `S` is north.
#[test]
fn a_v_beside_an_n() {
    for text in ["66°22'30\" N 17°15' V", "V. 66°22'30\" N, 17°15' V.", "66 22 30 N 17 15 00 V"]
    {
        let found = places(text);
        assert!(found.len() == 1 && (found[0].1 - 66.375).abs() < 1e-9, "{text}: {found:?}");
        assert!((found[0].2 + 17.25).abs() < 1e-9, "{text}: {found:?}");
    }
    refusal("50°22' S 17°15' V");
    assert_eq!(places("V 66°22' N 17°15' W")[0].0, "V");
}
