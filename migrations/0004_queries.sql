-- Saved queries of a project, and what each person ran there. JSON is TEXT, times BIGINT milliseconds since 1970.

create table queries (
  id text primary key not null,
  project_id text not null references projects (id) on delete cascade,
  -- Null once the connection was deleted.
  connection_id text references connections (id) on delete set null,
  title text not null,
  description text not null,
  text text not null,
  -- JSON array of the typed parameters.
  parameters text not null,
  created_at bigint not null,
  updated_at bigint not null,
  -- Counts the edits; a form that started from an older one is refused.
  version bigint not null
);
create index queries_by_project on queries (project_id, title);

create table query_runs (
  id text primary key not null,
  project_id text not null references projects (id) on delete cascade,
  account_id text not null references accounts (id) on delete cascade,
  connection_id text references connections (id) on delete set null,
  text text not null,
  -- JSON object of the given values by name.
  given_values text not null,
  started_at bigint not null,
  elapsed_ms bigint not null,
  -- Null when it failed.
  row_count bigint,
  is_cut integer not null,
  error text
);
create index query_runs_by_person on query_runs (project_id, account_id, started_at);
