import t from 'tap'
import { administer } from '../helpers/database.ts'
import { prove, type Part } from './proof.ts'
import { makeFilledTemplate } from './world.ts'

// The half of the proof in which something is changed: every mutation with every id of somebody else's, and everybody
// listening.

// A machine that does much else at the same time takes longer than tests usually may.
t.setTimeout(900_000)

const name = `isolation_changes_${process.pid}`
const world = await makeFilledTemplate(name)
process.env['TEST_TEMPLATE'] = name
t.teardown(() => administer(`drop database if exists ${name} with (force)`))

const parts: Record<string, Part[]> = {
  'everybody changes everything': ['writes'],
  'everybody listens while something changes': ['subscriptions'],
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
