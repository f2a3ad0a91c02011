//! Lines that begin with `#`: rows, headings, comments.

use super::*;

fn names(text: &str) -> Vec<String> {
    lines(text).into_iter().map(|p| p.name).collect()
}

#[test]
fn a_sign_of_a_number_begins_a_row() {
    let text =
        "#1 12°45′30″ N 61°20′15″ W\n#2 13°45′30″ N 61°20′15″ W\n3. 14°45′30″ N 61°20′15″ W\n";
    assert_eq!(names(text), ["#1", "#2", "3"]);
    assert!((lines(text)[1].at.lat - 13.758_333_333).abs() < 1e-8);
    assert_eq!(names("# a comment\n#1 N 12.5 E 61.25\n#2 N 12.6 E 61.25"), ["#1", "#2"]);
    // All rows begin so: none of them was taken out.
    assert_eq!(names("no,lat,lon\n#1,5,6\n#2,6,7"), ["#1", "#2"]);
    let found = bases("b.csv", "#A,5,5\n#A,6,6\n#B,5,7".as_bytes(), &Options::default());
    assert_eq!(found.value.parties, ["#A", "#B"]);
    assert_eq!(names("lat,lon,name\n5,6,\"#1\"\n6,7,#2"), ["#1", "#2"]);
    assert_eq!(names("name,lat,lon\n\"#1\",5,6\nb,6,7"), ["#1", "b"]);
}

/// A row that is taken out begins with the sign as well.
#[test]
fn a_row_or_a_comment() {
    for (text, number) in [
        ("party,lat,lon\n#A,5,5\nB,5,7", 2),
        ("A,5,5\n#A,6,6\nB,5,7", 2),
        ("lat,lon,name\n5,7,a\n#6,7,b", 0),
        ("5,7\n# 6,7", 0),
        ("5,7\n#6,7", 0),
        ("1. 12°N 13°E\n#12°N 14°E", 0),
        ("1. 12°N 13°E\n#see 12°N 14°E", 2),
        ("1. 12°N 13°E\n#2 N 12 E 14", 2),
    ] {
        let found = line("c.csv", text.as_bytes());
        let said = found.findings.first().map_or(0, |f| f.line);
        assert_eq!(said, number, "{text}: {:?}", found.findings);
        let words = ["a row or a comment?", "which number"];
        assert!(number == 0 || words.iter().any(|w| found.findings[0].text.contains(w)));
    }
}

#[test]
fn a_comment_that_names_the_columns_is_the_heading() {
    for text in [
        "#,Longitude,Latitude\n1,10.6,57.7",
        "# lon lat\n10.6,57.7",
        "# lon, lat\n10.6,57.7",
        "#lon,lat,name\n10.6,57.7,1",
        "# datum: WGS84\n# no;lon;lat\n1;10.6;57.7",
        "# by hand\n# lon,lat\n# of 1999\n10.6,57.7",
    ] {
        let p = &lines(text)[0];
        assert_eq!((p.at.lat, p.at.lon), (57.7, 10.6), "{text}: {p:?}");
    }
    // A heading of its own holds, and words about the order of letters are none.
    assert_eq!(lines("# lon,lat\nlat,lon\n57.7,10.6")[0].at.lat, 57.7);
    assert_eq!(lines("# see the longitude, latitude\n57.7,10.6")[0].at.lat, 57.7);
    assert_eq!(lines("57.7,10.6\n# lon,lat\n57.8,10.6")[1].at.lat, 57.8);
    let text = "# Latitude Longitude\n17°30'S 166°15'W";
    assert_eq!(lines(text)[0].at.lat, -17.5);
    assert!(
        refusal("# lon,lat\nA,10.6,57.7").contains("names 2 columns, and the rows under it have 3")
    );
}
