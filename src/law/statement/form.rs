//! The form of a statement file (`law/statements.md`, sections 1 and 4), and the schema of its structured answers.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::law::pack::{Day, Field, FieldType};
use crate::words::Lang;

/// A file that holds several statements, or claims of not applicable, or both.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::law) struct ListForm {
    /// Version of this form: 1.
    pub(in crate::law) schema: u32,
    /// Statements.
    #[serde(default)]
    #[expect(dead_code, reason = "each is read by itself, so that a problem has its place")]
    pub(in crate::law) statement: Vec<StatementFile>,
    /// Claims that a provision is not applicable.
    #[serde(default)]
    pub(in crate::law) not_applicable: Vec<ClaimForm>,
}

/// What a statement file says of its own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::law) enum FileStatus {
    /// Not finished.
    Draft,
    /// Finished.
    Final,
    /// Taken back.
    Withdrawn,
}

/// One statement as it stands in its file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::law) struct StatementFile {
    /// Version of this form: 1; may be absent in an entry of a list.
    #[serde(default = "one")]
    pub(in crate::law) schema: u32,
    /// `HS-01` …, or one of an own pack.
    pub(in crate::law) id: String,
    /// The audit that it belongs to.
    pub(in crate::law) audit: String,
    /// One more for each change of content.
    pub(in crate::law) version: u32,
    /// Language of the answers.
    pub(in crate::law) language: Lang,
    /// Status.
    pub(in crate::law) status: FileStatus,
    /// Date of the content.
    pub(in crate::law) written: Day,
    /// Written to show the form; never counts as signed.
    #[serde(default)]
    pub(in crate::law) illustration: bool,
    /// Until when it holds; absent: the months of its kind.
    #[serde(default)]
    pub(in crate::law) review_by: Option<Day>,
    /// The version that it replaces.
    #[serde(default)]
    pub(in crate::law) supersedes: Option<Supersedes>,
    /// What it concerns; absent: the whole audit.
    #[serde(default)]
    pub(in crate::law) applies_to: Option<AppliesTo>,
    /// Answers by question.
    #[serde(default)]
    pub(in crate::law) answers: BTreeMap<String, String>,
    /// Structured answers.
    #[serde(default)]
    pub(in crate::law) fields: Map<String, Value>,
    /// What the writer had seen.
    #[serde(default)]
    pub(in crate::law) basis: Option<Basis>,
    /// Signatures.
    #[serde(default)]
    pub(in crate::law) signature: Vec<SignatureForm>,
    /// Attachments.
    #[serde(default)]
    #[expect(dead_code, reason = "checked by `evenhand verify`, which reads files")]
    pub(in crate::law) attachment: Vec<Attachment>,
    /// What may not be disclosed.
    #[serde(default)]
    pub(in crate::law) disclosure: Option<DisclosureForm>,
    /// Language → question → answer.
    #[serde(default)]
    pub(in crate::law) translation: BTreeMap<String, BTreeMap<String, String>>,
}

const fn one() -> u32 {
    1
}

/// The version that a statement replaces.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::law) struct Supersedes {
    /// Version.
    pub(in crate::law) version: u32,
    /// SHA-256 of its file.
    #[serde(default)]
    #[expect(dead_code, reason = "kept by the writer as evidence; nothing here reads files")]
    pub(in crate::law) sha256: Option<String>,
    /// Why.
    #[serde(default)]
    #[expect(dead_code, reason = "read by people")]
    pub(in crate::law) reason: Option<String>,
}

/// What a statement concerns.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::law) struct AppliesTo {
    /// Stages.
    pub(in crate::law) stages: Option<Vec<String>>,
    /// Attributes.
    pub(in crate::law) attributes: Option<Vec<String>>,
}

/// What the writer had seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::law) struct Basis {
    /// `results_sha256` of the report.
    pub(in crate::law) results_sha256: String,
    /// Its id.
    #[serde(default)]
    #[expect(dead_code, reason = "read by people; the hash is what binds")]
    pub(in crate::law) report_id: Option<String>,
}

