-- Who did what to whom. Rows are added, never changed, and each holds the hash of the one before it (bot/audit/audit.ts).
create table audit_entries (
  -- Counted by whoever adds the entry, not by a sequence: a rolled-back one must leave no gap.
  seq         bigint primary key check (seq > 0),
  id          uuid not null unique,
  at          timestamptz not null,
  -- An employee's pseudonym; anybody else as they are.
  actor       text not null,
  actor_kind  text not null,
  subject     text,
  verb        text not null,
  decision    text check (decision in ('allowed', 'denied')),
  reason      text,
  detail      jsonb not null default '{}',
  -- Unique: nothing can follow twice on the same entry, so the chain cannot fork.
  prev_hash   text not null unique,
  hash        text not null unique
);
create index audit_entries_by_subject on audit_entries (subject, seq);
create index audit_entries_by_actor on audit_entries (actor, seq);

create function audit_entries_stay() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are never changed or deleted';
end $$;
create trigger audit_entries_stay before update or delete or truncate on audit_entries
  for each statement execute function audit_entries_stay();

-- Who is behind a pseudonym. Erasing somebody empties their row; the chain holds nothing that leads to them.
create table audit_subjects (
  pseudonym  text primary key,
  -- HMAC of the id, to find the row of an employee by.
  finder     text unique,
  -- The id, encrypted with this person's own key.
  sealed     text,
  key        text,
  erased_at  timestamptz,
  check ((erased_at is null) = (key is not null) and (key is null) = (sealed is null) and (key is null) = (finder is null))
);

-- One salt for each database, made once.
create table audit_salt (
  only_one  boolean primary key default true check (only_one),
  salt      text not null
);
insert into audit_salt (salt) values (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));
