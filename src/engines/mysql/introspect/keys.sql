-- Which foreign keys have the tables, over which columns in which order, to which columns of which table?
select
  k.table_name as owner,
  k.constraint_name as name,
  k.column_name as column_name,
  k.referenced_table_schema as target_schema,
  k.referenced_table_name as target_name,
  k.referenced_column_name as target_column
from information_schema.key_column_usage k
where k.table_schema = database()
  and k.referenced_table_name is not null
order by k.table_name, k.constraint_name, k.ordinal_position