/// How a signature was made, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::law) enum Method {
    /// Written down as said.
    Recorded,
    /// A signature file beside it.
    Detached,
}

impl Method {
    /// The word of the file.
    pub(in crate::law) const fn word(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Detached => "detached",
        }
    }
}

/// `[[signature]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::law) struct SignatureForm {
    /// Role.
    pub(in crate::law) role: String,
    /// Name.
    pub(in crate::law) name: String,
    /// Title.
    #[serde(default)]
    pub(in crate::law) title: Option<String>,
    /// Day.
    pub(in crate::law) date: Day,
    /// How.
    pub(in crate::law) method: Method,
    /// SHA-256 of the content that was signed.
    pub(in crate::law) content_sha256: String,
    /// The signature file.
    #[serde(default)]
    #[expect(dead_code, reason = "checked by `evenhand verify`, which reads files")]
    pub(in crate::law) file: Option<String>,
    /// Printed with the signature.
    #[serde(default)]
    pub(in crate::law) comment: Option<String>,
}

/// `[[attachment]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "checked by `evenhand verify`, which reads files")]
pub(in crate::law) struct Attachment {
    /// Title.
    pub(in crate::law) title: String,
    /// Path.
    pub(in crate::law) path: String,
    /// SHA-256.
    pub(in crate::law) sha256: String,
}

/// How much of a statement may be disclosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::law) enum DisclosureClass {
    /// All of it.
    Open,
    /// All but some passages.
    Passages,
    /// Nothing.
    Whole,
}

/// `[disclosure]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::law) struct DisclosureForm {
    /// Class.
    pub(in crate::law) class: DisclosureClass,
    /// Passages.
    #[serde(default)]
    pub(in crate::law) passage: Vec<PassageForm>,
}

/// `[[disclosure.passage]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::law) struct PassageForm {
    /// `answers.q2`, `fields.limits`, or `whole`.
    pub(in crate::law) field: String,
    /// Under which provision.
    pub(in crate::law) provision: String,
    /// Why.
    pub(in crate::law) reason: String,
    /// Role of the decider.
    pub(in crate::law) decided_by: String,
    /// Day.
    pub(in crate::law) date: Day,
}

/// `[[not_applicable]]`: a claim that a provision is not applicable.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::law) struct ClaimForm {
    /// Provision.
    pub(in crate::law) provision: String,
    /// Why, at least 40 characters.
    pub(in crate::law) reason: String,
    /// Day.
    pub(in crate::law) written: Day,
    /// Until when it holds.
    #[serde(default)]
    pub(in crate::law) review_by: Option<Day>,
    /// Signatures.
    #[serde(default)]
    pub(in crate::law) signature: Vec<SignatureForm>,
}

/// The schema of structured answers: types and words, but no `required`, since a missing answer makes a statement
/// incomplete and not a file wrong.
pub(in crate::law) fn fields_schema(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.clone(), field_schema(field))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn field_schema(field: &Field) -> Value {
    let text = json!({ "type": "string" });
    let word = json!({ "type": "string", "enum": field.values });
    match field.r#type {
        FieldType::Text => text,
        FieldType::Number => json!({ "type": "number" }),
        FieldType::Integer => json!({ "type": "integer" }),
        FieldType::Date => json!({ "type": "string", "format": "date" }),
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::Word => word,
        FieldType::Texts => json!({ "type": "array", "items": text }),
        FieldType::Words => json!({ "type": "array", "items": word }),
        FieldType::Table => fields_schema(&field.of),
        FieldType::Tables => json!({ "type": "array", "items": fields_schema(&field.of) }),
    }
}

/// The schema of answers: the questions of a statement, each a text.
pub(in crate::law) fn answers_schema<'q>(questions: impl Iterator<Item = &'q str>) -> Value {
    let properties: Map<String, Value> =
        questions.map(|question| (question.to_owned(), json!({ "type": "string" }))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
