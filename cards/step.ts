// How a step finds its words for a phone, and which buttons it has.
import type { Platform } from '../bot/people.ts'
import type { Helpdesk, StepView, Wording } from './card.ts'
import { type Parts, type Press, press, said } from './compose.ts'
import { type ByPlatform, type Content, leadIds, type Paragraphs, type StepId, stepIds, topicIds } from './content/content.ts'
import { type Language, type Values, wordingFor } from './content/language.ts'
import links from './content/links.json' with { type: 'json' }
import { plain, setting } from './plain.ts'

/** Words for the most specific platform there is: iphone-17 → iphone → any; samsung-14 → samsung → android-14 → android → any. */
export function wordsFor(words: ByPlatform, platform: Platform): Paragraphs {
  const [phone = platform, version] = platform.split('-') as [Platform, string?]
  const kin = phone === 'iphone' ? [] : ([version && `android-${version}`, 'android'] as Platform[])
  const found = [platform, phone, ...kin, 'any' as const].map((key) => words[key]).find((one) => one !== undefined)
  if (found === undefined) throw new Error(`no words for ${platform}: give "any", or both "iphone" and "android", in cards/content`)
  return found
}

export function stepId(id: string): StepId {
  return oneOf(stepIds, id, 'step')
}

export const topicId = (id: string) => oneOf(topicIds, id, 'topic')

function oneOf<Id extends string>(ids: readonly Id[], id: string, kind: string): Id {
  const found = ids.find((one) => one === id)
  if (found === undefined) throw new Error(`"${id}" is no ${kind} that cards/content has words for; known: ${ids.join(', ')}`)
  return found
}

/** `phone` chooses between "iPhone" and "phone" in the text. */
export const phoneOf = (platform: Platform): Values => ({ phone: plain(platform.split('-')[0] ?? platform) })

export function stepParts(spoken: Language, view: StepView): Parts {
  const id = stepId(view.stepId)
  const words = spoken.words.steps[id]
  const values: Values = {
    ...phoneOf(view.platform),
    storeName: view.storeName === undefined ? undefined : plain(view.storeName),
    workAddress: view.workAddress === undefined ? undefined : setting(view.workAddress),
    helpdesk: helpdeskName(view.helpdesk),
    count: id === 'tidy-up' && view.leftOvers?.length ? view.leftOvers.length : undefined,
  }
  return {
    layout: 'step',
    lead: view.lead === undefined ? undefined : spoken.words.leads[oneOf(leadIds, view.lead, 'lead')],
    title: words.title,
    paragraphs: said(spoken, wordsFor(words.body, view.platform), values),
    footer: spoken.say(spoken.words.frame.step, { number: view.number, total: view.total }),
    deeds: true,
    unlocks: ['set-screen-lock', 'move-passkey', 'create-passkey', 'try-passkey'].includes(id),
    rows: [buttonsOf(spoken.words, id, view.platform)],
    more: true,
    ...extras(spoken, id, view),
  }
}

function buttonsOf(words: Content, id: StepId, platform: Platform): Press[] {
  const ownDone = { words: words.steps[id].done ?? words.buttons.done }
  const done = press(ownDone, 'journey.done')
  const look = press(ownDone, 'journey.look')
  const stuck = press('stuck', 'journey.stuck')
  const buttons: Record<StepId, Press[]> = {
    'move-to-phone': [press('at-the-phone', 'journey.at-the-phone')],
    'check-version': versions(platform),
    'update-phone': [done, press('cannot-update', 'journey.stuck')],
    'set-screen-lock': [done, stuck],
    'install-authenticator': [done, stuck],
    'update-authenticator': [done, stuck],
    'switch-on-authenticator': [done, stuck],
    'get-start-pass': [press('ask-for-pass', 'escalation.want-pass'), look],
    'add-account': [look, stuck],
    'move-passkey': [look, stuck],
    'create-passkey': [look, stuck],
    'try-passkey': [done, press('did-not-work', 'journey.stuck')],
    'tidy-up': [look, press('keep', 'journey.keep')],
  }
  return buttons[id]
}

function versions(platform: Platform): Press[] {
  const offered = platform.startsWith('iphone')
    ? (['ios-18', 'ios-17', 'too-old'] as const)
    : (['android-15', 'android-14', 'too-old'] as const)
  return offered.map((version) => press(version, 'journey.choose-version', version))
}

function extras(spoken: Language, id: StepId, view: StepView): Partial<Parts> {
  if (id === 'get-start-pass') return { contact: view.helpdesk }
  if (id === 'tidy-up') return { list: (view.leftOvers ?? []).map((name) => plain(name)), link: linkTo(spoken, links['security-info'].url) }
  if (id !== 'move-to-phone') return {}
  const { frame } = spoken.words
  const picture = view.chatQr?.startsWith('data:image/png;base64,')
    ? { url: view.chatQr, alt: frame['code-alt'], text: frame.code }
    : undefined
  return { link: view.chatLink === undefined ? undefined : linkTo(spoken, view.chatLink), picture }
}

/** A link says where it leads; anything but https is not offered. */
function linkTo(spoken: Language, address: string): Parts['link'] {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:') return undefined
  return { title: spoken.say(spoken.words.frame.link, { host: setting(url.host) }) ?? url.host, url: url.href }
}

/** Topics that a step's help leads to: where the app itself says what is wrong. */
export function topicsOf(id: StepId): Press[] {
  const topics = [
    press('it-exists', 'journey.topic', 'left-over'),
    press('wrong-account', 'journey.topic', 'wrong-account'),
    press('square-code', 'journey.topic', 'qr'),
  ]
  return ['create-passkey', 'add-account', 'move-passkey'].includes(id) ? topics : []
}

export const helpdeskName = (helpdesk: Helpdesk | undefined) => wording(helpdesk?.name)

/** A value of the company's own, in the language of the words that it stands in. */
export const wording = (text: Wording | undefined, atMost?: number) =>
  text === undefined ? undefined : (locale: string) => setting(wordingFor(text, locale), atMost)
