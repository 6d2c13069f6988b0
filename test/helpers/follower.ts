import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Told } from './mirror.ts'

// A process that keeps a mirror of the change feed in a file: what it has, and the cursor behind it, in one write. It may be
// killed at any time.

const [url = '', authorization = '', file = '', mode = 'stream'] = process.argv.slice(2)

interface Kept {
  cursor: string | null
  things: Record<string, unknown>
  /** Every event, to find one that comes twice. */
  told: string[]
}

const kept = (() => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept
  } catch {
    return { cursor: null, things: {}, told: [] } satisfies Kept as Kept
  }
})()

for (;;) {
  try {
    await (mode === 'stream' ? follow() : poll())
  } catch {
    // The server was killed; it comes back.
  }
  await sleep(50)
}

/** Asks for page after page. */
async function poll(): Promise<void> {
  for (;;) {
    const { changes, next } = (await (await get('application/json')).json()) as { changes: Told[]; next: string }
    changes.forEach(take)
    kept.cursor = next
    keep()
    await sleep(10)
  }
}

async function follow(): Promise<void> {
  const response = await get('application/x-ndjson')
  const lines = createInterface({ input: Readable.fromWeb(response.body as never) })
  for await (const line of lines) {
    if (line === '') continue
    take(JSON.parse(line) as Told)
    keep()
  }
}

async function get(accept: string): Promise<Response> {
  const after = kept.cursor === null ? '' : `?after=${kept.cursor}`
  const response = await fetch(`${url}/api/v1/changes${after}`, { headers: { authorization, accept } })
  if (response.status !== 200) throw new Error(await response.text())
  return response
}

function take(event: Told): void {
  const name = `${event.type} ${event.id}`
  kept.told.push(`${name} ${event.version}`)
  kept.cursor = event.cursor
  if (event.kind === 'DELETED') delete kept.things[name]
  else kept.things[name] = event.data
}

function keep(): void {
  writeFileSync(`${file}.new`, JSON.stringify(kept))
  renameSync(`${file}.new`, file)
}
