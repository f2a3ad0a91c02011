//! A register as GML: information types before features, geometry once, the rest by reference.

use std::collections::BTreeMap;

use super::names::{CRS, NAMESPACES, elements};
use super::xml::Xml;
use super::{LABEL, Limit, Location, Register, Right, Zone};

/// The register as one GML document. Latitude first, 9 decimals.
#[must_use]
pub fn write(register: &Register) -> String {
    let mut xml = Xml::new();
    xml.comment(&format!(" {LABEL} "));
    let mut head = vec![("gml:id", "DS.1")];
    head.extend(NAMESPACES);
    xml.open("S121:Dataset", &head);
    xml.leaf("gml:description", LABEL);
    envelope(&mut xml, register);
    identification(&mut xml, register);
    xml.open("S121:members", &[]);
    people(&mut xml, register);
    sources(&mut xml, register);
    units(&mut xml, register);
    register.rights.iter().for_each(|r| right(&mut xml, r));
    register.locations.iter().for_each(|l| location(&mut xml, l));
    let places = register.locations.iter().map(|l| (l.id.as_str(), l.at)).collect();
    register.limits.iter().for_each(|l| limit(&mut xml, l, &places));
    register.zones.iter().for_each(|z| zone(&mut xml, z));
    xml.finish()
}

