-- Each pass, when and by whom: limits count passes, and one request can lead to several. Kept as long as any limit looks back.
create table passes_made (
  id             uuid primary key default gen_random_uuid(),
  escalation_id  uuid not null references escalations on delete cascade,
  employee_id    uuid not null,
  made_by        uuid not null,
  made_at        timestamptz not null default now()
);
create index passes_made_lately on passes_made (made_at);
create index passes_made_for on passes_made (employee_id, made_at);
insert into passes_made (escalation_id, employee_id, made_by, made_at)
  select id, employee_id, pass_made_by, pass_made_at from escalations where pass_made_at > now() - interval '8 days' and pass_made_by is not null;

-- An alarm that stops something until somebody of security has looked. One at a time.
alter table alarms add column settled_at timestamptz, add column settled_by uuid;
create unique index alarms_one_breaker on alarms (kind) where kind = 'breaker' and settled_at is null;
