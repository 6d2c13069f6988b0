import type { TestApp } from '../helpers/app.ts'
import { nobodysId, oneOfEach, textsOf } from './inputs.ts'
import type { Fault } from './probes.ts'
import { judge } from './read-cells.ts'
import { reads, sameAnswer, send, type Asker, type Sent } from './viewers.ts'
import type { Side, World } from './world.ts'

// The REST side, from its own reference: each documented GET as everybody, bare and with each parameter alone. What is
// added there is asked for by itself; a parameter that nobody has thought of fails the proof by its name.

/** Of which tables a path's ids are, by what stands before the id. */
const pathIds: Record<string, readonly string[]> = {
  imports: ['import_jobs'],
}

/** Parameters that choose a form, a size or a place, and what they are tried with; those of rows are in `inputs.ts`. */
const plain: Record<string, readonly string[]> = {
  after: [nobodysId, 'x'],
  before: [nobodysId],
  limit: ['1', '100'],
  wait: ['0'],
  dryRun: ['true'],
  lang: ['en'],
  name: ['ke-hoach.csv'],
}

/** Answers that don't end by themselves; the same events come in pages. */
const endless = new Set(['/api/v1/changes?format=ndjson'])

interface Parameter {
  name: string
  in: 'query' | 'path' | 'header'
  schema?: { enum?: unknown[]; items?: { enum?: unknown[] }; type?: unknown }
}
interface Document {
  paths?: Record<string, Record<string, { parameters?: Parameter[] }>>
}

interface Cell {
  name: string
  url: string
  side: Side | undefined
  /** The same with the id of nothing. */
  nobodys: string | undefined
}

/** Everything to ask of what the reference documents. */
function cellsOf(document: Document, world: World, fault: Fault): Cell[] {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, parameters: operation.parameters ?? [] })),
  )
  return operations.flatMap(({ path, method, parameters }) => {
    const query = parameters.filter((one) => one.in === 'query')
    const values = query.map((one) => ({ name: one.name, values: valuesOf(one, path, world, fault) }))
    if (method !== 'get') return []
    return expanded(path, parameters)
      .flatMap((one) => urlsOf(one, world, fault))
      .flatMap(({ url, side, nobodys }): Cell[] => [
        { name: path, url, side, nobodys },
        ...values
          .flatMap(({ name, values }) => values.map((value) => `?${new URLSearchParams({ [name]: value }).toString()}`))
          .filter((given) => !endless.has(path + given))
          .map((given) => ({
            name: `${path}${given}`,
            url: url + given,
            side,
            nobodys: nobodys === undefined ? undefined : nobodys + given,
          })),
      ])
  })
}

function valuesOf({ name, schema }: Parameter, path: string, world: World, fault: Fault): readonly string[] {
  const listed = schema?.enum ?? schema?.items?.enum
  if (listed !== undefined) return listed.map(String)
  if (schema?.type === 'boolean') return ['true', 'false']
  if (plain[name] !== undefined) return plain[name]
  const values = (['A', 'B', 'C'] as const).map((side) => textsOf(name, side, world))
  if (values.every((each) => each !== undefined)) return [...new Set(values.flat().map(String))]
  fault(`test/isolation/rest-cells.ts has no entry for the parameter ${name} of ${path}`)
  return []
}

/** A path once for each word that may stand in it. */
function expanded(path: string, parameters: readonly Parameter[]): string[] {
  return parameters.reduce(
    (paths, { name, schema }) =>
      paths.flatMap((one) =>
        one.includes(`{${name}}`) && schema?.enum
          ? schema.enum.map((word) => one.replace(`{${name}}`, String(word)))
          : one,
      ),
    [path],
  )
}

/** A path with each id that could stand in it. */
function urlsOf(path: string, world: World, fault: Fault): Omit<Cell, 'name'>[] {
  const [, before, name] = /([\w-]+)\/\{(\w+)\}/.exec(path) ?? []
  if (before === undefined || name === undefined) return [{ url: path, side: undefined, nobodys: undefined }]
  const tables = pathIds[before]
  if (tables === undefined) {
    fault(`test/isolation/rest-cells.ts has no entry for {${name}} of ${path}`)
    return []
  }
  const put = (id: string) => path.replace(`{${name}}`, id)
  return (['A', 'B', 'C'] as const).flatMap((side) =>
    tables
      .flatMap((table) => oneOfEach(world.rows[table]?.[side] ?? [], false))
      .map(({ id }) => ({ url: put(id), side, nobodys: put(nobodysId) })),
  )
}

/** Asks all of it as everybody; an id of somebody else's is answered like one of nothing, where that is `compared`. */
export async function probeRest(
  app: TestApp,
  world: World,
  askers: readonly Asker[],
  fault: Fault,
  { only = /./, compared = true }: { only?: RegExp | undefined; compared?: boolean } = {},
): Promise<{ tried: number; answers: Map<string, string> }> {
  let tried = 0
  const answers = new Map<string, string>()
  const cells = cellsOf(app.app.swagger() as Document, world, fault).filter(({ name }) => only.test(`GET ${name}`))
  for (const { name, url, side, nobodys } of cells) {
    const ask = async (asker: Asker) => {
      const sent = await send(app, asker, { method: 'GET', url })
      tried += 1
      answers.set(`${asker.name}: GET ${url} ${name}`, ownWords(sent.body))
      judge(`${asker.name}: GET ${name}`, sent, fault)
      if (
        !compared ||
        side === undefined ||
        nobodys === undefined ||
        (asker.side !== undefined && reads(asker.side, side))
      )
        return
      const other = await send(app, asker, { method: 'GET', url: nobodys })
      const [one, none] = [sent, other].map((each) => ({ ...each, body: ownWords(each.body) })) as [Sent, Sent]
      if (sameAnswer(one, none, [])) return
      fault(`${asker.name}: GET ${name} is answered otherwise than nobody's:\n  ${sent.body}\n  ${other.body}`)
    }
    await Promise.all(askers.map(ask))
  }
  return { tried, answers }
}

/** An answer without what is new each time: every problem names its own request, and cursors of the log are encrypted. */
const ownWords = (body: string) => body.replaceAll(/"(requestId|cursor|next)":"[^"]*"/g, '')
