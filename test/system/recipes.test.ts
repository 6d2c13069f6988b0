import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { recipeOf } from '../helpers/recipes.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

const api = await createApp(t)
await api.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/graphql`

t.test(
  'given the recipe of a front end, when its client is made, then it compiles and does what it says',
  async (t) => {
    const folder = join(root, `node_modules/.cache/recipe-${process.pid}`)
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    mkdirSync(folder, { recursive: true })
    const files = recipeOf('### A front end')
    t.strictSame(Object.keys(files), ['plans.graphql', 'app.ts'])
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code)

    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')

    const made = await run(process.execPath, ['--import=tsx', 'src/bin/client.ts', folder], { cwd: root, env: env() })
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

const scripts = recipeOf('### An import script')
for (const [script, program, ...tools] of [
  ['import.sh', 'bash', 'curl', 'sed'],
  ['import.py', 'python3'],
] as const) {
  const missing = [program, ...tools].filter((tool) => spawnSync(tool, ['--version']).status !== 0)
  const absent = missing.length > 0 && `not on this machine: ${missing.join(', ')}`
  t.test(
    `given the recipe of an import in ${script}, then it imports, or leaves the problems`,
    { skip: absent },
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

/** Only what a script needs, and nothing of how this test is run. */
function env(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], ...more }
}
