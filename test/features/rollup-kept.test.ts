import t from 'tap'
import { keptSql, packed, unitOf, type Row } from '../../src/features/rollups/kept.ts'
import { finestKeys, keys, sorts, type Sort } from '../../src/features/rollups/measures.ts'
import { createApp } from '../helpers/app.ts'
import { driftIn } from '../helpers/facts.ts'
import { advance, approvedTask, type Thing } from '../helpers/fixtures.ts'

const app = await createApp(t)
const admin = app.viewer('PROVINCE_ADMIN', 'lang-son')
const province = app.key('lang-son')

const examples: Record<string, (n: number) => string | number> = {
  integer: (n) => 2000 + n,
  bigint: (n) => n,
  numeric: (n) => `${n}.5`,
  text: (n) => `“${n}\\'`,
  date: (n) => `2024-01-${10 + (n % 20)}`,
  uuid: (n) => `00000000-0000-4000-8000-0000000000${10 + n}`,
}

/** A row with all that one of a sort may hold, each value another. */
function fullRow(sort: Sort): Row {
  const types = [
    ...finestKeys(sort).map((key) => [key, keys[key]?.type] as const),
    ...Object.entries(sort.sums).map(([name, { type }]) => [name, type] as const),
  ]
  return Object.fromEntries(types.map(([name, type], n) => [name, examples[type as string]?.(n + 1) ?? null]))
}

t.test(
  'given rows with all that they may hold, when they are kept, then they are read again as they were',
  async (t) => {
    for (const sort of Object.values(sorts)) {
      const full = fullRow(sort)
      const [name = ''] = Object.keys(sort.sums)
      const less = Object.fromEntries(Object.entries(full).filter(([key]) => key !== name))
      for (const rows of [[], [full], [full, { ...less, year: 1999 }], [less, { ...full, year: null }]]) {
        const kept = packed(rows)
        t.same(unitOf(`{"id":"a","${sort.column}":${JSON.stringify(kept)}}`)[sort.column], rows, kept)
        const { rows: read } = await app.owner.query(
          `select jsonb_strip_nulls(to_jsonb(y)) as row from (select to_jsonb($1::text) as ${sort.column}) x cross join lateral ${keptSql('x', sort)} y`,
          [kept],
        )
        const plain = (row: Row) =>
          Object.entries(row)
            .flatMap(([key, value]) => (value === null ? [] : [`${key} ${value}`]))
            .sort()
        t.same(
          read.map(({ row }) => plain(row)),
          rows.map(plain),
          'by SQL too',
        )
      }
    }
  },
)

t.test('given units as older versions keep them, when one is counted again, then nothing differs', async (t) => {
  const { taskId } = await approvedTask(app, admin)
  const older = Object.values(sorts).map(
    (sort) =>
      `${sort.column} = (select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(y))), '[]') from ${keptSql('u', sort)} y)`,
  )
  await app.owner.query(`update rollup_units u set ${older.join(', ')} where u.province_id = $1`, [province])
  t.same(await driftIn(app, ['lang-son']), [])
  const howKept = async () => {
    const { rows } = await app.owner.query(`select jsonb_typeof(measures) as as_a from rollup_units where id = $1`, [
      taskId,
    ])
    return rows
  }
  t.same(await howKept(), [{ as_a: 'array' }])
  await advance(app, admin, { id: taskId, version: 1 } as Thing, 'startTask', 'completeTask')
  t.same(await driftIn(app, ['lang-son']), [])
  t.same(await howKept(), [{ as_a: 'string' }])
})
