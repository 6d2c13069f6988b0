import { createClient } from 'graphql-ws'
import type t from 'tap'
import { WebSocket } from 'ws'
import type { TestApp, Viewer } from './app.ts'
import { listen as openServer, subscribe, until, type Feed } from './live.ts'
import { documentOf, outcomeOf, type Outcome } from './mutations.ts'

/** What somebody sees of a plan and of all that hangs on it, each in one line. */
export interface Sight {
  /** Its state and version, and the document that issued it. */
  plan: string
  /** Each task's ordinal and state. */
  tasks: string
  /** What each report is on, its period, revision and state. */
  reports: string
  /** Each recommendation's state and answer. */
  asked: string
}

export const nothing: Sight = { plan: '', tasks: '', reports: '', asked: '' }

/** What one listener was told, and should have been, by the field of the subscription. */
interface Listener {
  viewer: Viewer
  feeds: Map<string, Feed>
  expected: Map<string, string[]>
}

/** The fields of Subscription, with the thing that each tells of. */
const fields = { planChanged: 'plan', taskChanged: 'task', progressReportChanged: 'progressReport' }

/** People who act on one plan over HTTP, and who look and listen meanwhile. */
export class Stage {
  readonly #t: typeof t
  readonly #app: TestApp
  readonly #url: string
  readonly #listeners: Listener[] = []
  readonly #names = new Map<string, string>()
  readonly #versions = new Map<string, number>()
  /** Every act that was done, as `lineOf` has it. */
  readonly log: string[] = []
  planId = ''

  private constructor(test: typeof t, app: TestApp, url: string) {
    this.#t = test
    this.#app = app
    this.#url = url
  }

  static async open(test: typeof t, app: TestApp): Promise<Stage> {
    return new Stage(test, app, (await openServer(app.app)).replace('ws:', 'http:'))
  }

  /** One more who is told over a WebSocket of every plan, task and report that changes. */
  async listen(viewer: Viewer): Promise<void> {
    const url = await openServer(this.#app.app)
    const connectionParams = { Authorization: viewer.headers['authorization'] }
    const client = createClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 })
    this.#t.teardown(() => client.dispose())
    const feeds = new Map<string, Feed>()
    for (const [field, thing] of Object.entries(fields)) {
      const query = `subscription { ${field} { ${thing} { id version status } } }`
      feeds.set(field, await subscribe(this.#t, this.#app.app, viewer, query, { client }))
    }
    this.#listeners.push({ viewer, feeds, expected: new Map(Object.keys(fields).map((field) => [field, []])) })
  }

  /** Sends a mutation to the listening server. */
  async attempt(who: Viewer, mutation: string, input: object): Promise<Outcome> {
    const { id } = input as { id?: string }
    const version = id !== undefined && this.#versions.has(id) ? { version: this.#versions.get(id) } : {}
    const selected = mutation.endsWith('Department') ? 'id version' : 'id version status'
    const variables = { input: { ...version, ...input } }
    return outcomeOf(mutation, await this.#post(who, documentOf(mutation, selected), variables))
  }

  /**
   * Does something that must succeed. Whoever listens must be told: the province's, and, if the thing is published by
   * then, the ministry's.
   */
  async act(who: Viewer, mutation: string, name: string, input: object, published: boolean): Promise<string> {
    const { code, object, body } = await this.attempt(who, mutation, input)
    if (code !== null) throw new Error(`${mutation} of ${name}: ${body}`)
    this.#names.set(object.id, name)
    this.#versions.set(object.id, object.version)
    const { reason, comment } = input as { reason?: string; comment?: string }
    const entry = { role: who.role, action: mutation, entityId: object.id, entityVersion: object.version }
    this.log.push(this.lineOf({ ...entry, reason: reason ?? comment ?? null }))
    const field = Object.keys(fields).find((one) => mutation.endsWith(`${one[0]?.toUpperCase()}${one.slice(1, -7)}`))
    const line = this.#line(object)
    for (const { viewer, expected, feeds } of field === undefined ? [] : this.#listeners) {
      if (viewer.province !== who.province && (viewer.province !== undefined || !published)) continue
      expected.get(field!)!.push(line)
      const feed = feeds.get(field!)!
      await until(`${viewer.role} was told of ${line}`, () => this.#linesOf(feed).includes(line))
    }
    return object.id
  }

  /** An entry of the audit log: who, what, of which thing and version, and why. */
  lineOf(entry: {
    role: string
    action: string
    entityId: string
    entityVersion: number
    reason: string | null
  }): string {
    const name = this.#names.get(entry.entityId) ?? entry.entityId
    return [entry.role, entry.action, name, entry.entityVersion, ...(entry.reason === null ? [] : [entry.reason])].join(
      ' ',
    )
  }

  /** What listeners were told, and what they should have been. */
  told(): { role: string; field: string; lines: string[]; expected: string[] }[] {
    return this.#listeners.flatMap(({ viewer, feeds, expected }) =>
      [...feeds].map(([field, feed]) => ({
        role: viewer.role,
        field,
        lines: this.#linesOf(feed),
        expected: expected.get(field)!,
      })),
    )
  }

  async ask(who: Viewer, query: string, variables: object = {}): Promise<any> {
    const { data, errors } = JSON.parse(await this.#post(who, query, variables))
    if (errors) throw new Error(JSON.stringify(errors))
    return data
  }

  async look(who: Viewer): Promise<Sight> {
    const { plan, tasks, progressReports, recommendations } = await this.ask(
      who,
      `query($id: ID!) {
         plan(id: $id) { status version document { reference } }
         tasks(filter: { planId: $id }) { nodes { ordinal status } }
         progressReports(filter: { planId: $id }) { nodes { status revision period { code } task { ordinal } department { name } } }
         recommendations { nodes { status answer } }
       }`,
      { id: this.planId },
    )
    const reports = progressReports.nodes.map(({ task, department, period, revision, status }: any) =>
      [...(task ? [task.ordinal, department.name] : ['plan']), period.code, `r${revision}`, status].join(' '),
    )
    return {
      plan: plan ? [plan.status, plan.version, ...(plan.document ? [plan.document.reference] : [])].join(' ') : '',
      tasks: tasks.nodes.map(({ ordinal, status }: any) => `${ordinal} ${status}`).join(', '),
      reports: reports.sort().join(', '),
      asked: recommendations.nodes
        .map(({ status, answer }: any) => (answer ? `${status} ${answer}` : status))
        .join(', '),
    }
  }

  #linesOf({ events }: Feed): string[] {
    return events.map((event) => this.#line(event.plan ?? event.task ?? event.progressReport))
  }

  #line({ id, version, status }: { id: string; version: number; status: string }): string {
    return `${this.#names.get(id) ?? id} ${version} ${status}`
  }

  async #post(who: Viewer, query: string, variables: object): Promise<string> {
    const headers = { 'content-type': 'application/json', ...who.headers }
    const response = await fetch(this.#url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    return response.text()
  }
}
