// The sample company over HTTP; the shapes are those of ../office-api.ts.

/** @typedef {import('../office-api.ts').Person} Person */
/** @typedef {import('../office-api.ts').ChatItem} ChatItem */
/** @typedef {import('../office-api.ts').PhoneState} PhoneState */
/** @typedef {import('../office-api.ts').PhoneDeed} PhoneDeed */
/** @typedef {import('../office-api.ts').EntraView} EntraView */
/** @typedef {import('../office-api.ts').EntraDeed} EntraDeed */
/** @typedef {import('../office-api.ts').Fault} Fault */
/** @typedef {import('../office-api.ts').LogLine} LogLine */
/** @typedef {import('../office-api.ts').Say} Say */
/** @typedef {import('../office-api.ts').Press} Press */
/** @typedef {import('../office-api.ts').PressAnswer} PressAnswer */
/** @typedef {import('../office-api.ts').TeamsOn} TeamsOn */

/**
 * @param {string} path
 * @param {'GET' | 'POST' | 'PUT'} [method]
 * @param {unknown} [body]
 */
async function ask(path, method = 'GET', body = undefined) {
  const response = await fetch(`/office/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer = text ? JSON.parse(text) : undefined
  if (!response.ok) throw new Error(answer?.error ?? `The sample company answered ${response.status}.`)
  return answer
}

/** @param {string} id @param {string} what */
const of = (id, what) => `people/${encodeURIComponent(id)}/${what}`

export const company = {
  /** @returns {Promise<Person[]>} */
  people: () => ask('people'),
  /** @param {string} id @returns {Promise<ChatItem[]>} */
  chat: (id) => ask(of(id, 'chat')),
  /** @param {string} id as this person sees it @returns {Promise<ChatItem[]>} */
  channel: (id) => ask(`channel?as=${encodeURIComponent(id)}`),
  /** @param {string} id @param {TeamsOn} on */
  open: (id, on) => ask(of(id, 'open'), 'POST', { on }),
  /** @param {string} id @param {Say} say @returns {Promise<{ botStatus?: number }>} */
  say: (id, say) => ask(of(id, 'say'), 'POST', say),
  /** @param {string} id @param {Press} press @returns {Promise<PressAnswer>} */
  press: (id, press) => ask(of(id, 'press'), 'POST', press),
  /** @param {string} id @returns {Promise<PhoneState>} */
  phone: (id) => ask(of(id, 'phone')),
  /** @param {string} id @param {PhoneDeed} deed @returns {Promise<PhoneState>} */
  usePhone: (id, deed) => ask(of(id, 'phone'), 'POST', deed),
  /** @param {string} id @returns {Promise<EntraView>} */
  entra: (id) => ask(of(id, 'entra')),
  /** @param {string} id @param {EntraDeed} deed @returns {Promise<EntraView>} */
  administer: (id, deed) => ask(of(id, 'entra'), 'POST', deed),
  /** @returns {Promise<import('../office-api.ts').CompanyView>} */
  company: () => ask('company'),
  /** @param {import('../office-api.ts').CompanyDeed} deed @returns {Promise<import('../office-api.ts').CompanyView>} */
  administerCompany: (deed) => ask('company', 'POST', deed),
  /** @returns {Promise<Fault[]>} */
  faults: () => ask('faults'),
  /** @param {Fault[]} faults @returns {Promise<Fault[]>} */
  setFaults: (faults) => ask('faults', 'PUT', faults),
  /** @param {string} id @param {import('../office-api.ts').AppDeed['do']} deed */
  changeApp: (id, deed) => ask(of(id, 'app'), 'POST', { do: deed }),
  startOver: () => ask('reset', 'POST', {}),
  /** @returns {Promise<LogLine[]>} */
  log: () => ask('log'),
}
