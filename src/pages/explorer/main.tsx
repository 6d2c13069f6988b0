import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createClient } from 'graphql-ws'
import { useEffect, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { listPeople, storedToken, storeToken, type Person } from '../shared/session.ts'
import type { Example } from './examples.ts'
import { examplesPlugin } from './panel.tsx'
import type { RestExample } from './rest-examples.ts'
import { ExplorerState } from './state.ts'

const welcome = `# Chọn một ví dụ ở bên trái, hoặc viết truy vấn của bạn. Ctrl-Enter để chạy.
# Pick an example on the left, or write a query of your own. Ctrl-Enter runs it.
{
  viewer {
    subject
    role
    province { name }
  }
}
`

function Explorer() {
  const [people, setPeople] = useState<Person[] | null>(null)
  const [token, setToken] = useState(storedToken)
  const [asked, setAsked] = useState<Example | RestExample | null>(null)
  const fetcher = useMemo(() => fetcherFor(token), [token])
  useEffect(() => {
    listPeople().then(setPeople, () => setPeople([]))
  }, [])
  const state = {
    people,
    token,
    fetcher,
    asked,
    ask: setAsked,
    signIn(next: string) {
      storeToken(next)
      setToken(next)
    },
  }
  return (
    <ExplorerState.Provider value={state}>
      <GraphiQL
        fetcher={fetcher}
        plugins={[examplesPlugin]}
        visiblePlugin={examplesPlugin}
        defaultQuery={welcome}
        isHeadersEditorEnabled
        shouldPersistHeaders={false}
      >
        <GraphiQL.Logo>
          <h1 className="explorer-title">Thông tin đối ngoại</h1>
        </GraphiQL.Logo>
      </GraphiQL>
    </ExplorerState.Provider>
  )
}

function fetcherFor(token: string): Fetcher {
  const socket = new URL('/graphql', location.href)
  socket.protocol = socket.protocol.replace('http', 'ws')
  const authorization = `Bearer ${token}`
  return createGraphiQLFetcher({
    url: '/graphql',
    headers: token === '' ? {} : { authorization },
    enableIncrementalDelivery: false,
    wsClient: createClient({ url: socket.href, connectionParams: { Authorization: authorization } }),
  })
}

const root = document.getElementById('explorer')
if (root) createRoot(root).render(<Explorer />)