fn number(v: f64) -> String {
    let text = format!("{v:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn pair([lat, lon]: [f64; 2]) -> String {
    format!("{} {}", number(lat), number(lon))
}

fn envelope(xml: &mut Xml, register: &Register) {
    let [south, west, north, east] = register.extent;
    xml.open("gml:boundedBy", &[]);
    xml.open("gml:Envelope", &[("srsName", CRS), ("srsDimension", "2")]);
    xml.leaf("gml:lowerCorner", &pair([south, west]));
    xml.leaf("gml:upperCorner", &pair([north, east]));
    xml.close();
    xml.close();
}

fn identification(xml: &mut Xml, register: &Register) {
    xml.open("S100:DatasetIdentificationInformation", &[]);
    xml.leaf("S100:encodingSpecification", "S-100 Part 10b");
    xml.leaf("S100:encodingSpecificationEdition", "5.0");
    xml.leaf("S100:productIdentifier", "S-121");
    xml.leaf("S100:productEdition", "1.0.0");
    xml.leaf("S100:applicationProfile", LABEL);
    xml.leaf("S100:datasetFileIdentifier", "DS.1");
    xml.leaf("S100:datasetTitle", &register.title);
    xml.leaf("S100:datasetReferenceDate", &register.date);
    xml.leaf("S100:datasetLanguage", "en");
    xml.leaf("S100:datasetAbstract", &register.about);
    xml.leaf("S100:datasetTopicCategory", "boundaries");
    xml.leaf("S100:datasetPurpose", "base");
    xml.leaf("S100:updateNumber", "0");
    xml.close();
}

fn people(xml: &mut Xml, register: &Register) {
    for p in &register.parties {
        xml.open("S121:Party", &[("gml:id", &p.id)]);
        xml.leaf("S121:pID", &p.code);
        xml.leaf("S121:partyName", &p.name);
        xml.leaf("S121:partyRole", "rightsHolder");
        xml.leaf("S121:partyType", "stateCountry");
        xml.close();
    }
    for g in &register.groups {
        xml.open("S121:GroupParty", &[("gml:id", &g.id)]);
        xml.leaf("S121:groupID", &g.name);
        for (party, share) in &g.members {
            xml.open("S121:PartyMember", &[]);
            xml.leaf("S121:share", share);
            xml.link("S121:party", party);
            xml.close();
        }
        xml.close();
    }
}

fn sources(xml: &mut Xml, register: &Register) {
    for s in &register.sources {
        xml.open("S121:Source", &[("gml:id", &s.id)]);
        xml.leaf("S121:sID", &s.id);
        xml.leaf("S121:name", &s.name);
        xml.leaf("S121:documentType", &s.kind);
        xml.leaf("S121:submission", &s.submission);
        xml.leaf("S121:acceptance", &s.acceptance);
        xml.leaf("S121:quality", &s.quality);
        xml.close();
    }
    for g in &register.governance {
        xml.open("S121:Governance", &[("gml:id", &g.id)]);
        xml.leaf("S121:govID", &g.id);
        xml.leaf("S121:governanceTitle", &g.title);
        xml.leaf("S121:governanceDescription", &g.description);
        xml.close();
    }
}

fn units(xml: &mut Xml, register: &Register) {
    for u in &register.units {
        xml.open("S121:BasicAdministrativeUnit", &[("gml:id", &u.id)]);
        xml.leaf("S121:uID", &u.id);
        xml.leaf("S121:name", &u.name);
        xml.leaf("S121:type", "MaritimeLimitsAndBoundaries");
        xml.leaf("S121:context", &u.context);
        register.governance.iter().for_each(|g| xml.link("S121:governance", &g.id));
        xml.close();
    }
}

fn right(xml: &mut Xml, r: &Right) {
    let (element, kind) = elements(r.kind);
    xml.open(element, &[("gml:id", &r.id)]);
    xml.leaf("S121:rID", &r.id);
    xml.leaf(kind, &r.what);
    xml.leaf("S121:description", &r.description);
    xml.leaf("S121:rightRestrictionResponsibilityShare", &r.share);
    let check = if r.share_check { "true" } else { "false" };
    xml.leaf("S121:rightRestrictionResponsibilityShareCheck", check);
    xml.leaf("S121:beginLifespanVersion", &r.begin);
    xml.leaf("S121:status", &r.status);
    r.domains.iter().for_each(|d| xml.leaf("S121:jurisdictionDomain", d));
    r.holder.iter().for_each(|h| xml.link("S121:party", h));
    xml.link("S121:unit", &r.unit);
    r.sources.iter().for_each(|s| xml.link("S121:source", s));
    xml.close();
}

fn location(xml: &mut Xml, l: &Location) {
    xml.open("S121:Location", &[("gml:id", &l.id)]);
    xml.leaf("S121:label", &l.label);
    xml.leaf("S121:locationType", "Boundary Point");
    xml.leaf("S121:interpolationRole", &l.role);
    let kind = if l.role == "curve" { "interpolated" } else { "defined" };
    xml.leaf("S121:pointType", kind);
    xml.open("S121:geometry", &[]);
    xml.open("S100:pointProperty", &[]);
    xml.open("S100:Point", &[("gml:id", &format!("G.{}", l.id)), ("srsName", CRS)]);
    xml.leaf("gml:pos", &pair(l.at));
    (0..4).for_each(|_| xml.close());
}

fn limit(xml: &mut Xml, l: &Limit, places: &BTreeMap<&str, [f64; 2]>) {
    xml.open("S121:Limit", &[("gml:id", &l.id)]);
    xml.leaf("S121:label", &l.label);
    xml.leaf("S121:limtyp", &l.kind);
    xml.leaf("S121:arctyp", "geodesic");
    xml.leaf("S121:status", &l.status);
    l.locations.iter().for_each(|id| xml.link("S121:location", id));
    let at = |id: &String| places.get(id.as_str()).map(|p| pair(*p));
    let line: Vec<String> = l.locations.iter().filter_map(at).collect();
    xml.open("S121:geometry", &[]);
    xml.open("S100:curveProperty", &[]);
    xml.open("S100:Curve", &[("gml:id", &format!("G.{}", l.id)), ("srsName", CRS)]);
    xml.open("gml:segments", &[]);
    xml.open("gml:GeodesicString", &[("interpolation", "geodesic")]);
    xml.leaf("gml:posList", &line.join(" "));
    (0..6).for_each(|_| xml.close());
}

fn zone(xml: &mut Xml, z: &Zone) {
    xml.open("S121:Zone", &[("gml:id", &z.id)]);
    xml.leaf("S121:label", &z.label);
    xml.leaf("S121:status", &z.status);
    z.domains.iter().for_each(|d| xml.leaf("S121:jurisdictionDomain", d));
    xml.leaf("S121:surfaceRelation", "On Surface");
    xml.leaf("S121:areaSquareKilometres", &format!("{:.6}", z.area_km2));
    xml.link("S121:unit", &z.unit);
    z.limits.iter().for_each(|l| xml.link("S121:limit", l));
    for (k, rings) in z.surfaces.iter().enumerate() {
        xml.open("S121:geometry", &[]);
        xml.open("S100:surfaceProperty", &[]);
        xml.open("S100:Surface", &[("gml:id", &format!("G.{}.{}", z.id, k + 1)), ("srsName", CRS)]);
        xml.open("gml:patches", &[]);
        xml.open("gml:PolygonPatch", &[]);
        for (n, ring) in rings.iter().enumerate() {
            xml.open(if n == 0 { "gml:exterior" } else { "gml:interior" }, &[]);
            xml.open("gml:LinearRing", &[]);
            let line: Vec<String> = ring.iter().map(|p| pair(*p)).collect();
            xml.leaf("gml:posList", &line.join(" "));
            xml.close();
            xml.close();
        }
        (0..5).for_each(|_| xml.close());
    }
    xml.close();
}
