-- Waves: one approved invitation to many people. `deliveries` is the queue and the truth: a row for every recipient, from the dry run on.
create table waves (
  id            uuid primary key,
  name          text not null,
  made_by       uuid not null references people,
  state         text not null default 'draft' check (state in
    ('draft', 'gathering', 'previewed', 'approved', 'running', 'paused', 'finished', 'cancelled', 'recalled')),
  -- Why it is paused or its preview failed: a code.
  why           text,
  -- Counts up with every change of the draft: a preview and an approval name the one they are about.
  version       int not null default 0,
  content       jsonb not null,
  audience      jsonb not null,
  -- Absent: as soon as it is approved.
  start_at      timestamptz,
  -- The wave that this one follows: a reminder, or a second try for those who were not reached.
  follows       uuid references waves,
  -- Which of the reminders that were approved with that wave; 0: it was drafted by somebody.
  nth           int not null default 0,
  -- Time zones of its readers, so that the sender looks only where it is day.
  zones         text[] not null default '{}',
  -- How many recipients there are, and how many addresses belong to nobody. Frozen with the rest.
  people        int,
  unknown       int not null default 0,
  -- What could not be looked at when it was previewed: registrations, scope.
  blind         text[] not null default '{}',
  previewed_at  timestamptz,
  asked_at      timestamptz,
  approved_by   uuid,
  content_hash  text,
  audience_hash text,
  -- Over content, audience and number; the audit entry of the approval holds it too.
  seal          text,
  started_at    timestamptz,
  -- When somebody last said that it goes on: what failed before that does not pause it again.
  going_since   timestamptz,
  ended_at      timestamptz,
  shown_at      timestamptz not null default 'epoch',
  made_at       timestamptz not null default now()
);
create index waves_by_state on waves (state);
-- However many processes see that a reminder is due, there is one.
create unique index waves_reminders on waves (follows, nth) where nth > 0;

create table deliveries (
  -- The id of its card too: a press names it.
  id            uuid primary key default gen_random_uuid(),
  wave_id       uuid not null references waves on delete cascade,
  employee_id   uuid not null,
  -- Recipients are sealed chunk by chunk, so that a batch is checked without reading everybody.
  chunk         int not null,
  name          text not null,
  locale        text,
  zone          text not null,
  -- The group of the audience that brought them; absent: an address.
  via           text,
  -- What the dry run found out, for its counts: no-chat, no-way-in, not-in-scope.
  traits        text[] not null default '{}',
  state         text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'skipped', 'unknown')),
  why           text,
  due_at        timestamptz not null default now(),
  leased_until  timestamptz,
  -- Counts up each time it is taken. Who settles it names the number, so that a slow process cannot undo a faster one.
  attempts      int not null default 0,
  -- Tries that were turned away.
  tries         int not null default 0,
  -- Copies that may stand in the chat. Two are the most there ever are.
  copies        int not null default 0,
  activity_id   text,
  settled_at    timestamptz,
  -- When it was taken back, and what was put in its place is not counted here.
  recalled_at   timestamptz,
  unique (wave_id, employee_id),
  check ((state in ('failed', 'skipped')) <= (why is not null))
);
create index deliveries_due on deliveries (wave_id, zone, due_at, chunk) where state in ('queued', 'sending');
create index deliveries_chunk on deliveries (wave_id, chunk);
create index deliveries_settled on deliveries (wave_id, settled_at);
create index deliveries_by_employee on deliveries (employee_id);

create table wave_chunks (
  wave_id  uuid not null references waves on delete cascade,
  chunk    int not null,
  hash     text not null,
  primary key (wave_id, chunk)
);

-- What Entra said of people while an audience was gathered; gone when it is complete.
create table wave_marks (
  wave_id      uuid not null references waves on delete cascade,
  employee_id  uuid not null,
  mark         text not null,
  primary key (wave_id, employee_id, mark)
);

-- One clock for all processes: when the next message of a wave may leave.
create table send_pace (
  only_one      boolean primary key default true check (only_one),
  next_at       timestamptz not null default 'epoch',
  paused_until  timestamptz not null default 'epoch',
  -- How often in a row most of a batch was turned away.
  storms        int not null default 0
);
insert into send_pace default values;

-- The first moment from `at` on at which somebody in `zone` may be written to.
create function next_open(at timestamptz, zone text, opens time, closes time, weekdays boolean) returns timestamptz
language plpgsql stable as $$
declare
  there timestamp := at at time zone zone;
  asked timestamp := there;
begin
  if there::time < opens then there := date_trunc('day', there) + opens;
  elsif there::time >= closes then there := date_trunc('day', there) + interval '1 day' + opens;
  end if;
  while weekdays and extract(isodow from there) > 5 loop
    there := date_trunc('day', there) + interval '1 day' + opens;
  end loop;
  return case when there = asked then at else there at time zone zone end;
end $$;
