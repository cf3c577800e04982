//! Audit, system, data.

use std::collections::BTreeMap;

use super::Check;
use crate::diag::Code;
use crate::spec::raw::{Node, Table, Value};
use crate::spec::{At, Audit, Data, Format, Join, Paths, Population, Preparer, System};
use crate::words::{AuditKind, Design, Lang, Nature, SystemKind};

pub(super) fn audit(table: &Table, check: &mut Check<'_>) -> Audit {
    let kind = AuditKind::parse(&table.string("kind")).unwrap_or(AuditKind::BeforeUse);
    let dates = table.table("period");
    let period = dates.and_then(|dates| Some((dates.date("from")?, dates.date("to")?)));
    if period.is_some_and(|(from, to)| to < from) {
        check.push(
            Code::BadPeriod,
            &table.place("period"),
            "the period ends before it begins",
            "write the first day as `from` and the last as `to`",
        );
    }
    if matches!(kind, AuditKind::Periodic | AuditKind::Retrospective) && table.get("period").is_none() {
        check.push(
            Code::BadPeriod,
            &table.place("kind"),
            format!("an audit of kind `{kind}` needs `audit.period`"),
            "add `period = { from = …, to = … }`",
        );
    }
    check.twice(&table.strings("languages"), "the language");
    Audit {
        id: table.at("id").unwrap_or_default(),
        kind,
        date: table.date("date"),
        title: table.text("title").unwrap_or_default(),
        period,
        languages: table.plain_strings("languages").iter().filter_map(|word| Lang::parse(word)).collect(),
        prepared_by: table
            .tables("prepared_by")
            .map(|person| Preparer {
                name: person.string("name"),
                role: person.string("role"),
                organisation: person.at("organisation").map(|at| at.value),
            })
            .collect(),
    }
}

pub(super) fn system(table: &Table) -> System {
    System {
        name: table.string("name"),
        kind: SystemKind::parse(&table.string("kind")).unwrap_or(SystemKind::Other),
        version: table.at("version").map(|at| at.value),
        benefit: table.at("benefit").map(|at| at.value),
        pool: table.text("pool").unwrap_or_default(),
        unit: table.text("unit").unwrap_or_default(),
        inputs: table.at("inputs"),
    }
}

pub(super) fn data(table: &Table, design: Option<Design>, check: &mut Check<'_>) -> Data {
    let population = population(table);
    if population.as_ref().is_some_and(|population| population.value == Population::Rows)
        && table.flag("truncate_group_size")
    {
        check.push(
            Code::Conflict,
            &table.place("truncate_group_size"),
            "`data.truncate_group_size` and `data.population = \"rows\"` cannot both hold: group sizes are then counted",
            "take `truncate_group_size` out",
        );
    }
    let filter = table.at("where").and_then(|text| {
        let (condition, _) = check.condition(&text)?;
        Some(At { value: condition, span: text.span })
    });
    Data {
        // A placeholder where the word is wrong or absent: the spec is then not handed out.
        design: At { value: design.unwrap_or(Design::Full), span: table.place("design") },
        nature: Nature::parse(&table.string("nature")).unwrap_or(Nature::Real),
        paths: paths(table, check),
        count: table.at("count"),
        long: table.table("long").and_then(|long| Some((long.at("attribute")?, long.at("group")?))),
        filter,
        join: table.table("join").and_then(|join| Some(Join { path: join.at("path")?, on: join.at("on")? })),
        population,
        truncate_group_size: table.flag("truncate_group_size"),
        stratum_sizes: sizes(table),
        assumed_clusters: table
            .table("assumed_clusters")
            .and_then(|clusters| Some((clusters.number("rho")?, clusters.number("mean_square_size")?))),
        rounded: table.count("rounded"),
        suppressed_as: table.plain_strings("suppressed_as"),
        suppressed_below: table.count("suppressed_below"),
        suppressed_second: table.flag("suppressed_second"),
        format: table.table("format").map_or_else(Format::default, |format| self::format(format, check)),
    }
}

fn population(table: &Table) -> Option<At<Population>> {
    let node = table.get("population")?;
    let value = match &node.value {
        Value::Integer(number) => Population::Size(u64::try_from(*number).ok()?),
        Value::String(_) => Population::Rows,
        _ => return None,
    };
    Some(At { value, span: node.span.clone() })
}

fn paths(table: &Table, check: &mut Check<'_>) -> Paths {
    let (path, tables) = (table.get("path"), table.get("tables"));
    if path.is_some() == tables.is_some() {
        let (at, message, hint) = match path {
            Some(_) => (table.place("tables"), "`data.path` and `data.tables` cannot both hold", "keep one of the two"),
            None => (
                table.span.clone(),
                "`data.path` and `data.tables` are both missing",
                "add `path`, or `tables` where there are several that were never joined",
            ),
        };
        // An absent section was reported already.
        if !table.span.is_empty() {
            check.push(Code::PathOrTables, &at, message, hint);
        }
    }
    let strings = |node: &Node| node.items().iter().filter_map(Node::string).collect::<Vec<_>>();
    match tables.and_then(Node::table) {
        Some(tables) if tables.entries.is_empty() => {
            check.push(
                Code::PathOrTables,
                &tables.span,
                "`data.tables` names no table",
                "write `tables = { name = \"path\" }`",
            );
            Paths::Tables(Vec::new())
        }
        Some(tables) => {
            Paths::Tables(tables.entries.iter().map(|(name, node)| (name.value.clone(), strings(node))).collect())
        }
        None => Paths::One(path.map(strings).unwrap_or_default()),
    }
}

fn sizes(table: &Table) -> BTreeMap<String, u64> {
    let Some(sizes) = table.table("stratum_sizes") else { return BTreeMap::new() };
    sizes
        .entries
        .iter()
        .filter_map(|(stratum, _)| Some((stratum.value.clone(), sizes.count(&stratum.value)?)))
        .collect()
}

fn format(table: &Table, check: &mut Check<'_>) -> Format {
    let sign = |key: &str| {
        table.at(key).and_then(|word| match word.as_str() {
            "comma" => Some(b','),
            "semicolon" => Some(b';'),
            "tab" => Some(b'\t'),
            "pipe" => Some(b'|'),
            "point" => Some(b'.'),
            other => other.bytes().next(),
        })
    };
    let (delimiter, decimal) = (sign("delimiter"), sign("decimal"));
    if delimiter.is_some() && delimiter == decimal {
        check.push(
            Code::Conflict,
            &table.place("decimal"),
            "the delimiter and the decimal sign are the same",
            "change `data.format.delimiter` or `data.format.decimal`",
        );
    }
    Format {
        delimiter,
        decimal,
        encoding: table.at("encoding").map(|at| at.value),
        missing: table.plain_strings("missing"),
    }
}
