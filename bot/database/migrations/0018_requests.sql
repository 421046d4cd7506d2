-- Who proved a part of a request before it was given back or opened again: what they proved is forgotten, that they did is not.
create table evidence_before (
  escalation_id  uuid not null references escalations on delete cascade,
  recorded_by    uuid not null,
  primary key (escalation_id, recorded_by)
);

-- Ids of passes are compared, and entered in the audit, in small letters.
update escalations set pass_id = lower(pass_id) where pass_id <> lower(pass_id);

-- Looked up at each press in the channel, and for each pass that Entra's own audit names.
create index escalations_by_card on escalations (card_id);
create index audit_entries_by_pass on audit_entries ((detail ->> 'pass')) where detail ->> 'pass' is not null;
