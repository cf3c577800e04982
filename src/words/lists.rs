//! The closed lists of words, each an enum with its word in spec and report.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An enum whose variants are words of spec and report: `word`, `parse`, `ALL`, serde and schema from one list.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        #[allow(dead_code, reason = "every list has the same functions, whether or not each is called yet")]
        impl $name {
            /// Every word of the list, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The words themselves, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            /// The word as it stands in spec and report.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The variant of a word, if it is in the list.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// A language of the product.
    Lang {
        /// Swedish.
        Sv = "sv",
        /// English.
        En = "en",
    }
}

words! {
    /// What a comparison could show (`methods/5`, 5.1).
    Verdict {
        /// A disparity beyond the margin is shown.
        Disparity = "disparity",
        /// Absence of one is shown, within the margin.
        WithinMargin = "within_margin",
        /// The data cannot tell.
        Inconclusive = "inconclusive",
        /// No margin, or a rule forbids a verdict; the note says which.
        NotAssessed = "not_assessed",
    }
}

words! {
    /// How two figures are compared.
    Scale {
        /// Group minus reference.
        Difference = "difference",
        /// Group over reference.
        Ratio = "ratio",
        /// Odds of the group over odds of the reference.
        OddsRatio = "odds_ratio",
        /// In standard deviations; the method says which.
        Standardised = "standardised",
    }
}

words! {
    /// The ground of discrimination in law that an attribute stands for.
    Ground {
        /// Sex.
        Sex = "sex",
        /// Transgender identity or expression.
        GenderIdentity = "gender_identity",
        /// Ethnicity.
        Ethnicity = "ethnicity",
        /// Religion or other belief.
        Religion = "religion",
        /// Disability.
        Disability = "disability",
        /// Sexual orientation.
        SexualOrientation = "sexual_orientation",
        /// Age.
        Age = "age",
        /// Not a ground in the Act.
        Supplementary = "supplementary",
    }
}

words! {
    /// The kind of audit: decides law date, banner and gates.
    AuditKind {
        /// Before the system is put into use.
        BeforeUse = "before_use",
        /// A new version, threshold, data source or law.
        OnChange = "on_change",
        /// A recurring check.
        Periodic = "periodic",
        /// Of a past period.
        Retrospective = "retrospective",
        /// A shipped example; gates off.
        Illustration = "illustration",
    }
}

words! {
    /// The kind of system under assessment.
    SystemKind {
        /// Risk selection.
        RiskSelection = "risk_selection",
        /// Network.
        Network = "network",
        /// Automated decision.
        AutomatedDecision = "automated_decision",
        /// Document interpretation.
        DocumentInterpretation = "document_interpretation",
        /// Masking.
        Masking = "masking",
        /// Synthetic data.
        SyntheticData = "synthetic_data",
        /// Human oversight.
        HumanOversight = "human_oversight",
        /// Decision support.
        DecisionSupport = "decision_support",
        /// Other.
        Other = "other",
    }
}

words! {
    /// How the data came about (`methods/2`).
    Design {
        /// Every case has decision and outcome.
        Full = "full",
        /// A model arm and a random arm.
        TwoArm = "two_arm",
        /// Known selection probabilities or weights.
        Weighted = "weighted",
        /// Outcomes for the selected only.
        SelectedOnly = "selected_only",
    }
}

words! {
    /// What the data are.
    Nature {
        /// Real cases.
        Real = "real",
        /// Made by a simulation.
        Simulated = "simulated",
        /// Made to resemble real cases.
        Synthetic = "synthetic",
    }
}

words! {
    /// Whose harm the verdict looks for.
    Harm {
        /// Both directions.
        TwoSided = "two_sided",
        /// Disadvantage to the group only.
        OneSided = "one_sided",
    }
}

words! {
    /// Which direction of a metric is to the disadvantage of a group (`metrics-union.md`, 3).
    HarmDirection {
        /// A higher value.
        Higher = "higher",
        /// A lower value.
        Lower = "lower",
        /// Either, depending on the view.
        Both = "both",
        /// None.
        None = "none",
    }
}

words! {
    /// Who is worse off.
    Harmed {
        /// The group.
        Group = "group",
        /// The reference.
        Reference = "reference",
    }
}

words! {
    /// The family of comparisons that a row belongs to (`methods/4`, 4.1).
    Family {
        /// Named by a comparison of the spec.
        Confirmatory = "confirmatory",
        /// Has a margin, but no comparison lists it.
        Exploratory = "exploratory",
        /// No verdict.
        Descriptive = "descriptive",
    }
}

words! {
    /// How the group of a case is known.
    AttributeKnown {
        /// As a value of the data.
        Group = "group",
        /// As probabilities.
        Membership = "membership",
    }
}

