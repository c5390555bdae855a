-- Teams of several people: what billing says about a team, and invitations.

alter table teams add column billing_email text;
alter table teams add column billing_plan text;
alter table teams add column billing_subscription_id text;

create table team_invitations (
  id text primary key not null,
  team_id text not null references teams (id) on delete cascade,
  -- admin, editor or viewer
  role text not null,
  -- The user name that was invited, in lower case; null for a link.
  username text,
  -- The account of that name when it was invited; null when there was none, and then nobody can accept.
  account_id text references accounts (id) on delete cascade,
  -- The address that a link was made for, in lower case; null when it was made for whoever gets it.
  email text,
  -- HMAC of the token of a link.
  token_hash text unique,
  invited_by text not null references accounts (id) on delete cascade,
  created_at bigint not null,
  expires_at bigint not null,
  unique (team_id, username),
  unique (team_id, email)
);
create index team_invitations_by_account on team_invitations (account_id);
create index team_invitations_by_expiry on team_invitations (expires_at);
