-- Which labels have the enumerated types, in their order?
select e.enumtypid::bigint as id, pg_catalog.array_agg(e.enumlabel::text order by e.enumsortorder) as labels
from pg_catalog.pg_enum e
group by e.enumtypid
