import type { Fetcher } from '@graphiql/toolkit'
import { useEditorContext, useExecutionContext, type GraphiQLPlugin } from '@graphiql/react'
import { parse, print, type OperationDefinitionNode } from 'graphql'
import { useContext, useEffect } from 'react'
import { examples, type Example } from './examples.ts'
import { askAddress, tryFile } from './rest.ts'
import { restExamples, type RestExample } from './rest-examples.ts'
import { SignIn } from './sign-in.tsx'
import { ExplorerState } from './state.ts'
import { useEditorNames } from './editor-names.ts'

/** Who asks, and what can be asked with one click. */
function Panel() {
  const { people, token, signIn, ask } = useContext(ExplorerState)
  useAskedExample()
  useEditorNames()
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
              {[...examples, ...restExamples]
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

/** Puts the example that was asked for into the editors and runs it, once the fetcher is its person's. */
function useAskedExample(): void {
  const { asked, ask, fetcher, token } = useContext(ExplorerState)
  const { queryEditor, variableEditor, responseEditor } = useEditorContext({ nonNull: true })
  const { run, stop, isSubscribed } = useExecutionContext({ nonNull: true })
  useEffect(() => {
    if (asked === null || queryEditor === null || variableEditor === null) return
    if (isSubscribed) return stop() // comes back here when it has stopped
    let left = false
    const startQuery = async (example: Example) => {
      const document = parse(example.query)
      const operation = document.definitions[0] as OperationDefinitionNode
      const variables = await prepared(example, fetcher, token)
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
    const startAddress = async ({ address }: RestExample) => {
      queryEditor.setValue(`# curl -H "Authorization: Bearer $TOKEN" '${location.origin}${address}'\n`)
      variableEditor.setValue('')
      const answer = await askAddress(address, token)
      if (left) return
      ask(null)
      responseEditor?.setValue(answer)
    }
    const started = 'address' in asked ? startAddress(asked) : startQuery(asked)
    started.catch((error: unknown) => {
      ask(null)
      responseEditor?.setValue(String(error))
    })
    return () => {
      left = true
    }
  }, [asked, fetcher, queryEditor, variableEditor, isSubscribed])
}

/** The example's variables. */
async function prepared(
  { variables, prepare, file }: Example,
  fetcher: Fetcher,
  token: string,
): Promise<object | undefined> {
  if (file !== undefined) return { id: await tryFile(file, token) }
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
