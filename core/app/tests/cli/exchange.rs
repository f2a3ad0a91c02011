//! Files for other programs: written, read back, and read by programs that are not ours.
//!
//! GDAL and xmllint come with `.ci/run`; where they are missing a test says so on standard error and checks
//! nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{err, littoral, out, run};

/// Is the program there? If not, says so loudly.
fn has(program: &str) -> bool {
    let found =
        Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_err() {
        eprintln!("{program} absent: what it reads was NOT checked");
    }
    found.is_ok()
}

fn export(dir: &Path, name: &str) -> PathBuf {
    let made = run(dir, &["export", "caspian", "--rule", "equidistance", "-o", name]);
    assert!(made.status.success(), "{name}: {}", err(&made));
    dir.join(name)
}

/// Rows of a query as `column -> value`.
fn query(file: &Path, sql: &str) -> Vec<BTreeMap<String, String>> {
    let found = Command::new("ogrinfo")
        .args(["-q", "-dialect", "sqlite", "-sql", sql])
        .arg(file)
        .output()
        .unwrap();
    let text = out(&found);
    let mut rows: Vec<BTreeMap<String, String>> = Vec::new();
    for line in text.lines() {
        if line.starts_with("OGRFeature") {
            rows.push(BTreeMap::new());
        } else if let (Some(row), Some((key, value))) = (rows.last_mut(), line.split_once(" = ")) {
            let key = key.trim().split(' ').next().unwrap_or_default();
            row.insert(key.to_owned(), value.trim().to_owned());
        }
    }
    assert!(!rows.is_empty(), "{}: {text} {}", file.display(), err(&found));
    rows
}

/// Valid polygons, areas of an equal-area map within a millionth of the geodesic ones, names whole.
#[test]
fn gdal_reads_cells_with_their_areas_and_names() {
    if !has("ogrinfo") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for (name, layer, geometry) in [
        ("a.gpkg", "cells", "geom"),
        ("a.shz", "cells", "geometry"),
        ("a.shp", "a", "geometry"),
        ("a.kml", "cells", "geometry"),
        ("a.fgb", "cells", "geometry"),
        ("a.geojson", "a", "geometry"),
    ] {
        let file = export(dir.path(), name);
        let persian = if name == "a.geojson" { "holder" } else { "name_fa" };
        let sql = format!(
            "select holder, {persian} as fa, area_km2, ST_IsValid({geometry}) as ok, \
             ST_Area(ST_Transform({geometry}, 6933)) / 1e6 as map from \"{layer}\" where kind = 'cell'"
        );
        let rows = query(&file, &sql);
        let holders: Vec<&str> = rows.iter().map(|r| r["holder"].as_str()).collect();
        assert_eq!(holders, ["AZE", "IRN", "KAZ", "RUS", "TKM"], "{name}");
        for row in &rows {
            assert_eq!(row["ok"], "1", "{name}");
            let number = |key: &str| row[key].parse::<f64>().unwrap();
            let off = number("map") / number("area_km2") - 1.0;
            assert!(off.abs() < 1e-6, "{name} {}: {off}", row["holder"]);
        }
        if name != "a.geojson" {
            assert_eq!(rows[0]["fa"], "جمهوری آذربایجان", "{name}");
        }
    }
}

#[test]
fn gdal_counts_what_we_wrote() {
    if !has("ogrinfo") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let file = export(dir.path(), "a.gpkg");
    let count =
        |layer: &str| query(&file, &format!("select count(*) as n from {layer}"))[0]["n"].clone();
    assert_eq!([count("cells"), count("lines")], ["5", "7"]);
    let back = run(dir.path(), &["convert", "a.gpkg", "-o", "b.fgb"]);
    assert!(back.status.success(), "{}", err(&back));
    let points = query(&dir.path().join("b-points.fgb"), "select count(*) as n from points");
    assert_eq!(points[0]["n"], count("points"));
    // What made it is metadata that other programs show.
    let shown = Command::new("ogrinfo").arg("-so").arg(&file).output().unwrap();
    let shown = out(&shown);
    for word in ["\"case_hash\":\"", "\"rule\":\"equidistance\"", "\"date\":\"2025-12-15\""] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
}

