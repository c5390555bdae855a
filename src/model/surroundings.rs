//! What stands around a page of a signed-in person: their teams, and what they are to the project whose page it is.

use super::{
    address::Query,
    given::given,
    id::{ProjectId, TeamId},
    role::Role,
};
use serde::{Deserialize, Serialize};

/// Name of the cookie that holds the id of the team that a browser chose.
pub const TEAM_COOKIE: &str = "vizboard_team";

/// What that cookie says: whether whoever asks is in the team is another question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChosenTeam(pub Option<TeamId>);

/// Input of `getSurroundings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SurroundingsInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The project whose page is shown.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
}

/// Answer of `getSurroundings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Surroundings {
    /// The teams of the caller, the personal one first.
    pub teams: Vec<OwnTeam>,
    /// The one that this browser chose; absent for all of them.
    pub chosen: Option<TeamId>,
    /// Absent for a project that is not there for the caller.
    pub project: Option<ProjectAround>,
}

/// A team of the caller, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OwnTeam {
    pub id: TeamId,
    pub name: String,
}

/// The project whose page is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProjectAround {
    pub id: ProjectId,
    /// What the caller is to it.
    pub role: Role,
    pub team_id: TeamId,
}

/// Input of `chooseTeam`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ChooseTeamInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Name or id of a team of the caller; empty or absent for all of them.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}

impl OwnTeam {
    /// The list of its projects.
    pub fn projects(&self) -> String {
        Query::default().with("team", &self.name).on(PROJECTS)
    }
}

const PROJECTS: &str = "/projects";
const DATABASES: &str = "/databases";

impl Surroundings {
    fn of_id(&self, id: &TeamId) -> Option<&OwnTeam> {
        self.teams.iter().find(|team| team.id == *id)
    }

    /// The team that an address names, by name or id.
    fn named(&self, text: &str) -> Option<&OwnTeam> {
        self.teams.iter().find(|team| team.id.as_str() == text || team.name.to_lowercase() == text.to_lowercase())
    }

    /// The team in which the page at this address is: that of its project, the one that the address names, and elsewhere
    /// the chosen one. Nothing where it is about all of them.
    pub fn present(&self, path: &str, query: &str) -> Option<&OwnTeam> {
        let mut steps = path.trim_start_matches('/').split('/');
        let (area, object) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        let query = Query::parse(query);
        let asked = query.get("team").and_then(|name| self.named(name));
        let here = |project: &&ProjectAround| area == "projects" && project.id.as_str() == object;
        if let Some(project) = self.project.as_ref().filter(here) {
            return self.of_id(&project.team_id);
        }
        match (area, object) {
            ("projects" | "databases", "") => asked,
            ("teams", name) if !name.is_empty() => {
                self.named(&percent_encoding::percent_decode_str(name).decode_utf8_lossy()).or_else(|| self.chosen())
            }
            _ => asked.or_else(|| self.chosen()),
        }
    }

    pub fn chosen(&self) -> Option<&OwnTeam> {
        self.chosen.as_ref().and_then(|id| self.of_id(id))
    }

    /// The list of projects that belongs to what was chosen.
    pub fn projects(&self) -> String {
        self.chosen().map_or_else(|| PROJECTS.to_owned(), OwnTeam::projects)
    }

    /// The list of databases that belongs to what was chosen.
    pub fn databases(&self) -> String {
        self.chosen().map_or_else(|| DATABASES.to_owned(), |team| Query::default().with("team", &team.name).on(DATABASES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROJECT: &str = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";

    fn id(last: u8) -> TeamId {
        TeamId::parse(&format!("6f9619ff-8b86-4011-b42d-0000000000{last:02}")).expect("a UUID")
    }

    fn known(chosen: Option<u8>) -> Surroundings {
        let team = |last: u8, name: &str| OwnTeam { id: id(last), name: name.to_owned() };
        Surroundings {
            teams: vec![team(1, "ada"), team(2, "Sales & Co"), team(3, "Crew")],
            chosen: chosen.map(id),
            project: ProjectId::parse(PROJECT).map(|project| ProjectAround { id: project, role: Role::Viewer, team_id: id(3) }),
        }
    }

    #[test]
    fn a_page_is_in_the_team_that_it_says() {
        let present = |chosen: Option<u8>, path: &str, query: &str| known(chosen).present(path, query).map(|team| team.name.clone());
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(present(Some(2), "/projects", ""), None, "the list of all");
        assert_eq!(present(Some(1), "/projects", "?team=sales+%26+co"), named("Sales & Co"));
        assert_eq!(present(Some(1), "/projects", "team=Strangers"), None);
        assert_eq!(present(Some(1), &format!("/projects/{PROJECT}/sql"), ""), named("Crew"));
        assert_eq!(present(Some(1), "/teams/Sales%20%26%20Co/tokens", ""), named("Sales & Co"));
        assert_eq!(present(Some(1), "/projects/new", "team=Crew"), named("Crew"));
        assert_eq!(present(Some(2), "/", ""), named("Sales & Co"));
        assert_eq!(present(None, "/teams", ""), None);
        assert_eq!(present(Some(9), "/", ""), None, "it is not theirs any more");
    }

    #[test]
    fn the_list_of_what_was_chosen() {
        assert_eq!(known(Some(2)).projects(), "/projects?team=Sales+%26+Co");
        assert_eq!(known(None).projects(), "/projects");
    }
}
