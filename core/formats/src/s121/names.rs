//! The words of S-121 as this project spells them: edition 1.0.0 as far as it is known, in one place.

use littoral_treaty::{Layer, Modality};

use super::RightKind;

pub(super) const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns:S121", "http://www.iho.int/S121/gml/cs0/1.0"),
    ("xmlns:S100", "http://www.iho.int/s100gml/5.0"),
    ("xmlns:gml", "http://www.opengis.net/gml/3.2"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
];

pub(super) const CRS: &str = "EPSG:4326";
pub(super) const AGREEMENT: &str = "Agreement";
pub(super) const NEED_AGREEMENT: &str = "Need Agreement";
pub(super) const UNILATERAL: &str = "Unilateral";

/// Element, type element and type of a legal position.
pub(super) fn right(modality: Modality) -> (RightKind, &'static str) {
    match modality {
        Modality::Sovereign => (RightKind::Right, "sovereignRight"),
        Modality::ExclusiveRight => (RightKind::Right, "exclusiveRight"),
        Modality::Liberty => (RightKind::Right, "liberty"),
        Modality::Power => (RightKind::Right, "power"),
        Modality::Duty => (RightKind::Responsibility, "duty"),
        Modality::Prohibition => (RightKind::Restriction, "prohibition"),
    }
}

/// Element and type element of a kind.
pub(super) fn elements(kind: RightKind) -> (&'static str, &'static str) {
    match kind {
        RightKind::Right => ("S121:Right", "S121:rightType"),
        RightKind::Restriction => ("S121:Restriction", "S121:restrictionType"),
        RightKind::Responsibility => ("S121:Responsibility", "S121:responsibilityType"),
    }
}

const DOMAINS: [(&str, &str); 5] = [
    ("surface", "waterSurface"),
    ("column", "waterColumn"),
    ("seabed", "seabedSurface"),
    ("subsoil", "subsoil"),
    ("air", "airspace"),
];

/// Vertical domains of a layer of the law.
pub(super) fn domains(layer: Layer) -> Vec<String> {
    let within = |word: &str| Layer::named(word).is_some_and(|own| layer.covers(own));
    DOMAINS.iter().filter(|(own, _)| within(own)).map(|(_, domain)| (*domain).to_owned()).collect()
}

/// Vertical domains of a division's layer, whose names rules choose. Fishery is an activity over the water column.
pub(super) fn domains_named(layer: &str) -> Vec<String> {
    match (layer, Layer::named(layer)) {
        (_, Some(layer)) => domains(layer),
        ("fishery" | "waters", None) => vec!["waterColumn".to_owned()],
        _ => Vec::new(),
    }
}
