import type { Fetcher } from '@graphiql/toolkit'
import { useEditorContext, useExecutionContext, type GraphiQLPlugin } from '@graphiql/react'
import { parse, print, type OperationDefinitionNode } from 'graphql'
import { createContext, useContext, useEffect, useState } from 'react'
import { cleanToken, type Person } from '../shared/session.ts'
import { examples, type Example } from './examples.ts'

interface State {
  /** Null until they are known. */
  people: Person[] | null
  token: string
  fetcher: Fetcher
  /** The example to run as soon as its person has signed in. */
  asked: Example | null
  ask(example: Example | null): void
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

/** Who asks, and what can be asked with one click. */
function Panel() {
  const { people, token, signIn, ask } = useContext(ExplorerState)
  useAskedExample()
  if (people === null) return null
  const person = people.find((one) => one.token === token)
  const groups = [...new Set(examples.map((example) => example.person))]
  return (
    <section className="examples" aria-label="Ví dụ">
      <SignIn people={people} />
      {groups.map((id) => {
        const whose = people.find((one) => one.id === id)
        return (
          <section key={id} className={whose !== undefined && whose === person ? 'group chosen' : 'group'}>
            <h3>{whose?.label.vi ?? groupNames[id]}</h3>
            <ul>
              {examples
                .filter((example) => example.person === id)
                .map((example) => (
                  <li key={example.title.en}>
                    <button
                      type="button"
                      onClick={() => {
                        if (whose) signIn(whose.token)
                        ask({ ...example })
                      }}
                    >
                      <span>{example.title.vi}</span> <small lang="en">{example.title.en}</small>
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        )
      })}
    </section>
  )
}

/** What groups are called where nobody of the sample data is there to sign in as. */
const groupNames: Record<string, string> = {
  analyst: 'Bộ: MINISTRY_ANALYST',
  ministry: 'Bộ: MINISTRY_ADMIN',
  province: 'Tỉnh: PROVINCE_ADMIN',
  officer: 'Đơn vị: DEPARTMENT_OFFICER',
  viewer: 'Tỉnh: PROVINCE_VIEWER',
  merged: 'Tỉnh đã sáp nhập: PROVINCE_ADMIN',
  importer: 'Nhập số liệu: IMPORTER',
}

function SignIn({ people }: { people: Person[] }) {
  const { token, signIn } = useContext(ExplorerState)
  const [pasted, setPasted] = useState('')
  const known = people.find((one) => one.token === token)
  return (
    <div className="sign-in">
      {people.length > 0 && (
        <label>
          Người dùng thử <small lang="en">Try as</small>
          <select value={known?.id ?? ''} onChange={(event) => signIn(tokenOf(people, event.target.value))}>
            <option value="">{token === '' || known ? '–' : 'token'}</option>
            {people.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label.vi}
              </option>
            ))}
          </select>
        </label>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          signIn(cleanToken(pasted))
          setPasted('')
        }}
      >
        <label>
          {people.length > 0 ? 'Hoặc dán token' : 'Dán token'} <small lang="en">Paste a token</small>
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={pasted}
            placeholder={token === '' ? 'eyJ…' : 'đã có · signed in'}
            onChange={(event) => setPasted(event.target.value)}
          />
        </label>
        <button type="submit">Dùng</button>
      </form>
    </div>
  )
}

function tokenOf(people: Person[], id: string): string {
  return people.find((one) => one.id === id)?.token ?? ''
}

/** Puts the example that was asked for into the editors and runs it, once the fetcher is its person's. */
function useAskedExample(): void {
  const { asked, ask, fetcher } = useContext(ExplorerState)
  const { queryEditor, variableEditor, responseEditor } = useEditorContext({ nonNull: true })
  const { run, stop, isSubscribed } = useExecutionContext({ nonNull: true })
  useEffect(() => {
    if (asked === null || queryEditor === null || variableEditor === null) return
    if (isSubscribed) return stop() // comes back here when it has stopped
    const document = parse(asked.query)
    const operation = document.definitions[0] as OperationDefinitionNode
    let left = false
    const start = async () => {
      const variables = await prepared(asked, fetcher)
      if (left) return
      queryEditor.setValue(print(document))
      variableEditor.setValue(variables === undefined ? '' : JSON.stringify(variables, null, 2))
      // The editor finds these out by itself, but only after a while.
      Object.assign(queryEditor, {
        documentAST: document,
        operations: [operation],
        operationName: operation.name?.value ?? null,
      })
      ask(null)
      run()
    }
    start().catch((error: unknown) => {
      ask(null)
      responseEditor?.setValue(String(error))
    })
    return () => {
      left = true
    }
  }, [asked, fetcher, queryEditor, variableEditor, isSubscribed])
}

/** The example's variables. */
async function prepared({ variables, prepare }: Example, fetcher: Fetcher): Promise<object | undefined> {
  if (prepare === undefined) return variables
  const { data, errors } = (await fetcher({ query: prepare.query })) as { data?: any; errors?: { message: string }[] }
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return prepare.variables(data)
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M8 5h12M8 12h12M8 19h12" />
      <path d="M3 4l2 1-2 1zM3 11l2 1-2 1zM3 18l2 1-2 1z" fill="currentColor" />
    </svg>
  )
}

export const examplesPlugin: GraphiQLPlugin = { title: 'Ví dụ – Examples', icon: Icon, content: Panel }
