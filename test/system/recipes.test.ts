import { execFile, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { createPlan } from '../helpers/fixtures.ts'
import { until } from '../helpers/live.ts'
import { perform } from '../helpers/mutations.ts'
import { loadSample } from '../helpers/sample-data.ts'
import { recipeOf } from '../helpers/recipes.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

const api = await createApp(t)
await api.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/graphql`

t.test(
  'given the recipe of a front end, when its client is made, then it compiles and does what it says',
  { skip: absent('bash') },
  async (t) => {
    // A project of its own beside this one, with the packages that it needs.
    const place = mkdtempSync(join(tmpdir(), 'recipe-'))
    t.teardown(() => rmSync(place, { recursive: true, force: true }))
    const folder = join(place, 'front-end')
    mkdirSync(folder)
    symlinkSync(root, join(place, 'ttdn-service'))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const files = recipeOf('### A front end')
    t.strictSame(Object.keys(files), ['client.sh', 'plans.graphql', 'app.ts'])
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code)

    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')

    const made = await run('bash', ['client.sh'], { cwd: folder, env: env() })
    t.match(made.stdout, /schema\.ts\n.*client\.ts\n.*operations\.ts/)
    const options = {
      extends: join(root, 'tsconfig.json'),
      include: ['*.ts'],
      exclude: [],
      compilerOptions: { lib: ['ES2023', 'DOM'] },
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options))
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch((error) => {
      t.fail(String(error.stdout))
    })

    const viewer = api.viewer('PROVINCE_ADMIN', api.nextProvince())
    for (const title of ['Dự thảo', 'Kế hoạch một', 'Kế hoạch hai']) {
      await api.gql(
        'mutation ($title: String!) { createPlan(input: { title: $title, kind: ANNUAL, periodStart: "2027-01-01", periodEnd: "2027-12-31" }) { userErrors { message } } }',
        { title },
        viewer,
      )
    }
    const token = String(viewer.headers['authorization']).slice('Bearer '.length)
    // Browsers have WebSocket; Node only from version 22 on.
    writeFileSync(
      join(folder, 'browser.ts'),
      "import { WebSocket } from 'ws'\nObject.assign(globalThis, { WebSocket })\n",
    )
    const { stdout } = await run(process.execPath, ['--import=tsx', '--import=./browser.ts', 'app.ts'], {
      cwd: folder,
      env: env({ SERVICE: url, TOKEN: token }),
    })
    t.strictSame(stdout.trim().split('\n'), [
      'plans: 3',
      'saved Dự thảo, lần hai',
      'CONFLICT Dự thảo, lần hai',
      'live Dự thảo, lần hai',
    ])
  },
)

t.test(
  'given an operation that the schema does not allow, then no client is made and the place is named',
  async (t) => {
    const folder = t.testdir({ 'wrong.graphql': 'query Wrong {\n  plans { nodes { titel } }\n}\n' })
    const { stderr } = await run(process.execPath, ['--import=tsx', 'src/bin/client.ts', folder], {
      cwd: root,
      env: env(),
    }).catch((error) => error)
    t.match(stderr, /wrong\.graphql:2: Cannot query field "titel"/)
  },
)

const integrator = recipeOf('### An integrator')
t.strictSame(Object.keys(integrator), ['rollup.sh', 'rollup.py', 'link.txt', 'mirror.py'])
const service = url.replace('/graphql', '')
const ministry = api.viewer('MINISTRY_ANALYST')
const bearer = (viewer: typeof ministry) => String(viewer.headers['authorization'])
const asMinistry = env({ SERVICE: service, TOKEN: bearer(ministry).slice('Bearer '.length) })

t.test(
  'given the recipe in rollup.sh, then it writes the figures, once',
  { skip: absent('bash', 'curl') },
  async (t) => {
    await loadSample(api)
    const folder = t.testdir({ 'rollup.sh': String(integrator['rollup.sh']) })
    const written = () => statSync(join(folder, 'rollup.csv')).mtimeMs
    await run('bash', ['rollup.sh'], { cwd: folder, env: asMinistry })
    const [header, ...rows]: string[][] = parse(readFileSync(join(folder, 'rollup.csv')))
    const line = Object.fromEntries(header!.map((name, at) => [name, rows.find((row) => row[2] === '2017')?.[at]]))
    t.match(line, { EXHIBITION_VISITS: '3000', 'EXHIBITION_VISITS.qualifier': 'AT_LEAST' })
    const first = written()
    await run('bash', ['rollup.sh'], { cwd: folder, env: asMinistry })
    t.equal(written(), first)
  },
)

t.test('given the recipe in rollup.py, then it says how sure a figure is', { skip: absent('python3') }, async (t) => {
  const folder = t.testdir({ 'rollup.py': String(integrator['rollup.py']) })
  const { stdout } = await run('python3', ['rollup.py'], { cwd: folder, env: asMinistry })
  t.equal(stdout, '2017 AT_LEAST 3000 3000 None\n2019 AT_LEAST 1000 1000 None\ntotal AT_LEAST 4000 4000 None\n')
})

t.test('given the link for a spreadsheet, then it is a table', async (t) => {
  const link = String(integrator['link.txt']).trim().replace('http://127.0.0.1:3000', service)
  const answer = await fetch(link, { headers: { authorization: bearer(ministry) } })
  const table: string[][] = parse(Buffer.from(await answer.arrayBuffer()), { bom: true })
  t.match(table[0], ['province', 'provinceName', 'year'])
  t.ok(table.some(([province, name, year]) => province === 'bac-kan' && name === 'Bắc Kạn' && year === '2019'))
})

t.test('given the recipe in mirror.py, when it is killed, then it goes on', { skip: absent('python3') }, async (t) => {
  const folder = t.testdir({ 'mirror.py': String(integrator['mirror.py']) })
  const admin = api.viewer('PROVINCE_ADMIN', api.nextProvince())
  const own = env({ SERVICE: service, TOKEN: bearer(admin).slice('Bearer '.length) })
  const start = () => spawn('python3', ['mirror.py'], { cwd: folder, env: own, stdio: 'inherit' })
  const titles = async () => {
    const { stdout } = await run('python3', ['-c', readTitles], { cwd: folder }).catch(() => ({ stdout: '[]' }))
    return JSON.parse(stdout) as string[]
  }
  let following = start()
  t.teardown(() => following.kill('SIGKILL'))
  const plan = await createPlan(api, admin, { title: 'Kế hoạch một' })
  await until('the plan is mirrored', async () => (await titles()).includes('Kế hoạch một'))
  following.kill('SIGKILL')
  await perform(api, 'updatePlan', { id: plan.id, version: 1, title: 'Kế hoạch một, sửa' }, admin)
  await createPlan(api, admin, { title: 'Kế hoạch hai' })
  following = start()
  await until('the rest is mirrored', async () => (await titles()).length === 2)
  t.strictSame(await titles(), ['Kế hoạch hai', 'Kế hoạch một, sửa'])
})
const readTitles = `
import json, sqlite3
rows = sqlite3.connect("mirror.db").execute("select data from things where type = 'Plan'")
print(json.dumps(sorted(json.loads(data)["title"] for data, in rows)))`

const scripts = recipeOf('### An import script')
for (const [script, program, ...tools] of [
  ['import.sh', 'bash', 'curl', 'sed'],
  ['import.py', 'python3'],
] as const) {
  t.test(
    `given the recipe of an import in ${script}, then it imports, or leaves the problems`,
    { skip: absent(program, ...tools) },
    async (t) => {
      const header = 'key,title,kind,period_start,period_end\n'
      const folder = t.testdir({
        [script]: String(scripts[script]),
        'good.csv': `${header}a,Kế hoạch năm 2019,ANNUAL,2019-01-01,2019-12-31\n`,
        'bad.csv': `${header}b,Kế hoạch năm 2020,ANNUAL,31/02/2020,2020-12-31\n`,
      })
      const slug = api.nextProvince()
      const token = String(api.viewer('IMPORTER', slug).headers['authorization']).slice('Bearer '.length)
      const options = { cwd: folder, env: env({ SERVICE: url.replace('/graphql', ''), TOKEN: token }) }

      const good = await run(program, [script, 'good.csv', 'plans'], options).catch((error) => error)
      t.equal(good.stdout, 'dry run true: APPLIED\ndry run false: APPLIED\n', good.stderr)
      const { data } = await api.gql('{ plans { nodes { title } } }', {}, api.viewer('PROVINCE_VIEWER', slug))
      t.strictSame(data.plans.nodes, [{ title: 'Kế hoạch năm 2019' }])

      const bad = await run(program, [script, 'bad.csv', 'plans'], options).catch((error) => error)
      t.match(bad, { code: 1, stdout: 'dry run true: REFUSED\n' }, bad.stderr)
      t.match(readFileSync(join(folder, 'problems.csv'), 'utf8'), /31\/02\/2020/)
    },
  )
}

/** Why a script can't be run here, if it can't. */
function absent(...tools: string[]): string | false {
  const missing = tools.filter((tool) => spawnSync(tool, ['--version']).status !== 0)
  return missing.length > 0 && `not on this machine: ${missing.join(', ')}`
}

/** Only what a script needs, and nothing of how this test is run. */
function env(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], ...more }
}
