-- Which columns of the tables $1 may this role read, of which type, with which default, in which order?
-- A domain is followed to the type below it; `element` is that type, or the type of its elements if it is an array.
with recursive base(id, type, modifier, nullable) as (
  select t.oid, t.oid, -1, true
  from pg_catalog.pg_type t
  where t.typtype = 'd'
  union all
  select b.id, t.typbasetype, t.typtypmod, b.nullable and not t.typnotnull
  from base b
  join pg_catalog.pg_type t on t.oid = b.type and t.typtype = 'd'
),
domain as (
  select b.id, b.type, b.nullable
  from base b
  join pg_catalog.pg_type t on t.oid = b.type
  where t.typtype <> 'd'
)
select
  a.attrelid::bigint as id,
  a.attname::text as name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) as full_type,
  element.typname::text as type_name,
  case when en.nspname <> 'pg_catalog' then en.nspname::text end as type_schema,
  t.typcategory = 'A' and t.typelem <> 0 as is_array,
  element.typtype = 'e' as is_enum,
  element.oid::bigint as type_id,
  not a.attnotnull and coalesce(domain.nullable, true) as nullable,
  pg_catalog.pg_get_expr(f.adbin, f.adrelid) as default_text,
  a.attgenerated::text as generated,
  a.attidentity::text as identity,
  d.description as comment
from pg_catalog.pg_attribute a
left join domain on domain.id = a.atttypid
join pg_catalog.pg_type t on t.oid = coalesce(domain.type, a.atttypid)
join pg_catalog.pg_type element on element.oid = case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem else t.oid end
join pg_catalog.pg_namespace en on en.oid = element.typnamespace
left join pg_catalog.pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
left join pg_catalog.pg_description d
  on d.objoid = a.attrelid and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objsubid = a.attnum
where a.attrelid = any ($1::pg_catalog.oid[])
  and a.attnum > 0
  and not a.attisdropped
  and (
    pg_catalog.has_table_privilege(a.attrelid, 'select')
    or pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'select')
  )
order by a.attrelid, a.attnum
