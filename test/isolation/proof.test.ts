import t from 'tap'
import { administer } from '../helpers/database.ts'
import { outdated } from './code-mutants.ts'
import { prove, proveDatabase, type Part } from './proof.ts'
import { makeFilledTemplate } from './world.ts'

// Nobody sees, changes or learns of another province's rows, by any field, argument or route that there is. All is made
// from the schema, the catalogue and the router: what is added to them is asked for too, or fails here by its name.

// A machine that does much else at the same time takes longer than tests usually may.
t.setTimeout(900_000)

const name = `isolation_${process.pid}`
const world = await makeFilledTemplate(name)
process.env['TEST_TEMPLATE'] = name
t.teardown(() => administer(`drop database if exists ${name} with (force)`))

t.test('given each login role in A’s scope, when it asks the database itself, then B is out of reach', async (t) => {
  const faults: string[] = []
  const tried = await proveDatabase(t, world, (fault) => faults.push(fault))
  t.comment(`tried: ${tried}`)
  t.same(faults.slice(0, 10), [])
})

t.test('given the guards that `npm run prove-isolation` makes weaker, then the code still has each of them', (t) => {
  t.same(outdated(), [])
  t.end()
})

const parts: Record<string, Part[]> = {
  'everybody asks for everything': ['cursors', 'routes', 'reads'],
  'the successor asks before the merger': ['merger'],
}
for (const [when, some] of Object.entries(parts)) {
  t.test(`given three provinces, when ${when}, then nobody learns of what isn’t theirs`, async (t) => {
    const faults: string[] = []
    const tried = await prove(t, world, (fault) => faults.push(fault), some)
    t.comment(`tried: ${JSON.stringify(tried)}`)
    // The first are enough to see what is wrong.
    t.same(faults.slice(0, 10), [])
  })
}
