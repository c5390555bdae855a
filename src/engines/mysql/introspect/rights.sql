-- May this user also write, here or everywhere? What comes by a role is not told to everybody, and not counted.
select count(*) as writing
from (
  select u.grantee as whose, u.privilege_type as what
  from information_schema.user_privileges u
  union all
  select s.grantee, s.privilege_type
  from information_schema.schema_privileges s
  where database() like s.table_schema
  union all
  select t.grantee, t.privilege_type
  from information_schema.table_privileges t
  where t.table_schema = database()
) p
where p.what in ('INSERT', 'UPDATE', 'DELETE', 'DROP', 'CREATE', 'ALTER')
  -- The name may hold an @, the host does not.
  and p.whose = concat(
    '''', left(current_user(), char_length(current_user()) - char_length(substring_index(current_user(), '@', -1)) - 1),
    '''@''', substring_index(current_user(), '@', -1), ''''
  )
