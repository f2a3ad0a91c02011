//! Features with attributes in named layers: what every geographic format holds, and no more.
//!
//! Positions are degrees on the datum of the file (WGS 84 unless a finding says otherwise). Attributes
//! are plain values: null, yes or no, a number, a text. Tables and lists inside attributes are kept as
//! JSON text (see [`flat`]).

use littoral_geodesy::LatLon;
use serde_json::{Map, Value};

use super::meridian::cut;

/// A file of features.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Collection {
    /// What the whole is called (`caspian equidistance`).
    pub name: String,
    /// What it is and what made it, for formats with room for a description; may be empty.
    pub about: Map<String, Value>,
    /// Day of the data (`2025-12-15`) for formats that want a date; may be empty.
    pub date: String,
    /// Layers in order. No two have the same name.
    pub layers: Vec<Layer>,
}

/// Features of one kind, with the same attributes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layer {
    /// Name (`cells`).
    pub name: String,
    /// Features in order.
    pub features: Vec<Feature>,
}

/// One feature.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feature {
    /// Name or number that the file gives the feature beside its attributes (`id` of GeoJSON).
    pub id: Option<Value>,
    /// Geometry; a feature may have none.
    pub shape: Option<Shape>,
    /// Attributes in order.
    pub properties: Map<String, Value>,
}

/// A geometry of one kind. One entry is a simple geometry, several are a multiple one.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Places.
    Points(Vec<LatLon>),
    /// Open or closed lines; a closed one repeats its first place.
    Lines(Vec<Vec<LatLon>>),
    /// Polygons, each its rings, outer first; rings do not repeat their first place.
    Polygons(Vec<Vec<Vec<LatLon>>>),
}

/// Kinds of geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShapeKind {
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Polygons.
    Polygons,
}

impl ShapeKind {
    /// The word for messages and for names of files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Lines => "lines",
            Self::Polygons => "polygons",
        }
    }
}

impl Feature {
    /// The feature with each of some shapes; alone where there is none.
    pub(crate) fn with_each(self, shapes: Vec<Shape>) -> Vec<Self> {
        if shapes.is_empty() {
            return vec![self];
        }
        shapes.into_iter().map(|s| Self { shape: Some(s), ..self.clone() }).collect()
    }
}

impl Shape {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ShapeKind {
        match self {
            Self::Points(_) => ShapeKind::Points,
            Self::Lines(_) => ShapeKind::Lines,
            Self::Polygons(_) => ShapeKind::Polygons,
        }
    }

    /// Parts of any kinds as at most one shape a kind: points, then lines, then polygons.
    pub(crate) fn by_kind(parts: Vec<Self>) -> Vec<Self> {
        let (mut points, mut lines, mut polygons) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Self::Points(p) => points.extend(p),
                Self::Lines(l) => lines.extend(l),
                Self::Polygons(p) => polygons.extend(p),
            }
        }
        let all = [Self::Points(points), Self::Lines(lines), Self::Polygons(polygons)];
        all.into_iter().filter(|s| s.parts() > 0).collect()
    }

    /// Number of parts.
    #[must_use]
    pub fn parts(&self) -> usize {
        match self {
            Self::Points(p) => p.len(),
            Self::Lines(l) => l.len(),
            Self::Polygons(p) => p.len(),
        }
    }

    /// Every place, in order.
    #[must_use]
    pub fn places(&self) -> Vec<LatLon> {
        match self {
            Self::Points(p) => p.clone(),
            Self::Lines(l) => l.iter().flatten().copied().collect(),
            Self::Polygons(p) => p.iter().flatten().flatten().copied().collect(),
        }
    }

    /// West, south, east and north; none without a place.
    #[must_use]
    pub fn bounds(&self) -> Option<[f64; 4]> {
        self.places().iter().fold(None, |b: Option<[f64; 4]>, p| {
            Some(match b {
                None => [p.lon, p.lat, p.lon, p.lat],
                Some([w, s, e, n]) => [w.min(p.lon), s.min(p.lat), e.max(p.lon), n.max(p.lat)],
            })
        })
    }
}

impl Layer {
    /// The layer parted by kind of geometry, since many formats hold one kind only. The first part keeps
    /// the name, others get their kind behind it; features without geometry go with the first.
    #[must_use]
    pub fn by_kind(&self) -> Vec<(Option<ShapeKind>, Self)> {
        let mut out: Vec<(Option<ShapeKind>, Self)> = Vec::new();
        let first = self.features.iter().find_map(|f| Some(f.shape.as_ref()?.kind()));
        for feature in &self.features {
            let kind = feature.shape.as_ref().map(Shape::kind).or(first);
            match out.iter_mut().find(|(k, _)| *k == kind) {
                Some((_, layer)) => layer.features.push(feature.clone()),
                None => {
                    let name = match (out.is_empty(), kind) {
                        (false, Some(kind)) => format!("{}-{}", self.name, kind.word()),
                        _ => self.name.clone(),
                    };
                    out.push((kind, Self { name, features: vec![feature.clone()] }));
                }
            }
        }
        if out.is_empty() {
            out.push((None, self.clone()));
        }
        out
    }

