/** Somebody to try the service as; there are some only while the service runs on its development secret. */
export interface Person {
  id: string
  role: string
  label: { vi: string; en: string }
  token: string
}

const key = 'ttdn.token'

/** The viewer's token: for this tab, gone when it is closed. */
export function storedToken(): string {
  return sessionStorage.getItem(key) ?? ''
}

export function storeToken(token: string): void {
  sessionStorage.setItem(key, token)
}

/** Without “Bearer”, white space and line breaks, which come along when a token is copied. */
export function cleanToken(text: string): string {
  return text.replace(/^\s*bearer\s+/i, '').replace(/\s+/g, '')
}

/** Nobody, where the service has a secret of its own. */
export async function listPeople(): Promise<Person[]> {
  const response = await fetch('/pages/people')
  if (!response.ok) return []
  const { people } = (await response.json()) as { people: Person[] }
  return people
}
