-- What a wave said can be corrected after it was sent: the new words until somebody approved them, and which words stand in whose chat.
alter table waves add column correction jsonb;
alter table waves add column corrected_by uuid;
alter table waves add column corrected_at timestamptz;
-- How often its words were corrected.
alter table waves add column words int not null default 0;

-- The words that stand in this chat, counted as the wave counts them.
alter table deliveries add column words int not null default 0;
-- Why older words stay there: a code.
alter table deliveries add column words_why text;
create index deliveries_standing on deliveries (wave_id, words) where activity_id is not null and recalled_at is null;

-- The newest of our messages that somebody read, as Teams counts: milliseconds since 1970. Absent: Teams has not told us of any.
alter table people add column read_up_to bigint;
