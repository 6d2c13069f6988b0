import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'

/** `leaving`: it serves as before, but wants no more; `stopping`: what comes now is refused. */
export type Stage = 'serving' | 'leaving' | 'stopping'

const moment = 50 // ms

/** What `Admission.asked` holds: how many requests were let in and are not answered yet, and when the last was let in. */
const [open, lastLetIn] = [0, 1]
const now = () => Date.now() | 0

/** Whether somebody has asked in the last moment, and is not answered yet; streams that stay open don't count for long. */
export const isBusy = (asked: Int32Array): boolean =>
  Atomics.load(asked, open) > 0 && ((now() - Atomics.load(asked, lastLetIn)) | 0) < moment

/** Which requests are let in: not more at once than can be answered, and none once the process is about to end. */
export class Admission {
  /** For `isBusy`, in whichever thread. */
  readonly asked = new Int32Array(new SharedArrayBuffer(8))
  readonly #limit: number
  readonly #works = new Set<() => Promise<unknown>>()
  #stage: Stage = 'serving'
  #emptied = () => {}

  constructor(limit: number) {
    this.#limit = limit
  }

  get stage(): Stage {
    return this.#stage
  }

  /** Requests that were let in and are not answered yet. */
  get open(): number {
    return Atomics.load(this.asked, open)
  }

  /**
   * Has `work` called as soon as the process is told to stop; what it returns is waited for, as long as there is time.
   * Work that goes on by itself, as an import does, is brought to a point here from which the next process goes on.
   */
  onDrain(work: () => Promise<unknown>): void {
    this.#works.add(work)
  }

  /** Returns what to call when the request has ended; throws if it isn't let in. */
  enter(): () => void {
    if (this.#stage === 'stopping') throw new AppError('stopping')
    if (this.open >= this.#limit) throw new AppError('overloaded')
    Atomics.add(this.asked, open, 1)
    Atomics.store(this.asked, lastLetIn, now())
    return () => {
      Atomics.sub(this.asked, open, 1)
      if (this.open === 0) this.#emptied()
    }
  }

  /** Wants no more requests, and after `delay` ms takes none; settles once all is answered and all work is at rest. */
  async drain(delay: number, onError: (error: unknown) => void): Promise<void> {
    this.#stage = 'leaving'
    const works = Promise.all([...this.#works].map((work) => work().catch(onError)))
    await sleep(delay)
    this.#stage = 'stopping'
    if (this.open > 0) await new Promise<void>((resolve) => (this.#emptied = resolve))
    await works
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    admission: Admission
  }
}

/** Call after the request log, which is to know of refusals too. Whoever watches the process always gets in. */
export function registerAdmission(app: FastifyInstance, { limits }: Config): void {
  const admission = new Admission(limits.requests)
  app.decorate('admission', admission)
  app.addHook('onRequest', (request, reply, done) => {
    if (isWatching(request)) return done()
    try {
      // Also when the client has gone: what it asked for then ends soon, and its result goes nowhere.
      reply.raw.once('close', admission.enter())
    } catch (error) {
      return done(error as Error)
    }
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A connection that is kept would bring the next request here, and hold up the end.
    if (admission.stage !== 'serving') reply.header('connection', 'close')
    if (reply.statusCode === 503 && !reply.hasHeader('retry-after')) {
      reply.header('retry-after', admission.stage === 'serving' ? 5 : 1)
    }
    done()
  })
  app.after(() => {
    app.metrics.add({
      name: 'ttdn_requests_open',
      help: 'Requests that were let in and are not answered yet.',
      read: () => admission.open,
    })
  })
}

/** For health and metrics, which cost little and are wanted most when there is too much of all else. */
export function isWatching({ url }: FastifyRequest): boolean {
  return url.startsWith('/health/') || /^\/metrics(\?|$)/.test(url)
}
