-- Which indexes have the tables $1, over which columns or expressions, and which of them identify a row?
select
  x.indrelid::bigint as id,
  c.relname::text as name,
  x.indisunique as is_unique,
  x.indisunique and x.indimmediate and x.indisvalid and x.indpred is null and x.indexprs is null as is_key,
  array(
    select coalesce(a.attname::text, pg_catalog.pg_get_indexdef(x.indexrelid, place::integer, true))
    from pg_catalog.generate_series(1, x.indnkeyatts::integer) as place
    left join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[place - 1] and a.attnum > 0
    order by place
  ) as columns
from pg_catalog.pg_index x
join pg_catalog.pg_class c on c.oid = x.indexrelid
where x.indrelid = any ($1::pg_catalog.oid[])
  and x.indislive
order by x.indrelid, c.relname
