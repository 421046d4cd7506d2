-- Whoever deletes a row that others point to looks for those by their column: one read of the whole table for each row, without these.
create index alarms_of_request on alarms (escalation_id);
create index passes_made_of on passes_made (escalation_id);
create index waves_made_by on waves (made_by);
create index waves_following on waves (follows);
