import t from 'tap'
import { openProvinces } from './province.ts'

t.test('given an empty database, when the sample is loaded, then all of it is there, and quickly', async (t) => {
  const provinces = await openProvinces(t)
  const said: string[] = []
  const begin = performance.now()
  await provinces.sample((message) => said.push(message))
  t.comment(`${Math.round(performance.now() - begin)} ms`)
  t.ok(performance.now() - begin < 5_000)
  t.equal(said.length, 21)

  const counts = await provinces.rows(
    `select p.slug, (select count(*)::int from departments x where x.province_id = p.id) as departments,
       (select count(*)::int from documents x where x.province_id = p.id) as documents,
       (select count(*)::int from plans x where x.province_id = p.id) as plans,
       (select count(*)::int from tasks x where x.province_id = p.id) as tasks,
       (select count(*)::int from progress_reports x where x.province_id = p.id) as reports
     from provinces p where exists (select 1 from plans x where x.province_id = p.id) order by p.slug`,
  )
  t.strictSame(counts, [
    { slug: 'bac-kan', departments: 11, documents: 4, plans: 1, tasks: 14, reports: 14 },
    { slug: 'bac-lieu', departments: 6, documents: 2, plans: 2, tasks: 9, reports: 4 },
    { slug: 'ha-nam', departments: 7, documents: 0, plans: 1, tasks: 8, reports: 1 },
    { slug: 'lang-son', departments: 19, documents: 1, plans: 1, tasks: 8, reports: 0 },
    { slug: 'quang-binh', departments: 7, documents: 2, plans: 1, tasks: 14, reports: 8 },
  ])
})
