-- Whether rows of a connected database may be changed from here: 1 when somebody who may change connections switched it on.
alter table connections add column writing bigint not null default 0;
