-- Who did what to whom. Rows are added, never changed; the hash chain comes with the escalation issue.
create table audit_entries (
  seq          bigint generated always as identity primary key,
  at           timestamptz not null default now(),
  actor        text not null,
  verb         text not null,
  subject      text,
  detail       jsonb not null default '{}'
);
create function audit_entries_stay() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are never changed or deleted';
end $$;
create trigger audit_entries_stay before update or delete on audit_entries
  for each row execute function audit_entries_stay();
