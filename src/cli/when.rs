//! The assessment date: `--date`, else `SOURCE_DATE_EPOCH`, else the spec's own, else the clock.

use chrono::{DateTime, NaiveDate, NaiveTime};

use super::Global;
use crate::diag::{Code, Place, Problem};
use crate::flow::When;
use crate::spec::Spec;

/// The day and moment that stand for "today" in an audit.
pub(super) fn when(spec: &Spec, global: &Global) -> Result<When, Problem> {
    Ok(match (asked(global)?, spec.audit.date) {
        (Some(when), _) => when,
        (None, Some(date)) => When::day(date),
        (None, None) => clock(),
    })
}

/// The day and moment at which somebody does something, such as sign: the spec's own date does not stand in for it.
pub(super) fn now(global: &Global) -> Result<When, Problem> {
    Ok(asked(global)?.unwrap_or_else(clock))
}

/// What the command line or the environment says.
fn asked(global: &Global) -> Result<Option<When>, Problem> {
    if let Some(text) = &global.date {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
            Problem::new(Code::WrongType, Place::file("--date"), format!("`{text}` is not a date"))
                .hint("write it as 2026-11-26")
        })?;
        return Ok(Some(When::day(date)));
    }
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let moment = text.trim().parse::<i64>().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let Some(moment) = moment else {
        let place = Place::file("SOURCE_DATE_EPOCH");
        return Err(Problem::new(Code::WrongType, place, format!("`{text}` is not a number of seconds"))
            .hint("give whole seconds since 1970-01-01, or unset it"));
    };
    Ok(Some(When::moment(moment.naive_utc())))
}

fn clock() -> When {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(0));
    let now = DateTime::from_timestamp(seconds, 0)
        .map_or_else(|| NaiveDate::default().and_time(NaiveTime::MIN), |moment| moment.naive_utc());
    When::moment(now)
}
