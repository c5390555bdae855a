//! The pages of a project: where each is and which right it needs. Who makes a link to one asks here, so that nobody is
//! led to a page that is not there for them.

use super::role::{Right, Role};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Board,
    Sql,
    Schema,
    Diagram,
    /// What changed in the schemas.
    SchemaChanges,
    Activity,
    Edit,
    Delete,
}

impl Place {
    pub const ALL: [Self; 8] =
        [Self::Board, Self::Sql, Self::Schema, Self::Diagram, Self::SchemaChanges, Self::Activity, Self::Edit, Self::Delete];

    pub fn needs(self) -> Right {
        match self {
            Self::Board => Right::ViewBoard,
            Self::Sql => Right::RunSql,
            Self::Schema | Self::Diagram | Self::SchemaChanges => Right::ViewSchema,
            Self::Activity => Right::ViewConnections,
            Self::Edit => Right::EditProject,
            Self::Delete => Right::Delete,
        }
    }

    /// Its address in the project with this id.
    pub fn of(self, project: &str) -> String {
        let page = match self {
            Self::Board => "dashboard",
            Self::Sql => "sql",
            Self::Schema => "schema",
            Self::Diagram => "schema/diagram",
            Self::SchemaChanges => "schema/changes",
            Self::Activity => "activity",
            Self::Edit => "edit",
            Self::Delete => "delete",
        };
        format!("/projects/{project}/{page}")
    }

    /// Its address, for somebody for whom it is there.
    pub fn open_to(self, role: Role, project: &str) -> Option<String> {
        role.may(self.needs()).then(|| self.of(project))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn viewers_are_led_to_the_board_alone() {
        let open = |role: Role| Place::ALL.into_iter().filter(|place| place.open_to(role, "p").is_some()).count();
        assert_eq!([Role::Owner, Role::TeamAdmin, Role::Editor, Role::Viewer].map(open), [8, 7, 7, 1]);
        assert_eq!(Place::Board.open_to(Role::Viewer, "p").as_deref(), Some("/projects/p/dashboard"));
    }
}
