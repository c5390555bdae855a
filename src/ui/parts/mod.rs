//! The small parts that every page is made of. No product nouns here.

pub mod answered;
pub mod badge;
pub mod button;
pub mod copy;
pub mod dialog;
pub mod empty;
pub mod field;
pub mod follow;
pub mod form_state;
pub mod formats;
pub mod icon;
pub mod icons;
#[cfg(feature = "hydrate")]
pub mod live;
pub mod loaded;
pub mod menu;
pub mod notice;
pub mod page;
pub mod pages;
pub mod post_form;
pub mod quick_form;
pub mod section;
pub mod send;
pub mod theme;
pub mod time;
pub mod toast;

pub use badge::{Pill, Tone};
pub use button::SubmitButton;
pub use copy::{CopyButton, CopyField, ShownOnce};
pub use dialog::Dialog;
pub use empty::Empty;
pub use field::{Field, PasswordField, SelectField, TextArea, between_tags};
pub use follow::follow;
pub use form_state::FormState;
pub use formats::FILE_FORMATS;
pub use icon::Icon;
pub use loaded::Loaded;
pub use menu::Menu;
pub use notice::Notice;
pub use page::{Crumb, Page, PageTitle};
pub use pages::Pages;
pub use post_form::PostForm;
pub use quick_form::{FlashError, QuickForm};
pub use section::Section;
pub use time::When;
pub use toast::{Toasts, use_toasts};
