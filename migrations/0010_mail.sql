-- Mail that waits to be sent, links that are sent by mail, and what is known of addresses and sessions.

create table mails (
    id text primary key not null,
    -- reset, verify, invite, notice and the like: what a list says it is.
    kind text not null,
    recipient text not null,
    -- Sealed: it holds links that are keys.
    letter text not null,
    -- Sending it later would be of no use: the link in it has ended.
    useful_until bigint not null,
    -- The next try.
    try_at bigint not null,
    -- Somebody tries until then.
    lease_until bigint not null default 0,
    attempts bigint not null default 0,
    -- Given up at this moment.
    failed_at bigint,
    -- Sealed: why the last try failed, in words that may name hosts.
    error text,
    created_at bigint not null
);

create index mails_by_try on mails (try_at);

-- How many letters an address was sent lately, so that nobody can have a stranger's mailbox filled.
create table mail_counts (
    -- HMAC of the address.
    address_hash text primary key not null,
    since bigint not null,
    letters bigint not null
);

-- Links that belong to an account or an address and work once; one of a purpose for each.
create table account_links (
    -- HMAC of the token in the link.
    token_hash text primary key not null,
    -- reset, verify or invite
    purpose text not null,
    -- The account's id, for an invitation the address.
    subject text not null,
    -- The address that the link was sent to.
    email text not null,
    created_at bigint not null,
    expires_at bigint not null,
    unique (purpose, subject)
);

-- When the account showed that its address is its own.
alter table accounts add column email_verified_at bigint;
-- The address that takes the place of the present one once its link was used.
alter table accounts add column pending_email text;

-- What the browser called itself when the session began, as a family: Firefox on Linux.
alter table sessions add column browser text;
-- The network it began from; the last part is left out.
alter table sessions add column network text;
