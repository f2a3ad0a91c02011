//! How much each holder has: the two numbers that every table begins with.

use super::Metric;

pub(super) const SHARE: Metric = Metric {
    id: "share",
    unit: "% of the sea",
    about: "Share of the sea's area by holder; common and joint space are holders of their own.",
    measure: |s| Some(s.layer.share_percent.clone().into()),
};

pub(super) const AREA: Metric = Metric {
    id: "area",
    unit: "km2",
    about: "Geodesic area by holder.",
    measure: |s| Some(s.layer.area_km2.clone().into()),
};
