-- Second factors, passkeys, log-ins that wait for a second factor, and when a session showed last whose it is.

-- The last moment at which whoever has the session showed a password, a code or a passkey.
alter table sessions add column confirmed_at bigint not null default 0;

-- Wrong codes since the last right one, recovery code, passkey or new password.
alter table accounts add column wrong_codes bigint not null default 0;

-- Apps that show a code for each half minute (RFC 6238), one for an account.
create table authenticators (
    account_id text primary key not null references accounts (id) on delete cascade,
    -- Sealed: the shared secret.
    secret text not null,
    -- The last half minute of which a code was used: none is taken twice, and none before it.
    last_step bigint not null,
    -- Null until a first code showed that the app has the secret.
    confirmed_at bigint,
    created_at bigint not null
);

-- Codes for whoever lost the other factors. Each works once.
create table recovery_codes (
    -- HMAC of account and code.
    code_hash text primary key not null,
    account_id text not null references accounts (id) on delete cascade,
    created_at bigint not null
);
create index recovery_codes_by_account on recovery_codes (account_id);

create table passkeys (
    id text primary key not null,
    account_id text not null references accounts (id) on delete cascade,
    -- What the authenticator calls it, base64url.
    credential_id text not null unique,
    -- The public half as a COSE key, base64url.
    public_key text not null,
    name text not null,
    -- What the authenticator counted when it signed last; 0 for those that do not count.
    sign_count bigint not null,
    created_at bigint not null,
    last_used_at bigint
);
create index passkeys_by_account on passkeys (account_id);

-- Challenges that a passkey is to sign, each once.
create table passkey_challenges (
    -- HMAC of the challenge and of what the browser that asked for it holds in a cookie.
    token_hash text primary key not null,
    -- make, log-in or confirm
    purpose text not null,
    -- For whom; null while it is not known who logs in.
    account_id text references accounts (id) on delete cascade,
    expires_at bigint not null
);
create index passkey_challenges_by_expiry on passkey_challenges (expires_at);

create table half_log_ins (
    -- HMAC of the token in the browser's cookie.
    token_hash text primary key not null,
    account_id text not null references accounts (id) on delete cascade,
    -- How the first half went, in words of ours.
    how text not null,
    -- Codes that were tried.
    tries bigint not null default 0,
    created_at bigint not null,
    expires_at bigint not null
);
create index half_log_ins_by_account on half_log_ins (account_id);
create index half_log_ins_by_expiry on half_log_ins (expires_at);
