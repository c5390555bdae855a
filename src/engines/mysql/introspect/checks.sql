-- Which conditions has MariaDB on columns? Its JSON is a long text that is checked to be valid; MySQL has a type.
-- MariaDB shows them to who has a right to the whole database: to others JSON is a text.
select k.owner as owner, k.clause as clause
from (
  select null as owner, null as clause
  /*M!100222
  union all
  select c.table_name, c.check_clause
  from information_schema.check_constraints c
  where c.constraint_schema = database()
  */
) k
where k.owner is not null
