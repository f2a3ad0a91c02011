//! Reading what a construction starts from.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueEnum};
use littoral_delimit::construct::shelf::Sediment;
use littoral_delimit::construct::{BaseLine, Bases, Overlap};
use littoral_formats::exchange::MAX_BYTES;
use littoral_formats::survey::{self, Options, Printed, Reading};
use littoral_geodesy::LatLon;
use littoral_geodesy::curve::LineKind;
use littoral_model::{EdgeKind, Finding, Severity};

use super::chain::{self, Chain};
use super::ground::{Ground, GroundArgs};
use super::sheet::OutputArgs;
use super::stated::{self, Stated};
use crate::failure::{Complaint, Failure, Outcome};
use crate::files;
use crate::number::counted;
use crate::print;
use crate::spare;
use crate::style::Style;

/// Has standard input been read? There is one for a run, and it is empty then.
static STDIN_READ: AtomicBool = AtomicBool::new(false);

/// Options of every construction.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// What coordinates mean.
    #[command(flatten)]
    pub ground: GroundArgs,
    /// Property of GeoJSON features that names the party, else party, ADM0_A3, ISO_A3 and the like
    #[arg(long, value_name = "NAME")]
    pub party_property: Option<String>,
    /// Where results go.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Nature of edges on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Edge {
    /// Shortest line
    Geodesic,
    /// Line of constant bearing
    Loxodrome,
}

impl From<EdgeKind> for Edge {
    fn from(kind: EdgeKind) -> Self {
        match kind {
            EdgeKind::Geodesic => Self::Geodesic,
            EdgeKind::Loxodrome => Self::Loxodrome,
        }
    }
}

impl From<LineKind> for Edge {
    fn from(kind: LineKind) -> Self {
        match kind {
            LineKind::Geodesic => Self::Geodesic,
            LineKind::Loxodrome => Self::Loxodrome,
        }
    }
}

impl Edge {
    /// For curves.
    #[must_use]
    pub(super) fn line(self) -> LineKind {
        match self {
            Self::Geodesic => LineKind::Geodesic,
            Self::Loxodrome => LineKind::Loxodrome,
        }
    }

    /// For surveys.
    #[must_use]
    pub(super) fn kind(self) -> EdgeKind {
        match self {
            Self::Geodesic => EdgeKind::Geodesic,
            Self::Loxodrome => EdgeKind::Loxodrome,
        }
    }

    /// In words.
    #[must_use]
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Geodesic => "geodesic",
            Self::Loxodrome => "loxodrome",
        }
    }
}

/// Reads base points, baselines and coasts from files, all on one ground.
///
/// # Errors
/// A file cannot be read, or holds errors; the datum is not stated, or is one that no file can have.
pub(super) fn bases(
    files: &[PathBuf],
    common: &Common,
    join: Option<Edge>,
) -> Outcome<(Bases, Ground)> {
    let (all, mut ground, stated) = bases_on(None, files, common, join)?;
    ground.facts.extend(stated::said(&common.ground, "--datum", &stated)?);
    Ok((all, ground))
}

/// The same, on a ground or on that of the first; and what the files say of their datums.
///
/// # Errors
/// As [`bases`], but for datums that no file can have: other files may have them.
pub(super) fn bases_on(
    mut ground: Option<Ground>,
    files: &[PathBuf],
    common: &Common,
    join: Option<Edge>,
) -> Outcome<(Bases, Ground, Vec<Stated>)> {
    let options =
        Options { party_property: common.party_property.clone(), join: join.map(Edge::kind) };
    let mut all = Bases::default();
    let mut stated = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let reading = taken(survey::bases(&name, &bytes(file, &common.output)?, &options))?;
        let datum = Stated::of(file, &reading);
        let here = match &ground {
            None => Ground::of(&common.ground, &datum)?,
            Some(first) => first.joined(&common.ground, &datum)?,
        };
        merge(&mut all, reading.value, &here);
        match &mut ground {
            Some(first) => first.tells(&here, file),
            None => ground = Some(here),
        }
        stated.push(datum);
    }
    if files.len() > 1 {
        borders_between(&mut all);
    }
    let ground = ground.ok_or_else(|| {
        Failure::usage(
            "no file of base points is given",
            "command line",
            "name a CSV or GeoJSON file",
        )
    })?;
    overlaps(&all, &ground);
    Ok((all, ground, stated))
}

