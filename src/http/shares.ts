import { isIPv6 } from 'node:net'
import type { Context, Viewer } from '../graphql/context.ts'
import { RequestFault } from '../graphql/request-fault.ts'
import { Budgets } from './budgets.ts'

export interface ShareLimits {
  /** What one caller may spend in a minute; 0: as much as it likes. Who isn't signed in has a tenth of it per address. */
  costPerMinute: number
  /** Operations of one caller that run at once. */
  atOnce: number
  /** Operations of all of the ministry's callers that run at once, since each may look at the whole nation. */
  ministryAtOnce: number
  /** Operations of all of the provinces' programs together, and exports, that run at once, so that people find connections free. */
  programsAtOnce: number
  /** Operations of one caller that wait for their turn. */
  waiting: number
  /** How long they wait. */
  waitSeconds: number
}

/** Those who have a share together, beside the one that each of them has. */
export type Crowd = 'ministry' | 'programs'

/** Who is asking, as limits see it. */
export interface Caller {
  key: string
  signedIn: boolean
  /** Null: only its own share. */
  crowd: Crowd | null
}

export function callerOf({ viewer, reply }: Pick<Context, 'viewer' | 'reply'>): Caller {
  if (viewer !== null) return callerOfViewer(viewer)
  return { key: `from ${networkOf(reply.request.ip)}`, signedIn: false, crowd: null }
}

export function callerOfViewer(viewer: Viewer): Caller {
  const { province, role, subject } = viewer
  let caller = callers.get(viewer)
  if (caller === undefined) {
    caller = { key: `${province?.slug ?? 'nation'} ${role} ${subject}`, signedIn: true, crowd: crowdOf(viewer) }
    callers.set(viewer, caller)
  }
  return caller
}

const callers = new WeakMap<Viewer, Caller>()

/** The ministry's have connections of their own; the provinces' programs share theirs with people. */
function crowdOf({ role, scopes }: Viewer): Crowd | null {
  if (role.startsWith('MINISTRY')) return 'ministry'
  return role === 'IMPORTER' || scopes !== undefined ? 'programs' : null
}

/** Whose limit an address counts for: whoever has one of IPv6 has all of its network. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  if (tail !== undefined) while (groups.length < 8 - tail.split(':').length) groups.push('0')
  return groups.slice(0, 4).join(':')
}

/**
 * What each caller has left, and how many operations of each run. A caller that uses up its share waits, and is told to
 * wait; the others don't notice. Each process counts for itself.
 */
export class Shares {
  readonly #limits: ShareLimits
  readonly #spent: Budgets
  readonly #gates = new Map<string, Gate>()
  readonly #crowds: Record<Crowd, Gate>

  constructor(limits: ShareLimits, now?: () => number) {
    this.#limits = limits
    this.#spent = new Budgets(now)
    this.#crowds = {
      ministry: new Gate(limits.ministryAtOnce, Infinity, limits.waitSeconds),
      programs: new Gate(limits.programsAtOnce, Infinity, limits.waitSeconds),
    }
  }

  /** Takes what an operation costs from its caller's budget; returns what is left of it, or throws a fault of the request. */
  spend(caller: Caller, cost: number): number {
    const budget = caller.signedIn ? this.#limits.costPerMinute : Math.ceil(this.#limits.costPerMinute / 10)
    if (budget === 0) return Infinity
    const taken = this.#spent.take(caller.key, cost, budget)
    if ('seconds' in taken) throw refused('budgetSpent', { budget, seconds: taken.seconds })
    return taken.left
  }

  /** Waits for the caller's turn; call what it returns when the operation has ended. Throws a fault of the request. */
  async enter(caller: Caller): Promise<() => void> {
    const { atOnce, waiting, waitSeconds } = this.#limits
    let gate = this.#gates.get(caller.key)
    if (gate === undefined) this.#gates.set(caller.key, (gate = new Gate(atOnce, waiting, waitSeconds)))
    const own = gate
    await own.enter()
    if (caller.crowd === null) return once(() => this.#leave(caller, own))
    const crowd = this.#crowds[caller.crowd]
    try {
      await crowd.enter()
    } catch (error) {
      this.#leave(caller, own)
      throw error
    }
    return once(() => {
      crowd.leave()
      this.#leave(caller, own)
    })
  }

  #leave({ key }: Caller, gate: Gate): void {
    gate.leave()
    if (gate.idle) this.#gates.delete(key)
  }
}

/** Lets so many through at once and the others wait in the order in which they came. */
class Gate {
  readonly #max: number
  readonly #maxWaiting: number
  readonly #seconds: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(max: number, maxWaiting: number, seconds: number) {
    this.#max = max
    this.#maxWaiting = maxWaiting
    this.#seconds = seconds
  }

  get idle(): boolean {
    return this.#running === 0 && this.#waiting.length === 0
  }

  /** Undefined: at once. */
  enter(): Promise<void> | undefined {
    if (this.#running < this.#max) {
      this.#running++
      return undefined
    }
    const refusal = () => refused('tooManyAtOnce', { running: this.#max, seconds: 1 })
    if (this.#waiting.length >= this.#maxWaiting) throw refusal()
    return new Promise<void>((resolve, reject) => {
      const called = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(called), 1)
        reject(refusal())
      }, this.#seconds * 1000)
      this.#waiting.push(called)
    })
  }

  leave(): void {
    const next = this.#waiting.shift()
    // The place goes from one to the next, so nobody who comes just now can take it.
    if (next === undefined) this.#running--
    else next()
  }
}

function refused(key: 'budgetSpent' | 'tooManyAtOnce', details: { seconds: number } & Record<string, number>) {
  return Object.assign(RequestFault.say(key, details, { statusCode: 429 }), { retryAfter: details.seconds })
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}
