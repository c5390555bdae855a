-- Which tables and views are in the database, and how big are they?
-- Sequences of MariaDB are tables for itself only.
select
  t.table_name as name,
  t.table_type as kind,
  t.table_rows as estimate,
  t.table_comment as comment,
  database() as place
from information_schema.tables t
where t.table_schema = database()
  and t.table_type <> 'SEQUENCE'
