//! What somebody is to a project and why: the one answer by which everything is allowed or refused.

use crate::{
    error::Result,
    model::{
        id::{AccountId, TeamId},
        role::{Right, Role},
        token::Permission,
    },
    store::{self, Db, projects::ProjectRow},
};

/// What somebody is to a project; nothing for strangers, for whom it does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub role: Option<Role>,
    pub because: Because,
}

/// Why somebody is what they are to a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The account made it or got it handed over.
    Owns,
    /// The account is a member of its team.
    Member,
    /// The account is neither.
    Stranger,
    /// The token names it.
    Granted,
    /// The token is another team's.
    OtherTeam,
    /// The token does not name it.
    NotNamed,
    /// Who made the token is not let in any more.
    AuthorIsOut,
    /// Who made the token may less than the token says.
    AuthorMayLess,
    /// The account is suspended.
    Suspended,
    /// The token or link has ended.
    Ended,
    /// The link works.
    Linked,
    /// The link is of another project.
    OtherProject,
    /// The link works when the board can be shown: none of its connections does.
    LeadsNowhere,
    /// The account of the cookie that came with the token may less than the token.
    CookieMayLess,
}

impl Because {
    /// A whole sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Owns => "This account owns the project.",
            Self::Member => "This account is a member of the project's team.",
            Self::Stranger => "This account is no member of the project's team.",
            Self::Granted => "The token names this project.",
            Self::OtherTeam => "The token belongs to another team than the project.",
            Self::NotNamed => "The token does not name this project.",
            Self::AuthorIsOut => "Who made the token has no access to this project any more, and a token may never more than they.",
            Self::AuthorMayLess => "Who made the token may less than the token says, and a token may never more than they.",
            Self::Suspended => "The account is suspended.",
            Self::Ended => "Its last day is over.",
            Self::Linked => "Whoever has the link, and its password if it asks for one, sees the board.",
            Self::OtherProject => "The link leads to another project.",
            Self::LeadsNowhere => "The link leads nowhere: no connection of its board works, or its address cannot be opened any more.",
            Self::CookieMayLess => "A cookie came with the token, and the weaker right counts.",
        }
    }
}

impl Standing {
    fn none(because: Because) -> Self {
        Self { role: None, because }
    }

    pub fn may(self, right: Right) -> bool {
        self.role.is_some_and(|role| role.may(right))
    }

    /// Not more than `other` too, which is what `because` says when it is less.
    fn within(self, other: Self, because: Because) -> Self {
        match (self.role, other.role) {
            (Some(own), Some(role)) if role.covers(own) => self,
            (Some(own), Some(role)) => Self { role: own.weaker(role), because },
            (Some(_), None) => Self::none(because),
            (None, _) => self,
        }
    }

    /// With the weaker of this right and that of an account that came along.
    pub fn beside(self, account: Self) -> Self {
        self.within(account, Because::CookieMayLess)
    }
}

/// What an account is to a project: its owner or what it is in its team; nothing for who is not in the team, whoever made it.
pub async fn of_account(db: &mut Db, account: &AccountId, project: &ProjectRow) -> Result<Standing> {
    let Some(role) = store::teams::role(db, &project.team_id, account).await? else { return Ok(Standing::none(Because::Stranger)) };
    let role = role.in_project(project.owner_id == *account);
    Ok(Standing { role: Some(role), because: if role == Role::Owner { Because::Owns } else { Because::Member } })
}

/// What a token is to a project: what it says about it, and never more than who made it is.
pub async fn of_token(db: &mut Db, id: i64, team: &TeamId, author: &AccountId, project: &ProjectRow) -> Result<Standing> {
    if project.team_id != *team {
        return Ok(Standing::none(Because::OtherTeam));
    }
    let permissions = store::tokens::permissions(db, id, &project.id).await?;
    let Some(role) = strongest(&permissions) else { return Ok(Standing::none(Because::NotNamed)) };
    let author = of_account(db, author, project).await?;
    let because = if author.role.is_some() { Because::AuthorMayLess } else { Because::AuthorIsOut };
    Ok(Standing { role: Some(role), because: Because::Granted }.within(author, because))
}

/// The role of the permission with the most rights.
fn strongest(permissions: &[Permission]) -> Option<Role> {
    let rights = |role: &Role| Right::ALL.into_iter().filter(|right| role.may(*right)).count();
    permissions.iter().map(|permission| permission.role()).max_by_key(rights)
}
