-- Everybody who wrote at a wave before its approval, besides who made it: none of them is the second person. The same for new words.
alter table waves add column writers uuid[] not null default '{}';
alter table waves add column correction_writers uuid[] not null default '{}';
