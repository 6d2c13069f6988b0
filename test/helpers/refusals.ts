import type { Test } from 'tap'
import type { TestApp, Viewer } from './app.ts'
import { attempt } from './mutations.ts'

/** A fingerprint of all rows of all provinces: equal before and after exactly when nothing was written. */
export async function fingerprint({ owner }: TestApp): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity`,
  )
  const each = tables.map(
    ({ name }) => `select '${name}', md5(string_agg(r::text, ',' order by r::text)) as rows from ${name} r`,
  )
  const { rows } = await owner.query(each.join(' union all '))
  return JSON.stringify(rows)
}

export interface Refusal {
  /** What is wrong with the input. */
  when: string
  input: object
  code: string
  /** Where in the input, its parts joined by dots; null for a GraphQL error. */
  path: string | null
  /** The sentence in English. */
  says?: RegExp
}

/** Sends inputs that must be refused, in both languages, and holds that nothing was written. */
export async function refuses(
  t: Test,
  app: TestApp,
  mutation: string,
  viewer: Viewer,
  refusals: readonly Refusal[],
): Promise<void> {
  const before = await fingerprint(app)
  for (const { when, input, code, path, says = /./ } of refusals) {
    const english = await attempt(app, mutation, input, viewer, { headers: { 'accept-language': 'en' } })
    const vietnamese = await attempt(app, mutation, input, viewer)
    const name = `${mutation}: ${when}`
    t.same({ code: english.code, path: english.path }, { code, path }, name)
    t.same({ code: vietnamese.code, path: vietnamese.path }, { code, path }, name)
    t.match(english.message, says, name)
    t.not(english.message, vietnamese.message, `${name}, in two languages`)
    for (const { message } of [english, vietnamese]) t.notMatch(message, /[{}]|undefined|\[object/, name)
    if (code !== 'CONFLICT') t.equal(english.object, null, `${name}, no object`)
  }
  t.equal(await fingerprint(app), before, `${mutation}: nothing was written`)
}

/** Inputs whose text in one field is refused wherever there is text: too long, or not to be stored. */
export function badTexts(field: string, max: number, input: object, path = `input.${field}`): Refusal[] {
  const table: [when: string, text: string, says: RegExp][] = [
    [`${max + 1} characters`, 'ế'.repeat(max + 1), new RegExp(`longer than ${max} characters`)],
    ['NUL', 'a\0b', /can’t be stored/],
    ['a lone high surrogate', 'a\ud83d', /can’t be stored/],
    ['a lone low surrogate', '\ude42a', /can’t be stored/],
  ]
  return table.map(([when, text, says]) => ({
    when: `${field} with ${when}`,
    input: { ...input, [field]: text },
    code: 'BAD_INPUT',
    path,
    says,
  }))
}
