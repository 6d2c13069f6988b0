import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Everything that can be known without running the tests: `npm run check`. The checks run side by side, each gets one
// line, and what a failing tool has to say stands below its line.

interface Outcome {
  passed: boolean
  output: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const tool = (path: string) => join(root, 'node_modules', path)

const checks: Record<string, () => Promise<Outcome>> = {
  types: () => run(tool('typescript/bin/tsc'), '--incremental', '--tsBuildInfoFile', tool('.cache/types.tsbuildinfo')),
  'types of pages': () => run(tool('typescript/bin/tsc'), '--project', join(root, 'src/pages')),
  lint: () => run(tool('oxlint/bin/oxlint')),
  format: () => run(tool('prettier/bin/prettier.cjs'), '--check', '--cache', '--log-level=warn', '.'),
  'generated types': () => run('--import=tsx', 'src/bin/codegen.ts', '--check'),
  'settings in README': () => run('--import=tsx', 'src/bin/settings-table.ts', '--check'),
  'last release': () => run('--import=tsx', 'src/bin/released-schema.ts'),
  'schema.graphql': () => run('--import=tsx', 'src/bin/served-schema.ts'),
}

const started = performance.now()
const running = Object.entries(checks).map(([name, check]) => ({ name, outcome: timed(check) }))
const failed: string[] = []
for (const { name, outcome } of running) {
  const { passed, output, seconds } = await outcome
  console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name.padEnd(18)}  ${seconds} s`)
  if (passed) continue
  failed.push(name)
  console.log(`\n${output.trim()}\n`)
}
const total = secondsSince(started)
console.log(failed.length === 0 ? `all is well after ${total} s` : `failed after ${total} s: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

async function timed(check: () => Promise<Outcome>): Promise<Outcome & { seconds: string }> {
  const start = performance.now()
  const outcome = await check()
  return { ...outcome, seconds: secondsSince(start) }
}

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1)
}

/** Runs node with these arguments, and gathers what it prints. */
function run(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    child.on('error', (error) => resolve({ passed: false, output: error.message }))
    child.on('close', (code, signal) => {
      resolve({ passed: code === 0, output: output || `It ended with ${signal ?? code} and said nothing.` })
    })
  })
}
