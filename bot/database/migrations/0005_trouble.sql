-- Why nobody is led on to a passkey until they talked to a person: what they told ('lost', 'tricked', 'blocked') or Entra shows ('risk').
alter table progress add column stopped text check (stopped in ('lost', 'tricked', 'blocked', 'risk'));
-- A new phone takes over: passkeys from before this moment are on the old one, which is still here or gone.
alter table progress add column replacing_since timestamptz;
alter table progress add column old_phone text check (old_phone in ('here', 'gone'));

-- What went wrong for whom. Ids of the catalogue alone; never what somebody wrote.
create table trouble_cases (
  id           uuid primary key,
  employee_id  uuid not null references people,
  -- The question that was asked, and the rows that the words hinted at.
  question     text,
  hints        text[] not null default '{}',
  -- The row that was confirmed.
  row_id       text,
  -- Which of its helps was shown last.
  rung         int not null default 0,
  -- How often it did not help.
  failures     int not null default 0,
  step         text,
  opened_at    timestamptz not null default now(),
  confirmed_at timestamptz
);
create index trouble_cases_by_employee on trouble_cases (employee_id, opened_at desc);
create index trouble_cases_by_row on trouble_cases (row_id, confirmed_at) where row_id is not null;

-- Which trouble the rollout owner was told of, and when last.
create table trouble_told (
  row_id   text primary key,
  told_at  timestamptz not null
);
