-- One row that is written to see whether anything can be: a full disk and a server that only reads answer every question.
create table alive (
  only_one  boolean primary key default true check (only_one),
  at        timestamptz not null default now()
);
insert into alive default values;

-- The job queue makes its own tables, but two processes that start together would both make this.
create schema if not exists jobs;
