-- What was said to us and is not yet answered. A row here is a promise: it outlives the process. Free text is never
-- stored, only what it was understood as; a pasted password must not come to rest anywhere.
create table turns (
  id            uuid primary key,
  -- What makes a redelivery the same turn: message id, or card + verb + choice for a press.
  key           text not null unique,
  employee_id   uuid not null references people,
  said          jsonb not null,
  state         text not null default 'open' check (state in ('open', 'answered', 'given-up')),
  attempts      int not null default 1,
  leased_until  timestamptz not null,
  received_at   timestamptz not null default now()
);
create index turns_open on turns (leased_until) where state = 'open';
create index turns_lately on turns (employee_id, received_at);

-- What we say. The row is written with the change that causes it; sending comes after.
create table messages (
  id            uuid primary key,
  employee_id   uuid not null references people,
  -- Name of the card and what it is about (a step, a topic): a press is judged by this, never by what the client sends.
  card          text not null,
  about         text,
  offers        text[] not null,
  activity      jsonb not null,
  -- Copies that may stand in the chat. Two are the most there ever are.
  copies        int not null default 0,
  -- Set when this takes the place of an earlier message instead of standing below it.
  replaces      text,
  activity_id   text,
  state         text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  why           text,
  attempts      int not null default 0,
  due_at        timestamptz not null default now(),
  leased_until  timestamptz,
  written_at    timestamptz not null default clock_timestamp(),
  sent_at       timestamptz
);
create index messages_unsent on messages (due_at) where state in ('queued', 'sending');
create index messages_by_employee on messages (employee_id, written_at desc);
