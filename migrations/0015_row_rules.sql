-- Row rules: which rows of a table those see whom a rule is for, and what is known of members that rules compare with.

create table row_rules (
  id text primary key not null,
  project_id text not null references projects (id) on delete cascade,
  connection_id text not null references connections (id) on delete cascade,
  -- As introspection names it; null in engines without schemas.
  table_schema text,
  table_name text not null,
  -- viewers, editors, tokens, token:<number> or others
  audience text not null,
  -- The token that it is for, which it goes with.
  token_id bigint references api_tokens (id) on delete cascade,
  -- The conditions as JSON.
  body text not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index row_rules_by_project on row_rules (project_id, created_at);
create index row_rules_by_connection on row_rules (connection_id);
create index row_rules_by_token on row_rules (token_id);

create table member_attributes (
  team_id text not null,
  account_id text not null,
  name text not null,
  value text not null,
  primary key (team_id, account_id, name),
  foreign key (team_id, account_id) references team_members (team_id, account_id) on delete cascade
);
