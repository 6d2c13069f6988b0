import type { Fetcher } from '@graphiql/toolkit'
import { createContext } from 'react'
import type { Person } from '../shared/session.ts'
import type { Example } from './examples.ts'
import type { RestExample } from './rest-examples.ts'

interface State {
  /** Null until they are known. */
  people: Person[] | null
  token: string
  fetcher: Fetcher
  /** The example to run as soon as its person has signed in. */
  asked: Example | RestExample | null
  ask(example: Example | RestExample | null): void
  signIn(token: string): void
}

export const ExplorerState = createContext<State>({
  people: [],
  token: '',
  fetcher: () => ({}),
  asked: null,
  ask: () => {},
  signIn: () => {},
})
