-- What reading a schema again found changed. Times BIGINT milliseconds since 1970.

create table schema_changes (
  id text primary key not null,
  connection_id text not null references connections (id) on delete cascade,
  -- When the schema before was read, and when the one after.
  before_at bigint not null,
  taken_at bigint not null,
  -- JSON array of changes (src/model/schema_change.rs), the first ones when there are very many.
  changes text not null,
  -- How many there are.
  change_count integer not null
);
create index schema_changes_by_connection on schema_changes (connection_id, taken_at);
