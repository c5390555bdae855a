//! The board inside other sites: which ones, and what their addresses are signed with.

use super::{Again, SHARE, links::back};
use crate::{
    model::embedding::Embedding,
    ui::{
        pages::board::state::BoardState,
        parts::{CopyButton, CopyField, PostForm, SubmitButton, TextArea, button, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn Embed(embedding: Option<Embedding>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let again = expect_context::<Again>();
    let next = untrack(|| state.open(SHARE, "embed"));
    let sites = embedding.as_ref().map(|embedding| embedding.sites.join("\n")).unwrap_or_default();
    let stay = Callback::new(move |_: serde_json::Value| again.0.run(()));
    let has = embedding.is_some();
    view! {
        <p>"Show this board inside a page of another site. That site's server signs each address, and so decides which rows its visitor sees; nobody can change it in the browser."</p>
        <PostForm action="saveEmbedding" next=next.clone() on_done=stay class="panel-stack">
            <input type="hidden" name="projectId" value=state.project()/>
            <TextArea name="sites" label="Sites that may show it" rows=3 value=sites hint="One a line, with its scheme: https://intranet.example.org"/>
            <SubmitButton class=button::PRIMARY>{if has { "Save sites" } else { "Allow embedding" }}</SubmitButton>
        </PostForm>
        {embedding.map(|embedding| view! { <Signing embedding next/> })}
        <a class=button::PLAIN href=move || state.open(SHARE, "1") data-noscroll="">"Back to links"</a>
    }
}

#[component]
fn Signing(embedding: Embedding, next: String) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let again = expect_context::<Again>();
    let stay = Callback::new(move |_: serde_json::Value| again.0.run(()));
    let Embedding { embed_id, secret, views, .. } = embedding;
    let code = example(&embed_id);
    let project = move || view! { <input type="hidden" name="projectId" value=state.project()/> };
    view! {
        <hr class="panel-rule"/>
        <h3 class="panel-section">"Signing an address"</h3>
        <p class="field-hint">"On your server, with Node (Python and all fields: docs/embedding.md). The address is good until the time in exp."</p>
        <pre class="share-code" tabindex="0"><code>{code.clone()}</code></pre>
        <div class="share-ways">
            <CopyButton text=Signal::stored(code) what="example"/>
        </div>
        <details class="share-secret">
            <summary>"Show the secret"</summary>
            <CopyField id="embed-secret" label="Secret" value=secret what="secret" mono=true hidden_label=true/>
            <p class="field-hint">"Keep it on your server. Whoever has it can show every row of this board."</p>
        </details>
        <p class="field-hint">{if views == 1 { "Opened once.".to_owned() } else { format!("Opened {views} times.") }}</p>
        <PostForm action="rotateEmbedding" next=next.clone() on_done=stay>
            {project()}
            <SubmitButton class=button::PLAIN icon=icons::REFRESH_CW>"New secret"</SubmitButton>
        </PostForm>
        <PostForm action="deleteEmbedding" next=next on_done=back(state, again)>
            {project()}
            <SubmitButton class=button::DANGER_QUIET icon=icons::UNLINK>"End embedding"</SubmitButton>
        </PostForm>
    }
}

/// What the other site's server runs, for this board.
fn example(embed_id: &str) -> String {
    format!(
        "const {{ createHmac }} = require(\"node:crypto\");\n\
         const part = (value) => Buffer.from(JSON.stringify(value)).toString(\"base64url\");\n\
         const signed = part({{ alg: \"HS256\", typ: \"JWT\" }}) + \".\" + part({{\n  board: \"{embed_id}\",\n  \
         exp: Math.floor(Date.now() / 1000) + 600,\n  filters: {{ country: [\"DE\"] }},\n}});\n\
         const signature = createHmac(\"sha256\", process.env.EMBED_SECRET).update(signed).digest(\"base64url\");\n\
         const src = `/embed/${{signed}}.${{signature}}`;\n"
    )
}
