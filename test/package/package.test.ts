// The Teams app as it is uploaded: Microsoft's schema, the languages, the icons, and commands that Unlock understands.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Ajv } from 'ajv'
import AjvDraft04 from 'ajv-draft-04'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { buildPackage, type Company, zip } from '../../appPackage/build.ts'
import type { Intent } from '../../bot/trouble/intents.ts'
import { understand } from '../../bot/trouble/understand.ts'
import { locales } from '../../cards/content/language.ts'
import packageFile from '../../package.json' with { type: 'json' }
import { pixelsOf } from '../support/png.ts'

const contoso: Company = {
  botId: '11111111-2222-3333-4444-555555555555',
  company: 'Contoso "Nordic"',
  site: 'https://intranet.contoso.example/unlock',
}
const files = await buildPackage(contoso)
const read = (name: string, from = files) => JSON.parse(new TextDecoder().decode(from[name]))
const manifest = read('manifest.json')
const additional: { languageTag: string; file: string }[] = manifest.localizationInfo.additionalLanguages
const said = [
  { locale: 'en', text: flat(manifest) },
  ...additional.map(({ languageTag, file }) => ({ locale: localeOf(languageTag), text: read(file) })),
]

/** The texts of the manifest under the names that language files have. */
function flat({ name, description, bots }: typeof manifest): Record<string, string> {
  const commands = bots[0].commandLists[0].commands as { title: string; description: string }[]
  return {
    'name.short': name.short,
    'name.full': name.full,
    'description.short': description.short,
    'description.full': description.full,
    ...Object.fromEntries(
      commands.flatMap(({ title, description: says }, index) => [
        [`bots[0].commandLists[0].commands[${index}].title`, title],
        [`bots[0].commandLists[0].commands[${index}].description`, says],
      ]),
    ),
  }
}

function localeOf(tag: string): string {
  const [family = '', country] = tag.split('-')
  return country ? `${family}-${country.toUpperCase()}` : family
}

/** What each command, in its place, has to be understood as. */
const meant: Intent[] = ['start', 'status', 'is_this_legit', 'later_snooze', 'talk_to_human']

describe('the manifest', () => {
  it('keeps the schema of Microsoft that it names, and has the version of package.json', () => {
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`)
    expect(manifest.version).toBe(packageFile.version)
    expect(JSON.stringify(files)).not.toContain('{{')
  })

  it('is refused when it does not: a company name longer than Microsoft allows', async () => {
    await expect(buildPackage({ ...contoso, company: 'x'.repeat(33) })).rejects.toThrow(/schema/)
  })

  it('asks for no more than a chat and one team need: no message extension, tab, file or call', () => {
    expect(manifest.bots).toHaveLength(1)
    expect(manifest.bots[0]).toMatchObject({
      scopes: ['personal', 'team'],
      supportsFiles: false,
      supportsCalling: false,
      supportsVideo: false,
    })
    for (const part of [
      'composeExtensions',
      'staticTabs',
      'configurableTabs',
      'connectors',
      'authorization',
      'devicePermissions',
      'copilotAgents',
    ])
      expect(manifest, part).not.toHaveProperty(part)
    expect(manifest.validDomains).toEqual(['token.botframework.com'])
  })

  it('signs people in as the bot itself', () => {
    expect(manifest.webApplicationInfo).toEqual({ id: contoso.botId, resource: `api://botid-${contoso.botId}` })
    expect(manifest.bots[0].botId).toBe(contoso.botId)
  })

  it('names another app to sign in to where the bot is an identity that cannot be signed in to', async () => {
    const ssoApp = '22222222-3333-4444-8555-666666666666'
    const { webApplicationInfo, bots } = read('manifest.json', await buildPackage({ ...contoso, ssoApp }))
    expect(webApplicationInfo).toEqual({ id: ssoApp, resource: `api://botid-${contoso.botId}` })
    expect(bots[0].botId).toBe(contoso.botId)
  })

  it('asks to see read receipts only where a company wants them', async () => {
    const wanting = read('manifest.json', await buildPackage({ ...contoso, readReceipts: true }))
    expect(wanting.authorization.permissions.resourceSpecific).toEqual([{ name: 'ChatMessageReadReceipt.Read.Chat', type: 'Application' }])
  })

  it('of a test environment says so wherever the name stands', async () => {
    const test = await buildPackage({ ...contoso, environment: 'test' })
    for (const file of ['manifest.json', ...additional.map((each) => each.file)])
      expect(new TextDecoder().decode(test[file]), file).toMatch(/"(name\.)?short": "Unlock \(test\)"/)
  })
})

