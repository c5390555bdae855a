//! Work of the background, as administrators of the server see it.

use super::{given::given, id::JobId, people::WaitingMail, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Jobs on one page of the list.
pub const PAGE_SIZE: u32 = 50;

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = JobProgress))]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Waiting,
    Running,
    Failed,
    Done,
}

/// What kind of work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum WorkKind {
    /// Whether a connection works.
    Check,
    /// Reading the schema of a connection.
    Schema,
    /// Connections that do not work and are checked again by themselves.
    Recheck,
    Mail,
    /// Pictures of boards, which are made for whoever asks.
    Picture,
    Backup,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Failed, Self::Done];

    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Failed => "failed",
            Self::Done => "done",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

impl WorkKind {
    /// Of all of it, for a heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Check => "Checks of connections",
            Self::Schema => "Readings of schemas",
            Self::Recheck => "Checks again by themselves",
            Self::Mail => "Mail",
            Self::Picture => "Pictures of boards",
            Self::Backup => "Backups",
        }
    }
}

/// Input of `listJobs`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct JobsInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// `waiting`, `running`, `failed` or `done`; all when empty.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// From 1.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// Input of what is done to one job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct JobInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub job_id: Option<String>,
}

/// Answer of `listJobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobsAnswer {
    /// Each kind of work as a whole.
    pub work: Vec<Work>,
    /// Checks and readings one by one, the newest first. Ended ones stay for an hour.
    pub jobs: Vec<Job>,
    /// How many there are on all pages.
    pub total: u32,
    /// From 1.
    pub page: u32,
    pub page_size: u32,
    /// What this server looks after in a rhythm of its own.
    pub rounds: Vec<Round>,
    pub mail: Vec<WaitingMail>,
    /// Whether letters leave by themselves; else administrators hand links on.
    pub sends_mail: bool,
}

/// One kind of work as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Work {
    pub kind: WorkKind,
    pub waiting: u32,
    pub running: u32,
    pub failed: u32,
    /// Absent when there was none, or when nobody keeps it.
    pub last_success: Option<Timestamp>,
    /// When the next of it begins by itself.
    pub next_at: Option<Timestamp>,
    /// Why the last one failed.
    pub error: Option<String>,
}

/// One check of a connection, or one reading of its schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = BackgroundJob))]
#[serde(rename_all = "camelCase")]
pub struct Job {
    pub id: JobId,
    pub kind: WorkKind,
    pub stage: Stage,
    /// Name of the team that has the project.
    pub team: String,
    /// Project and connection, for who may see them.
    pub about: Option<String>,
    pub queued_at: Timestamp,
    /// Absent for what another server of the same store works on.
    pub running_since: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// How often somebody took it up.
    pub tries: u32,
    /// Why it failed, for who may see the connection: such words name hosts and users.
    pub error: Option<String>,
    /// It failed, and its connection is still what it was about.
    pub can_retry: bool,
}

/// What is looked after in a rhythm of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = BackgroundRound))]
#[serde(rename_all = "camelCase")]
pub struct Round {
    /// For people.
    pub name: String,
    pub every_seconds: u64,
    /// Absent until the first one.
    pub last_at: Option<Timestamp>,
    /// Why the last one failed.
    pub error: Option<String>,
}

/// `24 hours`, for people; `hour` for one of them.
pub fn span(seconds: u64) -> String {
    let (count, unit) = match seconds {
        s if s % 86_400 == 0 && s > 86_400 => (s / 86_400, "days"),
        s if s % 3_600 == 0 => (s / 3_600, "hours"),
        s if s % 60 == 0 => (s / 60, "minutes"),
        s => (s, "seconds"),
    };
    if count == 1 { unit.trim_end_matches('s').to_owned() } else { format!("{count} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.name()), Some(stage));
        }
        assert_eq!(Stage::parse("queued"), None);
        assert_eq!([86_400, 172_800, 3_600, 120, 15].map(span), ["24 hours", "2 days", "hour", "2 minutes", "15 seconds"]);
    }
}
