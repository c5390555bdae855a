//! When a project is public. The one place that gives and takes public ids: a project without a valid connection is
//! private, and an id that was taken away never comes back.

use crate::{
    error::Result,
    secrets::is_random_token,
    store::{
        self, Tx,
        connections::ConnectionRow,
        projects::{ProjectRow, Settling},
    },
};

/// Length of a public id; its characters are `A-Za-z0-9_-`.
const LENGTH: usize = 12;

pub(crate) fn has_valid(connections: &[ConnectionRow]) -> bool {
    connections.iter().any(|row| row.is_valid == Some(true))
}

/// Makes it public under its id, or under a new one.
fn make_public(project: &mut ProjectRow) {
    project.is_public = true;
    project.id_public.get_or_insert_with(|| nanoid::nanoid!(LENGTH));
}

pub(crate) fn make_private(project: &mut ProjectRow) {
    project.is_public = false;
    project.id_public = None;
}

/// The table of `POST /api/projects/{id}/public`: what is asked, unless no connection is valid.
pub(crate) fn decide(project: &mut ProjectRow, connections: &[ConnectionRow], public: bool) {
    if public && has_valid(connections) {
        make_public(project);
    } else {
        make_private(project);
    }
    project.settling = Settling::No;
}

fn force_private_without_valid(project: &mut ProjectRow, connections: &[ConnectionRow]) {
    if !has_valid(connections) {
        make_private(project);
    }
}

/// Carries out what an action asked, once no validation of the project is under way. Background work that no action
/// asked for comes here too and changes nothing. The caller holds the project's lock and saves it.
pub(crate) async fn settle_unless_waiting(tx: &mut Tx, project: &mut ProjectRow) -> Result<()> {
    if project.settling != Settling::No && store::jobs::validations_under_way(tx, &project.id).await? == 0 {
        let connections = store::connections::of_project(tx, &project.id).await?;
        settle(project, &connections);
        if !has_valid(&connections) {
            store::share_links::revoke_all(tx, &project.id).await?;
        }
    }
    Ok(())
}

fn settle(project: &mut ProjectRow, connections: &[ConnectionRow]) {
    match project.settling {
        Settling::No => {}
        Settling::Forced => force_private_without_valid(project, connections),
        Settling::WantsPublic => decide(project, connections, true),
    }
    project.settling = Settling::No;
}

/// Whether a text has the form of the token of a link that is not the visibility switch's.
pub(crate) fn is_token(text: &str) -> bool {
    is_random_token(text)
}

/// Whether a text has the form of a public id.
pub(crate) fn is_public_id(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        engine::EngineKind,
        id::{AccountId, ConnectionId, ProjectId, TeamId},
        time::Timestamp,
    };

    fn project(id_public: Option<&str>, settling: Settling) -> ProjectRow {
        ProjectRow {
            id: ProjectId::new(),
            team_id: TeamId::new(),
            owner_id: AccountId::new(),
            title: "T".into(),
            description: String::new(),
            is_public: id_public.is_some(),
            id_public: id_public.map(str::to_owned),
            ordered_widget_ids: vec![],
            is_draft: false,
            settling,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            version: 1,
        }
    }

    fn connections(valid: &[Option<bool>]) -> Vec<ConnectionRow> {
        let one = |is_valid: &Option<bool>| ConnectionRow {
            id: ConnectionId::new(),
            project_id: ProjectId::new(),
            team_id: TeamId::new(),
            position: 0,
            title: "C".into(),
            kind: EngineKind::Postgres,
            access: String::new(),
            database_id: None,
            hosted_folder: None,
            has_schema: false,
            table_count: None,
            is_valid: *is_valid,
            validation_error: None,
            introspection_error: None,
            last_validation: None,
            last_introspection: None,
            revision: 1,
            writing: false,
        };
        valid.iter().map(one).collect()
    }

    #[test]
    fn the_table_of_the_visibility_route() {
        let valid = connections(&[Some(false), None, Some(true)]);
        let none = connections(&[Some(false), None]);

        let mut made = project(None, Settling::No);
        decide(&mut made, &valid, true);
        assert!(made.is_public && made.id_public.as_deref().is_some_and(is_public_id), "a new 12-character id");

        let mut kept = project(Some("xYz9AbC12345"), Settling::No);
        decide(&mut kept, &valid, true);
        assert_eq!(kept.id_public.as_deref(), Some("xYz9AbC12345"), "the id is kept");

        for (connections, public) in [(&valid, false), (&none, true), (&none, false)] {
            let mut private = project(Some("xYz9AbC12345"), Settling::WantsPublic);
            decide(&mut private, connections, public);
            assert_eq!((private.is_public, private.id_public, private.settling), (false, None, Settling::No));
        }

        let mut again = project(Some("xYz9AbC12345"), Settling::No);
        decide(&mut again, &valid, false);
        decide(&mut again, &valid, true);
        assert_ne!(again.id_public.as_deref(), Some("xYz9AbC12345"), "an id never comes back");
    }

    #[test]
    fn what_was_asked_is_settled_and_nothing_else() {
        let valid = connections(&[Some(true)]);
        let none = connections(&[Some(false)]);
        for (settling, connections, was, is) in [
            (Settling::No, &none, true, true),
            (Settling::No, &valid, false, false),
            (Settling::Forced, &none, true, false),
            (Settling::Forced, &valid, true, true),
            (Settling::Forced, &valid, false, false),
            (Settling::WantsPublic, &valid, false, true),
            (Settling::WantsPublic, &none, true, false),
        ] {
            let mut one = project(was.then_some("xYz9AbC12345"), settling);
            settle(&mut one, connections);
            assert_eq!((one.is_public, one.id_public.is_some(), one.settling), (is, is, Settling::No), "{settling:?} {was}");
        }
    }

    #[test]
    fn only_the_form_is_looked_up() {
        for bad in ["", "xYz9AbC1234", "xYz9AbC123456", "xYz9AbC1234%", "xYz9AbC1234ä", "xYz9 bC12345", "../../../etc"] {
            assert!(!is_public_id(bad), "{bad}");
        }
        assert!(is_public_id("xY-9A_C12345"));
    }
}
