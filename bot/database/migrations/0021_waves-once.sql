-- Why it could not be taken back: a code.
alter table deliveries add column recall_why text;
