//! Which holders and which signs the legend of a sheet lists.

use littoral_delimit::LayerDivision;
use littoral_model::{Case, ShoreKind};

use super::MapInput;
use super::Status;
use super::bidi::plain;
use super::drawing::{Drawing, Paint, Sharers, Subject};
use super::legend::Legend;
use super::lettering::Lettering;
use super::pen::Pen;
use super::phrases::Phrase;

/// One holder's row.
pub(super) struct ShareRow {
    pub(super) name: String,
    pub(super) paint: Paint,
    pub(super) km2: f64,
    pub(super) percent: f64,
    /// What the party asks for, per cent.
    pub(super) claim: Option<f64>,
}

/// A sign explained in the legend; only signs that stand on the sheet are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Line(Status),
    Waters,
    FisheryZone,
    Common,
    Construction,
    Baseline,
    Terminus,
    Numbered,
    TableOnly,
    BasePoint,
    Tripoint,
    Deposit,
}

impl Sign {
    pub(super) fn phrase(self) -> Phrase {
        match self {
            Self::Line(status) => status.phrase(),
            Self::Waters => Phrase::Waters,
            Self::FisheryZone => Phrase::FisheryZone,
            Self::Common => Phrase::Common,
            Self::Construction => Phrase::Construction,
            Self::Baseline => Phrase::Baseline,
            Self::Terminus => Phrase::Terminus,
            Self::Numbered => Phrase::Numbered,
            Self::TableOnly => Phrase::TableOnly,
            Self::BasePoint => Phrase::BasePoint,
            Self::Tripoint => Phrase::Tripoint,
            Self::Deposit => Phrase::Deposit,
        }
    }
}

/// The holder of what no norm in force gives to anybody.
const NONE: &str = "NONE";

/// `AZE–TKM`.
fn codes(case: &Case, who: Sharers) -> String {
    let id = |k: usize| case.parties.get(k).map(|p| p.id.as_str()).unwrap_or_default();
    who.iter().map(id).collect::<Vec<_>>().join("–")
}

/// A holder in words, short enough for the legend.
pub(super) fn holder_name(case: &Case, holder: &str, paint: Paint, pen: &Pen<'_>) -> String {
    match paint {
        Paint::Party(k) => {
            case.parties.get(k).map(|p| plain(p.name.get(pen.lang.code()))).unwrap_or_default()
        }
        Paint::Common => pen.lang.say(Phrase::Common).to_owned(),
        Paint::Joint(who) => {
            let joint = pen.lang.say(Phrase::Joint);
            match who.iter().count() {
                // The legend is narrow: three names fit, of more the number is told.
                n if n > 3 => format!("{joint} ({})", pen.lang.number(n as f64, 0)),
                _ => format!("{joint} {}", codes(case, who)),
            }
        }
        Paint::Contested(who) => {
            let words = pen.lang.say(Phrase::Contested);
            format!("{words} {}", codes(case, who)).trim_end().to_owned()
        }
        Paint::Nobody if holder == NONE => pen.lang.say(Phrase::Nobody).to_owned(),
        Paint::Tone(_) | Paint::Nobody => plain(holder),
    }
}

/// Rows of a layer: parties in the case's order, then common and joint space.
fn rows(
    case: &Case,
    layer: &LayerDivision,
    claims: &[Option<f64>],
    pen: &Pen<'_>,
) -> Vec<ShareRow> {
    let row = |holder: &str| {
        let paint = Paint::of(case, holder);
        let name = holder_name(case, holder, paint, pen);
        let claim =
            if let Paint::Party(k) = paint { claims.get(k).copied().flatten() } else { None };
        let km2 = layer.area_km2.get(holder).and_then(serde_json::Value::as_f64).unwrap_or(0.0);
        ShareRow { name, paint, km2, percent: layer.share(holder), claim }
    };
    let mut out: Vec<ShareRow> = case.party_ids().map(row).collect();
    let others = layer.holders().filter(|h| case.party(h).is_none());
    out.extend(others.map(row).filter(|r| r.percent > 0.0));
    out
}

/// The legend with every sign that could stand on the sheet.
pub(super) fn of_layer(input: &MapInput<'_>, subject: &Subject<'_>, pen: &Pen<'_>) -> Legend {
    let phrase = match input.layer {
        "seabed" => Phrase::SharesSeabed,
        "water" | "waters" => Phrase::SharesWater,
        "surface" => Phrase::SharesSurface,
        "fishery" => Phrase::SharesFishery,
        _ => Phrase::SharesOther,
    };
    let mut signs = Vec::new();
    if subject.waters.is_some() {
        signs.extend([Sign::Waters, Sign::FisheryZone]);
    }
    signs.push(Sign::Common);
    use Status::{Agreed, Claimed, Computed, FisheryLimit, OuterLimit, Provisional};
    signs
        .extend([Agreed, Computed, Provisional, Claimed, OuterLimit, FisheryLimit].map(Sign::Line));
    signs.extend([Sign::Construction, Sign::Baseline, Sign::Terminus, Sign::Numbered]);
    signs.extend([Sign::TableOnly, Sign::BasePoint, Sign::Tripoint, Sign::Deposit]);
    signs.retain(|s| possible(*s, subject));
    Legend {
        heading: pen.lang.fill(phrase, &[&plain(input.layer)]),
        rows: rows(input.case, subject.layer, input.claims, pen),
        signs,
        parties: input.case.parties.len(),
    }
}

/// Can the sign stand on the sheet at all? Known before the scale is.
fn possible(sign: Sign, subject: &Subject<'_>) -> bool {
    let tripoints = !subject.numbering.tripoints.is_empty();
    let all = subject.layer.lines.iter().enumerate();
    let statuses: Vec<Status> = all.map(|(k, l)| subject.status(l, k)).collect();
    match sign {
        Sign::Line(Status::OuterLimit) if subject.waters.is_some() => true,
        Sign::Line(status) => statuses.contains(&status),
        Sign::Waters | Sign::FisheryZone => true,
        Sign::Common => subject.layer.share("COMMON") > 0.0,
        Sign::Construction | Sign::BasePoint | Sign::Tripoint => tripoints,
        Sign::Baseline => subject.case.shores.iter().any(|s| s.kind == ShoreKind::Baseline),
        Sign::Terminus | Sign::Numbered | Sign::TableOnly => true,
        Sign::Deposit => subject.case.deposits.iter().any(|d| d.at.is_some()),
    }
}

/// Does the sign stand on the finished map?
pub(super) fn shown(sign: Sign, map: &Drawing, l: &Lettering) -> bool {
    let feet = l.points.tripoints.iter().any(|t| !t.feet.is_empty());
    match sign {
        Sign::Line(status) => map.lines.iter().any(|line| line.status == status),
        Sign::Construction | Sign::BasePoint => feet,
        Sign::Tripoint => !l.points.tripoints.is_empty(),
        Sign::Terminus => !l.points.termini.is_empty(),
        Sign::Numbered => !l.points.numbered.is_empty(),
        Sign::TableOnly => !l.points.dots.is_empty(),
        Sign::Deposit => !l.deposits.is_empty(),
        Sign::Waters | Sign::FisheryZone | Sign::Common | Sign::Baseline => true,
    }
}
