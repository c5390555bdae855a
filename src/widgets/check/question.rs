//! A question by itself.

use super::{limit, name};
use crate::{
    error::{AppError, Result},
    model::question::{GroupChoice, MAX_BINS, MAX_FILTERS, MAX_TOP, MeasureChoice, Question},
    widgets::Plot,
};

/// Longest name of a time zone, in bytes.
const MAX_ZONE: usize = 64;

pub(super) fn check(plot: &Plot, question: &Question) -> Result<()> {
    count("configs[question][groups]", "Groups", question.groups.len(), plot.groups)?;
    count("configs[question][measures]", "Figures", question.measures.len(), plot.measures)?;
    question.groups.iter().enumerate().try_for_each(|(at, choice)| group(at, choice))?;
    question.measures.iter().enumerate().try_for_each(|(at, choice)| measure(at, choice))?;
    if question.filters.len() > MAX_FILTERS {
        return Err(AppError::field("configs[question][filters]", format!("Filters must be at most {MAX_FILTERS}")));
    }
    match question.time_zone.as_deref() {
        Some(zone) if zone.is_empty() || zone.len() > MAX_ZONE || !zone.chars().all(is_of_zone) => {
            Err(AppError::field("configs[question][timeZone]", "Write the time zone like Europe/Berlin or UTC"))
        }
        _ => Ok(()),
    }
}

fn is_of_zone(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-')
}

fn count(field: &str, label: &str, is: usize, (least, most): (usize, usize)) -> Result<()> {
    if is < least {
        return Err(AppError::field(field, format!("{label} must be at least {least}")));
    }
    if is > most {
        return Err(AppError::field(field, format!("{label} must be at most {most}")));
    }
    Ok(())
}

fn group(at: usize, choice: &GroupChoice) -> Result<()> {
    let field = |part: &str| format!("configs[question][groups][{at}][{part}]");
    name(&field("column"), "Column", Some(&choice.column))?;
    between(&field("top"), "Named groups", choice.top, MAX_TOP)?;
    between(&field("bins"), "Ranges", choice.bins, MAX_BINS)
}

fn between(field: &str, label: &str, is: Option<u32>, most: u32) -> Result<()> {
    match is {
        Some(is) if !(1..=most).contains(&is) => Err(AppError::field(field, format!("{label} must be between 1 and {most}"))),
        _ => Ok(()),
    }
}

fn measure(at: usize, choice: &MeasureChoice) -> Result<()> {
    let field = |part: &str| format!("configs[question][measures][{at}][{part}]");
    limit(&field("column"), "Column", choice.column.as_deref().unwrap_or_default())?;
    limit(&field("label"), "Label", choice.label.as_deref().unwrap_or_default())?;
    match choice.percentile {
        Some(place) if !(0.0..=1.0).contains(&place) => {
            Err(AppError::field(field("percentile"), "A percentile lies between 0 and 1; 0.5 is the median"))
        }
        _ => Ok(()),
    }
}
