//! `evenhand metrics`: every metric with its formula, what it needs, where it comes from; one by name or alias.

use clap::Args;

use super::{Failure, Global, show};
use crate::diag::{Code, Place, Problem};
use crate::report::number::{self, Form};
use crate::report::text::Texts;
use crate::words::{
    ALIASES, HarmDirection, Ideal, Lang, METRICS, Metric, MetricFamily, MetricKind, NAMED_RATES, Note, Number,
    Resolved, Use, methods_of, nearest, resolve,
};

/// Arguments of `metrics`.
#[derive(Args, Debug)]
pub(super) struct MetricsArgs {
    /// A metric, or another name for one
    pub name: Option<String>,
}

pub(super) fn run(args: &MetricsArgs, global: &Global) -> Result<(), Failure> {
    let lang = global.lang();
    let Some(name) = &args.name else { return show::print(&list(lang)) };
    match resolve(name) {
        Resolved::One(found) => show::print(&one(found, lang)),
        Resolved::Ambiguous(readings) => {
            let message = format!("`{name}` has several readings: {}", readings.join("; "));
            Err(Problem::new(Code::AmbiguousMetric, Place::default(), message).hint("name one of them").into())
        }
        Resolved::Unknown => {
            let known = METRICS.iter().map(|metric| metric.name).chain(ALIASES.iter().map(|alias| alias.alias));
            let hint = match nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "run `evenhand metrics` to see them all".to_owned(),
            };
            Err(Problem::new(Code::UnknownMetric, Place::default(), format!("no metric is called `{name}`"))
                .hint(hint)
                .into())
        }
    }
}

/// The name of a metric for readers.
fn title(found: &Metric, lang: Lang) -> String {
    Texts::of(lang).word(&format!("metric-{}", found.name))
}

fn usage(found: &Metric, lang: Lang) -> &'static str {
    if !found.built {
        return show::say(lang, "inte ännu", "not yet");
    }
    match found.usage {
        Use::Verdict => show::say(lang, "utslag", "verdict"),
        Use::Conjunction => show::say(lang, "utslag av andra", "verdict of others"),
        Use::Descriptive => show::say(lang, "beskriver", "describes"),
    }
}

/// Marks of what a metric needs.
fn marks(found: &Metric) -> String {
    let mark = |needed: bool, letter: char| if needed { letter } else { '·' };
    [mark(found.stage, 'd'), mark(found.outcome, 'y'), mark(found.score, 's')].iter().collect()
}

fn list(lang: Lang) -> String {
    let mut text = String::new();
    let mut family = None;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for found in METRICS {
        if family != Some(found.family) {
            family = Some(found.family);
            rows.push(vec![String::new()]);
            rows.push(vec![family_name(found.family, lang).to_owned()]);
        }
        let name = format!("  {}", found.name);
        let what = format!("{}: {}", title(found, lang), found.formula(lang));
        rows.push(vec![name, usage(found, lang).to_owned(), marks(found), what]);
    }
    text.push_str(&show::headed(&rows, &[]));
    text.push('\n');
    text.push_str(show::say(
        lang,
        "d: kräver ett steg, y: kräver utfall, s: kräver poäng. Egna andelar anges med [[rate]]; namn som har text:",
        "d: needs a stage, y: needs the outcome, s: needs a score. Rates of one's own are given with [[rate]]; names that have texts:",
    ));
    let names: Vec<&str> = NAMED_RATES.iter().map(|rate| rate.name).collect();
    text.push_str(&format!("\n{}\n", show::wrap(&names.join(", "), 108).join("\n")));
    text.trim_start().to_owned()
}

fn one(found: &Metric, lang: Lang) -> String {
    let said = |part: &str| Texts::of(lang).attribute(&format!("metric-{}", found.name), part).unwrap_or_default();
    let scales: Vec<String> =
        found.scales.iter().map(|scale| Texts::of(lang).word(&format!("scale-{scale}"))).collect();
    let aliases: Vec<&str> =
        ALIASES.iter().filter(|alias| alias.means == [found.name]).map(|alias| alias.alias).collect();
    let mut needs = Vec::new();
    for (needed, word) in [
        (found.stage, show::say(lang, "ett steg", "a stage")),
        (found.outcome, show::say(lang, "utfall", "the outcome")),
        (found.score, show::say(lang, "poäng", "a score")),
    ] {
        if needed {
            needs.push(word);
        }
    }
    let harm = |favourable: bool| match found.harm_direction(favourable) {
        HarmDirection::Higher => show::say(lang, "högre är till nackdel", "higher is a disadvantage"),
        HarmDirection::Lower => show::say(lang, "lägre är till nackdel", "lower is a disadvantage"),
        HarmDirection::Both => show::say(lang, "beror på synsättet", "depends on the view"),
        HarmDirection::None => show::say(lang, "ingen riktning", "no direction"),
    };
    let harms = if harm(false) == harm(true) {
        harm(false).to_owned()
    } else {
        format!(
            "{} {}; {} {}",
            show::say(lang, "om steget är till nackdel:", "where the stage is unfavourable:"),
            harm(false),
            show::say(lang, "om steget är till fördel:", "where it is favourable:"),
            harm(true)
        )
    };
    let designs: Vec<&str> = found.designs.chars().filter_map(|letter| design(letter, lang)).collect();
    let mut rows = vec![
        (show::say(lang, "mått", "metric"), found.name.to_owned()),
        (show::say(lang, "kallas", "called"), title(found, lang)),
        (show::say(lang, "betyder", "means"), said("explain")),
        (show::say(lang, "i ord", "in words"), said("formula")),
        (show::say(lang, "formel", "formula"), found.formula(lang).to_owned()),
        (show::say(lang, "värden", "values"), values(found, lang)),
        (show::say(lang, "saknas när", "null where"), edges(found, lang)),
        (show::say(lang, "kräver", "needs"), needs.join(", ")),
        (show::say(lang, "upplägg", "designs"), designs.join(", ")),
        (show::say(lang, "används", "use"), usage(found, lang).to_owned()),
        (show::say(lang, "tänk på", "mind"), said("caution")),
        (show::say(lang, "skalor", "scales"), scales.join(", ")),
        (show::say(lang, "nackdel", "harm"), harms),
        (show::say(lang, "även kallat", "also called"), aliases.join(", ")),
        (show::say(lang, "familj", "family"), family_name(found.family, lang).to_owned()),
    ];
    rows.extend(methods_of(found).iter().map(|method| {
        let text = format!("{}: {} ({})", method.name, method.about(lang), method.source(lang));
        (show::say(lang, "metoder", "methods"), text)
    }));
    let mut text = show::pairs(&rows);
    if !matches!(found.kind, MetricKind::Own) {
        text.push_str(&format!("\n{}\n", letters(lang)));
    }
    text
}

