-- What auditors may do: read the audit, with who is behind a pseudonym, and erase that. Nothing of what the bot works with. What they do
-- is itself entered, so they add entries. `npm run migrate -- --auditors <role>` runs this; by hand:
--   psql … -v role=sg-unlock-auditors -f bot/database/rights/auditors.sql
begin;
grant usage on schema public to :"role";
grant select, insert on audit_entries to :"role";
grant select, update on audit_subjects to :"role";
grant select on audit_salt to :"role";
commit;
