use super::*;

#[test]
fn printed_with_fixed_decimals_and_carry() {
    let (n, e) = (Axis::Latitude, Axis::Longitude);
    for (value, axis, decimals, expected) in [
        (41.458_477_78, n, 2, "41° 27′ 30.52″ N"),
        (50.184_686_11, e, 2, "50° 11′ 04.87″ E"),
        (59.999_999_9, n, 2, "60° 00′ 00.00″ N"),
        (41.999_86, n, 0, "41° 59′ 59″ N"),
        (41.999_87, n, 0, "42° 00′ 00″ N"),
        (-0.5, n, 1, "00° 30′ 00.0″ S"),
        (-1e-12, n, 2, "00° 00′ 00.00″ N"),
        (-179.999_999_9, e, 1, "180° 00′ 00.0″ W"),
        (190.5, e, 0, "169° 30′ 00″ W"),
        (f64::NAN, n, 2, "?"),
    ] {
        assert_eq!(dms(value, axis, decimals), expected, "{value}");
    }
    assert_eq!(ddm(41.458_466_67, n, 3), "41° 27.508′ N");
    assert_eq!(ddm(-41.999_999, n, 1), "42° 00.0′ S");
}

#[test]
fn read_in_every_usual_form() {
    let (n, e) = (Axis::Latitude, Axis::Longitude);
    for (text, axis, expected) in [
        ("41°27'30.5\"N", n, 41.0 + 27.0 / 60.0 + 30.5 / 3600.0),
        ("41 27 30.5 N", n, 41.0 + 27.0 / 60.0 + 30.5 / 3600.0),
        ("41° 27′ 30.50″ N", n, 41.0 + 27.0 / 60.0 + 30.5 / 3600.0),
        ("N41-27.508", n, 41.0 + 27.508 / 60.0),
        ("49°53.3'E", e, 49.0 + 53.3 / 60.0),
        ("38°34'30\"n", n, 38.575),
        ("41.4585", n, 41.4585),
        ("50-30-15N", n, 50.0 + 30.0 / 60.0 + 15.0 / 3600.0),
        ("09°-06.0' N", n, 9.1),
        ("50 - 30", n, 50.5),
        ("-0 30", n, -0.5),
        ("-0°-30'", n, -0.5),
        ("−41.4585", n, -41.4585),
        ("41,5 S", n, -41.5),
        ("۴۲°۳۳٫۶′ شمالی", n, 42.56),
        ("٤٩ شرقی", e, 49.0),
        ("42° 30′ с. ш.", n, 42.5),
        ("10 w", e, -10.0),
        ("45°30'36,5\"N", n, 45.0 + 30.0 / 60.0 + 36.5 / 3600.0),
        ("45°30'36\".5 N.", n, 45.0 + 30.0 / 60.0 + 36.5 / 3600.0),
        ("45° 30’ 36″,5 North", n, 45.0 + 30.0 / 60.0 + 36.5 / 3600.0),
        ("45º30´36.5'' Norte", n, 45.0 + 30.0 / 60.0 + 36.5 / 3600.0),
        ("45 deg 30 min 36.5 sec Sud", n, -45.0 - 30.0 / 60.0 - 36.5 / 3600.0),
        ("４５°30·5‘ N", n, 45.0 + 30.5 / 60.0),
        ("12° 30` Ouest", e, -12.5),
        ("–12.5", e, -12.5),
        ("12°30' Este", e, 12.5),
        ("N. Lat. 41° 12' 30\"", n, 41.0 + 12.0 / 60.0 + 30.0 / 3600.0),
        ("Lat. 41° 12' 30\" N", n, 41.0 + 12.0 / 60.0 + 30.0 / 3600.0),
        ("latitude 41° 12' 30,5\" S", n, -41.0 - 12.0 / 60.0 - 30.5 / 3600.0),
        ("41° 12' 30\" north latitude", n, 41.0 + 12.0 / 60.0 + 30.0 / 3600.0),
        ("41° 12' 30\" S. Lat.", n, -41.0 - 12.0 / 60.0 - 30.0 / 3600.0),
        ("LONG: -12.5", e, -12.5),
        ("W. Long. 12° 30'", e, -12.5),
        ("42° 30′ северной широты", n, 42.5),
        ("طول ۱۲° ۳۰′ شرقی", e, 12.5),
        ("45d30m36s N", n, 45.51),
        ("45d 30m 36s N", n, 45.51),
        ("45D30M36S S", n, -45.51),
        ("12d15m36.0sW", e, -12.26),
        ("45d30.6m N", n, 45.51),
        ("45°30m S", n, -45.5),
        ("42°33'00\" с.ш.", n, 42.55),
        ("49°53'18\" в.д.", e, 49.0 + 53.0 / 60.0 + 18.0 / 3600.0),
        ("42о33'00,0\" C.Ш.", n, 42.55),
        ("c. ш. 42⁰ 33ʼ 00''", n, 42.55),
        ("42 град. 33 мин. 00 сек. с. ш.", n, 42.55),
        ("12° 30' Ю.Ш.", n, -12.5),
        ("12° 30' зап. долготы", e, -12.5),
        ("12° 30' вост. д.", e, 12.5),
        ("45deg30min36.5secS", n, -45.0 - 30.0 / 60.0 - 36.5 / 3600.0),
        ("12° 30' Ost", e, 12.5),
        ("12° 30' ØST", e, 12.5),
        ("12° 30' Øst", e, 12.5),
        ("12° 30' östlicher Länge", e, 12.5),
        ("12° 30' vestlig lengde", e, -12.5),
        ("54° 30' nördlicher Breite", n, 54.5),
        ("54° 30' Nord", n, 54.5),
        ("54° 30' SÜD", n, -54.5),
        ("54° 30' Syd", n, -54.5),
        ("latitude 54° 30' Sud", n, -54.5),
        ("2.4252061506246925e-07", e, 2.425_206_150_624_692_5e-7),
        ("-1.25E+01", n, -12.5),
    ] {
        let found = parse(text, axis).unwrap_or(f64::NAN);
        assert!((found - expected).abs() < 1e-12, "{text}: {found}, not {expected}");
    }
}

