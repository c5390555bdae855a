-- Which primary keys, unique keys and foreign keys have the tables $1, over which columns in which order?
select
  k.conrelid::bigint as id,
  k.conname::text as name,
  k.contype::text as kind,
  array(
    select a.attname::text
    from pg_catalog.unnest(k.conkey) with ordinality as part(number, place)
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = part.number
    order by part.place
  ) as columns,
  rn.nspname::text as target_schema,
  r.relname::text as target_name,
  array(
    select a.attname::text
    from pg_catalog.unnest(k.confkey) with ordinality as part(number, place)
    join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = part.number
    order by part.place
  ) as target_columns
from pg_catalog.pg_constraint k
left join pg_catalog.pg_class r on r.oid = k.confrelid
left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
where k.conrelid = any ($1::pg_catalog.oid[])
  and k.contype in ('p', 'u', 'f')
  -- A foreign key over periods (PostgreSQL 18) joins rows that overlap, not rows that are equal. Older servers do not
  -- have its column, which is therefore read out of the whole row.
  and not (k.contype = 'f' and coalesce((pg_catalog.to_jsonb(k) ->> 'conperiod')::boolean, false))
  -- A foreign key to a partitioned table has a row more per partition, below its own row on the same table.
  and not exists (select from pg_catalog.pg_constraint whole where whole.oid = k.conparentid and whole.conrelid = k.conrelid)
order by k.conrelid, k.conname