/// The parties named, in the order of the survey.
///
/// # Errors
/// A name that the survey does not have, or fewer than two.
pub(super) fn only(bases: &Bases, wanted: &[String]) -> Outcome<Bases> {
    let known = |id: &String| bases.parties.iter().any(|p| p == id.trim());
    if wanted.len() < 2 || !wanted.iter().all(known) {
        return Err(Failure::usage(
            "the line lies between two parties or more of the survey",
            format!("command line: --between {}", wanted.join(",")),
            format!("the files have {}", bases.parties.join(", ")),
        ));
    }
    let (window, extent) = (bases.window.clone(), bases.extent);
    let mut out = Bases { window, extent, ..Bases::default() };
    for id in wanted {
        out.party(id.trim());
    }
    let party = |k: usize| out.parties.iter().position(|p| *p == bases.parties[k]);
    let line = |l: &BaseLine| Some(BaseLine { party: party(l.party)?, ..l.clone() });
    let lines = bases.lines.iter().filter_map(line).collect();
    // Land of the others is no sea either.
    let land = bases.land.iter().map(|(k, r)| (party(*k).unwrap_or(usize::MAX), r.clone()));
    let land = land.collect();
    Ok(Bases { lines, land, ..out })
}

/// Reads the frame of a sea: its corners in order.
///
/// # Errors
/// As [`bases`].
pub(super) fn frame(file: &Path, common: &Common, ground: &Ground) -> Outcome<Vec<LatLon>> {
    let options = Options { join: Some(EdgeKind::Geodesic), ..Options::default() };
    let reading =
        taken(survey::bases(&file.display().to_string(), &bytes(file, &common.output)?, &options))?;
    let here = ground.joined(&common.ground, &Stated::of(file, &reading))?;
    let b = reading.value;
    if b.window.is_empty() && b.lines.iter().any(|l| l.edge == EdgeKind::Loxodrome) {
        return Err(Failure::usage(
            "the file states loxodromes, and the sides of a window are geodesics",
            file.display().to_string(),
            "leave the edge out, with corners so close that geodesics keep to the sides",
        ));
    }
    let ring = if b.window.len() > 2 {
        b.window
    } else if b.land.len() > 1 {
        return Err(Failure::usage(
            format!("a window is one polygon, not {}", b.land.len()),
            file.display().to_string(),
            "leave one of them, or mark it by \"kind\": \"window\"",
        ));
    } else if let Some((_, ring)) = b.land.first() {
        ring.clone()
    } else {
        b.lines.first().map(BaseLine::points).unwrap_or_default()
    };
    let mut ring: Vec<LatLon> = ring.into_iter().map(|p| here.place(p)).collect();
    ring.dedup();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    match ring.len() {
        n if n > 2 => Ok(ring),
        n => Err(Failure::usage(
            format!("a window needs three corners or more, not {n}"),
            file.display().to_string(),
            "give its corners in order, or a GeoJSON polygon",
        )),
    }
}

/// Land boundaries between the land of different files.
fn borders_between(all: &mut Bases) {
    let borders = all.without_borders(&[], |_, _| false).borders;
    if borders > 0 {
        let edges =
            counted(borders, "edge shared by two parties is a", "edges shared by two parties are");
        let what = if borders == 1 { "land boundary" } else { "land boundaries" };
        let text = format!("{edges} {what}, no shore");
        let finding = Finding::note("F203", text).at("the files together", "");
        print::aside(&Complaint::of_finding(&finding).render(Style::stderr()));
    }
}

/// Says where land of two parties overlaps: both have the shore there, and what is measured from it means little.
fn overlaps(all: &Bases, ground: &Ground) {
    for Overlap { parties, at } in all.overlaps(&ground.earth) {
        let [a, b] = parties.map(|k| all.parties[k].as_str());
        let text = format!("the land of {a} and of {b} overlaps near {:.6}, {:.6}", at.lat, at.lon);
        let finding = Finding::warning("F215", text).at("the files together", "");
        let help =
            "leave the land out of one of the two, or let their coasts meet in common coordinates";
        print::aside(&Complaint::of_finding(&finding.help(help)).render(Style::stderr()));
    }
}

