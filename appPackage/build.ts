// The Teams app as files by name: the manifest with a company's values, a file for each language, the icons.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppManifestUtils } from '@microsoft/app-manifest'
import { zipSync } from 'fflate'
import packageFile from '../package.json' with { type: 'json' }

export interface Company {
  /** The bot's app id, a GUID. The app has the same id: one bot, one app. */
  botId: string
  /** As people read it under the app's name. */
  company: string
  /** A page of the company's own about Unlock. Its privacy and terms may stand there too. */
  site: string
  privacy?: string
  terms?: string
  /** Absent or `production`: the app is called Unlock. Others carry their name, so that nobody takes a test for the real one. */
  environment?: string
  /** The app registration that agents sign in to, where the bot itself is a managed identity, which cannot be signed in to. */
  ssoApp?: string
  /** Asks for the permission to see that a message was read. With it, installing needs a wider Graph permission. */
  readReceipts?: boolean
}

export type Files = Record<string, Uint8Array>

const here = import.meta.dirname
const text = (file: string) => readFileSync(join(here, file), 'utf8')
const languages = readdirSync(here).filter((file) => /^[a-z]{2}(-[a-z]{2})?\.json$/.test(file))

/** Of the files, in the root of the zip. Throws with every mistake when Microsoft's schema does not take the manifest. */
export async function buildPackage(company: Company): Promise<Files> {
  const fill = filler(company)
  const manifest = {
    ...JSON.parse(fill(text('manifest.json'))),
    localizationInfo: {
      defaultLanguageTag: 'en',
      additionalLanguages: languages.map((file) => ({ languageTag: file.replace('.json', ''), file })),
    },
    ...(company.readReceipts ? receipts : {}),
  }
  const mistakes = await AppManifestUtils.validateAgainstSchema(manifest)
  if (mistakes.length > 0) throw new Error(`The manifest does not keep Microsoft's schema:\n${mistakes.join('\n')}`)
  const bytes = (written: string) => new TextEncoder().encode(written)
  return {
    'manifest.json': bytes(`${JSON.stringify(manifest, null, 2)}\n`),
    ...Object.fromEntries(languages.map((file) => [file, bytes(fill(text(file)))])),
    'color.png': readFileSync(join(here, 'color.png')),
    'outline.png': readFileSync(join(here, 'outline.png')),
  }
}

/** The same files give the same zip, byte for byte: 1980 is the first day that a zip can name. */
export const zip = (files: Files): Uint8Array => zipSync(files, { mtime: '1980-01-01' })

const receipts = {
  authorization: { permissions: { resourceSpecific: [{ name: 'ChatMessageReadReceipt.Read.Chat', type: 'Application' }] } },
}

function filler({
  botId,
  company,
  site,
  privacy = site,
  terms = site,
  environment,
  ssoApp = botId,
}: Company): (template: string) => string {
  const suffix = environment && environment !== 'production' ? ` (${environment})` : ''
  const values: Record<string, string> = { botId, company, site, privacy, terms, ssoApp, suffix, version: packageFile.version }
  const quoted = (value: string) => JSON.stringify(value).slice(1, -1)
  return (template) => template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => quoted(values[name] ?? ''))
}
