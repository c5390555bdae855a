//! What a written link says, checked against the filters of its board.

use crate::{
    domain::days,
    error::{AppError, Result},
    model::{
        access::Secret,
        board_filter::{BoardFilter, MOST_VALUES},
        id::FilterId,
        rules,
        share_link::{FIRST, FilterUse, FixedFilter, LinkInput, LinkRights},
        time::Timestamp,
    },
};

/// Least length of a link's password, in characters: those of accounts guard more.
const PASSWORD_MIN: usize = 8;

pub(super) fn title(input: &LinkInput) -> Result<String> {
    // The link of the visibility switch is called what it is.
    if input.link_id.as_deref() == Some(FIRST) {
        return Ok(String::new());
    }
    let title = input.title.as_deref().unwrap_or_default().trim().to_owned();
    rules::link_title(&title)?;
    Ok(title)
}

/// The new password, if there is one.
pub(super) fn password(input: &LinkInput) -> Result<Option<&Secret>> {
    let Some(password) = input.password.as_ref().filter(|password| !password.is_empty()) else { return Ok(None) };
    rules::password("password", password.expose(), PASSWORD_MIN)?;
    Ok(Some(password))
}

/// The end of the named day.
pub(super) fn expiry(input: &LinkInput) -> Result<Option<Timestamp>> {
    days::end_of("expiresOn", input.expires_on.as_deref())
}

pub(super) fn rights(input: &LinkInput, filters: &[BoardFilter]) -> Result<LinkRights> {
    let is = |given: Option<bool>| given.unwrap_or_default();
    let (untouched, diagram, downloads) = (is(input.untouched), is(input.diagram), is(input.downloads));
    let beside = LinkRights { untouched, diagram, downloads, ..LinkRights::default() };
    let Some(given) = &input.filters else { return Ok(beside) };
    let (mut open, mut fixed): (Vec<FilterId>, Vec<FixedFilter>) = Default::default();
    for (place, one) in given.iter().enumerate() {
        let field = |name: &str| format!("filters[{place}][{name}]");
        let id = FilterId::parse(&one.filter_id);
        let known = filters.iter().find(|filter| Some(&filter.id) == id.as_ref());
        let filter = known.ok_or_else(|| AppError::field(field("filterId"), "There is no such filter any more. Reload the page."))?;
        if open.contains(&filter.id) || fixed.iter().any(|fixed| fixed.filter_id == filter.id) {
            return Err(AppError::field(field("filterId"), "A filter can be named once only"));
        }
        match one.used {
            FilterUse::Hidden => {}
            FilterUse::Open => open.push(filter.id.clone()),
            FilterUse::Fixed => {
                let lines = one.values.iter().flat_map(|text| text.lines()).map(str::trim).filter(|line| !line.is_empty());
                let values: Vec<String> = lines.map(str::to_owned).collect();
                let says_something = !filter.kind.conditions("", &values).is_empty();
                if !says_something || values.len() > MOST_VALUES {
                    let text = format!("Give the value at which \"{}\" is fixed", filter.label);
                    return Err(AppError::field(field("values"), text));
                }
                for value in &values {
                    rules::text(&field("values"), "The value", value, 200)?;
                }
                fixed.push(FixedFilter { filter_id: filter.id.clone(), values });
            }
        }
    }
    Ok(LinkRights { filters: Some(open), fixed, ..beside })
}