#[test]
fn refused_with_a_reason() {
    let (n, e) = (Axis::Latitude, Axis::Longitude);
    for (text, axis, expected) in [
        ("", n, "\"\" is no latitude: write degrees, or degrees, minutes and seconds"),
        ("41°60'N", n, "\"41°60'N\" is no latitude: 60 minutes or seconds are 60 or more"),
        ("41.5 30 N", n, "\"41.5 30 N\" is no latitude: only the last part may have decimals"),
        ("-41 N", n, "\"-41 N\" is no latitude: it has both a sign and a hemisphere"),
        ("41 E", n, "\"41 E\" is no latitude: it is a longitude"),
        ("41 N", e, "\"41 N\" is no longitude: it is a latitude"),
        ("90.01", n, "\"90.01\" is no latitude: it is beyond 90 degrees"),
        ("30'N", n, "\"30'N\" is no latitude: 30 is marked as minutes where degrees stand"),
        ("31\"N", n, "\"31\"N\" is no latitude: 31 is marked as seconds where degrees stand"),
        ("1. 45.5N", n, "\"1. 45.5N\" is no latitude: only the last part may have decimals"),
        ("Long. 41 N", n, "\"Long. 41 N\" is no latitude: it is a longitude"),
        (
            "45d30m36s",
            n,
            "\"45d30m36s\" is no latitude: its last s may be seconds or South: name the hemisphere, or write \"",
        ),
        (
            "0 -30",
            n,
            "\"0 -30\" is no latitude: a minus stands before its minutes or seconds: write it before the degrees, -0 30 for less than one, or name the hemisphere",
        ),
        (
            "50 \u{2212}30",
            n,
            "\"50 \u{2212}30\" is no latitude: a minus stands before its minutes or seconds: write it before the degrees, -0 30 for less than one, or name the hemisphere",
        ),
        (
            "0°-30'",
            e,
            "\"0°-30'\" is no longitude: a minus stands before its minutes or seconds: write it before the degrees, -0 30 for less than one, or name the hemisphere",
        ),
        ("45m30s N", n, "\"45m30s N\" is no latitude: \"45m30s\" is no number"),
        ("Lat. N", n, "\"Lat. N\" is no latitude: write degrees, or degrees, minutes and seconds"),
        ("forty", n, "\"forty\" is no latitude: \"forty\" is no number"),
        ("NaN", n, "\"NaN\" is no latitude: \"NaN\" is no number"),
        ("9.1e+01", n, "\"9.1e+01\" is no latitude: it is beyond 90 degrees"),
        ("1e+999", e, "\"1e+999\" is no longitude: it is beyond 360 degrees"),
        (
            "12°30' O",
            e,
            "\"12°30' O\" is no longitude: its O may be Ost (east) or Ouest, Oeste (west): write E or W",
        ),
        ("12°30' O", n, "\"12°30' O\" is no latitude: it is a longitude"),
        ("12°30' с.ш.", e, "\"12°30' с.ш.\" is no longitude: it is a latitude"),
        ("12 deg 30 mins", n, "\"12 deg 30 mins\" is no latitude: \"mins\" is no number"),
        (
            "12o",
            e,
            "\"12o\" is no longitude: its O may be Ost (east) or Ouest, Oeste (west): write E or W",
        ),
        ("1e5 N", n, "\"1e5 N\" is no latitude: \"1e5\" is no number"),
    ] {
        assert_eq!(parse(text, axis), Err(expected.to_owned()));
    }
}

#[test]
fn what_is_printed_reads_back() {
    for k in 0..1000 {
        let value = -90.0 + 0.1801 * f64::from(k) / 1.001;
        let back = parse(&dms(value, Axis::Latitude, 6), Axis::Latitude).unwrap();
        assert!((back - value).abs() <= 0.6e-6 / 3600.0, "{value} {back}");
    }
}

#[test]
fn the_last_digit_of_a_power() {
    assert_eq!(by_power("2.45e-07"), Some((2.45e-7, 1e-9)));
    assert_eq!(by_power("12e+01"), Some((120.0, 10.0)));
    for other in ["12E30", "1.2.3e-1", "e-1", "1e-", "1e-1 N"] {
        assert_eq!(by_power(other), None);
    }
}
