-- Rows that people deleted from hosted databases and can bring back for some days. They are here and not in the database's
-- own file, where statements of people would reach them.

create table deleted_rows (
  id text primary key not null,
  database_id text not null references databases (id) on delete cascade on update cascade,
  table_name text not null,
  -- JSON: the columns and the values of each row, as they were.
  content text not null,
  -- JSON: a text for each of the first rows, by which people know them.
  summary text not null,
  row_count bigint not null,
  -- Bytes of the content.
  size bigint not null,
  -- User name of who deleted them.
  deleted_by text not null,
  deleted_at bigint not null
);
create index deleted_rows_by_table on deleted_rows (database_id, table_name, deleted_at);
create index deleted_rows_by_time on deleted_rows (deleted_at);
