//! What the parts of the SQL page share, and how statements are run from it.

use super::load::Bundle;
#[cfg(feature = "hydrate")]
use super::load::{parameters, said};
#[cfg(feature = "hydrate")]
use crate::{
    actions::queries::{explain_query, format_query, query_history, run_query, stop_query},
    model::{
        project::ProjectInput,
        query::{Fault, RunInput, StopInput},
    },
    ui::parts::stop_id,
};
use crate::{
    model::{
        board::{BoardConnection, TableChoice},
        parameter::{GivenValue, GivenValues, Parameter},
        query::{PastRun, PlanStep, RunAnswer},
    },
    ui::parts::{Toasts, use_toasts},
};
use leptos::prelude::*;

/// Most results that stand side by side; the oldest goes.
#[cfg(feature = "hydrate")]
const MOST_RESULTS: usize = 10;

/// A statement with its place in the text, in characters.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser runs them one by one"))]
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Said {
    pub text: String,
    pub at: usize,
}

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub number: usize,
    pub state: ShownState,
}

#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server shows what has ended"))]
#[derive(Clone, Debug, PartialEq)]
pub enum ShownState {
    /// Under way, with the id that stops it and when it began, in milliseconds since 1970.
    Running {
        stop: String,
        since: f64,
    },
    Done(Box<RunAnswer>),
    Plan(Vec<PlanStep>),
    Failed(String),
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub project: StoredValue<String>,
    pub connection: RwSignal<BoardConnection>,
    /// Of the chosen connection.
    pub tables: RwSignal<Vec<TableChoice>>,
    /// Its user may also write.
    pub may_write: RwSignal<bool>,
    pub text: RwSignal<String>,
    pub parameters: RwSignal<Vec<Parameter>>,
    pub values: RwSignal<GivenValues>,
    pub shown: RwSignal<Vec<Shown>>,
    /// Number of the result in front.
    pub front: RwSignal<usize>,
    pub runs: RwSignal<Vec<PastRun>>,
    /// A text that the editor is to take.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser has the editor"))]
    pub wanted: RwSignal<Option<String>>,
    /// Where the editor is to go, in characters, and a name that it is to put there.
    pub place: RwSignal<Option<usize>>,
    pub name: RwSignal<Option<String>>,
    pub toasts: Toasts,
}

impl Desk {
    pub fn new(bundle: &Bundle) -> Self {
        let shown = bundle.shown.clone().map(|shown| {
            let state = shown.map_or_else(ShownState::Failed, |answer| ShownState::Done(Box::new(answer)));
            Shown { number: 1, state }
        });
        let values = match &bundle.shown {
            Some(Ok(answer)) => answer.values.clone(),
            _ => GivenValues::default(),
        };
        let connection = bundle.connection.clone().unwrap_or_else(|| bundle.connections[0].clone());
        Self {
            project: StoredValue::new(bundle.project.clone()),
            connection: RwSignal::new(connection),
            may_write: RwSignal::new(bundle.tables.as_ref().is_ok_and(|answer| answer.may_write)),
            tables: RwSignal::new(bundle.tables.clone().unwrap_or_default().tables),
            text: RwSignal::new(bundle.text.clone()),
            parameters: RwSignal::new(bundle.parameters.clone()),
            values: RwSignal::new(values),
            shown: RwSignal::new(shown.into_iter().collect()),
            front: RwSignal::new(1),
            runs: RwSignal::new(bundle.runs.clone()),
            wanted: RwSignal::new(None),
            place: RwSignal::new(None),
            name: RwSignal::new(None),
            toasts: use_toasts(),
        }
    }

    /// The address of this page, without what it shows.
    pub fn base(self) -> String {
        format!("/projects/{}/sql", self.project.get_value())
    }

    /// The address of the project's board.
    pub fn board(self) -> String {
        format!("/projects/{}/dashboard", self.project.get_value())
    }

    pub fn give(self, name: &str, value: String) {
        self.values.update(|values| drop(values.insert(name.to_owned(), GivenValue::One(value))));
    }

    /// What stands in the field of a parameter.
    pub fn given(self, name: &str) -> String {
        self.values.with_untracked(|values| values.get(name).map(GivenValue::shown).unwrap_or_default())
    }

    pub fn change(self, name: &str, change: impl FnOnce(&mut Parameter)) {
        self.parameters.update(|all| {
            if let Some(parameter) = all.iter_mut().find(|parameter| parameter.name == name) {
                change(parameter);
            }
        });
    }

    pub fn is_running(self) -> bool {
        self.shown.with(|all| all.iter().any(|shown| matches!(shown.state, ShownState::Running { .. })))
    }
}

