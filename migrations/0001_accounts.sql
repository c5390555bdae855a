-- Accounts, sessions, teams and settings. Columns are TEXT, BIGINT, INTEGER and DOUBLE PRECISION only
-- (src/store/mod.rs says why); flags are INTEGER 0/1, times BIGINT milliseconds since 1970.

create table settings (
    name text primary key not null,
    value text not null,
    updated_at bigint not null
);

create table accounts (
    id text primary key not null,
    -- Lower case, like the e-mail: both are compared without case.
    username text not null unique,
    email text not null unique,
    -- An argon2id text; null for an account that can only sign in another way.
    password_hash text,
    first_name text,
    last_name text,
    is_admin integer not null default 0,
    -- A suspended account has no session that works.
    suspended_at bigint,
    created_at bigint not null,
    updated_at bigint not null
);

create table teams (
    id text primary key not null,
    name text not null,
    -- The name in lower case: team names are compared without case.
    name_key text not null unique,
    -- The account whose personal team this is.
    personal_of text unique references accounts (id) on delete cascade,
    created_at bigint not null,
    updated_at bigint not null
);

create table team_members (
    team_id text not null references teams (id) on delete cascade,
    account_id text not null references accounts (id) on delete cascade,
    -- admin, editor or viewer
    role text not null,
    created_at bigint not null,
    primary key (team_id, account_id)
);

create index team_members_by_account on team_members (account_id);

create table sessions (
    id text primary key not null,
    -- HMAC of the token under the sealed key, never the token.
    token_hash text not null unique,
    account_id text not null references accounts (id) on delete cascade,
    created_at bigint not null,
    -- Moved forward at most once an hour while the session is used.
    seen_at bigint not null,
    expires_at bigint not null
);

create index sessions_by_account on sessions (account_id);
create index sessions_by_expiry on sessions (expires_at);

-- Addresses from which an account signed in lately: from them its owner still gets in while strangers use up the
-- account's failed tries.
create table known_addresses (
    account_id text not null references accounts (id) on delete cascade,
    -- HMAC of the address.
    address_hash text not null,
    seen_at bigint not null,
    primary key (account_id, address_hash)
);

create table one_time_links (
    -- HMAC of the token in the link.
    token_hash text primary key not null,
    -- setup
    purpose text not null,
    created_at bigint not null,
    expires_at bigint not null
);
