//! The one table of method names: what stands in `method` and `test` of a report, and where each method comes from.
//!
//! Names: the closed list of `methods/README.md`, as far as this version computes them.

use super::lists::Lang;

mod of_metric;
mod sources;
mod suffixes;

pub use of_metric::methods_of;
pub use suffixes::SUFFIXES;

/// A method, as a report names it.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// The word in `method` or `test`.
    pub name: &'static str,
    /// What it is, in a few words: Swedish, English.
    about: [&'static str; 2],
    /// Where it was published, in English; a rule of the project's own says so.
    source: &'static str,
}

impl Method {
    /// What it is, in a few words.
    pub const fn about(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => self.about[0],
            Lang::En => self.about[1],
        }
    }

    /// Where it was published; a rule of the project's own says so.
    pub fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => sources::swedish(self.source),
            Lang::En => self.source,
        }
    }
}

const fn method(name: &'static str, about: [&'static str; 2], source: &'static str) -> Method {
    Method { name, about, source }
}

const OWN: &str = "a rule of this project";
const PLAIN: &str = "ordinary definition";

/// Every method that a report of this version may name, without suffix.
pub const METHODS: &[Method] = &[
    // One proportion
    method(
        "wilson",
        ["Wilsons intervall för en andel", "Wilson score interval of a share"],
        "Wilson 1927, J. Am. Stat. Assoc. 22:209-212",
    ),
    method(
        "clopper_pearson",
        ["Clopper–Pearsons exakta intervall för en andel", "Clopper–Pearson exact interval of a share"],
        "Clopper and Pearson 1934, Biometrika 26:404-413",
    ),
    method(
        "jeffreys",
        ["Jeffreys intervall för en andel", "Jeffreys interval of a share"],
        "Brown, Cai and DasGupta 2001, Stat. Sci. 16:101-133",
    ),
    method(
        "korn_graubard",
        ["Korn–Graubards intervall för en vägd andel", "Korn–Graubard interval of a weighted share"],
        "Korn and Graubard 1998, Surv. Methodol. 24:193-201",
    ),
    method(
        "wilson_effective",
        ["Wilsons intervall på det effektiva antalet", "Wilson interval on the effective number"],
        "Wilson 1927, with the effective size of Kish 1965, Survey Sampling",
    ),
    // Differences
    method(
        "miettinen_nurminen",
        [
            "Miettinen–Nurminens intervall: alla värden som ett test av jämförelsen inte kan utesluta",
            "Miettinen–Nurminen score interval: all values that a test of the comparison cannot exclude",
        ],
        "Miettinen and Nurminen 1985, Stat. Med. 4:213-226",
    ),
    method(
        "newcombe",
        ["Newcombes intervall, byggt av gruppernas egna", "Newcombe interval, built from those of the groups"],
        "Newcombe 1998, Stat. Med. 17:873-890",
    ),
    method("mee", ["Mees intervall", "Mee interval"], "Mee 1984, Biometrics 40:1175-1176"),
    method(
        "agresti_caffo",
        ["Agresti–Caffos intervall", "Agresti–Caffo interval"],
        "Agresti and Caffo 2000, Am. Stat. 54:280-288",
    ),
    method(
        "mover",
        ["intervall byggt av gruppernas egna intervall", "interval built from those of the groups"],
        "Newcombe 1998, Stat. Med. 17:873-890; Zou 2007, Psychol. Methods 12:399-413",
    ),
    // Ratios and odds ratios
    method(
        "koopman",
        ["Koopmans intervall för en kvot", "Koopman score interval of a ratio"],
        "Koopman 1984, Biometrics 40:513-517",
    ),
    method(
        "katz_log",
        ["intervall för en kvot på logaritmisk skala", "interval of a ratio on the log scale"],
        "Katz et al. 1978, Biometrics 34:469-474",
    ),
    method(
        "mover_ratio",
        ["intervall för en kvot, byggt av gruppernas egna", "interval of a ratio, built from those of the groups"],
        "Li, Tang and Wong 2014, Comput. Stat. 29:869-889",
    ),
    method(
        "delta_log",
        ["ungefärligt intervall på logaritmisk skala", "approximate interval on the log scale"],
        "delta method on the logarithm",
    ),
    method(
        "conditional_exact",
        ["exakt intervall, givet tabellens summor", "exact interval, given the sums of the table"],
        "the conditional distribution of a 2×2 table, as in Liao and Rosen 2001, Am. Stat. 55:366-369",
    ),
    method(
        "woolf",
        ["Woolfs intervall för en oddskvot", "Woolf interval of an odds ratio"],
        "Woolf 1955, Ann. Hum. Genet. 19:251-253",
    ),
    method(
        "score",
        ["chi-två-test, med intervall av samma test", "chi-square test, with the interval of the same test"],
        "Pearson's chi-square; limits as in Miettinen and Nurminen 1985, Stat. Med. 4:213-226",
    ),
    // Tests
    method(
        "fisher_exact",
        ["Fishers exakta test", "Fisher's exact test"],
        "Fisher's test; Lydersen, Fagerland and Laake 2009, Stat. Med. 28:1159-1175",
    ),
    method(
        "fisher_mid_p",
        ["Fishers test med mitt-p", "Fisher's test with mid-p"],
        "Lydersen, Fagerland and Laake 2009, Stat. Med. 28:1159-1175",
    ),
    method("boschloo", ["Boschloos exakta test", "Boschloo's exact test"], "Boschloo 1970, Stat. Neerl. 24:1-9"),
    method(
        "score_n_minus_1",
        ["chi-två-test med N − 1", "chi-square test with N − 1"],
        "Pearson's chi-square with N - 1 for N",
    ),
    method(
        "chi_square_yates",
        ["chi-två-test med Yates korrektion", "chi-square test with Yates' correction"],
        "Pearson's chi-square with Yates' correction",
    ),
    method(
        "chi_square_k",
        ["chi-två-test över alla grupper", "chi-square test over all groups"],
        "Pearson's chi-square over k groups",
    ),
    method("permutation", ["permutationstest", "permutation test"], "groups drawn anew among the same cases"),
    method(
        "exact_margin",
        ["exakt test mot marginalen", "exact test at the margin"],
        "Chan 1998, Stat. Med. 17:1403-1413; Berger and Boos 1994, J. Am. Stat. Assoc. 89:1012-1016",
    ),
    method(
        "inversion",
        [
            "den lägsta nivå vid vilken intervallet utesluter värdet",
            "the lowest level at which the interval leaves the value out",
        ],
        "the smallest level at which the interval leaves the value out",
    ),
    // Two arms, known probabilities
    method(
        "two_arm_delta",
        [
            "skattning ur båda urvalsvägarna, med ungefärligt intervall",
            "estimate from both arms, with an approximate interval",
        ],
        "delta method on the counts of both arms",
    ),
    method(
        "conditional_rate",
        [
            "skattning ur båda urvalsvägarna, med exakt intervall för modellurvalets del av dem",
            "estimate from both arms, with an exact interval of the model arm's part of them",
        ],
        "Clopper and Pearson 1934, on the share of the model arm among both",
    ),
    method(
        "two_arm_overlap",
        ["skattning ur båda urvalsvägarna, som överlappar", "estimate from both arms, which overlap"],
        "Hartley 1962, Proc. ASA Soc. Stat. Sect. 203-206",
    ),
    method(
        "pool_rows",
        ["skattning där hela populationen finns som rader", "estimate with the whole pool as rows"],
        OWN,
    ),
    method(
        "hajek_linearised",
        ["vägd andel med kända urvalssannolikheter", "weighted share with known selection probabilities"],
        "Hájek 1971; Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling",
    ),
    method(
        "bootstrap_percentile",
        ["intervall av återsampling", "interval from resampling"],
        "Efron and Tibshirani 1993, An Introduction to the Bootstrap",
    ),
    method(
        "outcome_bounds",
        ["gränser när utfallet bara är känt för en del", "bounds where the outcome is known for a part only"],
        "Manski 2003, Partial Identification of Probability Distributions",
    ),
    // Comparable cases
    method(
        "mantel_haenszel",
        ["sammanvägning över jämförbara ärenden", "pooling over comparable cases"],
        "Mantel and Haenszel 1959, J. Natl. Cancer Inst. 22:719-748; variances: Robins, Breslow and Greenland 1986, \
         Greenland and Robins 1985, Sato 1989",
    ),
    method(
        "direct_standardisation",
        ["skillnad vid samma sammansättning", "disparity at the same mix of cases"],
        "Klingenberg 2014, Stat. Med. 33:2968-2983; limits built from those of the two rates",
    ),
    method(
        "kitagawa",
        ["uppdelning av en skillnad efter sammansättning", "split of a disparity by the mix of cases"],
        "Kitagawa 1955, J. Am. Stat. Assoc. 50:1168-1194; Nopo 2008, Rev. Econ. Stat. 90:290-299",
    ),
    method(
        "logistic_regression",
        ["regression på faktorerna och gruppen", "regression on the factors and the group"],
        "maximum likelihood from cells; limits on the log odds",
    ),
    method(
        "logistic_firth",
        [
            "regression som tål att ett utfall saknas helt i en grupp eller nivå",
            "regression that bears a group or level without any event",
        ],
        "Firth 1993, Biometrika 80:27-38; Heinze and Schemper 2002, Stat. Med. 21:2409-2419",
    ),
    method(
        "cmh",
        ["test inom jämförbara ärenden", "test within comparable cases"],
        "Cochran 1954, Biometrics 10:417-451; Mantel and Haenszel 1959",
    ),
    method(
        "cmh_corrected",
        ["samma test med kontinuitetskorrektion", "the same test with continuity correction"],
        "Mantel and Haenszel 1959, J. Natl. Cancer Inst. 22:719-748",
    ),
    method(
        "cmh_exact",
        ["exakt test inom jämförbara ärenden", "exact test within comparable cases"],
        "Mehta, Patel and Gray 1985, J. Am. Stat. Assoc. 80:969-973",
    ),
    method(
        "breslow_day_tarone",
        ["test av om ett mått passar alla slags ärenden", "test of whether one figure fits all kinds of case"],
        "Breslow and Day 1980, Statistical Methods in Cancer Research I; Tarone 1985, Biometrika 72:91-95",
    ),
    method(
        "breslow_day",
        ["samma test utan Tarones korrektion", "the same test without Tarone's correction"],
        "Breslow and Day 1980, Statistical Methods in Cancer Research I",
    ),
    // Groups known through memberships
    method(
        "proxy_bounds",
        [
            "skarpa gränser: allt som är förenligt med sannolikheterna, vidgade för slumpen",
            "sharp bounds: all that agrees with the probabilities, widened for chance",
        ],
        "Kallus, Mao and Zhou 2022, Manag. Sci. 68:1959-1981",
    ),
    method(
        "proxy_bounds_outcome_independent",
        [
            "gränser som antar att gruppen inte hänger ihop med utfallet bland dem med samma sannolikheter",
            "bounds that assume the group unrelated to the outcome among people with the same probabilities",
        ],
        "Kallus, Mao and Zhou 2022, Manag. Sci. 68:1959-1981",
    ),
    method(
        "proxy_weighted",
        [
            "vägt med sannolikheterna; antar att gruppen inte hänger ihop med beslutet bland dem med samma sannolikheter",
            "weighted by the probabilities; assumes the group unrelated to the decision among people with the same probabilities",
        ],
        "Chen, Kallus, Mao, Svacha and Udell 2019, Fairness under unawareness, FAT*",
    ),
    method(
        "proxy_raked",
        [
            "vägt med sannolikheter som justerats till gruppernas kända andelar",
            "weighted by probabilities that were adjusted to the known shares of the groups",
        ],
        "Deming and Stephan 1940, Ann. Math. Stat. 11:427-444",
    ),
    method(
        "proxy_surrogate_regression",
        [
            "regression på sannolikheterna; antar att sannolikheterna saknar betydelse för beslutet inom gruppen",
            "regression on the probabilities; assumes that they do not matter for the decision within the group",
        ],
        "Thielbar et al. 2023; Goodman 1953, Am. Sociol. Rev. 18:663-664",
    ),
    method(
        "proxy_latent_class",
        [
            "de mest sannolika andelarna, om sannolikheterna saknar betydelse för beslutet inom gruppen",
            "the most likely rates, if the probabilities do not matter for the decision within the group",
        ],
        "McCartan, Fisher, Goldin, Ho and Imai, arXiv 2303.02580, without covariates",
    ),
    method(
        "proxy_threshold_0.5",
        ["bland dem vars sannolikhet är minst 0,5", "among those whose probability is at least 0.5"],
        "Chen et al. 2019, Fairness under unawareness, FAT*",
    ),
    method(
        "proxy_threshold_0.8",
        ["bland dem vars sannolikhet är minst 0,8", "among those whose probability is at least 0.8"],
        "Chen et al. 2019, Fairness under unawareness, FAT*",
    ),
    method(
        "proxy_argmax",
        ["bland dem vars största sannolikhet gruppen är", "among those whose largest probability the group is"],
        "Chen et al. 2019, Fairness under unawareness, FAT*",
    ),
    method(
        "proxy_tilt",
        [
            "vid olika starka samband mellan grupp och beslut bland dem med samma sannolikheter",
            "at different strengths of the link between group and decision among people with the same probabilities",
        ],
        "Plackett 1965, J. Am. Stat. Assoc. 60:516-522",
    ),
    method(
        "misclassification_matrix",
        [
            "rättat med gissningens felandelar, som antas lika för båda besluten",
            "corrected by the error rates of the guess, taken as equal for both decisions",
        ],
        "Barron 1977, Biometrics 33:414-418",
    ),
    method(
        "double_sampling",
        [
            "rättat med de ärenden där gruppen är känd, efter gissad grupp och beslut",
            "corrected by the cases whose group is known, by guessed group and decision",
        ],
        "Tenenbein 1970, J. Am. Stat. Assoc. 65:1350-1361",
    ),
    method(
        "validated_post_stratified",
        [
            "rättat med de ärenden där gruppen är känd, efter sannolikhet och beslut",
            "corrected by the cases whose group is known, by probability and decision",
        ],
        "Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling",
    ),
    method(
        "validated_difference",
        [
            "medelsannolikheten bland alla, rättad med hur fel den var i de ärenden där gruppen är känd",
            "the mean probability among all, corrected by how wrong it was in the cases whose group is known",
        ],
        "Angelopoulos et al. 2023, Science 382:669-674; Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling",
    ),
    method(
        "multiple_imputation",
        [
            "grupperna dragna om och om igen efter de ärenden där de är kända, efter sannolikhet och beslut",
            "the groups drawn again and again from the cases whose group is known, by probability and decision",
        ],
        "Rubin 1987, Multiple Imputation for Nonresponse in Surveys",
    ),
    // Calibration
    method(
        "mean_residual",
        ["medelvärdet av utfall minus poäng", "mean of outcome minus score"],
        "z interval of a mean",
    ),
    method(
        "oe_linearised",
        [
            "utfall delat med förväntat; poäng och utfall är båda slumpmässiga",
            "observed over expected, scores and outcomes both random",
        ],
        "linearisation of the ratio; Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling",
    ),
    method(
        "oe_fixed",
        [
            "utfall delat med förväntat, där det förväntade ses som känt",
            "observed over expected, the expected number taken as known",
        ],
        "Debray et al. 2017, BMJ 356:i6460",
    ),
    method(
        "poisson_exact",
        ["exakta gränser för ett antal som är 0", "exact limits of a count of 0"],
        "Garwood 1936, Biometrika 28:437-442",
    ),
    method(
        "logistic_recalibration",
        ["logistisk regression av utfallet på poängen", "logistic regression of the outcome on the score"],
        "Cox 1958, Biometrika 45:562-565; Miller et al. 1993, Med. Decis. Making 13:49-58",
    ),
    method("likelihood_ratio", ["likelihoodkvottest", "likelihood ratio test"], "Wilks 1938, Ann. Math. Stat. 9:60-62"),
    method(
        "corp",
        ["stigande kurva utan valda klasser (CORP)", "rising curve without bins to choose (CORP)"],
        "Dimitriadis, Gneiting and Jordan 2021, PNAS 118(8)",
    ),
    method(
        "equal_width_10",
        ["tio lika breda klasser av poängen", "ten bins of the score of equal width"],
        "Naeini, Cooper and Hauskrecht 2015, AAAI",
    ),
    method(
        "equal_frequency_10",
        ["tio ungefär lika stora klasser av poängen", "ten bins of the score of about equal size"],
        "Naeini, Cooper and Hauskrecht 2015, AAAI, with ties kept together",
    ),
    method(
        "debiased_l1",
        ["avståndet minus det mesta av slumpens del", "the distance with most of the noise taken off"],
        "Kumar, Liang and Ma 2019, NeurIPS",
    ),
    method(
        "debiased_squared",
        [
            "det kvadrerade avståndet minus slumpens del; kan vara under 0",
            "the squared distance with the noise taken off; may be below 0",
        ],
        "Bröcker 2012, Clim. Dyn. 39:655-667; Kumar, Liang and Ma 2019, NeurIPS",
    ),
    method(
        "smece",
        ["utjämnat fel med bredd vald av felet självt", "smoothed error whose width the error chooses itself"],
        "Błasiok and Nakkiran 2023, arXiv 2309.12236",
    ),
    method(
        "range",
        ["den hopräknade kurvans högsta punkt minus dess lägsta", "highest less lowest point of the cumulative curve"],
        "Arrieta-Ibarra et al. 2022, J. Mach. Learn. Res. 23(351); Feller 1951, Ann. Math. Stat. 22:427-432",
    ),
    method(
        "max_abs",
        ["den hopräknade kurvans största avstånd från 0", "largest distance of the cumulative curve from 0"],
        "Arrieta-Ibarra et al. 2022, J. Mach. Learn. Res. 23(351); Feller 1951, Ann. Math. Stat. 22:427-432",
    ),
    method(
        "spiegelhalter",
        ["Spiegelhalters test", "Spiegelhalter's test"],
        "Spiegelhalter 1986, Stat. Med. 5:421-433",
    ),
    method(
        "cumulative_difference",
        ["utfall vid lika poäng, hopräknade längs poängen", "outcomes at equal score, added up along the score"],
        "Tygert 2021, J. Big Data 8; Kloumann et al., arXiv 2108.02666",
    ),
    // Scores
    method(
        "welch_t",
        ["Welchs t-intervall för medelvärden", "Welch's t interval of means"],
        "Welch 1947, Biometrika 34:28-35",
    ),
    method(
        "smd_average_variance",
        [
            "skillnad i medelvärde delad med roten ur gruppernas genomsnittliga varians",
            "difference of means over the root of the mean of the two variances",
        ],
        "Austin 2009, Stat. Med. 28:3083-3107",
    ),
    method(
        "cohen_d_pooled",
        [
            "skillnad i medelvärde delad med den sammanvägda standardavvikelsen",
            "difference of means over the pooled standard deviation",
        ],
        "Cohen 1988, Statistical Power Analysis for the Behavioral Sciences",
    ),
    method(
        "population_sd",
        [
            "skillnad i medelvärde delad med standardavvikelsen hos alla",
            "difference of means over the standard deviation of everybody",
        ],
        PLAIN,
    ),
    method(
        "delong_logit",
        ["DeLongs varians, med intervall på logitskala", "DeLong's variance, with the interval on the logit scale"],
        "DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837-845",
    ),
    method(
        "delong",
        ["DeLongs varians, med symmetriskt intervall", "DeLong's variance, with a symmetric interval"],
        "DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837-845",
    ),
    method(
        "two_sample",
        ["Kolmogorov–Smirnovs avstånd mellan två grupper", "Kolmogorov–Smirnov distance of two groups"],
        "Smirnov 1939; Kolmogorov 1933",
    ),
    method(
        "w1",
        ["Wassersteins avstånd i poängens enhet", "Wasserstein distance in units of the score"],
        "Jiang et al. 2020, UAI",
    ),
    method(
        "w1_rank",
        ["Wassersteins avstånd mellan platser i rangordningen", "Wasserstein distance between places in the ranking"],
        "Jiang et al. 2020, UAI, on midranks",
    ),
    method(
        "brunner_munzel",
        ["Brunner–Munzels test", "Brunner–Munzel test"],
        "Brunner and Munzel 2000, Biom. J. 42:17-25",
    ),
    method("wald", ["värdet delat med sitt medelfel", "the value over its standard error"], PLAIN),
    method(
        "half_count",
        ["en halv läggs till varje antal", "one half is added to every count"],
        "a rule of this project: the index is infinite where a bin is empty on one side",
    ),
    method("distinct", ["ett intervall för varje poäng", "one bin for each score"], PLAIN),
    method(
        "equal_mass_20",
        ["tjugo intervall med ungefär lika många ärenden", "twenty bins with about equally many cases"],
        PLAIN,
    ),
    method(
        "step",
        ["ett steg för varje poäng, utan räta linjer emellan", "one step for each score, without lines between"],
        "Davis and Goadrich 2006, ICML",
    ),
    method(
        "exact_area",
        ["ytan mellan kurvorna, även där de korsas", "the area between the curves, also where they cross"],
        "Gardner, Brooks and Baker 2019, LAK",
    ),
    method(
        "dvoretzky_kiefer_wolfowitz",
        [
            "ett band som gäller vid alla trösklar samtidigt, för varje fördelning",
            "a band that holds at all thresholds at once, for every distribution",
        ],
        "Dvoretzky, Kiefer and Wolfowitz 1956, Ann. Math. Stat. 27:642-669; Massart 1990, Ann. Probab. 18:1269-1283",
    ),
    // Shares and aggregates over groups
    method("share_difference", ["skillnad mellan två andelar", "difference of two shares"], PLAIN),
    method(
        "between_groups_min_max",
        ["största och minsta gruppen mot varandra", "the largest and the smallest group against each other"],
        PLAIN,
    ),
    method("to_overall_max", ["den grupp som ligger längst från alla", "the group farthest from everyone"], PLAIN),
    method(
        "to_largest_max",
        ["den grupp som ligger längst från den största", "the group farthest from the largest"],
        PLAIN,
    ),
    method("worst_group", ["den grupp som har det sämst", "the group that is worst off"], PLAIN),
    method("best_group", ["den grupp som har det bäst", "the group that is best off"], PLAIN),
    method("standard_deviation", ["spridning mellan grupperna", "spread between the groups"], PLAIN),
    method(
        "cohen_h",
        ["skillnaden på arcussinus skala", "the difference on the scale of the arcsine"],
        "Cohen 1988, Statistical Power Analysis, 6.2",
    ),
    // Quantiles and lists
    method(
        "order_statistics",
        ["poäng av en viss ordning, med gränser av en annan", "the score of a rank, with limits of other ranks"],
        "David and Nagaraja 2003, Order Statistics, 7.1",
    ),
    method(
        "ndkl",
        ["avvikelsen vid varje plats, vägd efter den", "the divergence at every place, weighted by it"],
        "Geyik, Ambler and Kenthapadi 2019, KDD",
    ),
    method(
        "rkl",
        ["avvikelsen var tionde plats, mot värsta listan", "that of every tenth place, against the worst list"],
        "Yang and Stoyanovich 2017, SSDBM",
    ),
    method(
        "rnd",
        ["det med skillnader i andel", "the same with differences in share"],
        "Yang and Stoyanovich 2017, SSDBM",
    ),
    method(
        "hosmer_lemeshow",
        ["Hosmer–Lemeshows test över tio klasser", "Hosmer–Lemeshow test over ten classes"],
        "Hosmer and Lemeshow 1980, Commun. Stat. A 9:1043-1069",
    ),
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
    use super::{METHODS, SUFFIXES, methods, sources};

    #[test]
    fn names_are_unique() {
        let all: Vec<&str> = METHODS.iter().chain(SUFFIXES).map(|method| method.name).collect();
        for (i, name) in all.iter().enumerate() {
            assert!(!all[..i].contains(name), "{name} twice");
        }
    }

    #[test]
    fn sources_that_are_words_and_no_publication_have_both_languages() {
        let all: Vec<&str> = METHODS.iter().chain(SUFFIXES).map(|method| method.source).collect();
        for source in &all {
            let published = source.chars().any(|c| c.is_ascii_digit());
            assert!(published || sources::swedish(source) != *source, "{source}");
        }
        for (english, _) in sources::SWEDISH {
            assert!(all.contains(english), "{english}");
        }
    }

    #[test]
    fn a_method_is_read_with_its_suffixes() {
        let names = |word: &str| methods(word).iter().map(|method| method.name).collect::<Vec<_>>();
        assert_eq!(names("mover+max_t"), ["mover", "max_t"]);
        assert_eq!(names("no_such"), Vec::<&str>::new());
    }
}