words! {
    /// Why a number is missing, bounded or to be read with care: the closed list of `methods/README.md`.
    Note {
        /// the denominator is 0, and none of the next four says it better.
        NoCases = "no_cases",
        /// nobody in the group has (lacks) the outcome: TPR, FNR; FPR, TNR; AUC, slope, every curve against the outcome null.
        NoPositives = "no_positives",
        /// nobody in the group has (lacks) the outcome: TPR, FNR; FPR, TNR; AUC, slope, every curve against the outcome null.
        NoNegatives = "no_negatives",
        /// nobody (everybody) in the group is at the stage: PPV, FDR; NPV, FOR; demographic disparity null.
        NoneSelected = "none_selected",
        /// nobody (everybody) in the group is at the stage: PPV, FDR; NPV, FOR; demographic disparity null.
        AllSelected = "all_selected",
        /// ratio of two rates that are both 0: null.
        NoEvents = "no_events",
        /// ratio with a reference rate of 0 and events in the group: value null, lower limit stands.
        ReferenceHasNoEvents = "reference_has_no_events",
        /// a cell of the table is 0, so that an odds ratio or log ratio does not exist: value null, exact limits stand.
        ZeroCell = "zero_cell",
        /// a limit is infinite: null.
        Unbounded = "unbounded",
        /// odds ratio: the margins fix the table (no events, or only events, in both groups): value null, lower 0, upper null (`unbounded`), verdict `inconclusive`.
        MarginsLeaveNoFreedom = "margins_leave_no_freedom",
        /// a limit or estimate was cut at the edge of its range (`detail.clipped_from`).
        Clipped = "clipped",
        /// effective size cut at the number of rows.
        EffectiveNCapped = "effective_n_capped",
        /// score and exact tests do not apply to weighted data: null.
        Weighted = "weighted",
        /// Kish size below 30: `inconclusive`.
        WeightsTooUneven = "weights_too_uneven",
        /// a sampling stratum with one unit: variance null.
        SingleUnitStratum = "single_unit_stratum",
        /// design effect from the spec, not from the data.
        ClusterVarianceAssumed = "cluster_variance_assumed",
        /// too few independent clusters (fewer than 2: interval null): `inconclusive`.
        FewClusters = "few_clusters",
        /// a declared group has no rows, or weights that sum to 0: all null.
        GroupAbsent = "group_absent",
        /// the attribute has one group only: disparities `not_assessed`.
        SingleGroup = "single_group",
        /// the reference has no rows: disparities `not_assessed`.
        ReferenceAbsent = "reference_absent",
        /// an aggregate leaves out groups whose value is null (`detail.groups_left_out`).
        GroupsLeftOut = "groups_left_out",
        /// rows without a known outcome are left out (share in the warning).
        OutcomeMissing = "outcome_missing",
        /// the outcome is known for the selected only: not identified; null, bounds instead.
        OutcomeOnlyForSelected = "outcome_only_for_selected",
        /// design or data do not give this metric (no score, no arm, no outcome at all; arm `random` alone where its selected cases are not marked): null.
        NotDefinedForDesign = "not_defined_for_design",
        /// no informative stratum, or collinear with the factors: null.
        NotIdentified = "not_identified",
        /// two-arm estimate outside its range: null.
        ImpossibleEstimate = "impossible_estimate",
        /// k = 0 in the random arm: value null, lower limit of the rate and exact limits of the ratio stand; a difference has no limits.
        NoReferenceCasesInRandomArm = "no_reference_cases_in_random_arm",
        /// would need tables that were never joined: null.
        TablesNotJoined = "tables_not_joined",
        /// totals differ between tables of the same people.
        TablesDisagree = "tables_disagree",
        /// input counts were suppressed or rounded by others: value between `bound_lower` and `bound_upper`.
        SuppressedCells = "suppressed_cells",
        /// hidden by this audit's disclosure control.
        Suppressed = "suppressed",
        /// only bounds are identified: value null; `lower`, `upper` are the limits that a verdict reads.
        BoundsOnly = "bounds_only",
        /// part of the cases have no counterpart: strata below 0.8 (below 0.5, or over 5 % of scores: `inconclusive`).
        LittleOverlap = "little_overlap",
        /// one number does not fit all strata.
        StrataDiffer = "strata_differ",
        /// null variance.
        VarianceNotEstimable = "variance_not_estimable",
        /// add-½ in the variance only.
        VarianceSmoothed = "variance_smoothed",
        /// factors dropped (`detail.left_out`).
        Collinear = "collinear",
        /// the score or factor separates outcomes completely: interval or slope null, or Firth.
        Separation = "separation",
        /// fewer than 20 effective events or 20 effective non-events in a group (weights, clusters, strata, known probabilities, bounds): `inconclusive`.
        TooFew = "too_few",
        /// calibration: fewer than 10 events or non-events, fit null; AUC: fewer than 30 of either, or (1 - A) times the smaller below 5, interval unreliable.
        TooFewEvents = "too_few_events",
        /// a group below 100 or a cell below 25, and the score verdict did not hold in the exact test: `inconclusive`.
        ExactGuard = "exact_guard",
        /// the spec has no margin for this metric, stage, scale and stratum: `not_assessed`.
        NoMargin = "no_margin",
        /// the estimate within 1 standard error of the margin (`cases_needed` null), or the margin within 5 % of a switching margin.
        NearMargin = "near_margin",
        /// no disparity, however large, would have been shown with these sizes; no number of cases of this group alone is enough.
        NotDetectable = "not_detectable",
        /// the pointwise interval, or the all-clear of the attribute, alone would read otherwise.
        Multiplicity = "multiplicity",
        /// p below 1e-300 (`detail.log10_p`).
        PAtMost = "p_at_most",
        /// the statistic did not exist in too many draws: interval null.
        BootstrapUndefined = "bootstrap_undefined",
        /// the score is not declared a probability: calibration null.
        NotAProbabilityScore = "not_a_probability_score",
        /// one distinct score: slope null, AUC 0.5, KS 0.
        ScoreConstant = "score_constant",
        /// a score of 0 or 1 with the other outcome (or an index that is infinite): null.
        LogInfinite = "log_infinite",
        /// computed where scores are cut off (among the selected).
        RangeRestricted = "range_restricted",
        /// bins empty on one side.
        EmptyBins = "empty_bins",
        /// the cut falls among equal scores: least and most in `detail`.
        TiesAtK = "ties_at_k",
        /// scores were binned: true value between `bound_lower` and `bound_upper`.
        BinningBound = "binning_bound",
        /// the misclassification matrix is close to singular, or gives a negative count: null.
        ProxyTooWeak = "proxy_too_weak",
        /// the misclassification matrix is close to singular, or gives a negative count: null.
        MisclassificationInconsistent = "misclassification_inconsistent",
        /// memberships collinear over cells: null.
        MaximaNotUnique = "maxima_not_unique",
        /// mean membership and known share differ by more than their 95 % interval: on every row of the attribute.
        ProxyNotCalibrated = "proxy_not_calibrated",
        /// rows without probabilities.
        UnknownMembership = "unknown_membership",
        /// cells of the proxy were merged until large enough.
        CellsMerged = "cells_merged",
        /// the cells differ no more than by chance: all shrunken values are equal.
        NoHeterogeneity = "no_heterogeneity",
        /// too few cells to shrink or to fit main effects: those columns null.
        TooFewCells = "too_few_cells",
        /// the subgroup was not searched; the search did not go to full depth.
        BelowSupport = "below_support",
        /// the subgroup was not searched; the search did not go to full depth.
        SearchCapped = "search_capped",
        /// heterogeneity measures unreliable.
        RareEvents = "rare_events",
        /// the cohort's outcomes are not yet known.
        Immature = "immature",
    }
}

