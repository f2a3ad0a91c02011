//! Shores in GeoJSON that are nobody's.

use littoral_model::Finding;

use super::Options;
use crate::dms::short;
use crate::geojson::read::{self, Feature};
use crate::tree::{Source, Span};

/// Features that name a party, and those that do not.
#[derive(Default)]
pub(super) struct Nameless {
    named: usize,
    nameless: usize,
    /// The first without: label and place.
    first: Option<(String, Span)>,
}

impl Nameless {
    /// Counts a feature that is a shore.
    pub(super) fn count(&mut self, feature: &Feature<'_>, named: bool) {
        if named {
            self.named += 1;
            return;
        }
        self.nameless += 1;
        let place = || read::label(feature.number, feature.properties);
        self.first.get_or_insert_with(|| (place(), feature.node.span));
    }

    /// A file in which nobody is named is of one party, as rows without that column are; beside parties, or where a property
    /// was asked for, what has none is told.
    pub(super) fn doubt(self, source: &Source, options: &Options) -> Option<Finding> {
        let (place, span) = self.first?;
        let wanted = options.party_property.as_deref();
        if self.named == 0 && wanted.is_none() {
            return None;
        }
        let who = match self.nameless {
            1 => format!("{place} names"),
            n => format!("{place} and {} more name", n - 1),
        };
        let text = format!("{who} no party: taken for a party \"base\"");
        let name = short(wanted.unwrap_or("party"));
        let help = format!(
            "give each a property \"{name}\", or say by --party-property which one names the party"
        );
        let at = Span { end: span.start + 1, ..span };
        Some(source.show(Finding::warning("F214", text).at("", place).help(help), at, None))
    }
}
