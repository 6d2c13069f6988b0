import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { listen, until } from '../helpers/live.ts'

const { app } = await createApp(t)

t.test(
  'given a connection that was opened ahead and asks nothing, when the service closes, then it ends',
  async (t) => {
    await listen(app)
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => {})
    t.teardown(() => socket.destroy())
    let taken = 0
    await once(socket, 'connect')
    await until('it was taken', () => {
      app.server.getConnections((_, count) => (taken = count))
      return taken === 1
    })
    const start = Date.now()
    await app.close()
    t.ok(Date.now() - start < 10_000, 'and not after the minute that Node would wait')
  },
)
