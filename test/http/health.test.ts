import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { administer } from '../helpers/database.ts'

const app = await createApp(t)
const ask = async (path: string) => {
  const { statusCode, headers, body } = await app.app.inject({ url: `/health/${path}` })
  return [statusCode, headers['retry-after'], JSON.parse(body)]
}
const alive = [200, undefined, { status: 'ok' }]
const ready = [200, undefined, { status: 'ok', database: 'ok', migrations: 'ok', listener: 'ok' }]

t.test(
  'given a service whose database goes, when its health is asked for, then it lives and isn’t ready',
  async (t) => {
    t.same(await ask('live'), alive)
    t.same(await ask('ready'), ready)
    const name = new URL(app.ownerUrl).pathname.slice(1)
    await administer(`alter database ${name} with connection limit 0`)
    await app.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()`,
      [name],
    )
    const without = { status: 'unavailable', database: 'unavailable', migrations: 'unknown' }
    t.match(await ask('ready'), [503, '5', without])
    t.same(await ask('live'), alive)
    const { errors } = await app.gql('{ viewer { subject } }', {}, app.viewer('MINISTRY_ANALYST'))
    t.match(
      errors,
      [{ extensions: { code: 'UNAVAILABLE' }, message: /tạm thời/ }],
      'what is asked meanwhile may be asked again',
    )
    await administer(`alter database ${name} with connection limit -1`)
    t.match(await ask('ready'), [200, undefined, { status: 'ok', database: 'ok' }], 'and is so again by itself')
    t.same((await app.gql('{ viewer { role } }', {}, app.viewer('MINISTRY_ANALYST'))).data, {
      viewer: { role: 'MINISTRY_ANALYST' },
    })
  },
)

t.test('given a database with fewer migrations than the service needs, then it isn’t ready', async (t) => {
  await app.owner.query('create table kept as select * from drizzle.__drizzle_migrations')
  await app.owner.query(
    'delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)',
  )
  t.match(await ask('ready'), [503, '5', { status: 'unavailable', database: 'ok', migrations: 'behind' }])
  await app.owner.query('insert into drizzle.__drizzle_migrations select * from kept on conflict do nothing')
  t.match(await ask('ready'), [200, undefined, { status: 'ok' }])
  await app.owner.query('drop table kept')
})
