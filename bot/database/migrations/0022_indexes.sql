-- Whoever deletes a row that others point to looks for those by their column: one read of the whole table for each row, without these.
create index alarms_of_request on alarms (escalation_id);
create index passes_made_of on passes_made (escalation_id);
create index waves_made_by on waves (made_by);
create index waves_following on waves (follows);

-- What is unsent, by whose it is: a person's oldest is looked for at each turn and after each message. The planner never learns how many wait, for
-- most of the time none do, and so read all of them for each person when many did.
create index messages_unsent_of on messages (employee_id, written_at, id) where state in ('queued', 'sending');
drop index messages_unsent;
