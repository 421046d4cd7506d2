-- What the helpdesk is asked for: one row a request, from "a person, please" to its end. Every change is one guarded update
-- that counts `version` up (bot/escalation/escalation-store.ts).
create sequence escalation_numbers start with 1001;
create table escalations (
  id             uuid primary key,
  -- Said aloud by both sides: "1042, quiet harbour".
  number         int not null unique,
  phrase         text not null,
  employee_id    uuid not null,
  kind           text not null check (kind in ('pass', 'lost-phone', 'blocked', 'other-way', 'question', 'security')),
  state          text not null check (state in
                   ('open', 'verifying', 'verified', 'approved', 'issuing', 'issued', 'issue-unknown', 'alarm', 'closed')),
  outcome        text check (outcome in ('passkey', 'resolved', 'declined', 'withdrawn', 'expired', 'not-me', 'fraud')),
  -- Where they were and what Entra said, for the one who helps: codes, names of the directory, nothing that was typed.
  facts          jsonb not null default '{}',
  tier           text,
  claimed_by     uuid,
  -- Who held the request when enough was proved; never the one who may approve it.
  verified_by    uuid,
  wait_until     timestamptz,
  approved_by    uuid,
  -- The pass in Entra that this request made. Its code is nowhere.
  pass_id        text,
  pass_made_by   uuid,
  pass_made_at   timestamptz,
  pass_used_at   timestamptz,
  pass_gone_at   timestamptz,
  passes         int not null default 0,
  -- How the agent had signed in for the deed that is under way: claims, never a token.
  sign_in_proof  jsonb,
  version        int not null default 1,
  opened_at      timestamptz not null default now(),
  since          timestamptz not null default now(),
  closed_at      timestamptz,
  check ((state = 'closed') = (outcome is not null)),
  -- The card in the helpdesk channel: which version of the request it shows, and who is about to send the next.
  card_id        uuid not null,
  card_at        text,
  card_copies    int not null default 0,
  shown_version  int not null default 0,
  showing_until  timestamptz
);
-- However often it is asked for, and by whatever process: one at a time.
create unique index escalations_one_open on escalations (employee_id) where state <> 'closed';
create index escalations_open on escalations (state, since) where state <> 'closed';
create index escalations_unshown on escalations (id) where shown_version < version;
create index escalations_live_pass on escalations (pass_made_at) where pass_id is not null and pass_gone_at is null;
create index escalations_of_employee on escalations (employee_id, opened_at);

-- What was said about a request on purpose: a line of the employee's, a question of the agent's.
create table escalation_lines (
  id             uuid primary key,
  escalation_id  uuid not null references escalations on delete cascade,
  said_by        text not null check (said_by in ('employee', 'helpdesk')),
  author_id      uuid not null,
  words          text not null check (length(words) <= 300),
  said_at        timestamptz not null default clock_timestamp()
);
create index escalation_lines_of on escalation_lines (escalation_id, said_at);

-- What was proved, by which class of evidence, and who says so. No document, no number, no answer is kept.
create table evidence (
  id             uuid primary key,
  escalation_id  uuid not null references escalations on delete cascade,
  class          text not null,
  held           boolean not null,
  recorded_by    uuid not null,
  recorded_at    timestamptz not null default clock_timestamp()
);
create index evidence_of on evidence (escalation_id);

-- What the owner of a request was told without asking; a job that runs twice tells once.
create table escalation_told (
  escalation_id  uuid not null references escalations on delete cascade,
  what           text not null,
  primary key (escalation_id, what)
);
