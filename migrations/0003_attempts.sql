-- Failed log-ins that still count (src/domain/limits.rs), for the process that comes after a restart.

create table attempts (
    -- Keyed hash of an account, an address, or a pair of both.
    spent_key bigint primary key not null,
    -- The moment up to which the tries are spent.
    spent_until bigint not null
);

create index attempts_by_moment on attempts (spent_until);
