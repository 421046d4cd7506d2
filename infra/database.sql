-- Lets the bot's identity into its own database, and into nothing else. Run once, by a member of databaseAdmins, from inside the network:
--   psql "host=<databaseHost> dbname=postgres user=<you> sslmode=verify-full" -v role=id-unlock -f infra/database.sql
-- Until npm run migrate makes you the owner (ADMIN.md, step 6), the bot owns the database and makes its tables itself.
select * from pgaadauth_create_principal(:'role', false, false);
grant :"role" to current_user;
alter database unlock owner to :"role";
revoke connect on database unlock from public;
