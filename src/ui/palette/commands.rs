//! Where one can go by name, besides one's own things.

use crate::{
    model::search::{Found, FoundKind, Wanted},
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
const PAGES: [(&str, &str, &str); 7] = [
    ("Home", "/", icons::HOUSE),
    ("Projects", "/projects", icons::LAYOUT_DASHBOARD),
    ("New project", "/projects/new", icons::PLUS),
    ("Settings", "/settings", icons::SETTINGS),
    ("API reference", "/help/api", icons::CODE_XML),
    ("Keyboard shortcuts", "/help/keyboard", icons::KEYBOARD),
    ("Search everything", "/search", icons::SEARCH),
];

/// What can be done where a board is shown: title, address behind that of its project, sign.
const OF_PROJECT: [(&str, &str, &str); 6] = [
    ("Add widget", "/dashboard?add=", icons::PLUS),
    ("Share board", "/dashboard?share=1", icons::SHARE_2),
    ("Edit project", "/edit", icons::PENCIL),
    ("Open board", "/dashboard", icons::LAYOUT_DASHBOARD),
    ("Schema", "/schema", icons::TABLE_PROPERTIES),
    ("Schema diagram", "/schema/diagram", icons::WORKFLOW),
];

/// The commands that fit what was typed, those of the project of this page first.
pub fn commands(wanted: &Wanted, path: &str) -> Vec<Choice> {
    let here = project_of(path).into_iter().flat_map(|project| {
        OF_PROJECT.map(|(title, rest, icon)| Choice {
            icon,
            title: title.into(),
            hint: "This project".into(),
            href: format!("/projects/{project}{rest}"),
        })
    });
    let pages = PAGES.map(|(title, href, icon)| Choice { icon, title: title.into(), hint: "Page".into(), href: href.into() });
    here.chain(pages).filter(|choice| wanted.rank(&choice.title).is_some()).collect()
}

/// The id in `/projects/{id}/...`.
fn project_of(path: &str) -> Option<&str> {
    let (id, rest) = path.strip_prefix("/projects/")?.split_once('/')?;
    (!id.is_empty() && !rest.is_empty()).then_some(id)
}

pub fn choice(found: Found) -> Choice {
    let icon = match found.kind {
        FoundKind::Project => icons::LAYOUT_DASHBOARD,
        FoundKind::Widget => icons::CHART_COLUMN,
        FoundKind::Connection => icons::DATABASE,
        FoundKind::Table => icons::TABLE_2,
    };
    let hint = if found.place.is_empty() { found.kind.label().to_owned() } else { format!("{} · {}", found.kind.label(), found.place) };
    Choice { icon, title: found.title, hint, href: found.href }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str, path: &str) -> Vec<String> {
        commands(&Wanted::new(text), path).into_iter().map(|choice| choice.title).collect()
    }

    #[test]
    fn a_project_has_its_own() {
        assert_eq!(titles("share", "/projects/abc/dashboard"), ["Share board"]);
        assert_eq!(titles("share", "/projects/new"), [""; 0]);
        assert_eq!(titles("pro", "/projects/abc/edit"), ["Edit project", "Projects", "New project"]);
        assert_eq!(commands(&Wanted::new("edit"), "/projects/abc/dashboard")[0].href, "/projects/abc/edit");
    }
}