/// What GDAL makes of our GeoPackage in every format we share, read by us, is what we wrote.
#[test]
fn what_gdal_writes_is_read_back_within_a_billionth_of_a_degree() {
    if !has("ogr2ogr") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    export(dir.path(), "a.gpkg");
    let ours = lines(dir.path(), "a.gpkg");
    for (driver, name) in [
        ("GPKG", "b.gpkg"),
        ("ESRI Shapefile", "lines.shp"),
        ("FlatGeobuf", "b.fgb"),
        ("LIBKML", "b.kml"),
        ("KML", "c.kml"),
    ] {
        let made = Command::new("ogr2ogr")
            .current_dir(dir.path())
            .args(["-f", driver, name, "a.gpkg", "lines"])
            .output()
            .unwrap();
        if !made.status.success() {
            eprintln!("GDAL driver {driver} absent: its files were NOT checked");
            continue;
        }
        let theirs = lines(dir.path(), name);
        assert_eq!(ours.len(), theirs.len(), "{driver}");
        for (a, b) in ours.iter().zip(&theirs) {
            let off = a
                .iter()
                .zip(b)
                .map(|(p, q)| (p[0] - q[0]).abs().max((p[1] - q[1]).abs()))
                .fold(0.0, f64::max);
            assert!(a.len() == b.len() && off <= 1.0e-9, "{driver}: {off}");
        }
    }
}

/// Coordinates of the lines of a file, through our own conversion to CSV, which keeps every digit.
fn lines(dir: &Path, name: &str) -> Vec<Vec<[f64; 2]>> {
    let made = run(dir, &["convert", name, "-o", "read.csv"]);
    assert!(made.status.success(), "{name}: {}", err(&made));
    // Of several layers the lines have a file of their own.
    let (apart, whole) = (dir.join("read-lines.csv"), dir.join("read.csv"));
    let text = fs::read_to_string(if apart.exists() { &apart } else { &whole });
    let _ = fs::remove_file(&apart);
    let mut all: BTreeMap<(u64, u64), Vec<[f64; 2]>> = BTreeMap::new();
    for row in text.unwrap().lines().skip(1) {
        let cell: Vec<&str> = row.splitn(5, ',').collect();
        let line = (cell[0].parse().unwrap(), cell[1].parse().unwrap());
        all.entry(line).or_default().push([cell[3].parse().unwrap(), cell[2].parse().unwrap()]);
    }
    // An index orders features anew; lines from one tripoint differ by their further vertices.
    let mut all: Vec<Vec<[f64; 2]>> = all.into_values().collect();
    let coarse = |p: &[f64; 2]| p.map(|v| (v * 1e6).round() as i64);
    all.sort_by_key(|line| line.iter().map(coarse).collect::<Vec<_>>());
    all
}

/// The zones of the GML are the cells of the division: as many, and the same areas within a millionth.
#[test]
fn s121_gml_is_written_and_read_back() {
    let dir = tempfile::tempdir().unwrap();
    export(dir.path(), "a.gml");
    export(dir.path(), "a.geojson");
    let made = run(dir.path(), &["convert", "a.gml", "-o", "b.geojson"]);
    assert!(made.status.success(), "{}", err(&made));
    let areas = |name: &str, kind: &str| {
        let document: Value =
            serde_json::from_str(&fs::read_to_string(dir.path().join(name)).unwrap()).unwrap();
        let features = document["features"].as_array().unwrap().clone();
        let of_kind = features.iter().filter(|f| f["properties"]["kind"] == kind);
        let mut all: Vec<(f64, bool)> = of_kind
            .map(|f| {
                let area = f["properties"]["area_km2"].as_f64().unwrap();
                (area, f["geometry"]["coordinates"].is_array())
            })
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        all
    };
    let (zones, cells) = (areas("b.geojson", "zone"), areas("a.geojson", "cell"));
    assert_eq!(zones.len(), cells.len());
    for ((zone, drawn), (cell, _)) in zones.iter().zip(&cells) {
        assert!(*drawn && (zone / cell - 1.0).abs() < 1e-6, "{zone} {cell}");
    }
}

#[test]
fn xmllint_takes_kml_and_svg() {
    if !has("xmllint") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.kml", "a.svg"] {
        let file = export(dir.path(), name);
        let found = Command::new("xmllint").arg("--noout").arg(&file).output().unwrap();
        assert!(found.status.success(), "{name}: {}", err(&found));
    }
}

