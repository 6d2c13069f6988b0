import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { explain, wrongCells, type Cell } from '../helpers/explained.ts'
import { doSomething, openOffice, randomly } from '../helpers/random-work.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ANALYST')
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const random = randomly(seed)
const slugs = ['bac-kan', 'thai-nguyen']

t.test('given cells of rollups, when each is made again from its explanation, then it is the same', async (t) => {
  t.comment(`SEED=${seed}`)
  for (const slug of slugs) {
    const office = await openOffice(app, slug)
    for (let n = 0; n < 40; n++) await doSomething(app, office, random)
  }
  // `npm run test:system` has a thousand.
  t.same(await wrongCells(app, random, 30), [])
})

t.test('given who may see less, when a cell is explained, then only what they may see, or a clear error', async (t) => {
  const question = { filter: null, by: [], asOf: null }
  const explainOne = async (cell: Cell, viewer = ministry) => (await explain(app, question, [cell], viewer))[0] as any[]
  const own = await explainOne({ measure: 'TASKS' }, app.viewer('PROVINCE_VIEWER', 'bac-kan'))
  t.ok(own.length > 0)
  t.same([...new Set(own.map(({ province }) => province.slug))], ['bac-kan'])
  const heir = await explainOne({ measure: 'TASKS' }, app.viewer('PROVINCE_VIEWER', 'thai-nguyen'))
  t.same([...new Set(heir.map(({ province }) => province.slug))].sort(), slugs)
  t.same(await explainOne({ measure: 'TASKS' }, app.viewer('PROVINCE_VIEWER', 'lang-son')), [])
  const seen = await explainOne({ measure: 'PLANS' })
  t.notOk(
    seen.some(({ status }) => ['DRAFT', 'SUBMITTED', 'RETURNED'].includes(status)),
    'no drafts for the ministry',
  )
  await t.rejects(explainOne({ measure: 'INDICATOR' }), /BAD_INPUT/)
  for (let run = 0; run < 3; run++) {
    await t.rejects(
      explainOne({ measure: 'INDICATOR', indicator: 'HAPPINESS' }),
      /(no indicator|chỉ tiêu) “HAPPINESS”.*BAD_INPUT/,
    )
  }
})
