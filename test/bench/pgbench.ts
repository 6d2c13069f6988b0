import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** One request as the database gets it: the province that it enters, the statement and its values, `$1` the first. */
export interface Asked {
  province: number
  sql: string
  values: readonly unknown[]
}

/** Whether PostgreSQL's own `pgbench` is at hand. */
export const hasPgbench = spawnSync('pgbench', ['--version']).status === 0

/**
 * How many of these requests a second the database itself answers, with no server in front: as the service sends them, in one
 * round trip each, by prepared statements, over so many connections.
 */
export async function pgbench(
  url: string,
  requests: readonly Asked[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ttdn-pgbench-'))
  try {
    // It takes no more than 128 scripts.
    const scripts = requests.slice(0, 128).flatMap((request, i) => {
      const file = join(folder, `${i}.sql`)
      writeFileSync(file, scriptOf(request))
      return ['--file', file]
    })
    const settings = ['--no-vacuum', '--protocol=prepared', `--client=${connections}`, '--jobs=1', `--time=${seconds}`]
    const { stdout } = await promisify(execFile)('pgbench', [...settings, ...scripts, url])
    return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function scriptOf({ province, sql, values }: Asked): string {
  const statement = sql
    .replaceAll(/\$(\d+)/g, (_, number) => literal(values[Number(number) - 1]))
    // pgbench would take these for its own variables.
    .replaceAll(/(?<=[\w"]):(?=[A-Z])/g, `' || chr(58) || '`)
    .replaceAll('\n', ' ')
  const enter = `select app_enter(null, '{${province}}')`
  return ['\\startpipeline', 'begin', enter, statement, 'commit', '\\endpipeline', '']
    .join(';\n')
    .replaceAll(/(pipeline);/g, '$1')
}

const literal = (value: unknown) =>
  typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
