//! What each kind of system brings to its starter (`law/systems.md`, section 1, "At a glance").

use crate::words::SystemKind;

/// A section, or one block of a repeated one, with the keys that are set.
pub(super) struct Block {
    /// Key of the section.
    pub section: &'static str,
    /// Said above it; may be empty.
    pub note: &'static str,
    /// Key, value in TOML.
    pub keys: Vec<(&'static str, String)>,
}

/// A text in both languages.
type Words = (&'static str, &'static str);

/// Everything that is set in the starter of a kind.
pub(super) fn blocks(kind: SystemKind) -> Vec<Block> {
    let kit = kit(kind);
    let mut out = vec![
        block("audit", "", vec![("id", quote("example")), ("kind", quote("before_use")), ("title", text(kit.title))]),
        block(
            "system",
            "",
            vec![
                ("name", quote(kit.title.1)),
                ("kind", quote(kind.word())),
                ("pool", text(kit.pool)),
                ("unit", text(kit.unit)),
            ],
        ),
        block("data", kit.note, kit.data.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()),
        block("roles", "", kit.roles.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()),
    ];
    out.extend(kit.stages);
    out.extend(kit.attributes);
    out.push(block("inference", "", Vec::new()));
    out.push(block("law", "", vec![("packs", "[\"se-diskrimineringslagen\", \"eu-ai-act\"]".to_owned())]));
    out
}

struct Kit {
    title: Words,
    pool: Words,
    unit: Words,
    note: &'static str,
    data: &'static [(&'static str, &'static str)],
    roles: &'static [(&'static str, &'static str)],
    stages: Vec<Block>,
    attributes: Vec<Block>,
}

const FULL: &[(&str, &str)] = &[("design", "\"full\""), ("path", "\"cases.csv\"")];
const TWO_ARM: &[(&str, &str)] = &[("design", "\"two_arm\""), ("path", "\"cases.csv\""), ("population", "\"rows\"")];
const WHOLE_POOL: &str = "The table is the whole pool: the decision of every case, the outcome of those that were \
    checked. A random control sample is what lets the audit speak of everybody; without one, write design = \
    \"selected_only\".";
const ARM: &str = "{ column = \"how\", model = [\"model\"], random = [\"random\"], both = [\"model+random\"] }";
const OUTCOME: &str =
    "{ column = \"error\", positive = [\"1\"], negative = [\"0\"], label = { sv = \"fel\", en = \"error\" } }";

fn kit(kind: SystemKind) -> Kit {
    match kind {
        SystemKind::RiskSelection => Kit {
            title: ("Urvalsmodell", "Selection model"),
            pool: ("alla ärenden under året", "all cases of the year"),
            unit: ("ärenden", "cases"),
            note: WHOLE_POOL,
            data: TWO_ARM,
            roles: &[("id", "\"id\""), ("outcome", OUTCOME), ("arm", ARM), ("period", "\"month\"")],
            stages: vec![
                selected(),
                stage("investigated", false, ("utredda", "investigated"), ""),
                stage("decision_changed", false, ("som fick ändrat beslut", "whose decision was changed"), ""),
                stage("recovery", false, ("som fick återkrav", "who were asked to pay back"), ""),
            ],
            attributes: vec![sex(), origin(), age(), supplementary("region", ("region", "region"), "north")],
        },
        SystemKind::Network => Kit {
            title: ("Nätverksanalys", "Network analysis"),
            pool: ("alla noder i nätverket", "all nodes of the network"),
            unit: ("personer", "persons"),
            note: WHOLE_POOL,
            data: TWO_ARM,
            roles: &[
                ("id", "\"id\""),
                ("outcome", OUTCOME),
                ("arm", ARM),
                ("cluster", "\"component\""),
                ("component", "\"component\""),
                ("own_indicator", "\"own_indicator\""),
            ],
            stages: vec![
                stage("seed", false, ("som är utgångspunkter", "who are seeds"), ""),
                stage("in_flagged_cluster", false, ("i flaggade kluster", "in flagged clusters"), ""),
                stage(
                    "association_only",
                    false,
                    ("flaggade enbart genom samband", "flagged by association only"),
                    "Those who are flagged without an indicator of their own.",
                ),
                selected(),
            ],
            attributes: vec![origin(), sex(), age()],
        },
        SystemKind::AutomatedDecision => Kit {
            title: ("Automatiserade beslut", "Automated decisions"),
            pool: ("alla ansökningar under året", "all applications of the year"),
            unit: ("ansökningar", "applications"),
            note: "",
            data: FULL,
            roles: &[("id", "\"id\""), ("cluster", "\"person\""), ("duration", "\"days\""), ("decided", "\"decided\"")],
            stages: vec![
                stage("straight_through", true, ("beslutade direkt", "decided at once"), ""),
                stage("fell_out", false, ("som föll ut till handläggare", "that fell out to a handler"), ""),
                stage("completion_asked", false, ("som behövde kompletteras", "that had to be completed"), ""),
                stage("refused", false, ("avslagna", "refused"), ""),
                stage(
                    "changed_on_review",
                    false,
                    ("ändrade vid omprövning", "changed on review"),
                    "Whether it is an advantage depends on the decision; here it stands for a first decision that was wrong.",
                ),
            ],
            attributes: vec![origin(), age(), sex(), supplementary("channel", ("ansökningssätt", "channel"), "web")],
        },
        SystemKind::DocumentInterpretation => Kit {
            title: ("Dokumenttolkning", "Document interpretation"),
            pool: ("alla inkomna handlingar", "all incoming documents"),
            unit: ("uppgifter", "fields"),
            note: "A random sample is coded twice, so that misreadings are known; its weights make it speak of all documents.",
            data: &[("design", "\"weighted\""), ("path", "\"fields.csv\"")],
            roles: &[("weight", "\"weight\""), ("cluster", "\"document\""), ("document", "\"document\"")],
            stages: vec![
                stage("read", true, ("lästa", "read"), ""),
                stage("rejected", false, ("avvisade", "rejected"), ""),
                stage("misread", false, ("felaktigt lästa", "misread"), ""),
                stage(
                    "consequence",
                    false,
                    ("som fick följder för den enskilde", "with consequences for the person"),
                    "",
                ),
            ],
            attributes: vec![
                origin(),
                age(),
                supplementary("handwriting", ("handskrift", "handwriting"), "no"),
                supplementary("language", ("språk", "language"), "swedish"),
                supplementary("diacritics", ("diakritiska tecken i namnet", "diacritics in the name"), "no"),
            ],
        },
        SystemKind::Masking => Kit {
            title: ("Maskning", "Masking"),
            pool: ("alla handlingar som lämnas ut", "all documents that are disclosed"),
            unit: ("uppgifter", "entities"),
            note: "A sample with the right answer for every entity.",
            data: &[("design", "\"full\""), ("path", "\"entities.csv\"")],
            roles: &[("cluster", "\"document\""), ("document", "\"document\"")],
            stages: vec![
                stage("leaked", false, ("som läckte", "that leaked"), ""),
                stage(
                    "over_masked",
                    false,
                    ("maskade utan grund", "masked without need"),
                    "Masking too much weakens access to documents.",
                ),
            ],
            attributes: vec![
                attribute(
                    "name_origin",
                    "ethnicity",
                    "swedish",
                    (
                        "namnets ursprung, ett närmevärde för etnisk tillhörighet",
                        "origin of the name, a proxy for ethnicity",
                    ),
                    &[("swedish", ("svenska namn", "Swedish names")), ("arabic", ("arabiska namn", "Arabic names"))],
                ),
                attribute(
                    "gendered_name",
                    "sex",
                    "man",
                    ("namn som bärs av ett kön, ett närmevärde för kön", "names of one sex, a proxy for sex"),
                    &[("woman", ("kvinnonamn", "women's names")), ("man", ("mansnamn", "men's names"))],
                ),
                supplementary("protected_identity", ("skyddad identitet", "protected identity"), "no"),
            ],
        },
        SystemKind::SyntheticData => Kit {
            title: ("Syntetiska testdata", "Synthetic test data"),
            pool: ("alla poster i den syntetiska mängden", "all records of the synthetic set"),
            unit: ("poster", "records"),
            note: "Synthetic data treat nobody, and are never evidence of the real system. They are audited for groups that \
                were lost on the way.",
            data: &[("design", "\"full\""), ("nature", "\"synthetic\""), ("path", "\"synthetic.csv\"")],
            roles: &[],
            stages: vec![stage(
                "selected",
                false,
                ("utvalda i det verkliga systemet", "selected in the real system"),
                "The decision of the real system as the synthetic set carries it: is a disparity preserved?",
            )],
            attributes: vec![sex(), origin(), age()],
        },
        SystemKind::HumanOversight => Kit {
            title: ("Mänsklig kontroll av rekommendationer", "Human oversight of recommendations"),
            pool: ("alla ärenden med en rekommendation", "all cases with a recommendation"),
            unit: ("ärenden", "cases"),
            note: "Some recommendations are wrong on purpose, and some are hidden at random: only then can it be told whether \
                handlers follow a recommendation because it is right.",
            data: FULL,
            roles: &[("cluster", "\"handler\""), ("handler", "\"handler\"")],
            stages: vec![
                stage(
                    "followed_when_wrong",
                    false,
                    ("där en felaktig rekommendation följdes", "where a wrong recommendation was followed"),
                    "The column is empty where the recommendation was right.",
                ),
                stage(
                    "overridden",
                    true,
                    ("där rekommendationen frångicks", "where the recommendation was overridden"),
                    "Whether it is an advantage depends on what is recommended; here it is a burden that is lifted.",
                ),
            ],
            attributes: vec![origin(), sex()],
        },
        SystemKind::DecisionSupport => Kit {
            title: ("Beslutsstöd", "Decision support"),
            pool: ("alla ärenden i prognosen", "all cases of the forecast"),
            unit: ("ärenden", "cases"),
            note: "Where no individual is treated there is nothing to measure, and what does not apply is for people to state. \
                This spec is for the day on which a list is sorted by the score.",
            data: FULL,
            roles: &[("score", "{ column = \"score\" }")],
            stages: Vec::new(),
            attributes: vec![sex()],
        },
        SystemKind::Other => Kit {
            title: ("Annat system", "Another system"),
            pool: ("alla ärenden under året", "all cases of the year"),
            unit: ("ärenden", "cases"),
            note: "",
            data: FULL,
            roles: &[("id", "\"id\"")],
            stages: vec![selected()],
            attributes: vec![sex(), origin(), age()],
        },
    }
}

fn block(section: &'static str, note: &'static str, keys: Vec<(&'static str, String)>) -> Block {
    Block { section, note, keys }
}

fn quote(text: &str) -> String {
    format!("\"{text}\"")
}

fn text((sv, en): Words) -> String {
    format!("{{ sv = \"{sv}\", en = \"{en}\" }}")
}

/// A stage whose column has its name, with the values 1 and 0.
fn stage(name: &'static str, favourable: bool, label: Words, note: &'static str) -> Block {
    block(
        "stage",
        note,
        vec![
            ("name", quote(name)),
            ("column", quote(name)),
            ("positive", "[\"1\"]".to_owned()),
            ("favourable", favourable.to_string()),
            ("label", text(label)),
        ],
    )
}

fn selected() -> Block {
    stage("selected", false, ("utvalda för kontroll", "selected for control"), "")
}

fn attribute(
    name: &'static str,
    ground: &'static str,
    reference: &'static str,
    measure: Words,
    labels: &[(&str, Words)],
) -> Block {
    let mut keys = vec![
        ("name", quote(name)),
        ("ground", quote(ground)),
        ("reference", quote(reference)),
        ("measure", text(measure)),
    ];
    if !labels.is_empty() {
        let labels: Vec<String> = labels.iter().map(|(group, label)| format!("{group} = {}", text(*label))).collect();
        keys.push(("labels", format!("{{ {} }}", labels.join(", "))));
    }
    block("attribute", "", keys)
}

fn sex() -> Block {
    let labels = &[("woman", ("kvinnor", "women")), ("man", ("män", "men"))];
    attribute("sex", "sex", "man", ("registrerat kön", "registered sex"), labels)
}

fn origin() -> Block {
    attribute(
        "origin",
        "ethnicity",
        "swedish",
        (
            "utländsk eller svensk bakgrund enligt folkbokföringen, ett närmevärde för etnisk tillhörighet",
            "foreign or Swedish background in the population register, a proxy for ethnicity",
        ),
        &[
            ("foreign", ("personer med utländsk bakgrund", "people with a foreign background")),
            ("swedish", ("personer med svensk bakgrund", "people with a Swedish background")),
        ],
    )
}

fn age() -> Block {
    let mut block = attribute("age", "age", "30–44", ("uppnådd ålder i år", "age in years"), &[]);
    block.keys.push(("bands", "[30, 45, 65]".to_owned()));
    block
}

fn supplementary(name: &'static str, measure: Words, reference: &'static str) -> Block {
    attribute(name, "supplementary", reference, measure, &[])
}
