const longestFailure = 60_000 // ms

/** Says it to the database as soon as that is there again; if it stays away, the lease runs out. */
export async function insisting(stop: AbortSignal, say: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + longestFailure
  for (let pause = 200; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      return void (await say())
    } catch {
      if (stop.aborted || Date.now() > until) return
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
