//! Sources of methods that are words rather than a publication, or have words beside it: Swedish. Names, titles and the
//! "and" between authors stay.

/// English source → Swedish.
pub(super) const SWEDISH: &[(&str, &str)] = &[
    (
        "Wilson 1927, with the effective size of Kish 1965, Survey Sampling",
        "Wilson 1927, med den effektiva storleken hos Kish 1965, Survey Sampling",
    ),
    ("delta method on the logarithm", "deltametoden på logaritmen"),
    (
        "the conditional distribution of a 2×2 table, as in Liao and Rosen 2001, Am. Stat. 55:366-369",
        "den betingade fördelningen för en fyrfältstabell, som i Liao and Rosen 2001, Am. Stat. 55:366-369",
    ),
    (
        "Pearson's chi-square; limits as in Miettinen and Nurminen 1985, Stat. Med. 4:213-226",
        "Pearsons chi-två; gränser som i Miettinen and Nurminen 1985, Stat. Med. 4:213-226",
    ),
    (
        "Fisher's test; Lydersen, Fagerland and Laake 2009, Stat. Med. 28:1159-1175",
        "Fishers test; Lydersen, Fagerland and Laake 2009, Stat. Med. 28:1159-1175",
    ),
    ("Pearson's chi-square with N - 1 for N", "Pearsons chi-två med N − 1 i stället för N"),
    ("Pearson's chi-square with Yates' correction", "Pearsons chi-två med Yates korrektion"),
    ("Pearson's chi-square over k groups", "Pearsons chi-två över k grupper"),
    ("groups drawn anew among the same cases", "grupperna dragna på nytt bland samma ärenden"),
    (
        "the smallest level at which the interval leaves the value out",
        "den minsta risk vid vilken intervallet utesluter värdet",
    ),
    ("delta method on the counts of both arms", "deltametoden på antalen i båda urvalen"),
    (
        "Clopper and Pearson 1934, on the share of the model arm among both",
        "Clopper and Pearson 1934, på modellurvalets andel av båda",
    ),
    ("a rule of this project", "en regel i detta projekt"),
    ("ordinary definition", "vanlig definition"),
    (
        "Mantel and Haenszel 1959, J. Natl. Cancer Inst. 22:719-748; variances: Robins, Breslow and Greenland 1986, Greenland and Robins 1985, Sato 1989",
        "Mantel and Haenszel 1959, J. Natl. Cancer Inst. 22:719-748; varianser: Robins, Breslow and Greenland 1986, Greenland and Robins 1985, Sato 1989",
    ),
    (
        "Klingenberg 2014, Stat. Med. 33:2968-2983; limits built from those of the two rates",
        "Klingenberg 2014, Stat. Med. 33:2968-2983; gränser byggda av de två andelarnas",
    ),
    ("maximum likelihood from cells; limits on the log odds", "maximum likelihood ur celler; gränser på logodds"),
    (
        "McCartan, Fisher, Goldin, Ho and Imai, arXiv 2303.02580, without covariates",
        "McCartan, Fisher, Goldin, Ho and Imai, arXiv 2303.02580, utan kovariater",
    ),
    ("z interval of a mean", "z-intervall för ett medelvärde"),
    (
        "linearisation of the ratio; Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling",
        "linearisering av kvoten; Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling",
    ),
    (
        "Naeini, Cooper and Hauskrecht 2015, AAAI, with ties kept together",
        "Naeini, Cooper and Hauskrecht 2015, AAAI, med lika poäng hållna samman",
    ),
    ("Jiang et al. 2020, UAI, on midranks", "Jiang et al. 2020, UAI, på medelrang"),
    (
        "a rule of this project: the index is infinite where a bin is empty on one side",
        "en regel i detta projekt: indexet är oändligt där ett intervall är tomt på ena sidan",
    ),
];

/// A source in Swedish; a plain publication is the same in both languages.
pub(super) fn swedish(source: &'static str) -> &'static str {
    SWEDISH.iter().find(|(english, _)| *english == source).map_or(source, |(_, swedish)| *swedish)
}
