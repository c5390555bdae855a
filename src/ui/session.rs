//! Who is signed in, as the pages know it. It decides what is shown; what is allowed is decided in `domain`.

use crate::{
    actions::accounts::get_user_by_session,
    model::{account::User, outcome::Outcome, project::UserInput},
    ui::parts::answered::answered,
};
use leptos::prelude::*;

/// The signed-in person. Changes only with a new document: logging in and out loads the page anew.
#[derive(Clone, Copy)]
pub struct Session(Resource<Option<User>>);

/// Call once at the root of the application.
pub fn provide_session() {
    let user = Resource::new_blocking(
        || (),
        |()| async {
            match get_user_by_session(UserInput::default()).await {
                Ok(Outcome::Done(answer)) => answer.user,
                Ok(Outcome::Failed(_)) | Err(_) => None,
            }
        },
    );
    provide_context(Session(user));
}

pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// Read it inside `Suspense` only.
    pub async fn user(self) -> Option<User> {
        answered(self.0).await
    }

    /// Asks again, after name or e-mail changed.
    pub fn refresh(self) {
        self.0.refetch();
    }
}

/// `next` of a log-in page: a path of ours, else the start page. Anything that a browser could read as another
/// site (`//host`, `/\host`, control characters) is refused (security.md, open redirects).
pub fn local_path(next: Option<&str>) -> String {
    let fits = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && !path.chars().any(char::is_control)
            && path.len() <= 2000
    };
    next.filter(fits).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_our_own() {
        assert_eq!(local_path(Some("/projects/1/edit?a=b")), "/projects/1/edit?a=b");
        for bad in ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "/a\r\nb", "javascript:alert(1)", "/\t/evil"] {
            assert_eq!(local_path(Some(bad)), "/", "{bad}");
        }
        assert_eq!(local_path(None), "/");
    }
}