words! {
    /// Warnings about the whole audit: the closed list of `methods/README.md`.
    WarningCode {
        /// Not assessed yet.
        NotAssessedYet = "not_assessed_yet",
        /// Duplicate ids.
        DuplicateIds = "duplicate_ids",
        /// Near duplicate names.
        NearDuplicateNames = "near_duplicate_names",
        /// Attribute missing.
        AttributeMissing = "attribute_missing",
        /// Decision missing.
        DecisionMissing = "decision_missing",
        /// Values of a stage's column that no list of the spec names: they count as not at the stage.
        DecisionUnlisted = "decision_unlisted",
        /// Score missing.
        ScoreMissing = "score_missing",
        /// Outcome missing.
        OutcomeMissing = "outcome_missing",
        /// Attributes ignored.
        AttributesIgnored = "attributes_ignored",
        /// Columns ignored.
        ColumnsIgnored = "columns_ignored",
        /// Facts of the spec that no loaded pack asks for.
        FactsIgnored = "facts_ignored",
        /// Format sniffed.
        FormatSniffed = "format_sniffed",
        /// Names escaped.
        NamesEscaped = "names_escaped",
        /// Worse than chance.
        WorseThanChance = "worse_than_chance",
        /// Reference small.
        ReferenceSmall = "reference_small",
        /// Outcome differs by arm.
        OutcomeDiffersByArm = "outcome_differs_by_arm",
        /// Overlap not recorded.
        OverlapNotRecorded = "overlap_not_recorded",
        /// Margin after results.
        MarginAfterResults = "margin_after_results",
        /// Membership rescaled.
        MembershipRescaled = "membership_rescaled",
        /// No disclosure control.
        NoDisclosureControl = "no_disclosure_control",
        /// Comparisons hidden.
        ComparisonsHidden = "comparisons_hidden",
        /// Gate off.
        GateOff = "gate_off",
        /// Law pack old.
        LawPackOld = "law_pack_old",
        /// Sealed changed.
        SealedChanged = "sealed_changed",
        /// Several versions.
        SeveralVersions = "several_versions",
        /// Period missing.
        PeriodMissing = "period_missing",
    }
}
