// What a person typed, freed of how Teams and keyboards wrote it down.

/** Longer than any honest message; what stands further down is not read. */
const mostRead = 20_000

const tags = 'p|br|div|span|b|i|u|s|em|strong|a|ul|ol|li|pre|code|blockquote|img|attachment|emoji|h[1-6]|table|tr|td|systemeventmessage'
// The bounds keep every step linear: a tag is never longer than this, and an open one is left as text.
const mention = /<at\b[^<>]{0,200}>[^<>]{0,200}<\/at>/gi
const lineTag = /<\/?(?:p|br|div|li|tr|blockquote|h[1-6])\b[^<>]{0,400}>/gi
const anyTag = new RegExp(`</?(?:${tags})\\b[^<>]{0,400}>`, 'gi')
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The words as typed, case and line breaks kept: no mentions, tags, entities, full-width letters or invisible characters. */
export function plainText(text: string): string {
  return text
    .slice(0, mostRead)
    .replace(mention, ' ')
    .replace(lineTag, '\n')
    .replace(anyTag, ' ')
    .replace(/&(#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,4});/gi, decoded)
    .normalize('NFKC')
    .slice(0, mostRead)
    .replace(/\p{Cf}/gu, '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]+|[^\P{Cc}\n]+/gu, ' ')
}

function decoded(entity: string, name: string): string {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? entity
  const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0x10ffff ? ' ' : String.fromCodePoint(code)
}

/** Letters that have no accent to take off, written as people without that key write them. */
const plainLetters: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ı: 'i' }

/** Arabic letters that people use for one another; vowel signs, stretching and the article are taken off as well. */
const arabicLetters: Record<string, string> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ة: 'ه', ؤ: 'و', ئ: 'ي' }

/** Lower case without accents, for comparing; both the phrases and the messages go through here. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .replace(/[ßøæœłđı]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/(\p{L})['’‘`´](t|s|re|ve|ll|d|m)\b/gu, '$1$2')
    .replace(/[\u064b-\u0652\u0640]/g, '')
    .replace(/[أإآٱىةؤئ]/g, (letter) => arabicLetters[letter] ?? letter)
    .replace(/(?<!\p{L})(?:وال|بال|فال|كال|ال|لل)(?=\p{L}{2})/gu, '')
    .replace(/\baadsts[\s:_-]{0,3}(?=\d)/g, 'aadsts ')
}
