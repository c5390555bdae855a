-- What are the types $1? `type_name` is the type, or the type of its elements if it is an array.
select
  t.oid::bigint as id,
  pg_catalog.format_type(t.oid, null) as full_type,
  element.typname::text as type_name,
  case when en.nspname <> 'pg_catalog' then en.nspname::text end as type_schema,
  t.typcategory = 'A' and t.typelem <> 0 as is_array,
  element.typtype = 'e' as is_enum
from pg_catalog.pg_type t
join pg_catalog.pg_type element on element.oid = case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem else t.oid end
join pg_catalog.pg_namespace en on en.oid = element.typnamespace
where t.oid = any ($1::pg_catalog.oid[])
