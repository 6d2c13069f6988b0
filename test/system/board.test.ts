import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { faultsByAxe, noBrowser, openBrowser } from '../helpers/browser.ts'
import { runImport } from '../helpers/imports.ts'
import { loadSample } from '../helpers/sample-data.ts'

t.test('given the board in a browser', { skip: noBrowser }, async (t) => {
  const api = await createApp(t)
  await loadSample(api)
  const { visit } = await openBrowser(t, api)
  const { people } = (await api.app.inject('/pages/people')).json()
  const as = (person: string): Viewer => ({
    role: 'PROVINCE_ADMIN',
    province: undefined,
    department: undefined,
    headers: { authorization: `Bearer ${people.find(({ id }: any) => id === person).token}` },
  })

  /** The board as somebody sees it. */
  async function look(person: string, options: Parameters<typeof visit>[1] = {}) {
    const { page, complaints } = await visit('/board', options)
    await page.getByLabel('Xem với tư cách').selectOption(person)
    await page.locator('.heat').waitFor()
    const cell = (name: string) => page.getByRole('button', { name, exact: true })
    const measure = (name: string) => page.getByLabel('Số liệu').selectOption(name)
    return { page, complaints, cell, measure }
  }

  t.test('given an analyst, then the nation is shown, and a cell opens to what it is made of', async (t) => {
    const { page, complaints, cell, measure } = await look('analyst', { viewport: { width: 1300, height: 900 } })
    await measure('PEOPLE_TRAINED')
    await cell('Bắc Kạn 2019: 167').waitFor()
    // About 850 and nearly 200: by keyboard, as whoever sees nothing would.
    await cell('Bạc Liêu 2017: ≈ 1.050').focus()
    await page.keyboard.press('Enter')
    const detail = page.locator('.detail')
    await detail.getByText('≈ 850').waitFor()
    t.match(
      await detail.innerText(),
      /lần\s1[^]*< 200[^]*38.KH-UBND/,
      'and which revision of which report, and its source',
    )
    t.match(await page.evaluate('document.activeElement.innerText'), 'Bạc Liêu, 2017', 'the focus is there')
    t.equal(await page.getByRole('img', { name: /^Theo năm/ }).count(), 1)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: /External information board/ }).waitFor()
    await page.getByLabel('Measure').locator('option', { hasText: 'People trained' }).waitFor({ state: 'attached' })
    t.strictSame(complaints, [], 'nothing broke the policy or came from elsewhere')
    t.ok((await page.pdf({ format: 'A4' })).length > 10_000)
  })

  t.test('given the map of 34, then the same figure stands under the province that holds the territory', async (t) => {
    const { page, cell, measure } = await look('analyst')
    await measure('EXHIBITION_VISITS')
    await cell('Bạc Liêu 2017: > 3.000').waitFor()
    const before = await page.locator('tfoot').innerText()
    await page.getByLabel(/34 tỉnh/).check()
    await cell('Cà Mau 2017: > 3.000').click()
    t.equal(await page.getByText('Bạc Liêu', { exact: true }).count(), 0)
    t.equal(await page.locator('tfoot').innerText(), before, 'the nation is the same')
    await page.locator('.detail').getByText('> 3.000').first().waitFor()
  })

  t.test(
    'given cells of every measure on both maps, when they are opened, then their parts add up to them',
    async (t) => {
      const { page, measure, complaints } = await look('analyst', { viewport: { width: 1300, height: 900 } })
      const number = (text: string) => Number(text.replace(/[^\d,]/g, '').replace(',', '.'))
      const rounded = (value: number) => Math.round(value * 10) / 10
      const sum = (values: number[]) => values.reduce((all, one) => all + one, 0)
      const detail = page.locator('.detail')
      const tried = new Set<string>()
      for (const map of [/63 tỉnh/, /34 tỉnh/]) {
        await page.getByLabel(map).check()
        await page.locator('main[aria-busy="false"]').waitFor()
        const measures = await page
          .getByLabel('Số liệu')
          .locator('option')
          .evaluateAll((all: any[]) => all.map((one) => one.value))
        for (const name of measures) {
          await measure(name)
          const cells = page.locator('.heat td button').filter({ hasText: /[1-9]/ })
          for (let n = 0; n < Math.min(2, await cells.count()); n++) {
            const text = await cells.nth(n).innerText()
            await cells.nth(n).click()
            const parts = detail.locator('table')
            await parts.nth(name === 'reportingRate' ? 1 : 0).waitFor()
            const values = (
              await parts
                .first()
                .locator('.value')
                .evaluateAll((all: any[]) => all.map((one) => one.firstChild.textContent))
            ).map(number)
            const rows = await parts.first().locator('tbody tr').count()
            const found: Record<string, () => Promise<number> | number> = {
              progress: () => sum(values) / values.length,
              reportingRate: async () => (100 * rows) / (await parts.nth(1).locator('tbody tr').count()),
            }
            const made = await (found[name] ?? (() => (/^[a-z]/.test(name) ? rows : sum(values))))()
            t.equal(rounded(made), number(text), `${map} ${name}: ${text}`)
            t.match(await detail.locator('p').first().innerText(), text, 'the cell says its figure again')
            tried.add(name)
          }
        }
      }
      t.ok(tried.size > 8, `${tried.size} measures`)
      t.strictSame(complaints, [])
    },
  )

  t.test('given a cell of more than a page, then the rest is had by keyboard, and Escape leads back', async (t) => {
    const viewer = api.viewer('IMPORTER', 'ha-nam')
    const key = (n: number) => `nhiem-vu-${n}`
    const send = async (kind: string, lines: string[]) =>
      t.equal((await runImport(api, { kind, text: lines.join('\n'), viewer })).state, 'APPLIED')
    await send('plans', [
      'key,title,kind,period_start,period_end,status',
      'nhieu,Kế hoạch nhiều nhiệm vụ,ANNUAL,2021-01-01,2021-12-31,APPROVED',
    ])
    const tasks = Array.from(
      { length: 60 },
      (_, n) => `${key(n)},nhieu,${n + 1},Nhiệm vụ ${n + 1},EVENT,2021-12-31,DAY,COMPLETED`,
    )
    await send('tasks', ['key,plan_key,ordinal,title,category,due_on,due_precision,status', ...tasks])
    const { page, cell } = await look('analyst')
    await cell('Hà Nam 2021: 60').focus()
    await page.keyboard.press('Enter')
    const detail = page.locator('.detail')
    await detail.getByText('50 trong 60').waitFor()
    await page.getByRole('button', { name: 'Xem thêm' }).focus()
    await page.keyboard.press('Enter')
    await detail.locator('tbody tr').nth(59).waitFor()
    const focused = () => page.evaluate<string>('document.activeElement.innerText')
    t.match(
      await focused(),
      (await detail.locator('tbody th').nth(50).innerText()).trim(),
      'reading goes on where it was',
    )
    t.equal(await page.getByRole('button', { name: 'Xem thêm' }).count(), 0)
    await page.keyboard.press('Escape')
    await detail.waitFor({ state: 'detached' })
    t.equal(await focused(), '60', 'the focus is on the cell again')
  })

  t.test('given a province, then it sees itself and nobody else', async (t) => {
    const { page } = await look('province')
    await page.getByRole('heading', { name: /Lạng Sơn/ }).waitFor()
    t.strictSame(await page.locator('.heat tbody th').allInnerTexts(), ['Lạng Sơn'])
  })

  t.test('given somebody looking, when a report is handed in, then the board says so and counts it', async (t) => {
    const { page, cell, measure } = await look('analyst')
    await measure('reportsSubmitted')
    await cell('Lạng Sơn 2014: 0').waitFor()
    await page.getByText('Đang cập nhật trực tiếp').waitFor()
    const { data: found } = await api.gql('{ plans { nodes { id } } }', {}, as('province'))
    const saved = await api.gql(
      'mutation ($input: SaveProgressReportInput!) { saveProgressReport(input: $input) { progressReport { id version } userErrors { message } } }',
      { input: { planId: found.plans.nodes[0].id, period: '2014', achievements: 'Đã hoàn thành.' } },
      as('province'),
    )
    t.strictSame(saved.data.saveProgressReport.userErrors, [])
    await api.gql(
      'mutation ($input: ReportStepInput!) { submitProgressReport(input: $input) { userErrors { message } } }',
      { input: saved.data.saveProgressReport.progressReport },
      as('province'),
    )
    await page.getByRole('status').getByText('Lạng Sơn, 2014, Đã gửi').waitFor()
    await cell('Lạng Sơn 2014: 1').waitFor()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    t.test(`given a narrow screen in ${colorScheme}, then nothing stands out and axe finds no fault`, async (t) => {
      const { page, cell } = await look('viewer', { viewport: { width: 390, height: 800 }, colorScheme })
      await cell('Bắc Kạn 2019: 14').click()
      await page.locator('.detail table').first().waitFor()
      t.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 390)
      t.strictSame(await faultsByAxe(page), [])
    })
  }

  t.test('given a token that is no good, then the API’s own words are shown', async (t) => {
    const { page } = await visit('/board')
    await page.getByLabel('Dán token').fill('not.a.token')
    await page.getByRole('button', { name: 'Dùng' }).click()
    t.match(await page.getByRole('alert').innerText(), /đăng nhập/i)
  })
})
