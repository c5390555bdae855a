-- API tokens, settings of the server, and what the billing service said.

create table api_tokens (
  -- Counted up; an id is never used twice.
  id bigint primary key not null,
  team_id text not null references teams (id) on delete cascade,
  -- HMAC of the token under the sealed key, never the token.
  token_hash text not null unique,
  -- The first characters of the token, for those who look for the one that they have.
  prefix text not null,
  name text not null,
  description text,
  -- A token may never more than who made it, so it goes with them.
  created_by text not null references accounts (id) on delete cascade,
  created_at bigint not null,
  -- Null for a token that does not end by itself.
  expires_at bigint,
  -- Written at most once a minute.
  last_used_at bigint
);
create index api_tokens_by_team on api_tokens (team_id, created_at);
create index api_tokens_by_author on api_tokens (created_by);

create table token_permissions (
  token_id bigint not null references api_tokens (id) on delete cascade,
  project_id text not null references projects (id) on delete cascade,
  -- read, insert or write
  name text not null,
  primary key (token_id, project_id, name)
);
create index token_permissions_by_project on token_permissions (project_id);

create table server_variables (
  name text primary key not null,
  -- Sealed.
  value text not null,
  created_at bigint not null
);

-- Every billing event once; what a team is billed is worked out from them.
create table billing_events (
  alert_id text primary key not null,
  alert_name text not null,
  -- Empty for an event that is about none.
  subscription_id text not null,
  -- The team that the event names.
  team_id text references teams (id) on delete set null,
  -- What the event says; null where it says nothing.
  plan_id text,
  status text,
  email_address text,
  next_bill_date text,
  -- When it happened, by the clock of the billing service.
  event_time bigint not null,
  received_at bigint not null
);
create index billing_events_by_subscription on billing_events (subscription_id, event_time);
create index billing_events_by_team on billing_events (team_id);
