-- Where an employee is: the phone they named and what they told us. Nothing else is needed to find the step.
create table progress (
  employee_id     uuid primary key references people,
  phone           text,
  system_version  text,
  told            text[] not null default '{}',
  -- When a step that makes the passkey was first shown: a passkey found before that was there already.
  create_shown_at timestamptz,
  -- Presses of "It does not work", by step: the second offers a person first.
  troubles        jsonb not null default '{}',
  -- Names the watch that counts; the clock of an older one rings for nobody.
  watch           int not null default 0,
  watch_until     timestamptz,
  finished_at     timestamptz
);
