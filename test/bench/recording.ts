import pg from 'pg'

// What the service sends to the database for one request, as a text that another process can send for other rows.

/** One statement; `values` as JSON, with `«name»` where a value of the request belongs. */
export interface Statement {
  name?: string
  text: string
  values: string
}

/** One request: its statements in order, and which of them gives the payload. */
export interface Recording {
  statements: Statement[]
  payload: number
}

type Sent = { text: string; name?: string; values?: unknown[] }

/**
 * Runs `work`, which opens its own connections, and takes down the transaction in which it does one request with a key. `known` are the values of the request
 * by name; every other id is one that the service made, and becomes `«new 0»`, `«new 1»`, ….
 */
export async function record(known: Record<string, string | number>, work: () => Promise<void>): Promise<Recording> {
  const lines = new Map<pg.Client, Sent[]>()
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, first: Sent | string, ...rest: unknown[]) {
    const { text, name, values } = typeof first === 'string' ? { text: first } : first
    const line = lines.get(this) ?? []
    lines.set(this, line)
    line.push({ text, values: values ?? (Array.isArray(rest[0]) ? rest[0] : []), ...(name && { name }) })
    return (query as (...all: unknown[]) => unknown).call(this, first, ...rest)
  } as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  const line = [...lines.values()].find((one) => one.some(({ text }) => text.startsWith('/* claimKey */'))) ?? []
  const claimed = line.findIndex(({ text }) => text.startsWith('/* claimKey */'))
  const begun = line.findLastIndex(({ text }, at) => at < claimed && text === 'begin')
  const ended = line.findIndex(({ text }, at) => at > claimed && text === 'commit')
  const transaction = line.slice(begun, ended + 1)
  return {
    statements: generalised(
      transaction.map(({ values, ...statement }) => ({ ...statement, values: JSON.stringify(values) })),
      known,
    ),
    payload: transaction.findIndex(({ text }) => text.startsWith('/* payload_')),
  }
}

function generalised(statements: Statement[], known: Record<string, string | number>): Statement[] {
  const names = new Map(Object.entries(known).map(([name, value]) => [String(value), name]))
  const nameOf = (id: string) => {
    if (!names.has(id)) names.set(id, `new ${names.size}`)
    return `«${names.get(id)}»`
  }
  const province = known['province']
  const key = String(known['key'])
  return statements.map((statement) => ({
    ...statement,
    values: statement.values
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, nameOf)
      .replaceAll(key, '«key»')
      // As a value, within a list of them, and in the JSON that is one.
      .replaceAll(new RegExp(`(?<=[[,]|province\\\\?":)${province}(?=[,\\]}])`, 'g'), '«province»'),
  }))
}
