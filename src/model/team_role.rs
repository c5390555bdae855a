//! Who may do what with a team: one table, tested cell by cell. What its roles may do with the projects of the team is
//! in [`super::role`].

use super::role::Role;
use serde::{Deserialize, Serialize};

/// What a member is in a team, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub enum TeamRole {
    Viewer,
    Editor,
    Admin,
}

/// Where somebody stands towards a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub enum TeamStanding {
    Admin,
    Editor,
    Viewer,
    /// Not a member, but somebody with the server role `admin`, who keeps teams in order and sees nothing that they own.
    Server,
}

/// What can be done with a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TeamRight {
    /// See its name and its members.
    See,
    /// See its projects, as far as the role in each allows.
    SeeProjects,
    MakeProjects,
    Rename,
    Billing,
    /// Ask people in.
    Invite,
    ChangeRoles,
    /// Remove others; everybody may leave.
    RemoveMembers,
    /// API tokens of the team.
    Tokens,
    /// Row rules of its projects, and what is known of its members for them.
    Rules,
    /// Delete it with everything it owns.
    Delete,
}

impl TeamRole {
    pub const ALL: [Self; 3] = [Self::Admin, Self::Editor, Self::Viewer];

    /// As seed 002 writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Editor => "Editor",
            Self::Viewer => "Viewer",
        }
    }

    /// The role of this name, in whatever case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name().eq_ignore_ascii_case(name.trim()))
    }

    /// What it allows, in few words.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Admin => "Members, settings and every project",
            Self::Editor => "Makes projects, changes boards, runs SQL",
            Self::Viewer => "Sees boards and the rows behind them",
        }
    }

    /// What a member is to a project of the team. Who made it and may edit at all is its owner.
    pub fn in_project(self, is_owner: bool) -> Role {
        match self {
            Self::Viewer => Role::Viewer,
            _ if is_owner => Role::Owner,
            Self::Editor => Role::Editor,
            Self::Admin => Role::TeamAdmin,
        }
    }
}

impl From<TeamRole> for TeamStanding {
    fn from(role: TeamRole) -> Self {
        match role {
            TeamRole::Admin => Self::Admin,
            TeamRole::Editor => Self::Editor,
            TeamRole::Viewer => Self::Viewer,
        }
    }
}

impl TeamStanding {
    pub const ALL: [Self; 4] = [Self::Admin, Self::Editor, Self::Viewer, Self::Server];

    /// The table.
    pub fn may(self, right: TeamRight) -> bool {
        use TeamRight::{Billing, ChangeRoles, Delete, MakeProjects, RemoveMembers, Rename, See, SeeProjects};
        let rights: &[TeamRight] = match self {
            Self::Admin => &TeamRight::ALL,
            Self::Editor => &[See, SeeProjects, MakeProjects],
            Self::Viewer => &[See, SeeProjects],
            // Without inviting: nobody lets themselves in (00-conventions: an administrator sees no private project).
            Self::Server => &[See, Rename, Billing, ChangeRoles, RemoveMembers, Delete],
        };
        rights.contains(&right)
    }
}

impl TeamRight {
    pub const ALL: [Self; 11] = [
        Self::See,
        Self::SeeProjects,
        Self::MakeProjects,
        Self::Rename,
        Self::Billing,
        Self::Invite,
        Self::ChangeRoles,
        Self::RemoveMembers,
        Self::Tokens,
        Self::Rules,
        Self::Delete,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_cell_by_cell() {
        // Columns in the order of TeamRight::ALL.
        let table = [
            (TeamStanding::Admin, "11111111111"),
            (TeamStanding::Editor, "11100000000"),
            (TeamStanding::Viewer, "11000000000"),
            (TeamStanding::Server, "10011011001"),
        ];
        assert_eq!(table.map(|(standing, _)| standing), TeamStanding::ALL);
        for (standing, cells) in table {
            for (right, cell) in TeamRight::ALL.into_iter().zip(cells.bytes()) {
                assert_eq!(standing.may(right), cell == b'1', "{standing:?} {right:?}");
            }
        }
    }

    #[test]
    fn roles_in_projects() {
        assert_eq!(TeamRole::ALL.map(|role| role.in_project(true)), [Role::Owner, Role::Owner, Role::Viewer]);
        assert_eq!(TeamRole::ALL.map(|role| role.in_project(false)), [Role::TeamAdmin, Role::Editor, Role::Viewer]);
    }

    #[test]
    fn names_and_order() {
        for role in TeamRole::ALL {
            assert_eq!(TeamRole::parse(&role.name().to_uppercase()), Some(role));
        }
        assert_eq!(TeamRole::parse("owner"), None);
        assert!(TeamRole::Viewer < TeamRole::Editor && TeamRole::Editor < TeamRole::Admin);
    }
}
