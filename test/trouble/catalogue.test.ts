// The failure catalogue is whole, and its table reads as the helpdesk lead reviewed it.
import { describe, expect, it } from 'vitest'
import { steps } from '../../bot/journey/steps.ts'
import { catalogue, questionAbout, questionOf, questions, rowOf } from '../../bot/trouble/catalogue.ts'
import { isIntent } from '../../bot/trouble/intents.ts'
import { language } from '../../cards/content/language.ts'
import { titleOfHelp } from './help-words.ts'

describe('the catalogue', () => {
  it('has every row that is sure enough, once', () => {
    expect(catalogue).toHaveLength(100)
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length)
    for (const { id } of catalogue) expect(id).toMatch(/^(dev|prv|qr|pol|ca|tap|lif)-\d\d$/)
  })
  it.each(catalogue)('$id says where it is from, how sure that is and when it was looked at', (row) => {
    expect(row.source).not.toBe('')
    expect(['high', 'medium']).toContain(row.confidence)
    expect(row.lastVerified).toMatch(/^20\d\d-\d\d-\d\d$/)
    expect(row.class).toMatch(/^[UHAS](\/[UHAS])?$/)
    expect(row.says.length).toBeGreaterThan(0)
  })
  it.each(catalogue)('$id can be confirmed: by a question, a read or a code, or it stops at once', (row) => {
    const confirmed = questionAbout(row) ?? row.read ?? row.codes
    expect(confirmed ?? row.class.startsWith('S')).toBeTruthy()
  })
  it('names intents, steps and rows that exist', () => {
    const stepIds: string[] = steps.map(({ id }) => id)
    expect(catalogue.flatMap(({ intents = [] }) => intents).filter((intent) => !isIntent(intent))).toEqual([])
    expect(catalogue.flatMap((row) => row.steps ?? []).filter((step) => !stepIds.includes(step))).toEqual([])
    const answers = questions.flatMap((question) => question.answers)
    expect(answers.flatMap((answer) => answer.rows).filter((row) => !rowOf(row))).toEqual([])
    expect(answers.filter(({ then }) => then && then !== 'step' && !questionOf(then))).toEqual([])
    expect(questions.filter(({ answers: mine }) => mine.length > 3)).toEqual([])
  })
  it('gives each sign-in code one meaning', () => {
    const codes = catalogue.flatMap((row) => row.codes ?? [])
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })
})

it('reads as it did', async () => {
  const { words } = language('en')
  const told = ({ read, codes, ...row }: (typeof catalogue)[number]) => {
    const asked = questionAbout({ read, codes, ...row })
    const answer = asked?.answers.find(({ rows }) => rows.includes(row.id))
    const question = asked && answer ? `“${words.trouble.questions[asked.id]?.ask}” ${words.trouble.questions[asked.id]?.[answer.id]}` : ''
    return [question, read && `Entra: ${read}`, codes && `sign-in ${codes.join(', ')}`].filter(Boolean).join('; ')
  }
  const lines = catalogue.map((row) => {
    const help = row.help.map((key) => titleOfHelp(words, key)).join(', then ')
    const cells = [row.id.toUpperCase(), row.says.join(' · '), told(row), help, row.helpdesk, row.admin, row.class, row.confidence]
    return `| ${[...cells, row.source, row.lastVerified].join(' | ')} |`
  })
  const head = ['Row', 'People say', 'Confirmed by', 'They are told', 'Helpdesk', 'Admin', 'Class', 'Sure', 'Source', 'Looked at']
  const table = [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...lines].join('\n')
  const intro =
    'Written by test/trouble/catalogue.test.ts from bot/trouble/catalogue/.\n\nU: the person ends it. H: the helpdesk. A: a rule has to change. S: security first.'
  await expect(`# What goes wrong, and what helps\n\n${intro}\n\n${table}\n`).toMatchFileSnapshot('../golden/trouble.md')
})
