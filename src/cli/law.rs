//! `evenhand law`: the rule packs: which there are, what one says, whether a file is one.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, Global, files, show};
use crate::diag::{Code, Place, Problem, Problems};
use crate::law::{self, EvidenceWeight, NotApplicableMode, Pack, Packs, Provision, StatementWeight};
use crate::words::{Lang, nearest};

/// Arguments of `law`.
#[derive(Args, Debug)]
pub(super) struct LawArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// The shipped packs
    List,
    /// What a pack or a provision says
    Show {
        /// Id of a pack or of a provision
        id: String,
    },
    /// Check rule packs of one's own; files that refer to each other are checked together
    Check {
        /// Files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(args: &LawArgs, global: &Global) -> Result<(), Failure> {
    match &args.what {
        What::List => list(global.lang()),
        What::Show { id } => show_one(id, global.lang()),
        What::Check { files } => check(files, global),
    }
}

/// Every shipped pack.
fn shipped() -> Result<Packs, Problems> {
    let ids: Vec<&str> = law::SHIPPED.iter().map(|one| one.id).collect();
    Packs::of(&ids, &[])
}

fn list(lang: Lang) -> Result<(), Failure> {
    let packs = shipped()?;
    let mut rows = vec![
        [
            "id",
            show::say(lang, "version", "version"),
            show::say(lang, "rättsläge", "legal state"),
            show::say(lang, "område", "jurisdiction"),
            show::say(lang, "slag", "kind"),
            show::say(lang, "bestämmelser", "provisions"),
            show::say(lang, "titel", "title"),
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for pack in packs.iter() {
        let head = &pack.form.pack;
        rows.push(vec![
            head.id.clone(),
            head.version.clone(),
            head.legal_state.to_string(),
            head.jurisdiction.word().to_owned(),
            head.kind.word().to_owned(),
            pack.form.provision.len().to_string(),
            head.title.get(lang).to_owned(),
        ]);
    }
    show::print(&show::columns(&rows, &[5]))
}

fn show_one(id: &str, lang: Lang) -> Result<(), Failure> {
    let packs = shipped()?;
    if let Some(pack) = packs.get(id) {
        return show::print(&pack_text(pack, lang));
    }
    if let Some((pack, provision)) = packs.provisions().find(|(_, provision)| provision.id == id) {
        return show::print(&provision_text(&packs, pack, provision, lang));
    }
    let known = packs.iter().map(|pack| pack.form.pack.id.as_str());
    let known = known.chain(packs.provisions().map(|(_, provision)| provision.id.as_str()));
    let hint = match nearest(id, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "run `evenhand law list`, then `evenhand law show PACK` for its provisions".to_owned(),
    };
    let message = format!("no shipped pack and no provision is called `{id}`");
    Err(Problem::new(Code::UnknownPack, Place::default(), message).hint(hint).into())
}

fn pack_text(pack: &Pack, lang: Lang) -> String {
    let head = &pack.form.pack;
    let mut text = show::pairs(&[
        ("id", head.id.clone()),
        (show::say(lang, "titel", "title"), head.title.get(lang).to_owned()),
        (show::say(lang, "version", "version"), head.version.clone()),
        (show::say(lang, "rättsläge", "legal state"), head.legal_state.to_string()),
        (show::say(lang, "område", "jurisdiction"), head.jurisdiction.word().to_owned()),
        (show::say(lang, "slag", "kind"), head.kind.word().to_owned()),
        ("sha256", pack.sha256.clone()),
        (show::say(lang, "att tänka på", "caution"), head.caution.get(lang).to_owned()),
    ]);
    text.push('\n');
    let rows: Vec<Vec<String>> = pack
        .form
        .provision
        .iter()
        .map(|one| {
            vec![
                one.id.clone(),
                one.applies_from.unwrap_or(one.in_force.from).to_string(),
                one.verification.state.word().to_owned(),
                one.short.get(lang).to_owned(),
            ]
        })
        .collect();
    text.push_str(&show::columns(&rows, &[]));
    if let Some(newest) = pack.form.change.first() {
        text.push_str(&format!(
            "\n{} {}\n",
            show::say(lang, "Senaste ändringar, version", "Newest changes, version"),
            newest.version
        ));
        for change in pack.form.change.iter().filter(|change| change.version == newest.version) {
            let of = change.provision.as_deref().unwrap_or("");
            text.push_str(&show::pairs(&[(of, change.text.get(lang).to_owned())]));
        }
    }
    text
}

fn provision_text(packs: &Packs, pack: &Pack, one: &Provision, lang: Lang) -> String {
    let head = &pack.form.pack;
    let role = |word: &String| packs.role(word).get(lang).to_owned();
    let mut text = show::pairs(&[
        ("id", one.id.clone()),
        (show::say(lang, "paket", "pack"), format!("{} {}", head.id, head.version)),
        (show::say(lang, "titel", "title"), one.title.get(lang).to_owned()),
        (show::say(lang, "hänvisning", "citation"), one.citation.get(lang).to_owned()),
        (show::say(lang, "kräver", "demand"), one.demand.get(lang).to_owned()),
        (show::say(lang, "gäller från", "in force from"), one.in_force.from.to_string()),
        (show::say(lang, "till", "to"), one.in_force.to.map(|day| day.to_string()).unwrap_or_default()),
        (
            show::say(lang, "tillämpas från", "applies from"),
            one.applies_from.map(|day| day.to_string()).unwrap_or_default(),
        ),
        (show::say(lang, "omfattar", "scope"), scope(one)),
        (show::say(lang, "statusregel", "status rule"), one.status_rule.clone()),
    ]);
    for quote in &one.quote {
        text.push_str(&format!("\n{} ({})\n", show::say(lang, "Ur lagtexten", "From the text"), quote.lang));
        for line in show::wrap(&quote.text, 100) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    let mut section = |head: &str, rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            text.push_str(&format!("\n{head}\n"));
            for line in show::columns(&rows, &[]).lines() {
                text.push_str(&format!("  {line}\n"));
            }
        }
    };
    section(
        show::say(lang, "Underlag", "Evidence"),
        one.evidence
            .iter()
            .map(|asked| {
                let weight = match asked.need {
                    EvidenceWeight::Required => show::say(lang, "krävs", "required"),
                    EvidenceWeight::IfAvailable => show::say(lang, "om det finns", "if available"),
                    EvidenceWeight::Informative => show::say(lang, "upplysning", "informative"),
                };
                let title = packs.evidence(&asked.ev).map(|evidence| evidence.title.get(lang).to_owned());
                vec![asked.ev.clone(), weight.to_owned(), title.unwrap_or_default()]
            })
            .collect(),
    );
    section(
        show::say(lang, "Ställningstaganden", "Statements"),
        one.statement
            .iter()
            .map(|asked| {
                let weight = match asked.need {
                    StatementWeight::Required => show::say(lang, "krävs", "required"),
                    StatementWeight::UnlessWithinMargin => {
                        show::say(lang, "om inte inom marginalen", "unless within the margin")
                    }
                    StatementWeight::Informative => show::say(lang, "upplysning", "informative"),
                };
                let title = packs.statement(&asked.hs).map(|statement| statement.title.get(lang).to_owned());
                vec![asked.hs.clone(), weight.to_owned(), title.unwrap_or_default()]
            })
            .collect(),
    );
    if !one.condition.is_empty() {
        text.push_str(&format!("\n{}\n", show::say(lang, "Villkor", "Conditions")));
        let labels: Vec<String> = one
            .condition
            .iter()
            .map(|condition| format!("  {} ({})", condition.id, condition.if_true.word()))
            .collect();
        let rows: Vec<(&str, String)> = labels
            .iter()
            .zip(&one.condition)
            .map(|(label, condition)| (label.as_str(), condition.text.get(lang).to_owned()))
            .collect();
        text.push_str(&show::pairs(&rows));
    }
    let roles: Vec<String> = one.not_applicable.roles.iter().map(role).collect();
    let not_applicable = match one.not_applicable.mode {
        NotApplicableMode::Never => show::say(lang, "aldrig", "never").to_owned(),
        NotApplicableMode::FactsOnly => show::say(lang, "bara av fakta", "by facts only").to_owned(),
        NotApplicableMode::ByPerson => format!("{} {}", show::say(lang, "av", "by"), roles.join(", ")),
    };
    let check = &one.verification;
    let mut rows = vec![
        (show::say(lang, "ej tillämplig", "not applicable"), not_applicable),
        (show::say(lang, "kontrollerad", "verification"), check.state.word().to_owned()),
        (show::say(lang, "adress", "address"), check.address.clone()),
        (show::say(lang, "läst", "read on"), check.read_on.map(|day| day.to_string()).unwrap_or_default()),
        (show::say(lang, "ändrad genom", "as amended"), check.as_amended.clone().unwrap_or_default()),
    ];
    rows.extend(check.sources.iter().map(|source| (show::say(lang, "källor", "sources"), source.what.clone())));
    rows.push((show::say(lang, "tvekan", "doubt"), check.doubt.clone().unwrap_or_default()));
    text.push('\n');
    text.push_str(&show::pairs(&rows));
    text
}

/// The facts that decide whether a provision concerns a system.
fn scope(one: &Provision) -> String {
    let parts = one.scope.iter().map(|(fact, values)| {
        let values: Vec<String> =
            values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
        format!("{fact} = {}", values.join(" | "))
    });
    parts.collect::<Vec<_>>().join("; ")
}

fn check(paths: &[PathBuf], global: &Global) -> Result<(), Failure> {
    let mut problems = Problems::new();
    let mut own = Vec::new();
    for path in paths {
        match files::read_text(path) {
            Ok(text) => own.push((path.display().to_string(), text)),
            Err(problem) => problems.push(problem),
        }
    }
    let own = problems.or(own)?;
    let ids: Vec<&str> = law::SHIPPED.iter().map(|one| one.id).collect();
    let packs = Packs::of(&ids, &own)?;
    show::remarks(&packs.remarks, global);
    let lines = packs.iter().filter(|pack| pack.own).map(|pack| {
        let head = &pack.form.pack;
        let found = pack.form.provision.len();
        format!(
            "{} {}: {found} {}\n",
            head.id,
            head.version,
            show::say(global.lang(), "bestämmelser, inga fel", "provisions, no problems")
        )
    });
    show::print(&lines.collect::<String>())
}
