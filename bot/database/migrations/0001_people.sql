-- Who may be spoken to, and where. The id is the Entra object id; nothing here is proof of who somebody is.
create table people (
  employee_id      uuid primary key,
  tenant_id        uuid not null,
  name             text not null,
  locale           text,
  time_zone        text,
  conversation_id  text unique,
  service_url      text,
  teams_user_id    text,
  bot_id           text,
  installed        boolean not null default true,
  unreachable_why  text,
  snoozed_until    timestamptz,
  -- How often in a row a message was not understood: the second time a person is offered first.
  misunderstood    int not null default 0,
  -- Every turn that says something counts up; a turn worked out on an old reading changes nothing.
  version          int not null default 0,
  welcomed_at      timestamptz,
  first_seen_at    timestamptz not null default now(),
  last_seen_at     timestamptz not null default now()
);
