-- A connection that reads a hosted database of its team: which one, whatever id it has now. Null when it is gone.
alter table connections add column database_id text references databases (id) on delete set null on update cascade;
create index connections_by_database on connections (database_id);
