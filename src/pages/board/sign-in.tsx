import { useState } from 'react'
import { cleanToken, type Person } from '../shared/session.ts'
import type { Language, Words } from './words.ts'

interface Props {
  people: Person[]
  token: string
  language: Language
  words: Words
  onToken(token: string): void
}

/** Whose figures: somebody of the sample data, where there is any, or whoever's token is pasted. */
export function SignIn({ people, token, language, words, onToken }: Props) {
  const [pasted, setPasted] = useState('')
  const person = people.find((one) => one.token === token)
  return (
    <div className="sign-in">
      {people.length > 0 && (
        <label>
          {words.signIn}
          <select
            value={person?.id ?? ''}
            onChange={({ target }) => onToken(people.find(({ id }) => id === target.value)?.token ?? '')}
          >
            <option value="">–</option>
            {people
              .filter(({ role }) => role !== 'IMPORTER')
              .map(({ id, label }) => (
                <option key={id} value={id}>
                  {label[language]}
                </option>
              ))}
          </select>
        </label>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onToken(cleanToken(pasted))
          setPasted('')
        }}
      >
        <label>
          {words.paste}
          <input
            type="password"
            autoComplete="off"
            value={pasted}
            placeholder="eyJ…"
            onChange={({ target }) => setPasted(target.value)}
          />
        </label>
        <button type="submit">{words.use}</button>
      </form>
    </div>
  )
}
