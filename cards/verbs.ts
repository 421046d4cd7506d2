// What buttons can ask for: `feature.action`. bot/app.ts has the handler of each; those of requests and waves stand in buttons.ts of
// bot/escalation and bot/waves.

export type Verb =
  | `journey.${'start' | 'choose-phone' | 'choose-version' | 'done' | 'stuck' | 'look' | 'show' | 'back'}`
  | `journey.${'change-phone' | 'at-the-phone' | 'topic' | 'keep'}`
  | `conversation.${'more' | 'not-now' | 'snooze' | 'person' | 'ask' | 'pick'}`
  | `conversation.${'language' | 'phone-language' | 'need'}`
  | `escalation.${'want-pass' | 'status' | 'line' | 'keep-line' | 'withdraw'}`
  | `escalation.${'claim' | 'look' | 'release' | 'refresh' | 'back' | 'more' | 'mine' | 'open-list' | 'ask' | 'send' | 'reopen'}`
  | `escalation.${'prove' | 'how' | 'held' | 'not-held' | 'needs-pass' | 'approve' | 'resolve' | 'decline' | 'fraud'}`
  | `escalation.${'not-me' | 'known' | 'ask-manager' | 'check-number' | 'hand-over' | 'hand-to' | 'reviewed'}`
  | `escalation.${'make' | 'show-pass' | 'made' | 'take-off' | 'passes-again'}`
  | `trouble.${'answer' | 'worked' | 'stuck' | 'replace' | 'safe'}`
  | `waves.${'list' | 'new' | 'edit' | 'save' | 'open' | 'look' | 'approve' | 'act' | 'correct' | 'save-correction'}`