fn merge(all: &mut Bases, more: Bases, ground: &Ground) {
    let party: Vec<usize> = more.parties.iter().map(|id| all.party(id)).collect();
    for mut line in more.lines {
        line.party = party[line.party];
        line.nodes.iter_mut().for_each(|n| n.at = ground.place(n.at));
        all.lines.push(line);
    }
    for (k, ring) in more.land {
        all.land.push((party[k], ring.into_iter().map(|p| ground.place(p)).collect()));
    }
    for (k, ring) in more.enclosed {
        all.enclosed.push((party[k], ring.into_iter().map(|p| ground.place(p)).collect()));
    }
    if all.window.is_empty() {
        all.window = more.window.into_iter().map(|p| ground.place(p)).collect();
        all.extent = more.extent;
    }
}

/// Reads the points of lines.
///
/// # Errors
/// As [`bases`].
pub(super) fn points(file: &Path, out: &OutputArgs) -> Outcome<Reading<Vec<Printed>>> {
    taken(survey::line(&file.display().to_string(), &bytes(file, out)?))
}

/// Reads places of which each stands for itself.
///
/// # Errors
/// As [`bases`].
pub(super) fn places(file: &Path, out: &OutputArgs) -> Outcome<Reading<Vec<Printed>>> {
    taken(survey::places(&file.display().to_string(), &bytes(file, out)?))
}

/// Reads points with the thickness of sediment.
///
/// # Errors
/// As [`bases`].
pub(super) fn sediment(file: &Path, out: &OutputArgs) -> Outcome<Reading<Vec<Sediment>>> {
    taken(survey::sediment(&file.display().to_string(), &bytes(file, out)?))
}

/// Reads the only line of a file onto its own ground; its edges are as `asked`, where the file does not say.
///
/// # Errors
/// As [`bases`]; the file has several lines, or edges of another kind than is asked for.
pub(super) fn one_line(
    file: &Path,
    common: &Common,
    asked: Option<Edge>,
) -> Outcome<(Chain, Ground)> {
    let (points, ground) = line(file, common)?;
    Ok((chain::one(points, asked, file)?, ground))
}

/// Reads the points of lines onto their own ground.
///
/// # Errors
/// As [`bases`].
pub(super) fn line(file: &Path, common: &Common) -> Outcome<(Vec<Printed>, Ground)> {
    let reading = points(file, &common.output)?;
    let stated = Stated::of(file, &reading);
    let mut ground = Ground::of(&common.ground, &stated)?;
    ground.facts.extend(stated::said(&common.ground, "--datum", &[stated])?);
    let move_to = |p: Printed| Printed { at: ground.place(p.at), ..p };
    Ok((reading.value.into_iter().map(move_to).collect(), ground))
}

/// A place on the command line: `LAT,LON` in degrees or in degrees, minutes and seconds.
///
/// # Errors
/// A sentence for the user.
pub(super) fn place(text: &str) -> Result<LatLon, String> {
    let reading = survey::line("command line", text.as_bytes());
    match (reading.value.as_slice(), reading.findings.first()) {
        ([p], _) => Ok(p.at),
        (_, Some(f)) => Err(f.text.clone()),
        _ => Err(format!("\"{text}\" is no place: write LAT,LON")),
    }
}

/// A file's bytes, if the result does not go to that file.
fn bytes(file: &Path, out: &OutputArgs) -> Outcome<Vec<u8>> {
    out.output.iter().try_for_each(|out| spare::spare(out, [spare::named(file)]))?;
    if file.as_os_str() == "-" {
        if STDIN_READ.swap(true, Ordering::Relaxed) {
            let help = "name a file for one of the two";
            let why = "standard input is named twice, and can be read once";
            return Err(Failure::usage(why, "command line: -", help));
        }
        return files::rest(std::io::stdin().lock(), file, MAX_BYTES);
    }
    files::bytes(file, MAX_BYTES)
}

/// Stops at errors; says doubts aloud and goes on.
fn taken<T>(reading: Reading<T>) -> Outcome<Reading<T>> {
    if reading.failed() {
        return Err(Failure::Findings(reading.findings));
    }
    let style = Style::stderr();
    // Advice on the file's form is for its maker, not for the surveyor.
    let worth = |f: &&Finding| f.severity == Severity::Warning || matches!(f.code, "F203" | "F209");
    for finding in reading.findings.iter().filter(worth) {
        print::aside(&Complaint::of_finding(finding).render(style));
    }
    Ok(reading)
}