#[cfg(feature = "hydrate")]
impl Desk {
    fn input(self, text: String) -> RunInput {
        let known = self.parameters.get_untracked();
        RunInput {
            project_id: Some(self.project.get_value()),
            connection_id: Some(self.connection.get_untracked().id.to_string()),
            text: Some(text),
            parameters: known,
            values: self.values.get_untracked(),
            ..RunInput::default()
        }
    }

    /// A new result in front.
    fn begin(self, state: ShownState) -> usize {
        let number = self.shown.with_untracked(|all| all.last().map_or(1, |last| last.number + 1));
        self.shown.update(|all| {
            if all.len() >= MOST_RESULTS {
                all.remove(0);
            }
            all.push(Shown { number, state });
        });
        self.front.set(number);
        number
    }

    fn end(self, number: usize, state: ShownState) {
        // The page may be gone.
        let _ = self.shown.try_update(|all| {
            if let Some(shown) = all.iter_mut().find(|shown| shown.number == number) {
                shown.state = state;
            }
        });
    }

    /// Runs statements one after the other, each with a result of its own; the first that fails ends it.
    pub fn run(self, statements: Vec<Said>) {
        if self.is_running_now() {
            return;
        }
        leptos::task::spawn_local(async move {
            self.learn_parameters().await;
            for one in statements {
                if !self.run_one(one).await {
                    break;
                }
            }
            if let Ok(answer) = said(query_history(ProjectInput::of(self.project.get_value())).await) {
                let _ = self.runs.try_set(answer.runs);
            }
        });
    }

    fn is_running_now(self) -> bool {
        self.shown.with_untracked(|all| all.iter().any(|shown| matches!(shown.state, ShownState::Running { .. })))
    }

    async fn run_one(self, one: Said) -> bool {
        let stop = stop_id();
        let number = self.begin(ShownState::Running { stop: stop.clone(), since: js_sys::Date::now() });
        let input = RunInput { stop_id: Some(stop), ..self.input(one.text) };
        match said(run_query(input).await) {
            Ok(mut answer) => {
                if let Some(Fault { at: Some(at), .. }) = &mut answer.fault {
                    *at += one.at;
                }
                let good = answer.fault.is_none();
                self.end(number, ShownState::Done(Box::new(answer)));
                good
            }
            Err(text) => {
                self.end(number, ShownState::Failed(text));
                false
            }
        }
    }

    /// Ends what is under way.
    pub fn stop(self) {
        let running = self.shown.with_untracked(|all| {
            all.iter().find_map(|shown| if let ShownState::Running { stop, .. } = &shown.state { Some(stop.clone()) } else { None })
        });
        let Some(stop) = running else { return };
        let input = StopInput { project_id: Some(self.project.get_value()), stop_id: Some(stop), ..StopInput::default() };
        leptos::task::spawn_local(async move {
            if let Err(text) = said(stop_query(input).await) {
                self.toasts.bad(text);
            }
        });
    }

    pub fn explain(self, one: Said) {
        leptos::task::spawn_local(async move {
            self.learn_parameters().await;
            match said(explain_query(self.input(one.text)).await) {
                Ok(answer) => {
                    self.begin(ShownState::Plan(answer.steps));
                }
                Err(text) => {
                    self.begin(ShownState::Failed(text));
                }
            }
        });
    }

    pub fn lay_out(self) {
        leptos::task::spawn_local(async move {
            match said(format_query(self.input(self.text.get_untracked())).await) {
                Ok(answer) => {
                    let _ = self.wanted.try_set(Some(answer.text));
                }
                Err(text) => self.toasts.bad(text),
            }
        });
    }

    /// Finds the names in the text, and keeps what is known of them.
    pub async fn learn_parameters(self) {
        let text = self.text.get_untracked();
        let found = if text.contains(':') {
            let known = self.parameters.get_untracked();
            parameters(self.project.get_value(), self.connection.get_untracked().id.to_string(), text, &known).await
        } else {
            Vec::new()
        };
        if self.parameters.try_get_untracked().is_some_and(|known| known != found) {
            self.parameters.set(found);
        }
    }

    /// Reads the tables of the chosen connection.
    pub fn reload_tables(self) {
        let connection = self.connection.get_untracked();
        leptos::task::spawn_local(async move {
            match super::load::tables(self.project.get_value(), connection.id.to_string()).await {
                Ok(answer) => {
                    let _ = self.tables.try_set(answer.tables);
                    let _ = self.may_write.try_set(answer.may_write);
                }
                Err(text) => self.toasts.bad(text),
            }
        });
    }
}
