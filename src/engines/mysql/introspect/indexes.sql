-- Which indexes have the tables, over which columns or expressions, in which order?
-- Only MySQL 8 has indexes over expressions.
select
  s.table_name as owner,
  s.index_name as name,
  s.non_unique = 0 as is_unique,
  s.column_name as column_name,
  s.sub_part as length,
  coalesce(null /*!80013 , s.expression */) as expression
from information_schema.statistics s
where s.table_schema = database()
order by s.table_name, s.index_name, s.seq_in_index
