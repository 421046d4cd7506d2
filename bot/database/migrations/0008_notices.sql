-- Who is told of a request, so that whoever the account belongs to can object; and alarms to security.
create table alarms (
  id             uuid primary key,
  kind           text not null,
  -- What it is about, as a text: the same thing rings once.
  key            text not null unique,
  escalation_id  uuid references escalations on delete cascade,
  subject_id     uuid,
  -- Whose deed it is about, where it is about one.
  agent_id       uuid,
  reason         text,
  raised_at      timestamptz not null default now()
);
create index alarms_lately on alarms (raised_at);

-- One row for each recipient and channel of each event. The id is that of its card in a chat, and of the document the webhook gets.
create table notices (
  id             uuid primary key,
  escalation_id  uuid references escalations on delete cascade,
  alarm_id       uuid references alarms on delete cascade,
  event          text not null check (event in ('requested', 'approved', 'issued', 'passkey', 'closed', 'denied', 'asked', 'alarm')),
  recipient      text not null check (recipient in ('person', 'manager', 'security')),
  -- `unresolved`: who or where is not known yet, because Entra gave no answer.
  state          text not null check (state in ('unresolved', 'queued', 'sending', 'sent', 'failed')),
  channel        text check (channel in ('chat', 'mail', 'webhook')),
  -- Whose chat.
  employee_id    uuid,
  -- Which mailbox, until nothing more is sent about the request.
  address        text,
  reason         text,
  attempts       int not null default 0,
  copies         int not null default 0,
  activity_id    text,
  why            text,
  written_at     timestamptz not null default clock_timestamp(),
  due_at         timestamptz not null default now(),
  leased_until   timestamptz,
  tried_at       timestamptz,
  sent_at        timestamptz,
  check (escalation_id is not null or alarm_id is not null),
  check (state = 'unresolved' or channel is not null)
);
create index notices_of on notices (escalation_id, event);
create index notices_of_alarm on notices (alarm_id);
create index notices_due on notices (due_at) where state in ('unresolved', 'queued', 'sending');

alter table escalations
  -- When everybody who must be told first was written to. Without it there is no approval and no pass.
  add column noticed_at timestamptz,
  -- What has to pass between the notices and a pass, once enough is proved.
  add column wait_minutes int,
  -- Closed while a pass was being made: nobody knows whether one is there.
  add column lost_pass boolean not null default false,
  -- Since when Entra does not delete the pass.
  add column pass_stuck_since timestamptz;

-- Since when Entra names somebody as a manager, as far as we have seen. Entra itself does not tell.
create table managers_seen (
  employee_id    uuid primary key,
  manager_id     uuid,
  first_seen_at  timestamptz not null default now(),
  checked_at     timestamptz not null default now()
);

-- How far Entra's own record of passes was read, and what of it is settled.
create table pass_audits_read (
  only_one    boolean primary key default true check (only_one),
  since       timestamptz not null default now(),
  read_until  timestamptz not null default now()
);
create table pass_audits_seen (
  id       text primary key,
  seen_at  timestamptz not null default now()
);

-- Whether the agent has the right person before them: the last of the number that Entra holds, typed and never shown.
create table number_checks (
  id             uuid primary key,
  escalation_id  uuid not null references escalations on delete cascade,
  agent_id       uuid not null,
  outcome        text not null check (outcome in ('matched', 'missed', 'not-held')),
  at             timestamptz not null default now()
);
create index number_checks_of on number_checks (escalation_id, agent_id);

alter table escalations
  add column reminded_at timestamptz,
  -- Drawn by lot when a request with a pass is over: somebody else looks at it once more.
  add column review text check (review in ('wanted', 'not-drawn', 'done'));
create index escalations_to_review on escalations (closed_at) where review = 'wanted' or review is null;
