use super::*;

fn cells(row: &str) -> Vec<String> {
    row.split(',').map(|c| c.trim().to_owned()).collect()
}

/// The place of a row under a heading, degrees.
fn place(head: &str, row: &str) -> Result<[f64; 2], String> {
    let heading = Heading::of(&cells(head)).ok_or("no heading")??;
    let cells = cells(row);
    if let Some(text) = heading.unread(&[&cells], &[]) {
        return Err(text);
    }
    let [lat, lon] = heading.place(&cells)?;
    Ok([parse(&lat, Axis::Latitude)?, parse(&lon, Axis::Longitude)?])
}

/// 12 degrees 30 minutes 30 seconds South and 100 degrees 15 minutes 15 seconds West, however it is parted.
#[test]
fn parts_in_columns_of_their_own() {
    let dms = [-12.508_333_333, -100.254_166_667];
    let ddm = [-12.508_333_333, -100.258_333_333];
    let deg = [-12.5, -100.25];
    for (head, row, expected) in [
        (
            "name,lat deg,lat min,lat sec,ns,lon deg,lon min,lon sec,ew",
            "A,12,30,30,S,100,15,15,W",
            dms,
        ),
        ("lat_d,lat_m,lat_s,lat_hem,lon_d,lon_m,lon_s,lon_hem", "12,30,30,S,100,15,15,W", dms),
        ("lat,min,sec,hem,lon,min,sec,hem", "12,30,30,S,100,15,15,W", dms),
        (
            "Latitude (°),Latitude ('),Latitude (\"),N/S,Longitude (°),Longitude ('),Longitude (\"),E/W",
            "12,30,30,S,100,15,15,W",
            dms,
        ),
        ("lat_deg,lat_min,lat_hem,lon_deg,lon_min,lon_hem", "12,30.5,S,100,15.5,W", ddm),
        ("name,lat,ns,lon,ew", "A,12.5,S,100.25,W", deg),
        ("name,lat,lon,ns,ew", "A,12.5,100.25,south,West", deg),
        ("hem,lat,lat hemisphere,lon,lon dir", "x,12.5,S,100.25,W", deg),
        ("Latitude S,Longitude W", "12.5,100.25", deg),
        ("lat_s,lon_w", "12.5,100.25", deg),
        ("lat (S),lon (W)", "12°30',100°15' W", deg),
        ("lat_min,lat,lon,lon_min", "30,-12,-100,15", deg),
        ("Long.,Lat.", "-100.25,-12.5", deg),
        ("Breite,Länge", "-12.5,-100.25", deg),
        ("Latitude N/S,Longitude E/W", "12.5 S,100.25 W", deg),
        ("lat_dms,lon_dms", "12°30'S,100°15'W", deg),
        ("x,y,lat,lon,lat_dms", "3,4,-12.5,-100.25,12°30'S", deg),
        (",lat,lon,remark,source", "0,-12.5,-100.25,7,W", deg),
        ("lat,lon,lat_error,min", "-12.5,-100.25,0.5,30", deg),
    ] {
        let found = place(head, row).unwrap_or_else(|text| panic!("{head}: {text}"));
        let off = (found[0] - expected[0]).abs().max((found[1] - expected[1]).abs());
        assert!(off < 1e-8, "{head}: {found:?}");
    }
}

/// What may be part of a coordinate and is not surely understood is refused by its name.
#[test]
fn what_is_unclear_is_refused() {
    for (head, row, said) in [
        ("no,latitude,,longitude,", "1,12.5,S,100.25,W", "column 3 has no name and holds \"S\""),
        ("no,latitude,longitude,", "1,12.5,100.25,W", "column 4 has no name and holds \"W\""),
        ("lat,q,lon", "12,30,100", "the column q is not known and holds \"30\""),
        ("lat,q,lon", "12.5,S,100", "the column q is not known and holds \"S\""),
        ("lat,lon,q", "12.5,100,W", "the column q is not known and holds \"W\""),
        ("lat,lon,latitude2,longitude2", "12.5,100,13,101", "latitude2 is not known"),
        ("lat,lat_deg,lon", "12,12,100", "two columns give the latitude, lat and lat_deg"),
        ("lat,min,lat_min,lon,lon_min", "12,1,2,100,3", "the columns min and lat_min say the same"),
        (
            "lat,min,lon",
            "12,30,100",
            "gives minutes to the latitude, and none does to the longitude",
        ),
        ("lat,lon,hem", "12,100,W", "gives a hemisphere to the longitude"),
        (
            "lat,lat_s,lon,lon_s",
            "12,30,100,15",
            "the column lat_s gives seconds and none gives minutes",
        ),
        ("name,lat,lon", "1,53,5,7,5", "the row has 5 cells and the heading 3"),
        ("lat,lon", "12.5,100.25,X", "\"X\" is one too many"),
        (
            "lat,ns,lon,ew",
            "12.5,W,100.25,E",
            "the column ns holds \"W\" and no hemisphere of a latitude",
        ),
        ("lat,ns,lon,ew", "12.5,,100.25,E", "the column ns holds \"\""),
        ("lat,ns,lon,ew", "-12.5,S,100.25,E", "both a sign and a hemisphere"),
        ("Latitude S,Longitude W", "12.5 N,100.25", "stands under a heading that says S"),
        (
            "lat_deg,lat_min,lon_deg,lon_min",
            "12.5,30,100,15",
            "only the last part may have decimals",
        ),
        ("lat_deg,lat_min,lon_deg,lon_min", "12,60,100,15", "60 minutes or seconds are 60 or more"),
        ("lat_deg,lat_min,lon_deg,lon_min", "0,-30,42,30", "write the sign before the degrees"),
        (
            "lat_deg,lat_min,ns,lon_deg,lon_min,ew",
            "5,-30.5,S,42,0,E",
            "write the sign before the degrees",
        ),
        ("lat,lon", "12", "the row has no longitude"),
    ] {
        let text = place(head, row).expect_err(head);
        assert!(text.contains(said), "{head}: {text}");
    }
    for none in
        ["name,E,N", "easting,northing", "degrees,minutes,hem,degrees,minutes,hem", "lat_,lon_"]
    {
        assert!(Heading::of(&cells(none)).is_none(), "{none}");
    }
    // Cells without text at the end of a row are those of a spreadsheet.
    assert!(place("lat,lon", "12.5,100.25,,").is_ok());
}
