-- Lets the bot's identity into its own database, and into nothing else. Run once, by a member of databaseAdmins, from inside the network:
--   psql "host=<databaseHost> dbname=postgres user=<you> sslmode=verify-full" -v role=id-unlock -f infra/database.sql
-- The bot brings its tables up to date at each start, so it owns the database.
select * from pgaadauth_create_principal(:'role', false, false);
grant :"role" to current_user;
alter database unlock owner to :"role";
revoke connect on database unlock from public;
