import type { TestApp, Viewer } from './app.ts'

export interface Told {
  cursor: string
  at: string
  province: string
  type: string
  id: string
  kind: 'CREATED' | 'UPDATED' | 'DELETED'
  version: number
  data: any
}

/** What somebody keeps who follows the change feed, and what they find wrong with it. */
export class Mirror {
  readonly things = new Map<string, any>()
  readonly faults: string[] = []
  readonly told: Told[] = []
  cursor: string | undefined
  readonly #versions = new Map<string, number>()

  /** Takes one event and goes on behind it. */
  take(event: Told): void {
    const name = `${event.type} ${event.id}`
    const last = this.#versions.get(name) ?? 0
    // A document has no versions: it may be completed, and is told of again.
    if (event.version <= last && event.type !== 'Document') {
      this.faults.push(`${name}: version ${event.version} after ${last}`)
    }
    if (event.data !== null && event.data.version < event.version) this.faults.push(`${name}: older than its event`)
    this.#versions.set(name, event.version)
    if (event.kind === 'DELETED') this.things.delete(name)
    else this.things.set(name, event.data)
    this.told.push(event)
    this.cursor = event.cursor
  }

  /** One page. `upTo` events of it are dealt with, as by a reader that is then killed; all, unless said. */
  async read(app: TestApp, viewer: Viewer, first = 100, upTo = Infinity): Promise<boolean> {
    const { changes, next, more } = await ask(app, viewer, { after: this.cursor, first })
    for (const event of (changes as Told[]).slice(0, upTo)) this.take(event)
    if (upTo >= changes.length) this.cursor = next
    return more || upTo < changes.length
  }

  /** Until there is no more. */
  async catchUp(app: TestApp, viewer: Viewer, first = 1_000): Promise<this> {
    while (await this.read(app, viewer, first));
    return this
  }

  of(type: string): any[] {
    return [...this.things].filter(([name]) => name.startsWith(`${type} `)).map(([, data]) => data)
  }

  /** Each thing with its version and state, to compare. */
  lines(): string[] {
    return [...this.things]
      .map(([name, { version, status, title, text, name: called }]) =>
        [name, version, status, title ?? text ?? called].map((part) => part ?? '').join(' | '),
      )
      .sort()
  }
}

/** Asks for a page; throws if it is refused. */
export async function ask(
  app: TestApp,
  viewer: Viewer,
  query: Record<string, string | number | undefined>,
): Promise<{ changes: Told[]; next: string; more: boolean }> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const url = `/api/v1/changes?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()}`
  const response = await app.app.inject({ url, headers: viewer.headers })
  if (response.statusCode !== 200) throw new Error(response.body)
  return response.json()
}

/** What a mirror should hold, read past all rules; `published`: as the ministry sees it. */
export async function sourceLines(
  { owner }: Pick<TestApp, 'owner'>,
  provinces: readonly number[],
  published = false,
): Promise<string[]> {
  const only = `province_id = any ($1) and withdrawn_by is null ${published ? 'and published' : ''}`
  const { rows } = await owner.query<{ line: string }>(
    `select 'Plan ' || id || ' | ' || version || ' | ' || status || ' | ' || title as line from plans where ${only}
     union all select 'Task ' || id || ' | ' || version || ' | ' || status || ' | ' || title from tasks where ${only}
     union all select 'ProgressReport ' || id || ' | ' || version || ' | ' || status || ' | ' from progress_reports where ${only}
     union all select 'Recommendation ' || id || ' | ' || version || ' | ' || status || ' | ' || text from recommendations where ${only}
     union all select 'Department ' || id || ' | ' || version || ' |  | ' || name from departments where ${only}
     ${published ? '' : `union all select 'Document ' || id || ' |  |  | ' || coalesce(title, '') from documents where ${only}`}`,
    [provinces],
  )
  return rows.map(({ line }) => line).sort()
}
