// What secrets look like on their own, and what only looks like one.

/** Six to eight digits, perhaps in two or three groups, that are no part of something longer. */
export const codeNumber = /(?<![\w.,:+/#@-]|\d )(?:\d{6,8}|\d{3}[ -]\d{3,4}|\d{2} \d{2} \d{2})(?![\w/@-]|[.,:]\d| \d)/g

export const codeIn = (line: string): string[] => line.match(codeNumber) ?? []

export const standsAlone = (line: string) =>
  (/^(?:\d{6,8}|\d{3}[ -]\d{3,4}|\d{4}[ -]\d{4}|\d{2} \d{2} \d{2})[.!]?$/.test(line) && !isErrorNumber(line.replace(/[.!]$/, ''))) ||
  (!/\s/.test(line) && isRandom(line))

/** Numbers Microsoft uses for errors: the ranges of AADSTS codes, and Windows' 0x80… without its front. */
export const isErrorNumber = (number: string) =>
  /^(?:5\d{4}|50[01]\d{3}|5300\d\d|54\d{3}|7000\d{2,3}|70\d{3}|7500\d\d|80(?:04|07|09|18|19|28)\d{4}|9001\d\d|90\d{3}|900\d{4}|130[45]\d\d|135[045]\d\d|1600\d\d)$/.test(
    number,
  )

/** Who quotes an error shows no secret by it, however much "the code is" sounds so. */
export const namesError = (text: string) => (text.match(/(?<!\d)\d{5,8}(?!\d)/g) ?? []).some(isErrorNumber)

export const isDigits = (value: string, least: number) => /^\d{4,8}$/.test(value) && value.length >= least

export const bare = (token: string) => token.replace(/^["'“”«(]+|["'“”»),.;:?]+$/g, '')

/** A link, an address, a path, a file or an error code: never a secret. */
export const isAddress = (token: string) =>
  /:\/\/|^www\.|@[\w-]+\.|^0x|^(?:aadsts|caa)|[\\/][^\\/]*[\\/]|\.(?:com|net|org|io|pdf|png|jpe?g|docx?|xlsx?|apk|exe)\b/i.test(token)

const isProduct = (token: string) =>
  /^(?:desktop|laptop|pc|mac|win|iphone|ipad|ios|android|galaxy|samsung|pixel|xperia|redmi|oneplus|surface|thinkpad|office|microsoft|m365|o365|sm-)/i.test(
    token,
  )

/** Things that look like a code and are none: addresses, ids, tickets, products, versions. */
const isThing = (token: string) =>
  isAddress(token) ||
  /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$|^(?:[\da-f]{32}|[\da-f]{40})$/i.test(token) ||
  /^[A-Za-z]{2,10}[-_]?\d[\dA-F]*$/.test(token) ||
  isProduct(token) ||
  /^[\d.,:tz+-]+$/i.test(token)

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[#$%^&*=+~|<>{}@!?]/]
const kindsIn = (token: string) => kinds.filter((kind) => kind.test(token)).length
const turns = (token: string) => token.match(/\p{L}(?=\p{N})|\p{N}(?=\p{L})/gu)?.length ?? 0

/** `9XtB-4rLm-88Qd`: serial numbers look so too, but in capitals only. */
const inGroups = /^[A-Za-z\d]{4,5}(?:-[A-Za-z\d]{4,5}){2,5}$/

/** Looks drawn by a machine or made to satisfy one; strict enough for a line or a name of its own. */
export function isRandom(token: string): boolean {
  if (token.length < 8 || token.length > 48 || isThing(token) || !/^[!-~]+$/.test(token)) return false
  if (/[a-z][#$%^&*=+~|<>{}@]|[#$%^&*=+~|<>{}@!?][a-zA-Z\d]/.test(token) && kindsIn(token) >= 3) return true
  if (kindsIn(token) === 4) return true
  if (inGroups.test(token)) return kindsIn(token) === 3
  return /^[A-Za-z\d]+$/.test(token) && turns(token) >= (kindsIn(token) === 3 ? 2 : 3)
}

/** `8, 4, 4, 9, 0, 1`: a code read out digit by digit; whoever counts steps counts upwards. */
const spelledOut = /(?<![\w.,:]|\d )\d(?:,? \d|-\d){5,7}(?![\w.,]?\d| \d)/g

/** True when the text holds such a code. */
export const isSpelledOut = (text: string) =>
  (text.match(spelledOut) ?? []).some((found) => {
    const digits = [...found.replace(/\D/g, '')].map(Number)
    return digits.some((digit, index) => index > 0 && digit !== (digits[index - 1] ?? 0) + 1)
  })

/** Letters and digits as people make passwords; only beside the word for one. */
export const isMade = (token: string) =>
  token.length >= 6 &&
  /\p{L}/u.test(token) &&
  /\d.*\d|[#$%^&*!]/.test(token) &&
  !isAddress(token) &&
  !isProduct(token) &&
  !/^\d+\p{L}{1,10}$/u.test(token)

/** A pass in the middle of a sentence: all four kinds of signs, mixed, or in groups. */
export const isPass = (token: string) => {
  // Looked for at the start of a run only: from each of twenty thousand dots on, it would take a second.
  const inner = token.replace(/^[*_`"'(<[]+|(?<![*_`"')>\],.;:!?])[*_`"')>\],.;:!?]+$/g, '')
  return isRandom(inner) && (inGroups.test(inner) || (kindsIn(inner) === 4 && (turns(inner) >= 1 || /\d[#$%^&*=+~|<>{}@!?]/.test(inner))))
}
