import t from 'tap'
import { runCommand, type Ended } from '../helpers/commands.ts'
import { createDatabase } from '../helpers/database.ts'
import { startService } from '../helpers/processes.ts'

// The commands of an operator, as they are typed, beside a service on the same database.

const { ownerUrl } = await createDatabase(t)

const run = (command: string, ...given: string[]) => runCommand(command, given, { DATABASE_URL: ownerUrl })

t.test(
  'given a program’s account, when it is made, rotated and revoked by commands, then its tokens go by that',
  async (t) => {
    const service = await startService(t, ownerUrl)
    const tokenFor = async (id: string, secret: string) => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
      const answer = await fetch(`${service.url}/oauth/token`, { method: 'POST', body })
      return { status: answer.status, ...((await answer.json()) as { access_token?: string }) }
    }
    const secretIn = ({ out }: Ended) =>
      /^client_id: (\S+)\nclient_secret: (\S+)\n$/.exec(out)!.slice(1) as [string, string]

    const made = await run('account', 'create', '--name', 'Nhập số liệu', '--role', 'IMPORTER', '--province', 'ha-nam')
    t.equal(made.code, 0, made.said)
    const [id, first] = secretIn(made)
    t.match((await run('account', 'list', '--province', 'ha-nam')).out, new RegExp(`${id} .* never +good`))
    t.match(await tokenFor(id, first), { status: 200, access_token: /./ })
    t.match((await run('account', 'list', '--province', 'ha-nam')).out, new RegExp(`${id} .* 20\\d\\d-.* good`))

    const [, second] = secretIn(await run('account', 'rotate', id, '--overlap-hours', '1'))
    t.match([(await tokenFor(id, first)).status, (await tokenFor(id, second)).status], [200, 200], 'both, for an hour')
    const [, third] = secretIn(await run('account', 'rotate', id, '--overlap-hours', '0'))
    t.match(
      [(await tokenFor(id, second)).status, (await tokenFor(id, third)).status],
      [401, 200],
      'the last one at once',
    )

    t.match(await run('account', 'revoke', id, '--reason', 'Thử'), { code: 0, out: `revoked ${id}\n` })
    t.equal((await tokenFor(id, third)).status, 401)
    t.match((await run('account', 'list', '--province', 'ha-nam')).out, /revoked/)
  },
)

t.test(
  'given a person, when they are made a member and sent away by commands, then the service goes by that',
  async (t) => {
    const made = await run(
      'member',
      'create',
      '--province',
      'ha-nam',
      '--subject',
      'an',
      '--name',
      'An',
      '--role',
      'PROVINCE_VIEWER',
    )
    t.equal(made.code, 0, made.said)
    const id = made.out.trim()
    t.match(
      (await run('member', 'list', '--province', 'ha-nam')).out,
      new RegExp(`${id} +an +An +PROVINCE_VIEWER +active`),
    )
    t.match(await run('member', 'deactivate', id, '--province', 'ha-nam'), { code: 0 })
    t.match((await run('member', 'list', '--province', 'ha-nam')).out, /deactivated/)
  },
)

t.test('given what can be wrong with a command, then it says so, ends with 1 and changes nothing', async (t) => {
  const wrong: [given: string[], says: RegExp][] = [
    [['account', 'create', '--name', 'x'], /^npm run --silent account/],
    [['account', 'create', '--name', 'x', '--role', 'PROVINCE_ADMIN'], /^npm run --silent account/],
    [
      ['account', 'create', '--name', 'x', '--role', 'IMPORTER', '--province', 'nowhere'],
      /There is no province “nowhere”/,
    ],
    [['account', 'create', '--nmae', 'x'], /Unknown option '--nmae'/],
    [['account', 'rotate', 'x'], /There is no account “x”/],
    [['account', 'revoke', '01890000-0000-7000-8000-000000000000'], /There is no account/],
    [['member', 'create', '--province', 'ha-nam', '--subject', 'b'], /^npm run --silent member/],
    [['member', 'deactivate', 'x', '--province', 'ha-nam'], /There is no member “x” of ha-nam/],
    [['verify-audit', '--provnce', 'ha-nam'], /Unknown option '--provnce'/],
    [['verify-audit', '--province', 'nowhere'], /There is no province “nowhere”/],
    [['export-audit', '--province', 'nowhere'], /There is no province “nowhere”/],
    [['verify-rollups', '--province', 'langson'], /There is no province “langson”/],
    [['verify-rollups', 'lang-son'], /^Unexpected argument 'lang-son'/],
    [['token', '--role', 'KING'], /^npm run --silent token/],
  ]
  for (const [[command = '', ...given], says] of wrong) {
    const ended = await run(command, ...given)
    t.match(ended, { code: 1, said: says, out: '' }, [command, ...given].join(' '))
  }
})

t.test('given --help, then each command tells how it is used and touches nothing', async (t) => {
  const asked = await Promise.all(
    [
      'account',
      'client',
      'distribute',
      'export-audit',
      'fingerprint',
      'import',
      'member',
      'token',
      'verify-audit',
      'verify-rollups',
    ].map(async (command) => [command, await run(command, '--help')] as const),
  )
  for (const [command, ended] of asked) {
    t.match(ended, { code: 0, out: new RegExp(`^npm run (--silent )?${command}`), said: '' }, command)
  }
})
