-- Who did what to what, when and from where. Times BIGINT milliseconds since 1970.
--
-- Rows are only ever added, and removed by age. Triggers that refuse updates are written in another language on each of
-- the two databases, and a migration is one text for both; no code of the store has a statement that changes a row.
-- Nothing refers to accounts or projects by a foreign key: what is said here outlives what it is about.

create table audit_log (
  id text primary key not null,
  at bigint not null,
  -- Null for whoever had no account, the operator and the server itself.
  account_id text,
  -- The user name at that time.
  account_name text,
  -- session, token, link, operator, server or nobody (src/model/audit.rs)
  via text not null,
  -- The token or link.
  via_id text,
  -- src/model/audit.rs has the verbs and the kinds of objects.
  verb text not null,
  kind text not null,
  object_id text,
  -- Its name at that time.
  object_name text,
  -- The project that it belongs to.
  project_id text,
  -- The address that the request came from.
  address text,
  -- done or refused
  result text not null,
  -- What was changed, in words of ours and without values that could be secrets.
  detail text
);
create index audit_log_by_time on audit_log (at, id);
create index audit_log_by_project on audit_log (project_id, at, id);
create index audit_log_by_account on audit_log (account_id, at, id);
