-- Projects, their connections and widgets, and the background work on connections.
-- Flags are INTEGER 0/1, times BIGINT milliseconds since 1970, JSON and sealed secrets TEXT.

create table projects (
  id text primary key not null,
  team_id text not null references teams (id) on delete cascade,
  owner_id text not null references accounts (id) on delete cascade,
  title text not null,
  description text not null,
  is_public integer not null,
  id_public text unique,
  -- JSON array of widget ids: the order of the board.
  ordered_widget_ids text not null,
  is_draft integer not null,
  -- An action of the owner waits for validations to decide about publicity (1), and asked for a public link (2).
  settling integer not null,
  created_at bigint not null,
  updated_at bigint not null,
  -- Counts the edits of what the edit form shows; a form that started from an older one is refused.
  version bigint not null
);
create index projects_by_owner on projects (owner_id, updated_at);
create index projects_by_team on projects (team_id);

create table connections (
  id text primary key not null,
  project_id text not null references projects (id) on delete cascade,
  position integer not null,
  title text not null,
  kind text not null,
  -- The whole access object, sealed with this row's id as associated data.
  access text not null,
  schema_json text,
  table_count integer,
  -- Null until validated.
  is_valid integer,
  validation_error text,
  introspection_error text,
  last_validation bigint,
  last_introspection bigint,
  -- Counts the changes of the access object: results that were asked for an older one are dropped.
  revision bigint not null
);
create index connections_by_project on connections (project_id, position);

create table widgets (
  id text primary key not null,
  project_id text not null references projects (id) on delete cascade,
  kind text not null,
  subtype text not null,
  title text not null,
  description text,
  configs text not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index widgets_by_project on widgets (project_id);

create table jobs (
  id text primary key not null,
  kind text not null,
  project_id text not null references projects (id) on delete cascade,
  connection_id text not null references connections (id) on delete cascade,
  revision bigint not null,
  -- queued, done or failed. A queued job whose lease runs is being worked on.
  state text not null,
  lease_until bigint not null,
  attempts integer not null,
  error text,
  created_at bigint not null,
  finished_at bigint
);
create index jobs_by_state on jobs (state, lease_until);
create index jobs_by_connection on jobs (connection_id, state);
create index jobs_by_project on jobs (project_id, state);
