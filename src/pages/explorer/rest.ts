const settled = 200 // ms between two looks at an import

/** What is at an address, for the token's owner. */
export async function askAddress(address: string, token: string, init: RequestInit = {}): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, ...init.headers }
  return (await fetch(address, { ...init, headers })).text()
}

/** Imports a CSV file as a dry run, which writes nothing, and waits for its end; the import's id. */
export async function tryFile({ kind, text }: { kind: string; text: string }, token: string): Promise<string> {
  const init = { method: 'POST', body: text, headers: { 'content-type': 'text/csv' } }
  const job = JSON.parse(await askAddress(`/api/v1/imports?kind=${kind}&mode=partial&dryRun=true`, token, init))
  if (job.id === undefined) throw new Error(job.detail)
  for (let finishedAt = job.finishedAt; finishedAt === null;) {
    await new Promise((resolve) => setTimeout(resolve, settled))
    finishedAt = JSON.parse(await askAddress(`/api/v1/imports/${job.id}`, token)).finishedAt
  }
  return job.id
}
