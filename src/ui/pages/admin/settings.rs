//! `/admin/settings`: by which hosts the server answers, and its variables.

use super::{
    sections::{Sections, crumbs},
    variables::Variables,
};
use crate::{
    actions::{Answer, installation::get_server_settings},
    model::{installation::ServerSettings, project::UserInput},
    ui::parts::{FlashError, Loaded, Notice, Page, PostForm, SubmitButton, TextArea, button},
};
use leptos::prelude::*;

pub(super) const HERE: &str = "/admin/settings";

#[component]
pub fn ServerSettingsPage() -> impl IntoView {
    let settings: Resource<Answer<ServerSettings>> = Resource::new(|| (), |()| get_server_settings(UserInput::default()));
    let again = Callback::new(move |_: serde_json::Value| settings.refetch());
    view! {
        <Loaded resource=settings missing=true let:settings>
            <Page crumbs=crumbs(HERE)>
                <Sections here=HERE/>
                <div class="flex max-w-[760px] flex-col gap-6">
                    <FlashError actions=&["deleteServerVariable"]/>
                    <Hosts hosts=settings.allowed_hosts again/>
                    <Variables variables=settings.env_vars again/>
                </div>
            </Page>
        </Loaded>
    }
}

#[component]
fn Hosts(hosts: Vec<String>, again: Callback<serde_json::Value>) -> impl IntoView {
    let is_open = hosts.is_empty();
    view! {
        <section class="panel" aria-labelledby="hosts-title">
            <div class="panel-head flex-col items-start! gap-0.5!">
                <h2 class="panel-title" id="hosts-title">"Allowed hosts"</h2>
                <p class="text-sm text-muted">
                    "The names by which browsers and programs may reach this server. A request by any other name is refused; questions of monitors are always answered."
                </p>
            </div>
            <div class="panel-body flex flex-col gap-4">
                {is_open.then(|| view! { <Notice>"The list is empty: this server answers by every name."</Notice> })}
                <PostForm action="updateServerSettings" next=HERE on_done=again class="flex flex-col gap-4">
                    // The whole text is one element of the list.
                    <TextArea
                        name="allowedHosts[0]"
                        label="Hosts"
                        value=hosts.join("\n")
                        rows=4
                        mono=true
                        hint="One a line: vizboard.example.org, or with a port 10.0.0.5:3000. The name by which you came has to be among them."
                    />
                    <div><SubmitButton class=button::PLAIN>"Save hosts"</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
}
