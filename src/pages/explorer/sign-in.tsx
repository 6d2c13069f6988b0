import { useContext, useState } from 'react'
import { cleanToken, type Person } from '../shared/session.ts'
import { ExplorerState } from './state.ts'

/** Who asks: somebody of the sample data, where there is any, or whoever's token is pasted. */
export function SignIn({ people }: { people: Person[] }) {
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
