//! Words of the law: layers, activities, modalities. Layers and activities are trees: a norm about
//! a parent covers its children.

use serde::{Serialize, Serializer};

/// Word, parent. The root covers everything.
type Tree = &'static [(&'static str, &'static str)];

/// Vertical domains (S-121: waterSurface, waterColumn, seabedSurface, subsoil, airspace).
const LAYERS: Tree = &[
    ("all", ""),
    ("water", "all"),
    ("surface", "water"),
    ("column", "water"),
    ("bed", "all"),
    ("seabed", "bed"),
    ("subsoil", "bed"),
    ("air", "all"),
];

/// What may be done.
const ACTIVITIES: Tree = &[
    ("all", ""),
    ("boundary", "all"),
    ("navigation", "all"),
    ("fishing", "all"),
    ("extraction", "all"),
    ("exploration", "extraction"),
    ("drilling", "extraction"),
    ("pipeline", "all"),
    ("cable", "all"),
    ("environment", "all"),
    ("discharge", "environment"),
    ("military", "all"),
    ("exercise", "military"),
    ("outside_forces", "military"),
    ("security", "all"),
    ("overflight", "all"),
    ("research", "all"),
    ("procedure", "all"),
];

fn entry(tree: Tree, word: &str) -> Option<u8> {
    tree.iter().position(|(w, _)| *w == word).and_then(|k| u8::try_from(k).ok())
}

fn covers(tree: Tree, over: u8, under: u8) -> bool {
    let mut at = Some(under);
    while let Some(k) = at {
        if k == over {
            return true;
        }
        at = tree.get(k as usize).and_then(|(_, parent)| entry(tree, parent));
    }
    false
}

macro_rules! word_of_a_tree {
    ($name:ident, $tree:ident, $what:literal) => {
        #[doc = $what]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        impl $name {
            /// The root: everything.
            pub const ALL: Self = Self(0);

            /// By word.
            #[must_use]
            pub fn named(word: &str) -> Option<Self> {
                entry($tree, word).map(Self)
            }

            /// The word.
            #[must_use]
            pub fn word(self) -> &'static str {
                $tree.get(self.0 as usize).map_or("", |(w, _)| w)
            }

            /// Every word, parents before children.
            pub fn words() -> impl Iterator<Item = &'static str> {
                $tree.iter().map(|(w, _)| *w)
            }

            /// True if a norm about `self` speaks of `other`.
            #[must_use]
            pub fn covers(self, other: Self) -> bool {
                covers($tree, self.0, other.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.word())
            }
        }
    };
}

word_of_a_tree!(Layer, LAYERS, "A vertical domain of the sea.");
word_of_a_tree!(Activity, ACTIVITIES, "Something a state or a ship may do.");

impl Layer {
    /// Layers without parts.
    pub fn leaves() -> impl Iterator<Item = Self> {
        let whole = |w: &&str| LAYERS.iter().any(|(_, parent)| parent == w);
        LAYERS.iter().map(|(w, _)| *w).filter(move |w| !whole(w)).filter_map(Self::named)
    }

    /// True if a norm about `self` speaks of the layer of that name; false for words that are no layer of the law.
    #[must_use]
    pub fn covers_word(self, word: &str) -> bool {
        Self::named(word).is_some_and(|own| self.covers(own))
    }
}

impl Activity {
    /// Every activity but the root, parents before children.
    pub fn each() -> impl Iterator<Item = Self> {
        Self::words().skip(1).filter_map(Self::named)
    }

    /// Can it be done in a layer? Nobody fishes in the subsoil or drills in the air, whatever a norm is worded to cover:
    /// a question that leaves both open does not ask it.
    #[must_use]
    pub fn is_done_in(self, layer: Layer) -> bool {
        let own = match self.word() {
            "navigation" | "fishing" => "water",
            "extraction" | "exploration" | "drilling" | "pipeline" | "cable" => "bed",
            "overflight" => "air",
            _ => "all",
        };
        Layer::named(own).is_some_and(|own| own.covers(layer) || layer.covers(own))
    }
}

/// Kinds of legal positions (after Hohfeld), as S-121 groups them: right, restriction, responsibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// Sovereignty or sovereign rights.
    Sovereign,
    /// Nobody else may.
    ExclusiveRight,
    /// May, together with others.
    Liberty,
    /// Must.
    Duty,
    /// Must not.
    Prohibition,
    /// Can change what others may: consent, licence.
    Power,
}

impl Modality {
    /// Every modality with its word in files.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("sovereign", Self::Sovereign),
        ("exclusive_right", Self::ExclusiveRight),
        ("liberty", Self::Liberty),
        ("duty", Self::Duty),
        ("prohibition", Self::Prohibition),
        ("power", Self::Power),
    ];

    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, m)| *m == self).map_or("", |(w, _)| w)
    }

    /// Gives its bearer what others then do not have.
    #[must_use]
    pub fn allots(self) -> bool {
        matches!(self, Self::Sovereign | Self::ExclusiveRight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_cover_children_and_not_the_other_way() {
        let layer = |w| Layer::named(w).unwrap();
        assert!(layer("water").covers(layer("surface")) && Layer::ALL.covers(layer("subsoil")));
        assert!(!layer("surface").covers(layer("water")) && !layer("bed").covers(layer("water")));
        let act = |w| Activity::named(w).unwrap();
        assert!(act("extraction").covers(act("drilling")) && !act("drilling").covers(act("all")));
        assert!(Layer::named("fishery").is_none());
        let leaves: Vec<&str> = Layer::leaves().map(Layer::word).collect();
        assert_eq!(leaves, ["surface", "column", "seabed", "subsoil", "air"]);
        assert!(Activity::each().all(|a| a != Activity::ALL) && Activity::each().count() == 17);
        assert!(
            act("drilling").is_done_in(layer("subsoil"))
                && !act("drilling").is_done_in(layer("surface"))
        );
        assert!(
            act("fishing").is_done_in(layer("water")) && act("discharge").is_done_in(layer("air"))
        );
    }

    #[test]
    fn every_parent_is_a_word() {
        for (tree, first) in [(LAYERS, "all"), (ACTIVITIES, "all")] {
            assert_eq!(tree[0], (first, ""));
            assert!(tree[1..].iter().all(|(_, parent)| entry(tree, parent).is_some()));
        }
    }
}
