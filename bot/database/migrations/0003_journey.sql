-- Where an employee is: the phone they named and what they told us. Nothing else is needed to find the step.
create table progress (
  employee_id     uuid primary key references people,
  phone           text,
  system_version  text,
  told            text[] not null default '{}',
  -- Every change counts up; a change made on an old reading touches no row.
  version         int not null default 0,
  -- Entra let this person in at this time: member, enabled, their turn, in scope.
  admitted_at     timestamptz,
  started_at      timestamptz,
  -- When the create step was first shown: a passkey made after that is the one we wait for.
  create_shown_at timestamptz,
  -- Presses of "It does not work", by step: the second offers a person first.
  troubles        jsonb not null default '{}',
  finished_at     timestamptz,
  watched_until   timestamptz
);
