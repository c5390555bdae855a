-- Hosted SQLite databases. Their content is a file in the data directory; everything about it is here, so that the file
-- of a person is never given a table that is not theirs.

create table databases (
  -- A ULID; another one when it is regenerated.
  id text primary key not null,
  -- Of reading only: 16 lower-case letters and digits.
  readonly_id text not null unique,
  -- The folder of its file, which stays when ids change.
  folder text not null unique,
  -- Null for a database that nobody owns.
  team_id text references teams (id) on delete cascade,
  owned_at bigint,
  created_by text references accounts (id) on delete set null,
  name text not null,
  description text not null,
  environment text,
  -- sqlite or csv
  file_format text not null,
  -- public or private
  visibility text not null,
  auditing integer not null,
  schema_locked integer not null,
  views_tab integer not null,
  -- JSON: lat, long, name.
  location text,
  -- Bytes of the file when it was written last, for lists and limits of a team.
  size bigint not null,
  -- Counts the changes of data and structure that went through VizBoard.
  revision bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  -- When one without an owner goes by itself.
  expires_at bigint
);
create index databases_by_team on databases (team_id, name);
create index databases_by_expiry on databases (expires_at);

-- Order and description of tables, which SQLite has no place for.
create table database_tables (
  database_id text not null references databases (id) on delete cascade on update cascade,
  name text not null,
  -- Unique within a database; tables without a row come behind the others.
  position integer not null,
  description text,
  primary key (database_id, name)
);

-- Order of columns where it is another than that of the definition.
create table database_columns (
  database_id text not null references databases (id) on delete cascade on update cascade,
  table_name text not null,
  name text not null,
  position integer not null,
  primary key (database_id, table_name, name)
);

create table database_variables (
  database_id text not null references databases (id) on delete cascade on update cascade,
  name text not null,
  -- Sealed.
  value text not null,
  created_at bigint not null,
  primary key (database_id, name)
);

create table database_charts (
  id text primary key not null,
  database_id text not null references databases (id) on delete cascade on update cascade,
  -- JSON: the documented fields without the id.
  body text not null,
  created_at bigint not null
);
create index database_charts_by_database on database_charts (database_id, created_at);

create table database_dashboards (
  id text primary key not null,
  database_id text not null references databases (id) on delete cascade on update cascade,
  title text not null,
  -- JSON: ids of charts, in order.
  charts text not null,
  created_at bigint not null
);
create index database_dashboards_by_database on database_dashboards (database_id, created_at);

create table database_apps (
  id text primary key not null,
  database_id text not null references databases (id) on delete cascade on update cascade,
  name text not null,
  -- An HTML document.
  content text not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index database_apps_by_database on database_apps (database_id, created_at);

-- Kept copies of one moment each.
create table database_copies (
  id text primary key not null,
  database_id text not null references databases (id) on delete cascade on update cascade,
  -- manual, or the change before which it was made.
  reason text not null,
  size bigint not null,
  -- User name of who caused it.
  made_by text not null,
  made_at bigint not null
);
create index database_copies_by_database on database_copies (database_id, made_at);

-- Every change of a database whose owner switched auditing on.
create table database_changes (
  id text primary key not null,
  database_id text not null references databases (id) on delete cascade on update cascade,
  made_at bigint not null,
  -- User name, or the name of a token.
  made_by text not null,
  -- What was done: sql, rows, structure, file.
  kind text not null,
  -- The statement as it was written, or the change in words.
  statement text not null,
  -- Rows that were changed.
  changes bigint not null
);
create index database_changes_by_database on database_changes (database_id, made_at);

create table token_database_permissions (
  token_id bigint not null references api_tokens (id) on delete cascade,
  database_id text not null references databases (id) on delete cascade on update cascade,
  -- read, insert or write
  name text not null,
  primary key (token_id, database_id, name)
);
create index token_database_permissions_by_database on token_database_permissions (database_id);
