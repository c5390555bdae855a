-- Which columns may this user read, of which type, with which default, in which order?
-- MariaDB writes a default as an expression, MySQL as a bare value unless it says otherwise in `extra`.
select
  c.table_name as owner,
  c.column_name as name,
  c.data_type as type_name,
  c.column_type as full_type,
  c.is_nullable = 'YES' as nullable,
  c.column_default as default_text,
  c.extra as extra,
  c.generation_expression as expression,
  c.column_comment as comment,
  0 /*M!100207 + 1 */ as writes_expressions
from information_schema.columns c
where c.table_schema = database()
  and find_in_set('select', c.privileges) > 0
order by c.table_name, c.ordinal_position