#[test]
fn the_annex_reads_back_as_lines_and_points() {
    let dir = tempfile::tempdir().unwrap();
    let made = run(
        dir.path(),
        &["export", "caspian", "--rule", "equidistance", "-o", "a.txt", "--decimals", "6"],
    );
    assert!(
        made.status.success() && err(&made).contains("rounded to 6 decimals"),
        "{}",
        err(&made)
    );
    let back = run(dir.path(), &["convert", "a.txt", "-o", "b.geojson"]);
    assert!(back.status.success(), "{}", err(&back));
    export(dir.path(), "c.geojson");
    // What keeps the line to its curve between the true points stands in the annex as well, by its name.
    let points = |name: &str| -> Vec<[f64; 2]> {
        let document: Value =
            serde_json::from_str(&fs::read_to_string(dir.path().join(name)).unwrap()).unwrap();
        let all = document["features"].as_array().unwrap().iter();
        let points = all
            .filter(|f| f["properties"]["kind"] == "point" && f["properties"]["point"] != "curve");
        points
            .map(|f| serde_json::from_value(f["geometry"]["coordinates"].clone()).unwrap())
            .collect()
    };
    let (printed, true_ones) = (points("b.geojson"), points("c.geojson"));
    assert_eq!(printed.len(), true_ones.len());
    for (a, b) in printed.iter().zip(&true_ones) {
        assert!((a[0] - b[0]).abs() < 1.5e-9 && (a[1] - b[1]).abs() < 1.5e-9, "{a:?} {b:?}");
    }
}

/// Files of a folder that are not hidden, by name.
fn standing(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    let named = all.map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), p));
    let seen = named.filter(|(name, _)| !name.starts_with('.'));
    // One that goes at this moment is not there.
    seen.filter_map(|(name, p)| Some((name, fs::read(p).ok()?))).collect()
}

/// Killed at any moment, alone or with its group, all files are the old ones or all the new ones, at the latest when
/// the process that gives a set its names is done; and the next run leaves no stray file.
#[cfg(unix)]
#[test]
fn a_kill_leaves_old_or_new_files() {
    use std::os::unix::process::CommandExt;

    let sets = ["a.gpkg", "a.shp", "a.pdf"].map(|name| {
        let dir = tempfile::tempdir().unwrap();
        let since = Instant::now();
        export(dir.path(), name);
        (name, since.elapsed(), standing(dir.path()))
    });
    assert!(sets[1].2.len() > 4);
    for round in 0..90_u32 {
        let (name, took, new) = &sets[if round % 2 == 0 { 1 } else { round as usize % 3 }];
        let dir = tempfile::tempdir().unwrap();
        let old: BTreeMap<_, _> = new.keys().map(|n| (n.clone(), b"old".to_vec())).collect();
        old.iter().for_each(|(n, bytes)| fs::write(dir.path().join(n), bytes).unwrap());
        let mut child =
            littoral(dir.path(), &["export", "caspian", "--rule", "equidistance", "-o", name])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .process_group(0)
                .spawn()
                .unwrap();
        // All over the run, and half of them about its end, where names change.
        let part = f64::from(round) * 0.618_034 % 1.0;
        std::thread::sleep(took.mul_f64(if round % 4 < 2 { part } else { 0.8 + part / 4.0 }));
        if round % 3 == 0 {
            let group = format!("-{}", child.id());
            Command::new("kill").args(["-9", "--", &group]).stderr(Stdio::null()).status().unwrap();
        }
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
        let since = Instant::now();
        let mut found = standing(dir.path());
        while found != old && found != *new && since.elapsed() < Duration::from_millis(500) {
            std::thread::sleep(Duration::from_millis(5));
            found = standing(dir.path());
        }
        let sizes: Vec<_> = found.iter().map(|(n, bytes)| (n, bytes.len())).collect();
        assert!(found == old || found == *new, "{name} after round {round}: {sizes:?}");
        if round % 9 == 0 {
            export(dir.path(), "b.gpkg");
            let stray = fs::read_dir(dir.path())
                .unwrap()
                .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
            assert_eq!(stray.count(), 0, "round {round}");
        }
    }
}

