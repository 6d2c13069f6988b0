import type { TestApp, Viewer } from '../helpers/app.ts'
import { without, marksIn, markNames, type Mark, type MarkName } from './marks.ts'
import type { Side, World } from './world.ts'

/** Settings under which no limit is in the way of a question. */
export const generous = { OPERATION_COST_LIMIT: '10000000', COST_PER_MINUTE: '0' }

/** Somebody who asks, and what may stand in the answers. */
export interface Asker {
  name: string
  /** Undefined: the ministry, or nobody. */
  side: Side | undefined
  viewer: Viewer | undefined
  forbidden: Mark[]
}

const readable: Record<Side, readonly Side[]> = { A: ['A', 'C'], B: ['B'], C: ['C'] }

/** May this side read that side's rows? */
export const reads = (side: Side, other: Side): boolean => readable[side].includes(other)

/** Every role in every province, the ministry's, and who has no token. `merged`: whether A reads what C filed. */
export function askersOf(app: TestApp, world: World, merged = true): Asker[] {
  const but = (may: (name: MarkName) => boolean) =>
    markNames.filter((name) => !may(name)).map((name) => world.marks[name])
  const provinces = (['A', 'B', 'C'] as const).flatMap((side) =>
    (['PROVINCE_ADMIN', 'DEPARTMENT_OFFICER', 'PROVINCE_VIEWER', 'IMPORTER'] as const).map((role) => {
      const department = role === 'DEPARTMENT_OFFICER' ? world.rows['departments']![side][0]!.id : undefined
      const mine = (name: MarkName) => (merged ? readable[side] : [side]).includes(name.charAt(0) as Side)
      return {
        name: `${role} of ${side}`,
        side,
        viewer: app.viewer(role, world.slugs[side], department),
        forbidden: but(mine),
      }
    }),
  )
  const ministry = (['MINISTRY_ANALYST', 'MINISTRY_ADMIN'] as const).map((role) => ({
    name: role,
    side: undefined,
    viewer: app.viewer(role),
    forbidden: but((name) => name.endsWith('open') || name === 'Mhidden'),
  }))
  return [
    ...provinces,
    ...ministry,
    { name: 'nobody', side: undefined, viewer: undefined, forbidden: but(() => false) },
  ]
}

export interface Sent {
  status: number
  body: string
  question: string
  /** The marks of those whose rows the asker may not read. */
  leaked: string[]
}

/** Sends one request and searches all that comes back, headers too. */
export async function send(
  app: TestApp,
  asker: Asker,
  request: { method?: string; url?: string; headers?: Record<string, string>; payload?: object | string },
): Promise<Sent> {
  const { method = 'POST', url = '/graphql', headers = {}, payload } = request
  const response = await app.app.inject({
    method: method as 'POST',
    url,
    headers: { 'content-type': 'application/json', 'accept-language': 'en', ...asker.viewer?.headers, ...headers },
    ...(payload === undefined ? {} : { payload: typeof payload === 'string' ? payload : JSON.stringify(payload) }),
  })
  const question = `${decodeURIComponent(url)} ${JSON.stringify(payload ?? '')} ${JSON.stringify(headers)}`
  const answer = `${response.body}\n${JSON.stringify(response.headers)}`
  const leaked = marksIn(answer, question, asker.forbidden).map((mark) => mark.name)
  return { status: response.statusCode, body: response.body, question, leaked }
}

/** Interpreted and compiled queries put `data` and `errors` in different order; which one a query is depends on its uses. */
export function inOrder(body: string): string {
  if (!body.startsWith('{"data":') && !body.startsWith('{"errors":')) return body
  const { data, errors, ...rest } = JSON.parse(body)
  return JSON.stringify({ data, errors, ...rest })
}

/** Two answers that should be the same but for what each question named. */
export const sameAnswer = (a: Sent, b: Sent, names: readonly string[]): boolean => {
  const plain = ({ status, body, question }: Sent) =>
    names.reduce((text, name) => text.replaceAll(name, ''), `${status} ${without(inOrder(body), question)}`)
  return plain(a) === plain(b)
}
