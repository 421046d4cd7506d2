-- How somebody wants to be written to. Codes only: never the words in which they said so.
alter table people
  -- Chosen by them; wins over the locale of their Teams.
  add column language  text,
  -- What the screen of their phone is in, where they told us.
  add column screen    text,
  add column needs     text[] not null default '{}';
