-- Filters of boards, links to boards with rights of their own, and boards inside other sites.

create table board_filters (
  id text primary key not null,
  project_id text not null references projects (id) on delete cascade,
  position integer not null,
  -- Names the filter in addresses.
  name text not null,
  -- The filter as it is served, as JSON.
  body text not null,
  unique (project_id, name)
);
create index board_filters_by_project on board_filters (project_id, position);

create table share_links (
  id text primary key not null,
  project_id text not null references projects (id) on delete cascade,
  -- HMAC of the token; null for the link of the visibility switch, whose token is the project's public id.
  token_hash text unique,
  -- The token itself, sealed, so that the owner can copy the link again.
  token text,
  title text not null,
  -- What the link may do, as JSON.
  rights text not null,
  -- An argon2id text; null when the link asks for no password.
  password_hash text,
  -- Null for a link that does not end by itself.
  expires_at bigint,
  created_by text references accounts (id) on delete set null,
  created_at bigint not null
);
create index share_links_by_project on share_links (project_id, created_at);

-- How often a link was opened: numbers, and nothing about who did.
create table link_views (
  project_id text not null references projects (id) on delete cascade,
  -- The id of a row of share_links, or 'first' or 'embed'.
  link text not null,
  views bigint not null,
  viewed_at bigint not null,
  primary key (project_id, link)
);

create table embeddings (
  project_id text primary key not null references projects (id) on delete cascade,
  -- Names the project in signed addresses.
  embed_id text not null unique,
  -- What addresses are signed with, sealed.
  secret text not null,
  -- Origins of the sites that may show the board, as a JSON array.
  sites text not null,
  created_at bigint not null
);
