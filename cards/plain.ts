// Text that a person or a settings file wrote, made harmless before it stands in one of our sentences.

declare const safe: unique symbol

/** Went through `plain`, `sentence` or `setting`: no Markdown, link, mention or hidden character is left in it. */
export type Safe = string & { readonly [safe]: true }

const personCap = 60
const settingCap = 200

// Which Markdown a Teams client draws, and whether it honours a backslash, differs by client. Full-width twins read the
// same everywhere, also in the plain-text copy of a card, and mean nothing to any of them.
const twins: Record<string, string> = {
  '*': '＊',
  _: '＿',
  '~': '～',
  '`': '｀',
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '\\': '＼',
  '|': '｜',
  // Quotation marks of any language we write: they stand around labels, and a name must not look like one.
  '“': '‟',
  '”': '‟',
  '„': '‟',
  '«': '‹',
  '»': '›',
  '「': '｢',
  '」': '｣',
}

/** A name or label that a person could have chosen: also loses addresses that a client might turn into a link. */
export function plain(text: string, cap = personCap): Safe {
  return harmless(text, cap, (seen) => seen.replace(/(?<=[\p{L}\p{N}])[.。｡](?=\p{L}{2})/gu, '．').replaceAll('@', '＠')) as Safe
}

/** A sentence that an organiser wrote: as `plain`, but where no spaces are written, a full stop stands between letters and stays. */
export function sentence(text: string, cap: number): Safe {
  const dot = /(?<=[\p{L}\p{N}])\.(?=\p{L}{2})|(?<=[a-z0-9])[。｡](?=[a-z]{2})/giu
  return harmless(text, cap, (seen) => seen.replace(dot, '．').replaceAll('@', '＠')) as Safe
}

/** A value from the company's settings or its directory: addresses and numbers stay as they are. */
export function setting(text: string, cap = settingCap): Safe {
  return harmless(text, cap, (seen) => seen) as Safe
}

/** A date or a time that this program wrote itself: the dot in "12. Mai" begins no list, for it never begins a line. */
export const ours = (text: string): Safe => text as Safe

function harmless(text: string, cap: number, unlink: (seen: string) => string): string {
  const visible = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    // Direction overrides, zero-width and other unseen characters (Cf), lone surrogates, private use, unassigned, blank fillers.
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu, '')
    // A tower of accents over one letter runs into the lines above it; real writing needs four at most.
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()
  return short(unlink(visible), cap)
    .replace(/[*~`[\]<>\\|“”„«»「」]/g, (mark) => twins[mark] ?? '')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
    .replace(/&(?=#?\w+;)/g, '＆')
    .replaceAll('://', '：//')
    .replace(/^[-+#=](?!\d)/, (mark) => String.fromCodePoint(mark.charCodeAt(0) + 0xfee0))
    .replace(/^(\d+)[.)](?=\s|$)/, '$1．')
    .normalize('NFC')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Cuts by what people see as one character. */
export function short(text: string, cap: number): string {
  const seen = [...graphemes.segment(text.slice(0, cap * 20))].map(({ segment }) => segment)
  return seen.length <= cap ? seen.join('') : `${seen.slice(0, cap - 1).join('')}…`
}
