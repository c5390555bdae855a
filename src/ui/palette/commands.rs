//! Where one can go by name, besides one's own things.

use crate::{
    model::{
        place::Place,
        role::{Right, Role},
        search::{Found, FoundKind, Wanted},
    },
    ui::parts::icons,
};

/// One line of the palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub icon: &'static str,
    pub title: String,
    pub hint: String,
    pub href: String,
}

/// Pages of everybody: title, address, sign.
const PAGES: [(&str, &str, &str); 10] = [
    ("Home", "/", icons::HOUSE),
    ("Projects", "/projects", icons::LAYOUT_DASHBOARD),
    ("New project", "/projects/new", icons::PLUS),
    ("Databases", "/databases", icons::DATABASE),
    ("New database", "/databases/new", icons::PLUS),
    ("Teams", "/teams", icons::USERS),
    ("Settings", "/settings", icons::SETTINGS),
    ("API reference", "/help/api", icons::CODE_XML),
    ("Keyboard shortcuts", "/help/keyboard", icons::KEYBOARD),
    ("Search everything", "/search", icons::SEARCH),
];

/// One thing that can be done with the project whose page is open.
struct Command {
    title: &'static str,
    place: Place,
    /// Behind the address of the place.
    query: &'static str,
    /// Besides what the place needs.
    needs: Right,
    icon: &'static str,
}

const fn command(title: &'static str, place: Place, query: &'static str, needs: Right, icon: &'static str) -> Command {
    Command { title, place, query, needs, icon }
}

const OF_PROJECT: &[Command] = &[
    command("Add widget", Place::Board, "?add=", Right::EditBoard, icons::PLUS),
    command("Share board", Place::Board, "?share=1", Right::Share, icons::SHARE_2),
    command("Edit project", Place::Edit, "", Right::EditProject, icons::PENCIL),
    command("Open board", Place::Board, "", Right::ViewBoard, icons::LAYOUT_DASHBOARD),
    command("SQL", Place::Sql, "", Right::RunSql, icons::SQUARE_TERMINAL),
    command("Schema", Place::Schema, "", Right::ViewSchema, icons::TABLE_PROPERTIES),
    command("Schema diagram", Place::Diagram, "", Right::ViewSchema, icons::WORKFLOW),
    command("Activity of this project", Place::Activity, "", Right::ViewConnections, icons::HISTORY),
];

/// The commands that fit what was typed, those of the project of this page first, as far as the person may use them.
pub fn commands(wanted: &Wanted, here: Option<(String, Role)>) -> Vec<Choice> {
    let here = here.iter().flat_map(|(project, role)| {
        OF_PROJECT.iter().filter(move |command| role.may(command.needs)).filter_map(move |command| {
            let href = command.place.open_to(*role, project)?;
            let href = format!("{href}{}", command.query);
            Some(Choice { icon: command.icon, title: command.title.into(), hint: "This project".into(), href })
        })
    });
    let pages = PAGES.map(|(title, href, icon)| Choice { icon, title: title.into(), hint: "Page".into(), href: href.into() });
    here.chain(pages).filter(|choice| wanted.rank(&choice.title).is_some()).collect()
}

pub fn choice(found: Found) -> Choice {
    let icon = match found.kind {
        FoundKind::Project => icons::LAYOUT_DASHBOARD,
        FoundKind::Widget => icons::CHART_COLUMN,
        FoundKind::Database | FoundKind::Connection => icons::DATABASE,
        FoundKind::Table => icons::TABLE_2,
    };
    let hint = if found.place.is_empty() { found.kind.label().to_owned() } else { format!("{} · {}", found.kind.label(), found.place) };
    Choice { icon, title: found.title, hint, href: found.href }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str, role: Option<Role>) -> Vec<String> {
        let here = role.map(|role| ("abc".to_owned(), role));
        commands(&Wanted::new(text), here).into_iter().map(|choice| choice.title).collect()
    }

    #[test]
    fn a_project_has_its_own() {
        assert_eq!(titles("share", Some(Role::Owner)), ["Share board"]);
        assert_eq!(titles("share", None), [""; 0]);
        assert_eq!(titles("edit pro", Some(Role::Editor)), ["Edit project"]);
        let edit = commands(&Wanted::new("edit"), Some(("abc".to_owned(), Role::Owner)));
        assert_eq!(edit[0].href, "/projects/abc/edit");
    }

    #[test]
    fn databases_have_their_pages() {
        assert_eq!(titles("database", None), ["Databases", "New database"]);
    }

    #[test]
    fn nobody_is_offered_what_is_not_there_for_them() {
        let own = |role: Role| titles("", Some(role)).len() - PAGES.len();
        assert_eq!([Role::Owner, Role::Editor, Role::Viewer].map(own), [8, 7, 1]);
    }
}
