import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { wrongCells } from '../helpers/explained.ts'
import { doSomething, openOffice, randomly } from '../helpers/random-work.ts'

const app = await createApp(t)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

t.test(
  'given 1,000 cells of rollups over a lived-in nation, when each is made again from its explanation, then it is the same',
  async (t) => {
    t.comment(`SEED=${seed}`)
    const random = randomly(seed)
    for (const slug of ['bac-kan', 'thai-nguyen', 'ca-mau', 'bac-lieu', 'lang-son']) {
      const office = await openOffice(app, slug)
      for (let n = 0; n < 60; n++) await doSomething(app, office, random)
    }
    t.same(await wrongCells(app, random, 1_000), [])
  },
)
