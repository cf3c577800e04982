//! What a spec may ask for and this version does not compute yet: the one list.
//!
//! A key here is read and checked like any other; then it stands in `Spec::not_yet`, becomes a warning
//! `not_assessed_yet`, and the rows that it would give are absent. When a capability is built, its lines go.
//! Metrics have their own flag (`words::Metric::built`).

/// A key, or one word of it, whose capability is missing.
pub(super) struct NotBuilt {
    /// Dotted path of the key, as in the field table.
    pub key: &'static str,
    /// Only where this word is the value.
    pub word: Option<&'static str>,
}

const fn key(key: &'static str) -> NotBuilt {
    NotBuilt { key, word: None }
}

/// Everything that is not built yet.
pub(super) const NOT_BUILT: &[NotBuilt] = &[
    NotBuilt { key: "data.design", word: Some("weighted") },
    NotBuilt { key: "data.design", word: Some("selected_only") },
    key("data.assumed_clusters"),
    key("roles.cluster"),
    key("roles.period"),
    key("roles.known"),
    key("roles.component"),
    key("roles.hop"),
    key("roles.seed_node"),
    key("roles.own_indicator"),
    key("roles.handler"),
    key("roles.document"),
    key("roles.duration"),
    key("roles.decided"),
    key("stage.levels"),
    key("rate"),
    key("amount"),
    key("inference.restricted_mean_to"),
    key("disclosure"),
    key("drift"),
    key("candidate"),
    key("alternatives"),
    key("assumption"),
    key("coding"),
    key("multiverse"),
];
