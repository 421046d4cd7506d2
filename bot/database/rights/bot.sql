-- What the bot may do in its database, when somebody else owns the tables. `npm run migrate` runs this after every migration; by hand:
--   psql … -v role=id-unlock -f bot/database/rights/bot.sql
-- It works with every table but those of the audit: there it reads and adds, and nobody who takes over the bot can change what was entered.
begin;
-- Where nobody may connect who is not named (infra/database.sql), and somebody else owns the database by now.
select set_config('unlock.role', :'role', true);
do $$ begin execute format('grant connect on database %I to %I', current_database(), current_setting('unlock.role')); end $$;
grant usage on schema public, jobs to :"role";
grant select, insert, update, delete on all tables in schema public, jobs to :"role";
grant usage, select on all sequences in schema public, jobs to :"role";
revoke all on audit_entries, audit_subjects, audit_salt, migrations from :"role";
grant select, insert on audit_entries to :"role";
-- It finds the pseudonym of somebody, and cannot find out who a pseudonym is.
grant insert, select (pseudonym, finder) on audit_subjects to :"role";
grant select on audit_salt, migrations to :"role";
commit;
