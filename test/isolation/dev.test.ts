import t from 'tap'
import { makeFilledTemplate } from './world.ts'
import { prove, proveTwin, twins } from './proof.ts'
t.test('x', async (t) => {
  const world = await makeFilledTemplate('iso_dev')
  process.env['TEST_TEMPLATE'] = 'iso_dev'
  const faults: string[] = []
  let start = Date.now()
  const fault = (s: string) => void faults.push(s)
  const p = await prove(t, world, fault)
  console.error(p.app.app.printRoutes({ commonPrefix: false }))
  console.error(p.tried, Date.now() - start, process.cpuUsage())
  const kinds = new Set<string>()
  const show = () => { for (const f of faults) { const k = f.replace(/^[^:]*: /, '').replace(/\(.*/, '').slice(0,30) + f.slice(-20); if (kinds.has(k) || kinds.size > 15) continue; kinds.add(k); console.error('FAULT', f.slice(0, 600)) } console.error(faults.length); faults.length = 0 }
  show()
  for (const n of Object.keys(twins)) { start = Date.now(); console.error(n, await proveTwin(t, world, n, p.answers, fault), Date.now() - start); show() }
  console.error(process.cpuUsage())
})
