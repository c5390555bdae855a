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
    /// Of the page that was opened first.
    first: Resource<Option<Surroundings>>,
    /// The last answer. The frame stays while pages change, so what is in it follows a signal and waits for nothing.
    known: RwSignal<Option<Surroundings>>,
}

/// Call once per frame.
pub fn provide_around() {
    let path = use_location().pathname;
    let project = Memo::new(move |_| {
        // Of a page whose reader left while it was made there is no address any more.
        path.try_with(|path| project_of(path).map(str::to_owned)).flatten()
    });
    let first = Resource::new_blocking(|| (), move |()| ask(project.try_get_untracked().flatten()));
    let known = RwSignal::new(None);
    Effect::new(move |before: Option<Option<String>>| {
        let now = project.get();
        if before.is_some_and(|before| before != now) {
            let asked = now.clone();
            leptos::task::spawn_local(async move {
                if let Some(answer) = ask(asked).await {
                    let _ = known.try_set(Some(answer));
                }
            });
        }
        now
    });
    provide_context(Around { project, first, known });
}

/// Nothing for visitors.
async fn ask(project_id: Option<String>) -> Option<Surroundings> {
    match get_surroundings(SurroundingsInput { project_id, ..SurroundingsInput::default() }).await {
        Ok(Outcome::Done(answer)) => Some(answer),
        Ok(Outcome::Failed(_)) | Err(_) => None,
    }
}

pub fn use_around() -> Around {
    expect_context()
}

impl Around {
    /// Waits for the first answer, before the rail is made. Inside `Suspense` only.
    pub async fn first(self) {
        let answer = answered(self.first).await;
        // The page may be gone by now, and its signals with it.
        if self.known.try_with_untracked(Option::is_none) == Some(true) {
            let _ = self.known.try_set(answer);
        }
    }

    /// The last answer; nothing for visitors.
    pub fn known(self) -> Option<Surroundings> {
        self.known.try_get().flatten()
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
