//! Texts in which a number may belong to one of two coordinates, to neither, or to a label.

use super::*;

/// A label that ends in a number before leading letters.
#[test]
fn a_number_at_the_end_of_a_label() {
    for (text, lat, lon, name) in [
        ("Point 1 N 18.98449 E 110.53992", 18.984_49, 110.539_92, "Point 1"),
        ("No 5 S18.98 W110.5", -18.98, -110.5, "No 5"),
        ("P-1 N 18.5 E 110.6", 18.5, 110.6, "P-1"),
        ("P1 N 18 E 110", 18.0, 110.0, "P1"),
        ("Nr. 4 N 18.5 E 110.6", 18.5, 110.6, "Nr. 4"),
        ("Baseline point 17 S 8.55 E 115.2", -8.55, 115.2, "Baseline point 17"),
        (
            "Point 3 S13 32 08 E145 21 34",
            -(13.0 + 32.0 / 60.0 + 8.0 / 3600.0),
            145.359_444_444,
            "Point 3",
        ),
        ("Point 3 S 13 32 08 E 145 21 34", -13.535_555_556, 145.359_444_444, "Point 3"),
        ("Point 1 E 110.53992 N 18.98449", 18.984_49, 110.539_92, "Point 1"),
        ("Point 1 N12E30", 12.0, 30.0, "Point 1"),
        ("1 S8.55 E115.2", -8.55, 115.2, "1"),
        // Letters behind their numbers.
        ("Point 12.5 N 50.5 E 7", 12.5, 50.5, "Point"),
        ("P1 45 30 N 12 15 E 110.5", 45.5, 12.25, "P1"),
        ("P 45.5N 12.5E 3", 45.5, 12.5, "P"),
    ] {
        near(&placed(text), &[(lat, lon, name)], text);
    }
    for text in [
        "Point 7 N 50 E 7.5",
        "Point 1 N 18.98E 110.5",
        "Point 1N 18.98 E 110.5",
        "P 45 30 N12 15 E 7",
        "P1N 18 E 110",
        "Point 1 N 18 E 110",
        "P-1 N 18 E 110",
        "45N30 12E15",
        "12E30 45N15",
        "Point 1 N 18.98° E 110.5",
        "1 N 18.98449 E 110.53992",
    ] {
        let said = refusal(text);
        assert!(said.contains("letter") || said.contains("left over"), "{text}: {said}");
    }
    refusal("Point 3 S13 32 08 E145 21 34 depth 34.5");
}

/// Minutes and seconds without their marks, under a heading and in paragraphs.
#[test]
fn minutes_and_seconds_without_marks() {
    let head = "Latitude (North)    Longitude (West)\n";
    for (text, lat, lon, name) in [
        ("A.   44°11 12   67°16 46", 44.186_666_667, -67.279_444_444, "A"),
        ("A.   44°11.20   67°16.77", 44.186_666_667, -67.2795, "A"),
        ("A.   44°11'12   67°16'46", 44.186_666_667, -67.279_444_444, "A"),
        ("B 44°11' 67°16'", 44.183_333_333, -67.266_666_667, "B"),
    ] {
        near(&placed(&format!("{head}{text}")), &[(lat, lon, name)], text);
    }
    let two = [(44.186_666_667, -67.28, "1"), (42.89, -67.743, "2")];
    let text = "1. lat. N 44°11.2 long. W 67°16.8; 2. lat. N 42°53.4 long. W 67°44.58";
    near(&placed(text), &two, text);
    let whole = [(44.183_333_333, -67.266_666_667, ""), (42.883_333_333, -67.733_333_333, "")];
    for text in ["N 44°11 W 67°16, N 42°53 W 67°44", "(N 44° 11, W 67° 16) (N 42° 53, W 67° 44)"]
    {
        near(&placed(text), &whole, text);
    }
    for text in [
        "A. 44°11 67°16 46",
        "A. 44°11.20 5 67°16.77",
        "A. 44°11.20 67°",
        "A. 44°11'7 67°16'4",
        "A. 44°,11 67°,16",
    ] {
        refusal(&format!("{head}{text}"));
    }
    refusal("Latitude (South) Longitude (East)\nA. 30˚38'09s 026˚46'58s");
    refusal("N 44° W 67°,16.8, N 42° W 67°");
}

/// One digit behind the mark of minutes: Iceland's regulation 41/1979 prints tenths so.
#[test]
fn one_digit_behind_the_minutes() {
    for text in ["66°22'7 N 17°15'3 W", "1. 66°22′7 N, 17°15′ W"] {
        let said = refusal(text);
        assert!(said.contains("write 66°22.7' or 66°22'07\""), "{text}: {said}");
    }
    near(&placed("66°22'07 N 17°15'30 W"), &[(66.368_611_111, -17.258_333_333, "")], "two");
    near(&placed("66 22 7 N 17 15 3 W"), &[(66.368_611_111, -17.250_833_333, "")], "plain");
}

/// The sign of an ordinal is that of degrees.
#[test]
fn ordinals() {
    for (text, lat, lon, name) in [
        ("1º latitud 15.34906 N longitud 62.62328 E", 15.349_06, 62.623_28, "1"),
        ("1º 51 29.687 S 154 53.662 W", -51.494_783_333, -154.894_366_667, "1"),
        ("6º 15.34906 N 62.62328 E", 15.349_06, 62.623_28, "6"),
        ("1º 15°20'30\" N 62°37' W", 15.341_666_667, -62.616_666_667, "1"),
        ("45º30 N 12 15 E", 45.5, 12.25, ""),
        ("45º30' N 12º15' E", 45.5, 12.25, ""),
    ] {
        near(&placed(text), &[(lat, lon, name)], text);
    }
    assert!(refusal("6º 15 N 62 E").contains("may be an ordinal or degrees"));
}

/// Three numbers without a heading, longitude first and beyond 90 degrees.
#[test]
fn places_with_heights() {
    for text in ["112.5,30.6,-25.0\n112.9,30.9,-26.1", "-112.5 ; 30.6 ; 5", "12.5,30.6,-25.0"] {
        assert!(refusal(text).contains("which of the three numbers"), "{text}");
    }
    let found = bases("b.csv", b"1001,30.6,-25", &Options::default());
    assert_eq!(found.value.parties, ["1001"]);
}

/// Degrees and minutes in columns of their own without a heading: with decimal commas as with points.
#[test]
fn minutes_in_columns() {
    for text in ["P1;42;8,5;2;54,25\nP2;43;8,25;2;14,5", "P1;42;8.5;2;54.25\nP2;43;8.25;2;14.5"] {
        assert!(refusal(text).contains("left over"), "{text}");
    }
    assert_eq!(lines("P1;42,5;8,5;7")[0].at.lon, 8.5);
}
