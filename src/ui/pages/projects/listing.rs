//! Which projects the list shows and how, as it stands in the address.

use crate::model::{address::Query, project::ProjectCard};

/// `?q=&team=&status=&sort=&view=`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub search: String,
    /// Name of the only team whose projects are shown; all when empty.
    pub team: String,
    pub status: Status,
    pub sort: Sort,
    /// Rows of a table instead of cards.
    pub as_list: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    All,
    Public,
    Private,
    /// At least one connection that could not be reached.
    Failing,
    Draft,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest change first.
    #[default]
    Updated,
    Title,
    /// Newest first.
    Created,
}

impl Status {
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::All, "", "All projects"),
        (Self::Public, "public", "Public"),
        (Self::Private, "private", "Private"),
        (Self::Failing, "failing", "Not reachable"),
        (Self::Draft, "draft", "Drafts"),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(status, ..)| *status == self).map_or("", |(_, name, _)| name)
    }

    fn parse(name: &str) -> Self {
        Self::ALL.iter().find(|(_, other, _)| *other == name).map_or(Self::All, |(status, ..)| *status)
    }

    fn fits(self, card: &ProjectCard) -> bool {
        match self {
            Self::All => true,
            Self::Public => card.summary.is_public,
            Self::Private => !card.summary.is_public,
            Self::Failing => card.connections.iter().any(|connection| connection.is_valid == Some(false)),
            Self::Draft => card.is_draft,
        }
    }
}

impl Sort {
    pub const ALL: [(Self, &'static str, &'static str); 3] =
        [(Self::Updated, "", "Last change"), (Self::Title, "title", "Title"), (Self::Created, "created", "Newest")];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(sort, ..)| *sort == self).map_or("", |(_, name, _)| name)
    }

    fn parse(name: &str) -> Self {
        Self::ALL.iter().find(|(_, other, _)| *other == name).map_or(Self::Updated, |(sort, ..)| *sort)
    }
}

impl Listing {
    pub fn parse(query: &str) -> Self {
        let query = Query::parse(query);
        Self {
            search: query.get("q").unwrap_or_default().to_owned(),
            team: query.get("team").unwrap_or_default().to_owned(),
            status: Status::parse(query.get("status").unwrap_or_default()),
            sort: Sort::parse(query.get("sort").unwrap_or_default()),
            as_list: query.get("view") == Some("list"),
        }
    }

    /// The address of this listing; what is as always is left out.
    pub fn address(&self) -> String {
        let pairs = [
            ("q", self.search.as_str()),
            ("team", self.team.as_str()),
            ("status", self.status.name()),
            ("sort", self.sort.name()),
            ("view", if self.as_list { "list" } else { "" }),
        ];
        let query: Query = pairs.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        query.on("/projects")
    }

    /// Whether it is the whole of one team, and nothing narrows it further.
    pub fn is_whole_team(&self) -> bool {
        !self.team.is_empty() && self.search.trim().is_empty() && self.status == Status::All
    }

    pub fn apply(&self, cards: &[ProjectCard]) -> Vec<ProjectCard> {
        let wanted = self.search.trim().to_lowercase();
        let found = |card: &ProjectCard| {
            let summary = &card.summary;
            let mut texts = [&summary.title, &summary.description].into_iter().chain(&summary.databases);
            wanted.is_empty() || texts.any(|text| text.to_lowercase().contains(&wanted))
        };
        let of_team = |card: &ProjectCard| self.team.is_empty() || card.team.to_lowercase() == self.team.to_lowercase();
        let mut shown: Vec<ProjectCard> =
            cards.iter().filter(|card| self.status.fits(card) && of_team(card) && found(card)).cloned().collect();
        match self.sort {
            Sort::Updated => shown.sort_by_key(|card| std::cmp::Reverse(card.summary.updated_at)),
            Sort::Title => shown.sort_by_key(|card| card.summary.title.to_lowercase()),
            Sort::Created => shown.sort_by_key(|card| std::cmp::Reverse(card.summary.created_at)),
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        id::ProjectId,
        project::{CardConnection, ProjectSummary},
        role::Role,
        time::Timestamp,
    };

    fn card(title: &str, updated: i64, is_public: bool, is_valid: Option<bool>) -> ProjectCard {
        let summary = ProjectSummary {
            id: ProjectId::parse("6f9619ff-8b86-4011-b42d-00cf4fc964ff").expect("a UUID"),
            title: title.to_owned(),
            description: format!("about {title}"),
            is_public,
            id_public: None,
            databases: vec!["Warehouse".to_owned()],
            total_connections: 1,
            valid_connections: 0,
            has_validated_connections: is_valid.is_some(),
            last_validation_date: None,
            total_schemas: 0,
            valid_schemas: 0,
            has_introspected_schemas: false,
            last_schema_introspection_at: None,
            widget_count: 0,
            created_at: Timestamp(-updated),
            updated_at: Timestamp(updated),
        };
        let connection = CardConnection { title: "Warehouse".to_owned(), kind: "postgres".to_owned(), is_valid, error: None };
        let (team, owner) = (if is_public { "Sales" } else { "ada" }.to_owned(), "ada".to_owned());
        ProjectCard {
            summary,
            connections: vec![connection],
            tiles: Vec::new(),
            busy: false,
            is_draft: false,
            team,
            owner,
            role: Role::Owner,
            rules: true,
        }
    }

    fn shown(query: &str) -> Vec<String> {
        let cards = [card("beta", 1, true, Some(true)), card("Alpha", 3, false, Some(false)), card("gamma", 2, false, None)];
        Listing::parse(query).apply(&cards).into_iter().map(|card| card.summary.title).collect()
    }

    #[test]
    fn finds_filters_and_sorts() {
        assert_eq!(shown(""), ["Alpha", "gamma", "beta"]);
        assert_eq!(shown("sort=title"), ["Alpha", "beta", "gamma"]);
        assert_eq!(shown("sort=created"), ["beta", "gamma", "Alpha"]);
        assert_eq!(shown("status=public"), ["beta"]);
        assert_eq!(shown("status=failing"), ["Alpha"]);
        assert_eq!(shown("q=ALPH"), ["Alpha"]);
        assert_eq!(shown("team=sales"), ["beta"]);
        assert_eq!(shown("q=warehouse").len(), 3);
        assert_eq!(shown("q=nothing"), [""; 0]);
        assert_eq!(shown("status=nonsense&sort=nonsense").len(), 3);
    }

    #[test]
    fn the_address_says_what_differs() {
        for address in ["/projects", "/projects?q=a+b&team=Sales&status=draft&sort=title&view=list"] {
            let query = address.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(Listing::parse(query).address(), address);
        }
    }
}
