-- Why it could not be taken back: a code.
alter table deliveries add column recall_why text;

-- Who of a group was told what without asking, so that a job that is run again goes on with the rest.
create table waves_told (
  -- `week 2026-47`, `ask <wave> <version>`
  what         text not null,
  employee_id  uuid not null,
  told_at      timestamptz not null default now(),
  primary key (what, employee_id)
);

-- Who looks at a wave.
create index messages_of_waves on messages (about, employee_id) where card = 'wave';

-- Where Teams is, as it last told us.
create index people_lately on people (last_seen_at desc) where service_url is not null;
