-- What auditors may do: read the audit, with who is behind a pseudonym, and erase that. Nothing of what the bot works with. What they do
-- is itself entered, so they add entries. `npm run migrate -- --auditors <role>` runs this; by hand:
--   psql … -v role=sg-unlock-auditors -f bot/database/rights/auditors.sql
begin;
-- Where nobody may connect who is not named (infra/database.sql), and somebody else owns the database by now.
select set_config('unlock.role', :'role', true);
do $$ begin execute format('grant connect on database %I to %I', current_database(), current_setting('unlock.role')); end $$;
grant usage on schema public to :"role";
grant select, insert on audit_entries to :"role";
grant select, update on audit_subjects to :"role";
grant select on audit_salt to :"role";
commit;