    /// Has any feature a geometry of several parts?
    #[must_use]
    pub fn is_multiple(&self) -> bool {
        self.features.iter().filter_map(|f| f.shape.as_ref()).any(|s| s.parts() != 1)
    }

    /// West, south, east and north of all features as files have them, cut at 180 degrees.
    #[must_use]
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let boxes = self.features.iter().filter_map(|f| cut(f.shape.as_ref()?).bounds());
        boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    }
}

/// Most layers of one file. A file that names more is refused when it is checked.
pub const MAX_LAYERS: usize = 256;

impl Collection {
    /// Adds a feature to a layer by name.
    pub fn push(&mut self, layer: &str, feature: Feature) {
        let full = self.layers.len() >= MAX_LAYERS;
        let known = |l: &Layer| l.name == layer;
        let at = match self.layers.last() {
            Some(last) if full || known(last) => Some(self.layers.len() - 1),
            _ => self.layers.iter().position(known),
        };
        match at.and_then(|k| self.layers.get_mut(k)) {
            Some(found) => found.features.push(feature),
            None => self.layers.push(Layer { name: layer.to_owned(), features: vec![feature] }),
        }
    }

    /// The attribute that can take the ids of the features: `id` where no feature says something else by
    /// it. None where no feature has an id.
    pub(crate) fn ids(&self) -> Option<String> {
        let all = || self.layers.iter().flat_map(|l| &l.features);
        all().find(|f| f.id.is_some())?;
        let free = |name: &str| {
            all().all(|f| match (f.properties.get(name), &f.id) {
                (None, _) => true,
                (Some(value), Some(id)) => value == id,
                (Some(_), None) => false,
            })
        };
        let numbered = (2..).map(|k| format!("feature_id_{k}"));
        let names = ["id", "feature_id"].map(str::to_owned).into_iter().chain(numbered);
        names.take(1000).find(|name| free(name))
    }

    /// The collection with the ids of its features as an attribute, which comes first.
    pub(crate) fn with_ids_as(&self, name: &str) -> Self {
        let mut out = self.clone();
        for feature in out.layers.iter_mut().flat_map(|l| &mut l.features) {
            if let Some(id) = feature.id.take() {
                let rest = std::mem::take(&mut feature.properties);
                feature.properties.insert(name.to_owned(), id);
                feature.properties.extend(rest);
            }
        }
        out
    }

    /// What the whole is and what made it, as one JSON text; none where nothing is known.
    pub(crate) fn provenance(&self) -> Option<String> {
        (!self.about.is_empty()).then(|| Value::Object(self.about.clone()).to_string())
    }

    /// Takes such a text back; any other text says nothing of it.
    pub(crate) fn take_provenance(&mut self, text: &str) {
        match serde_json::from_str(text) {
            Ok(Value::Object(about)) if about.contains_key("rule") => self.about = about,
            _ => {}
        }
    }

    /// Number of features.
    #[must_use]
    pub fn count(&self) -> usize {
        self.layers.iter().map(|l| l.features.len()).sum()
    }

    /// One layer a kind of geometry, for formats that need it.
    #[must_use]
    pub fn parted(&self) -> Vec<(Option<ShapeKind>, Layer)> {
        self.layers.iter().flat_map(Layer::by_kind).collect()
    }
}

/// A value as formats without tables and lists hold it: those become JSON text.
#[must_use]
pub fn flat(value: &Value) -> Value {
    match value {
        Value::Array(_) | Value::Object(_) => Value::String(value.to_string()),
        plain => plain.clone(),
    }
}

/// A plain value as text; nothing for null.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}

/// Twice the area of a ring in the plane of longitude and latitude, positive counter-clockwise.
#[must_use]
pub fn twice_area(ring: &[LatLon]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    let cross = |(a, b): (&LatLon, &LatLon)| {
        (a.lon - origin.lon) * (b.lat - origin.lat) - (b.lon - origin.lon) * (a.lat - origin.lat)
    };
    ring.iter().zip(next).map(cross).sum()
}

/// The ring turned as wanted.
#[must_use]
pub fn turned(ring: &[LatLon], counter_clockwise: bool) -> Vec<LatLon> {
    let mut ring = ring.to_vec();
    if (twice_area(&ring) > 0.0) != counter_clockwise {
        ring.reverse();
    }
    ring
}

/// The ring with its first place repeated at the end.
#[must_use]
pub fn closed(mut ring: Vec<LatLon>) -> Vec<LatLon> {
    ring.extend(ring.first().copied());
    ring
}

/// Is the place inside the ring, in the plane of longitude and latitude?
#[must_use]
pub fn contains(ring: &[LatLon], p: LatLon) -> bool {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).fold(false, |inside, (a, b)| {
        let crosses = (a.lat > p.lat) != (b.lat > p.lat)
            && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon;
        inside != crosses
    })
}
