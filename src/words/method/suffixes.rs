//! What may follow a method's name in a report.

use super::{Method, OWN, method};

/// What may stand behind a method's name after a plus sign.
pub const SUFFIXES: &[Method] = &[
    method(
        "max_t",
        [
            "vidgat så att alla avgörande jämförelser gäller samtidigt, med max-T eller, i små grupper, strata och sannolika \
             grupper, Bonferroni",
            "widened so that all deciding comparisons hold at once, by max-T or, in small groups, strata and groups known \
             through probabilities, by Bonferroni",
        ],
        "Westfall and Young 1993; Hothorn, Bretz and Westfall 2008, Biom. J. 50:346-363",
    ),
    method("holm", ["justerat efter Holm", "adjusted by Holm"], "Holm 1979, Scand. J. Stat. 6:65-70"),
    method(
        "bh",
        ["justerat efter Benjamini–Hochberg", "adjusted by Benjamini–Hochberg"],
        "Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289-300",
    ),
    method(
        "by",
        ["justerat efter Benjamini–Yekutieli", "adjusted by Benjamini–Yekutieli"],
        "Benjamini and Yekutieli 2001, Ann. Stat. 29:1165-1188",
    ),
    method(
        "box",
        ["över allt som dolda eller avrundade antal kan vara", "over everything that hidden or rounded counts can be"],
        OWN,
    ),
];
