import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { administer } from '../helpers/database.ts'

t.test(
  'given a service whose database goes, when its health is asked for, then it lives and isn’t ready',
  async (t) => {
    const app = await createApp(t)
    const ask = async (path: string) => {
      const { statusCode, headers, body } = await app.app.inject({ url: `/health/${path}` })
      return [statusCode, headers['retry-after'], JSON.parse(body)]
    }
    const well = [200, undefined, { status: 'ok' }]
    t.same(await ask('live'), well)
    t.same(await ask('ready'), well)
    const name = new URL(app.ownerUrl).pathname.slice(1)
    await administer(`alter database ${name} with connection limit 0`)
    await app.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()`,
      [name],
    )
    t.same(await ask('ready'), [503, '5', { status: 'unavailable' }])
    t.same(await ask('live'), well)
    const { errors } = await app.gql('{ viewer { subject } }', {}, app.viewer('MINISTRY_ANALYST'))
    t.match(
      errors,
      [{ extensions: { code: 'UNAVAILABLE' }, message: /tạm thời/ }],
      'what is asked meanwhile may be asked again',
    )
    await administer(`alter database ${name} with connection limit -1`)
    t.same(await ask('ready'), well, 'and is so again by itself')
    t.same((await app.gql('{ viewer { role } }', {}, app.viewer('MINISTRY_ANALYST'))).data, {
      viewer: { role: 'MINISTRY_ANALYST' },
    })
  },
)
