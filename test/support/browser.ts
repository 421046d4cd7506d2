// The Chromium of this machine, and pages on which nothing may go wrong unseen.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'

/** Switches that keep a browser at home: it asks nobody but the page's own address. */
const alone = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Where Chromium is; undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM
  if (named) return existsSync(named) ? named : undefined
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(':')]
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

export async function openBrowser(): Promise<Browser> {
  // Not at the top: vitest.config.ts only wants to know whether there is a browser.
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath: findChromium(), headless: true, args: ['--no-sandbox', '--disable-gpu', ...alone] })
}

/** What a page complained of, in order: errors and warnings on its console, errors nobody caught, answers it did not get. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`not caught: ${error.message}`))
  page.on('requestfailed', (request) => complaints.push(`no answer: ${request.method()} ${request.url()} ${request.failure()?.errorText}`))
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.request().method()} ${response.url()}`)
  })
  return complaints
}
