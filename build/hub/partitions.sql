-- Splits the two large tables of a hub on PostgreSQL by unit (docs/performance.md says when that pays, and when not).
-- While the hub is stopped, and after a backup:
--   psql --dbname=pendamping --single-transaction --set=ON_ERROR_STOP=1 --file=partitions.sql
-- Keys and indexes begin with the unit already, so nothing else changes, and the hub notices nothing. It needs as much free
-- disk as the two tables take.

create table registers_by_unit (like registers including all) partition by hash (unit);
create table history_by_unit (like history including all) partition by hash (unit);

do $$
begin
  for part in 0..15 loop
    execute format('create table registers_%s partition of registers_by_unit for values with (modulus 16, remainder %s)', part, part);
    execute format('create table history_%s partition of history_by_unit for values with (modulus 16, remainder %s)', part, part);
  end loop;
end $$;

insert into registers_by_unit select * from registers;
insert into history_by_unit select * from history;
drop table registers, history;
alter table registers_by_unit rename to registers;
alter table history_by_unit rename to history;
analyze registers, history;
