import { accessSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import type { TestApp } from './app.ts'

const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** Why tests in a browser are left out; false if there is one. */
export const noBrowser = isThere(path) ? false : `no Chromium at ${path}; CHROMIUM may name another place`

function isThere(file: string): boolean {
  try {
    accessSync(file)
    return true
  } catch {
    return false
  }
}

export interface Visit {
  page: Page
  /** What the browser complains of, and what it asked other hosts for; a page without fault has none. */
  complaints: string[]
}

/** Opens pages of the app in a real browser; all ends with the test. */
export async function openBrowser(t: { teardown(work: () => unknown): void }, { app }: TestApp) {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const browser: Browser = await chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  t.teardown(() => browser.close())
  return {
    origin,
    async visit(address: string, options: BrowserContextOptions = {}): Promise<Visit> {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      const complaints: string[] = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => {
        if (!request.url().startsWith(origin) && /^(http|ws)/.test(request.url())) complaints.push(request.url())
      })
      await page.goto(origin + address)
      return { page, complaints }
    },
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds wrong with the page as it stands, each with the first place. */
export async function faultsByAxe(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  for (let left = 3; ; left--) {
    try {
      const { violations } = await page.evaluate<any>('axe.run()')
      return violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`)
    } catch (error) {
      // It stumbles over what the page takes away while it looks, as an editor does that draws its lines anew.
      if (left === 0) throw error
    }
  }
}
