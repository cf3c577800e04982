//! The one table of method names: what stands in `method` and `test` of a report, and where each method comes from.
//!
//! Names: the closed list of `methods/README.md`, as far as this version computes them. What a method is in words stands
//! with the other texts (`method-<name>`).

/// A method, as a report names it.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// The word in `method` or `test`.
    pub name: &'static str,
    /// Where it was published; a rule of the project's own says so.
    pub source: &'static str,
}

const fn method(name: &'static str, source: &'static str) -> Method {
    Method { name, source }
}

const OWN: &str = "a rule of this project";
const PLAIN: &str = "ordinary definition";

/// Every method that a report of this version may name, without suffix.
pub const METHODS: &[Method] = &[
    // One proportion
    method("wilson", "Wilson 1927, J. Am. Stat. Assoc. 22:209-212"),
    method("clopper_pearson", "Clopper and Pearson 1934, Biometrika 26:404-413"),
    method("jeffreys", "Brown, Cai and DasGupta 2001, Stat. Sci. 16:101-133"),
    method("korn_graubard", "Korn and Graubard 1998, Surv. Methodol. 24:193-201"),
    method("wilson_effective", "Wilson 1927, with the effective size of Kish 1965, Survey Sampling"),
    // Differences
    method("miettinen_nurminen", "Miettinen and Nurminen 1985, Stat. Med. 4:213-226"),
    method("newcombe", "Newcombe 1998, Stat. Med. 17:873-890"),
    method("mee", "Mee 1984, Biometrics 40:1175-1176"),
    method("agresti_caffo", "Agresti and Caffo 2000, Am. Stat. 54:280-288"),
    method("mover", "Newcombe 1998, Stat. Med. 17:873-890; Zou 2007, Psychol. Methods 12:399-413"),
    // Ratios and odds ratios
    method("koopman", "Koopman 1984, Biometrics 40:513-517"),
    method("katz_log", "Katz et al. 1978, Biometrics 34:469-474"),
    method("mover_ratio", "Li, Tang and Wong 2014, Comput. Stat. 29:869-889"),
    method("delta_log", "delta method on the logarithm"),
    method("conditional_exact", "the conditional distribution of a 2×2 table, as in Liao and Rosen 2001, Am. Stat. 55:366-369"),
    method("woolf", "Woolf 1955, Ann. Hum. Genet. 19:251-253"),
    method("score", "Pearson's chi-square; limits as in Miettinen and Nurminen 1985, Stat. Med. 4:213-226"),
    // Tests
    method("fisher_exact", "Fisher's test; Lydersen, Fagerland and Laake 2009, Stat. Med. 28:1159-1175"),
    method("fisher_mid_p", "Lydersen, Fagerland and Laake 2009, Stat. Med. 28:1159-1175"),
    method("boschloo", "Boschloo 1970, Stat. Neerl. 24:1-9"),
    method("score_n_minus_1", "Pearson's chi-square with N - 1 for N"),
    method("chi_square_yates", "Pearson's chi-square with Yates' correction"),
    method("chi_square_k", "Pearson's chi-square over k groups"),
    method("permutation", "groups drawn anew among the same cases"),
    method("exact_margin", "Chan 1998, Stat. Med. 17:1403-1413; Berger and Boos 1994, J. Am. Stat. Assoc. 89:1012-1016"),
    method("inversion", "the smallest level at which the interval leaves the value out"),
    // Two arms, known probabilities
    method("two_arm_delta", "delta method on the counts of both arms"),
    method("conditional_rate", "Clopper and Pearson 1934, on the share of the model arm among both"),
    method("two_arm_overlap", "Hartley 1962, Proc. ASA Soc. Stat. Sect. 203-206"),
    method("pool_rows", OWN),
    method("hajek_linearised", "Hájek 1971; Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling"),
    method("bootstrap_percentile", "Efron and Tibshirani 1993, An Introduction to the Bootstrap"),
    method("outcome_bounds", "Manski 2003, Partial Identification of Probability Distributions"),
    // Shares and aggregates over groups
    method("share_difference", PLAIN),
    method("between_groups_min_max", PLAIN),
    method("to_overall_max", PLAIN),
    method("to_largest_max", PLAIN),
    method("worst_group", PLAIN),
    method("best_group", PLAIN),
    method("standard_deviation", PLAIN),
];

/// What may stand behind a method's name after a plus sign.
pub const SUFFIXES: &[Method] = &[
    method("max_t", "Westfall and Young 1993; Hothorn, Bretz and Westfall 2008, Biom. J. 50:346-363"),
    method("holm", "Holm 1979, Scand. J. Stat. 6:65-70"),
    method("bh", "Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289-300"),
    method("by", "Benjamini and Yekutieli 2001, Ann. Stat. 29:1165-1188"),
    method("box", OWN),
];

/// The parts of what stands in `method`: the method first, then its suffixes, in the order written; a word that is in
/// no list is left out.
pub fn methods(word: &str) -> Vec<&'static Method> {
    let mut parts = word.split('+');
    let first = parts.next().and_then(|name| METHODS.iter().find(|method| method.name == name));
    let rest = parts.filter_map(|name| SUFFIXES.iter().find(|method| method.name == name));
    first.into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::{METHODS, SUFFIXES, methods};

    #[test]
    fn names_are_unique() {
        let all: Vec<&str> = METHODS.iter().chain(SUFFIXES).map(|method| method.name).collect();
        for (i, name) in all.iter().enumerate() {
            assert!(!all[..i].contains(name), "{name} twice");
        }
    }

    #[test]
    fn a_method_is_read_with_its_suffixes() {
        let names = |word: &str| methods(word).iter().map(|method| method.name).collect::<Vec<_>>();
        assert_eq!(names("mover+max_t"), ["mover", "max_t"]);
        assert_eq!(names("no_such"), Vec::<&str>::new());
    }
}
