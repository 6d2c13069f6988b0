import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { faultsByAxe, noBrowser, openBrowser } from '../helpers/browser.ts'
import { loadSample } from '../helpers/sample-data.ts'

t.test('given pages in a browser', { skip: noBrowser }, async (t) => {
  const api = await createApp(t)
  await loadSample(api)
  const { visit } = await openBrowser(t, api)

  for (const [name, options] of [
    ['wide and light', { viewport: { width: 1400, height: 900 }, colorScheme: 'light' }],
    ['narrow and dark', { viewport: { width: 400, height: 800 }, colorScheme: 'dark' }],
  ] as const) {
    t.test(`given a screen that is ${name}, when examples are clicked, then they are answered`, async (t) => {
      const { page, complaints } = await visit('/explorer', options)
      const answer = page.locator('.result-window')
      const click = (title: RegExp) => page.getByRole('button', { name: title }).click()

      await click(/The nation by year/)
      await answer.getByText('"nationalRollup"').waitFor()
      await click(/Draft a plan/)
      await answer.getByText('"createPlan"').waitFor()
      await click(/Draft a report on a task/)
      await answer.getByText('"saveProgressReport"').waitFor()
      t.match(await answer.innerText(), '"userErrors": []')
      await click(/What one cell is made of/)
      await answer.getByText('"explainRollup"').waitFor()
      t.match(await answer.innerText(), '"totalCount": 2')
      await click(/Try a file/)
      await answer.getByText('"importJob"').waitFor()
      t.match(await answer.innerText(), '"rowsRefused": 1')
      await click(/an import until it ends/)
      await answer.getByText('"finishedAt": "').waitFor()
      await click(/Export the tasks/)
      await answer.getByText('plan_key').waitFor()
      await click(/The nation by year/)
      await answer.getByText('"nationalRollup"').waitFor()
      t.strictSame(await faultsByAxe(page), [])
      const width = await page.evaluate<number>('document.documentElement.scrollWidth')
      t.ok(width <= options.viewport.width, 'nothing stands out at the side')
      t.strictSame(complaints, [], 'nothing broke the policy or came from elsewhere')
    })
  }

  t.test('given a subscription, when somebody drafts a plan, then it is told', async (t) => {
    const { page, complaints } = await visit('/explorer')
    await page.getByRole('button', { name: /Live: changes of plans/ }).click()
    await page.getByRole('button', { name: /^Stop/ }).waitFor()
    const { token } = (await api.app.inject('/pages/people')).json().people.find(({ id }: any) => id === 'province')
    const draft = (title: string) =>
      api.gql(
        `mutation ($title: String!) { createPlan(input: { title: $title, kind: ANNUAL, periodStart: "2027-01-01", periodEnd: "2027-12-31" }) { plan { id } } }`,
        { title },
        {
          role: 'PROVINCE_ADMIN',
          province: undefined,
          department: undefined,
          headers: { authorization: `Bearer ${token}` },
        },
      )
    // The server may have taken the subscription a moment after the button says so.
    const told = page.locator('.result-window').getByText('Kế hoạch được báo').first()
    for (let i = 0; i < 20 && !(await told.isVisible()); i++) {
      await draft(`Kế hoạch được báo ${i}`)
      await told.waitFor({ timeout: 1_000 }).catch(() => {})
    }
    t.ok(await told.isVisible())
    t.strictSame(complaints, [])
  })

  t.test('given a token that is pasted, then its owner asks', async (t) => {
    const { page } = await visit('/explorer')
    const { headers } = api.viewer('PROVINCE_VIEWER', 'ha-nam')
    await page.getByLabel(/Paste a token/).fill(`  ${headers['authorization']}\n`)
    await page.getByRole('button', { name: 'Dùng' }).click()
    await page.getByRole('button', { name: /^Execute/ }).click()
    await page.locator('.result-window').getByText('"PROVINCE_VIEWER"').waitFor()
    t.match(await page.locator('.result-window').innerText(), 'Hà Nam')
  })

  t.test('given the reference, when an operation is opened, then it is described', async (t) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, complaints } = await visit('/docs', { viewport: { width: 400, height: 800 }, colorScheme })
      await page.getByText('/oauth/token').first().click()
      await page
        .getByText(/client credentials grant of OAuth 2\.0/)
        .first()
        .waitFor()
      t.strictSame(await faultsByAxe(page), [], colorScheme)
      t.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 400)
      t.strictSame(complaints, [])
    }
  })
})
