// Draws the icons that Teams wants as PNG from the SVG files beside it. Run it after a change of those, and look at the result.
//   npm run icons
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from '../test/support/browser.ts'

const sizes = { color: 192, outline: 32 }

const browser = await openBrowser()
try {
  for (const [name, size] of Object.entries(sizes)) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    const svg = readFileSync(join(import.meta.dirname, `icons/${name}.svg`), 'utf8')
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`)
    writeFileSync(join(import.meta.dirname, `${name}.png`), await page.screenshot({ omitBackground: true }))
    await page.close()
  }
} finally {
  await browser.close()
}