describe('its languages', () => {
  it('are all that Unlock speaks', () => {
    expect(said.map(({ locale }) => locale).sort()).toEqual([...locales].sort())
  })

  it.each(additional)('$languageTag keeps the schema of Microsoft for such files', ({ file }) => {
    const schema = JSON.parse(
      readFileSync(
        join(
          import.meta.dirname,
          `../../node_modules/@microsoft/app-manifest/build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.Localization.schema.json`,
        ),
        'utf8',
      ),
    )
    // Its patterns are older than Unicode mode.
    const validate = new (AjvDraft04 as unknown as typeof Ajv)({
      strict: false,
      unicodeRegExp: false,
      formats: { uri: true, email: true, regex: true },
    }).compile(schema)
    expect(validate(read(file)), JSON.stringify(validate.errors)).toBe(true)
  })

  it.each(said)('$locale has every text, none left in English', ({ locale, text }) => {
    const { $schema: _, ...texts } = text
    expect(Object.keys(texts).sort()).toEqual(Object.keys(flat(manifest)).sort())
    if (locale !== 'en')
      for (const key of ['name.full', 'description.short', 'description.full']) expect(texts[key]).not.toBe(said[0]?.text[key])
  })

  it.each(said)('$locale says no word that its readers should not have to read', ({ locale, text }) => {
    const banned = JSON.parse(readFileSync(join(import.meta.dirname, `../../cards/content/banned.${locale}.json`), 'utf8')) as {
      words: string[]
    }
    const all = Object.values(text).join('\n').toLowerCase()
    const spaced = /[\p{Script=Latin}\p{Script=Arabic}]/u
    const found = banned.words.filter((word) =>
      spaced.test(word) ? new RegExp(`(?<![\\p{L}-])${RegExp.escape(word.toLowerCase())}(?![\\p{L}-])`, 'u').test(all) : all.includes(word),
    )
    expect(found).toEqual([])
  })

  it.each(said)('$locale has commands that Unlock understands when they are pressed', ({ locale, text }) => {
    const titles = meant.map((_, index) => text[`bots[0].commandLists[0].commands[${index}].title`] ?? '')
    expect(titles.map((title) => understand(title, { lang: locale }).intent)).toEqual(meant)
    expect(text[`bots[0].commandLists[0].commands[${meant.length}].title`]).toBeUndefined()
  })
})

describe('its icons', () => {
  it('has 192 pixels in colour, and nothing but ground outside the middle 120', () => {
    const { width, height, at } = pixelsOf(files['color.png'] ?? new Uint8Array())
    expect([width, height]).toEqual([192, 192])
    const ground = at(0, 0)
    const margin = (192 - 120) / 2
    const outside = (n: number) => n < margin || n >= 192 - margin
    let strays = 0
    for (let y = 0; y < 192; y++)
      for (let x = 0; x < 192; x++) if ((outside(x) || outside(y)) && at(x, y).join() !== ground.join()) strays += 1
    expect(strays).toBe(0)
    expect(ground).toEqual([0x4f, 0x3f, 0xb6, 255])
    expect(manifest.accentColor).toBe('#4F3FB6')
  })

  it('has 32 pixels in outline, white and see-through only', () => {
    const { width, height, at } = pixelsOf(files['outline.png'] ?? new Uint8Array())
    expect([width, height]).toEqual([32, 32])
    const colours = new Set<string>()
    let seen = 0
    for (let y = 0; y < 32; y++)
      for (let x = 0; x < 32; x++) {
        const [red, green, blue, alpha = 0] = at(x, y)
        if (alpha === 0) continue
        seen += 1
        // Edges are half see-through; their colour is still white, give or take what rounding does to it.
        if (alpha === 255) colours.add([red, green, blue].join())
      }
    expect([...colours]).toEqual(['255,255,255'])
    expect(seen).toBeGreaterThan(80)
    expect(at(0, 0)[3]).toBe(0)
  })
})

describe('the zip', () => {
  it('has every file in its root and no other, and is the same each time', () => {
    const packed = zip(files)
    expect(Object.keys(unzipSync(packed)).sort()).toEqual(
      ['manifest.json', 'color.png', 'outline.png', ...additional.map(({ file }) => file)].sort(),
    )
    expect(Buffer.compare(packed, zip(files))).toBe(0)
  })

  const command = fileURLToPath(new URL('../../appPackage/package-command.ts', import.meta.url))
  it.each([
    ['no bot', ['--company', 'Contoso', '--site', contoso.site], '--bot-id'],
    ['an address that is not https', ['--bot-id', contoso.botId, '--company', 'Contoso', '--site', 'http://contoso.example'], 'https://'],
    ['an environment that is a path', ['--bot-id', contoso.botId, '--company', 'C', '--site', contoso.site, '--env', '../x'], '--env'],
    ['a word it does not know', ['--bot', contoso.botId], '--bot'],
  ])('is not made with %s, and the command says what is wrong', (_what, args, says) => {
    const { status, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' })
    expect(status).toBe(64)
    expect(stderr).toContain(says)
  })
})
