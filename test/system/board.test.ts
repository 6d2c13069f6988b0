import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { noBrowser, openBrowser } from '../helpers/browser.ts'
import { loadSample } from '../helpers/sample-data.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
    t.match(await detail.innerText(), '< 200')
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
      await page.evaluate(axe)
      const { violations } = await page.evaluate<any>('axe.run()')
      t.strictSame(
        violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`),
        [],
      )
    })
  }

  t.test('given a token that is no good, then the API’s own words are shown', async (t) => {
    const { page } = await visit('/board')
    await page.getByLabel('Dán token').fill('not.a.token')
    await page.getByRole('button', { name: 'Dùng' }).click()
    t.match(await page.getByRole('alert').innerText(), /đăng nhập/i)
  })
})