/// A set that a killed writer left half in its places is whole again when it is read.
#[cfg(target_os = "linux")]
#[test]
fn a_set_that_was_cut_short_is_finished_by_who_reads_it() {
    let dir = tempfile::tempdir().unwrap();
    export(dir.path(), "a.shp");
    // Greater than any process id of Linux.
    let names = ["shp", "shx", "dbf", "prj", "cpg"]
        .map(|e| (format!(".littoral-4194999-{e}.part"), format!("a.{e}")));
    for (part, name) in &names {
        fs::rename(dir.path().join(name), dir.path().join(part)).unwrap();
    }
    let record = serde_json::to_vec(&names).unwrap();
    fs::write(dir.path().join(".littoral-4194999-r.set"), record).unwrap();
    let made = run(dir.path(), &["convert", "a.shp", "-o", "b.geojson"]);
    assert!(made.status.success(), "{}", err(&made));
    assert!(names.iter().all(|(_, name)| dir.path().join(name).is_file()));
}

/// A limit on the size of files stands in for a full disk: the old file stays, exit 2, the file is named.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_files() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.gpkg", "a.shp", "a.geojson", "a.png"] {
        fs::write(dir.path().join(name), b"old").unwrap();
        let script = format!(
            "trap '' XFSZ; ulimit -f 16; exec \"$0\" export caspian --rule equidistance -o {name}"
        );
        let made = Command::new("bash")
            .current_dir(dir.path())
            .args(["-c", &script, env!("CARGO_BIN_EXE_littoral")])
            .output()
            .unwrap();
        assert_eq!(made.status.code(), Some(2), "{name}: {}", err(&made));
        assert!(err(&made).contains(name), "{}", err(&made));
        assert_eq!(fs::read(dir.path().join(name)).unwrap(), b"old");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 4);
    let full = run(
        dir.path(),
        &["export", "caspian", "--rule", "equidistance", "-o", "/dev/full", "--format", "geojson"],
    );
    assert_eq!(full.status.code(), Some(2));
}

fn corpus(name: &str, ending: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora").join(name);
    let Ok(entries) = fs::read_dir(&path) else {
        eprintln!("corpus absent: {name}, its cases not run");
        return Vec::new();
    };
    let mut all: Vec<PathBuf> =
        entries.map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    all.retain(|p| ending.is_empty() || p.to_string_lossy().ends_with(ending));
    all.sort();
    all
}

/// XML bombs and external entities: refused, with file and line.
#[test]
fn xml_bombs_are_refused_with_a_line() {
    let dir = tempfile::tempdir().unwrap();
    let files = corpus("xml/defusedxml", ".xml");
    assert!(files.is_empty() || files.len() == 10);
    for file in files {
        let made = run(
            dir.path(),
            &["convert", file.to_str().unwrap(), "--from", "kml", "-o", "x.geojson"],
        );
        assert_eq!(made.status.code(), Some(2), "{}", file.display());
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        assert!(err(&made).contains(&format!("{name}:")), "{}", err(&made));
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

/// Archives that climb out of their folder: refused with a place; nothing is ever unpacked to disk.
#[test]
fn archives_never_write_outside() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("a/b/c");
    fs::create_dir_all(&dir).unwrap();
    for file in corpus("zip/slip", ".kmz") {
        let made = run(&dir, &["convert", file.to_str().unwrap(), "-o", "x.geojson"]);
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        // The link in that archive is a file like any other, and not the document.
        let harmless = name == "symlink-then-write.kmz";
        let expected = if harmless { 0 } else { 2 };
        assert_eq!(made.status.code(), Some(expected), "{name}: {}", err(&made));
        assert!(harmless || err(&made).contains(&name), "{}", err(&made));
        let _ = fs::remove_file(dir.join("x.geojson"));
    }
    let mut found = vec![root.path().to_owned()];
    while let Some(next) = found.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.is_dir(), "{}", path.display());
            found.push(path);
        }
    }
}

#[test]
fn formats_and_layers_are_named_when_misspelt() {
    let dir = tempfile::tempdir().unwrap();
    let made = run(dir.path(), &["export", "caspian", "--rule", "equidistance", "-o", "a.gpgk"]);
    assert_eq!(made.status.code(), Some(2));
    assert!(err(&made).contains("did you mean \"gpkg\"?"), "{}", err(&made));
    export(dir.path(), "a.gpkg");
    let made = run(dir.path(), &["convert", "a.gpkg", "-o", "a.kml", "--layer", "cell"]);
    assert!(err(&made).contains("did you mean \"cells\"?"), "{}", err(&made));
}
