-- Who vouches for accounts: identities at providers of sign-in.

create table identities (
    id text primary key not null,
    account_id text not null references accounts (id) on delete cascade,
    -- The provider: the issuer of OpenID Connect, or the address of GitHub.
    issuer text not null,
    -- Who it is there, for ever.
    subject text not null,
    -- The address that the provider told last; it says to people which identity this is and decides nothing.
    email text,
    created_at bigint not null,
    used_at bigint not null,
    unique (issuer, subject)
);

create index identities_by_account on identities (account_id);
