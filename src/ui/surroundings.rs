//! What stands around the page, as the rail and the palette know it: teams, and the project whose page is open.

use super::parts::answered::answered;
use crate::{
    actions::surroundings::get_surroundings,
    model::{
        id::is_uuid,
        outcome::Outcome,
        role::Role,
        surroundings::{Surroundings, SurroundingsInput},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Of the frame around the page.
#[derive(Clone, Copy)]
pub struct Around {
    /// The id in `/projects/{id}/...`.
    project: Memo<Option<String>>,
    answer: Resource<Option<Surroundings>>,
    /// The last answer, for what is no part of the page's text.
    known: RwSignal<Option<Surroundings>>,
}

/// Call once per frame.
pub fn provide_around() {
    let path = use_location().pathname;
    let project = Memo::new(move |_| {
        // Of a page whose reader left while it was made there is no address any more.
        path.try_with(|path| project_of(path).map(str::to_owned)).flatten()
    });
    let answer = Resource::new(
        move || project.get(),
        |project_id| async {
            match get_surroundings(SurroundingsInput { project_id, ..SurroundingsInput::default() }).await {
                Ok(Outcome::Done(answer)) => Some(answer),
                Ok(Outcome::Failed(_)) | Err(_) => None,
            }
        },
    );
    provide_context(Around { project, answer, known: RwSignal::new(None) });
}

pub fn use_around() -> Around {
    expect_context()
}

impl Around {
    /// Nothing for visitors. Read it inside `Suspense` only.
    pub async fn answer(self) -> Option<Surroundings> {
        let answer = answered(self.answer).await;
        // The page may be gone by now, and its signals with it.
        let _ = self.known.try_set(answer.clone());
        answer
    }

    /// The project of this page and what the person is to it; nothing while that is not known.
    pub fn standing(self) -> Option<(String, Role)> {
        let project = self.project.try_get().flatten()?;
        let known = self.known.try_get().flatten()?.project.filter(|known| known.id.as_str() == project)?;
        Some((project, known.role))
    }
}

fn project_of(path: &str) -> Option<&str> {
    path.strip_prefix("/projects/").and_then(|rest| rest.split('/').next()).filter(|id| is_uuid(id))
}

#[cfg(test)]
mod tests {
    use super::project_of;

    #[test]
    fn pages_of_projects() {
        let id = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
        assert_eq!(project_of(&format!("/projects/{id}/sql/1")), Some(id));
        assert_eq!(project_of(&format!("/projects/{id}")), Some(id));
        assert_eq!([project_of("/projects/new"), project_of("/projects"), project_of("/")], [None; 3]);
    }
}
