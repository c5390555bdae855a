-- Which tables and views may this role read, in which schema, how big are they, and whose partition are they?
select
  c.oid::bigint as id,
  n.nspname::text as schema,
  c.relname::text as name,
  c.relkind::text as kind,
  c.relispartition as is_partition,
  c.relkind in ('r', 'p', 'f') and pg_catalog.has_table_privilege(c.oid, 'insert, update, delete, truncate') as writes,
  -- Whoever sees only some of the rows is not told how many there are.
  case when pg_catalog.row_security_active(c.oid) then -1 else c.reltuples::double precision end as estimate,
  d.description as comment,
  pn.nspname::text as parent_schema,
  p.relname::text as parent_name
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_inherits i on i.inhrelid = c.oid and c.relispartition
left join pg_catalog.pg_class p on p.oid = i.inhparent
left join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
left join pg_catalog.pg_description d
  on d.objoid = c.oid and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objsubid = 0
where c.relkind in ('r', 'p', 'v', 'm', 'f')
  and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  and n.nspname !~ '^pg_(toast_)?temp_'
  and pg_catalog.has_schema_privilege(n.oid, 'usage')
  and (pg_catalog.has_table_privilege(c.oid, 'select') or pg_catalog.has_any_column_privilege(c.oid, 'select'))
