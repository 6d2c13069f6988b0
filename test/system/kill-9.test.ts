import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { differences, ownPostgres, startService, startWriters } from '../helpers/processes.ts'

const seconds = Number(process.env['KILL_SECONDS'] ?? 20)

t.test(
  'given 16 writers, when the service and Postgres are killed at random moments, then nothing acknowledged is lost or done twice',
  async (t) => {
    const postgres = await ownPostgres(t)
    let service = await startService(t, postgres.url, { env: { LOG_LEVEL: 'silent' } })
    const { port } = new URL(service.url)
    const writers = startWriters(16, () => service.url)
    let kills = 0
    for (const end = Date.now() + seconds * 1000; Date.now() < end || kills < 4; kills++) {
      await sleep(Math.random() * 3_000)
      if (kills % 2 === 0) {
        await postgres.kill()
        await postgres.start()
      } else {
        service.process.kill('SIGKILL')
        await service.ended
        service = await startService(t, postgres.url, { env: { LOG_LEVEL: 'silent', PORT: port } })
      }
    }
    await writers.stop()
    t.comment(`${kills} kills, ${writers.acknowledged.size} writes, ${writers.failures()} that were not acknowledged`)
    t.ok(writers.acknowledged.size > 20, `${writers.acknowledged.size} writes`)
    t.ok(writers.failures() > 0, 'some were hit')
    t.strictSame(await differences(postgres.url, writers.acknowledged), [])
  },
)
