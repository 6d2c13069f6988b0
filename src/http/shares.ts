import { isIPv6 } from 'node:net'
import type { Context } from '../graphql/context.ts'
import { RequestFault } from '../graphql/request-fault.ts'

export interface ShareLimits {
  /** What one caller may spend in a minute; 0: as much as it likes. Who isn't signed in has a tenth of it per address. */
  costPerMinute: number
  /** Operations of one caller that run at once. */
  atOnce: number
  /** Operations of all of the ministry's callers that run at once, since each may look at the whole nation. */
  ministryAtOnce: number
  /** Operations of one caller that wait for their turn. */
  waiting: number
  /** How long they wait. */
  waitSeconds: number
}

const minute = 60_000 // ms
const maxRemembered = 20_000

/** Who is asking, as limits see it. */
export interface Caller {
  key: string
  signedIn: boolean
  ministry: boolean
}

export function callerOf({ viewer, reply }: Pick<Context, 'viewer' | 'reply'>): Caller {
  if (viewer === null) return { key: `from ${networkOf(reply.request.ip)}`, signedIn: false, ministry: false }
  const { province, role, subject } = viewer
  return {
    key: `${province?.slug ?? 'nation'} ${role} ${subject}`,
    signedIn: true,
    ministry: role.startsWith('MINISTRY'),
  }
}

/** Whoever has one address of IPv6 has all of its network. */
function networkOf(address: string): string {
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
  readonly #now: () => number
  /** What was spent, and when that was computed; it is forgiven evenly over a minute. */
  readonly #spent = new Map<string, { cost: number; at: number }>()
  readonly #gates = new Map<string, Gate>()
  readonly #ministry: Gate

  constructor(limits: ShareLimits, now: () => number = () => performance.now()) {
    this.#limits = limits
    this.#now = now
    this.#ministry = new Gate(limits.ministryAtOnce, Infinity, limits.waitSeconds)
  }

  /** Takes what an operation costs from its caller's budget; returns what is left of it, or throws a fault of the request. */
  spend(caller: Caller, cost: number): number {
    const budget = caller.signedIn ? this.#limits.costPerMinute : Math.ceil(this.#limits.costPerMinute / 10)
    if (budget === 0) return Infinity
    const now = this.#now()
    const last = this.#spent.get(caller.key)
    const owed = Math.max(0, (last?.cost ?? 0) - ((now - (last?.at ?? now)) / minute) * budget)
    // A budget that is whole pays for anything that is allowed at all.
    if (owed > 0 && owed + cost > budget) {
      const seconds = Math.max(1, Math.ceil(((Math.min(owed, owed + cost - budget) / budget) * minute) / 1000))
      throw refused('budgetSpent', { budget, seconds })
    }
    this.#spent.delete(caller.key)
    this.#spent.set(caller.key, { cost: owed + cost, at: now })
    this.#forget(now)
    return Math.max(0, Math.floor(budget - owed - cost))
  }

  /** Waits for the caller's turn; call what it returns when the operation has ended. Throws a fault of the request. */
  async enter(caller: Caller): Promise<() => void> {
    const { atOnce, waiting, waitSeconds } = this.#limits
    let gate = this.#gates.get(caller.key)
    if (gate === undefined) this.#gates.set(caller.key, (gate = new Gate(atOnce, waiting, waitSeconds)))
    const own = gate
    const leave = () => {
      own.leave()
      if (own.idle) this.#gates.delete(caller.key)
    }
    await own.enter()
    if (!caller.ministry) return once(leave)
    try {
      await this.#ministry.enter()
    } catch (error) {
      leave()
      throw error
    }
    return once(() => {
      this.#ministry.leave()
      leave()
    })
  }

  /** The oldest entries go first; what they owed is forgiven after a minute anyway. */
  #forget(now: number): void {
    for (const [key, { at }] of this.#spent) {
      if (now - at < minute && this.#spent.size <= maxRemembered) return
      this.#spent.delete(key)
    }
  }
}

/** Lets so many through at once and the others wait in the order in which they came. */
class Gate {
  readonly #max: number
  readonly #maxWaiting: number
  readonly #seconds: number
  readonly #waiting: Set<() => void> = new Set()
  #running = 0

  constructor(max: number, maxWaiting: number, seconds: number) {
    this.#max = max
    this.#maxWaiting = maxWaiting
    this.#seconds = seconds
  }

  get idle(): boolean {
    return this.#running === 0 && this.#waiting.size === 0
  }

  async enter(): Promise<void> {
    if (this.#running < this.#max) {
      this.#running++
      return
    }
    const refusal = () => refused('tooManyAtOnce', { running: this.#max, seconds: 1 })
    if (this.#waiting.size >= this.#maxWaiting) throw refusal()
    await new Promise<void>((resolve, reject) => {
      const called = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(called)
        reject(refusal())
      }, this.#seconds * 1000)
      this.#waiting.add(called)
    })
  }

  leave(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#running--
      return
    }
    // The place goes from one to the next, so nobody who comes just now can take it.
    this.#waiting.delete(next)
    next()
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
