// Everything a person can mean, as in the intents the helpdesk knows, in the order in which they are acted on.

/** When a message holds two meanings, the one in the earlier row wins; within a row the earlier one, see `decide`. */
export const precedence = [
  ['report_compromise', 'secret_shared', 'prompt_injection', 'someone_else'],
  ['lost_phone', 'account_blocked_risky'],
  ['is_this_legit', 'accessibility_need', 'talk_to_human', 'change_language'],
  ['opt_out', 'personal_phone_objection', 'no_smartphone', 'shared_device', 'security_key_instead', 'later_snooze'],
  [
    'app_protection_block',
    'saved_in_wrong_place',
    'work_profile',
    'tap_expired_or_rejected',
    'provider_not_enabled',
    'device_not_compliant',
    'wrong_account',
    'no_screen_lock',
    'unsupported_os',
    'new_phone',
    'qr_or_bluetooth_fails',
    'asked_for_code_no_method',
    'app_outdated_or_missing',
    'option_missing',
  ],
  ['generic_error_code'],
  ['privacy_biometrics', 'why_must_i', 'what_is_it'],
  ['status', 'back', 'next_done', 'start'],
  ['thanks'],
  ['off_topic'],
] as const

export type Intent = (typeof precedence)[number][number]

export const intents: readonly Intent[] = precedence.flat()

/** Missing one of these harms somebody, so less is enough to believe it. */
export const urgent: ReadonlySet<Intent> = new Set([...precedence[0], ...precedence[1]])

/** Named obstacles: here the surest reading wins, because the narrower one has more words to show for itself. */
export const obstacles: ReadonlySet<Intent> = new Set(precedence[4])

export const isIntent = (name: string): name is Intent => intents.includes(name as Intent)
