const settled = 200 // ms between two looks at an import

/** What is at an address, for the token's owner; with a CSV file, what is answered to it. */
export async function askAddress(address: string, token: string, csv?: string): Promise<string> {
  const headers = new Headers({ authorization: `Bearer ${token}` })
  if (csv === undefined) return (await fetch(address, { headers })).text()
  headers.set('content-type', 'text/csv')
  return (await fetch(address, { method: 'POST', body: csv, headers })).text()
}

/** Imports a CSV file as a dry run, which writes nothing, and waits for its end; the import's id. */
export async function tryFile({ kind, text }: { kind: string; text: string }, token: string): Promise<string> {
  const job = JSON.parse(await askAddress(`/api/v1/imports?kind=${kind}&mode=partial&dryRun=true`, token, text))
  if (job.id === undefined) throw new Error(job.detail)
  for (let finishedAt = job.finishedAt; finishedAt === null;) {
    await new Promise((resolve) => setTimeout(resolve, settled))
    finishedAt = JSON.parse(await askAddress(`/api/v1/imports/${job.id}`, token)).finishedAt
  }
  return job.id
}