/// The range of a metric, and the value that it is held against.
fn values(found: &Metric, lang: Lang) -> String {
    let number =
        |x: f64| Number::new(x).map_or_else(String::new, |x| number::write(lang, Form::Plain, decimals(x.get()), x));
    let range = match found.range() {
        (low, high) if low.is_finite() && high.is_finite() => {
            format!("{} {} {}", number(low), show::say(lang, "till", "to"), number(high))
        }
        (low, _) if low.is_finite() => format!("{} {}", number(low), show::say(lang, "och uppåt", "and above")),
        _ if found.name.starts_with("mean_score") || found.name == "score_quantile" => {
            show::say(lang, "i poängens enhet", "in units of the score").to_owned()
        }
        _ => show::say(lang, "alla tal", "any number").to_owned(),
    };
    match found.ideal() {
        Ideal::Best(x) => format!("{range}; {} {}", number(x), show::say(lang, "är bäst", "is best")),
        Ideal::Equal(x) => format!("{range}; {} {}", number(x), show::say(lang, "är lika", "is no difference")),
        Ideal::None => range,
    }
}

/// Whole numbers without decimals, others with two at most.
fn decimals(x: f64) -> u8 {
    if x.fract() == 0.0 {
        0
    } else if (10.0 * x).fract() == 0.0 {
        1
    } else {
        2
    }
}

/// When a group with cases has no value.
fn edges(found: &Metric, lang: Lang) -> String {
    let texts = Texts::of(lang);
    let said = |&note: &Note| match note {
        // Of probabilities of a group the outcome is the group itself.
        Note::NoPositives | Note::NoNegatives if found.family == MetricFamily::Proxy => {
            texts.word(&format!("note-known-{}", note.word()))
        }
        _ => texts.note(note),
    };
    let texts: Vec<String> = found.edges().iter().map(said).collect();
    // A note may have a semicolon of its own.
    texts.join(" · ")
}

/// What the letters of a formula stand for.
fn letters(lang: Lang) -> &'static str {
    show::say(
        lang,
        "TP, FP: utvalda med och utan utfallet. FN, TN: ej utvalda med och utan. P = TP + FN, N = FP + TN, S = TP + FP,\n\
         U = FN + TN, n = P + N: bara rader med känt utfall. S_all, U_all, n_all: alla rader.",
        "TP, FP: selected with and without the outcome. FN, TN: not selected with and without. P = TP + FN, N = FP + TN,\n\
         S = TP + FP, U = FN + TN, n = P + N: rows with a known outcome only. S_all, U_all, n_all: all rows.",
    )
}

fn design(letter: char, lang: Lang) -> Option<&'static str> {
    Some(match letter {
        'F' => show::say(lang, "full", "full"),
        'A' => show::say(lang, "två urvalsvägar", "two arms"),
        'C' => show::say(lang, "antal", "counts"),
        'P' => show::say(lang, "sannolik grupptillhörighet", "membership probabilities"),
        'N' => show::say(lang, "utan utfall", "no outcomes"),
        _ => return None,
    })
}

fn family_name(family: MetricFamily, lang: Lang) -> &'static str {
    match family {
        MetricFamily::CountsAndRepresentation => {
            show::say(lang, "Antal och andelar av alla", "Counts and representation")
        }
        MetricFamily::Rates => show::say(lang, "Andelar", "Rates"),
        MetricFamily::Composite => show::say(lang, "Sammansatta villkor", "Composite criteria"),
        MetricFamily::ComparableCases => show::say(lang, "Jämförbara ärenden", "Comparable cases"),
        MetricFamily::ScoreDistributions => show::say(lang, "Poängens fördelning", "Score distributions"),
        MetricFamily::Ranking => show::say(lang, "Rangordning", "Ranking"),
        MetricFamily::Calibration => show::say(lang, "Tillförlitlig poäng", "Calibration"),
        MetricFamily::Inequality => show::say(lang, "Ojämlikhet", "Inequality"),
        MetricFamily::Association => show::say(lang, "Samband", "Association"),
        MetricFamily::Drift => show::say(lang, "Förändring över tid", "Drift"),
        MetricFamily::Proxy => show::say(lang, "Ersättningsmått", "Proxies"),
        MetricFamily::SelectiveLabels => show::say(lang, "Utfall kända för en del", "Outcomes known for some"),
    }
}
