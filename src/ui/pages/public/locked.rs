//! A link that asks for a password: nothing of the board, not even its title, until it is given.

use crate::ui::{
    frame::Mark,
    parts::{PageTitle, PasswordField, PostForm, SubmitButton, button, icons},
};
use leptos::prelude::*;

#[component]
pub fn Locked(
    id: String,
    /// The page that is shown then.
    here: String,
) -> impl IntoView {
    view! {
        <PageTitle text="Password needed"/>
        <main class="public public-locked" id="content" tabindex="-1">
            <div class="panel public-lock">
                <h1 class="panel-title">"This board asks for a password"</h1>
                <p class="field-hint">"You got it from whoever gave you the link."</p>
                <PostForm action="unlockLink" next=here reload=true class="panel-stack">
                    <input type="hidden" name="idPublic" value=id/>
                    <PasswordField name="password" label="Password" autocomplete="off" required=true/>
                    <SubmitButton class=button::PRIMARY icon=icons::KEY_ROUND>"Show the board"</SubmitButton>
                </PostForm>
            </div>
        </main>
        <footer class="public-foot"><a href="/"><Mark size=16/>"made with VizBoard"</a></footer>
    }
}
