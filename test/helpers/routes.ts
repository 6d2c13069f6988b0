import type { FastifyInstance } from 'fastify'

/** Every route with its method, `GET /api/v1/imports/:id`. HEAD is what GET answers, without the body. */
export function routesOf(app: FastifyInstance): string[] {
  const parents: string[] = []
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      // A line has what its path adds to that of the line which it hangs below; four characters are a level.
      const [, tree = '', part = '', methods = ''] = /^([\s│├└─]*)(\S+) \(([A-Z, ]+)\)/.exec(line) ?? []
      const level = tree.length / 4
      parents[level] = (level > 1 ? parents[level - 1] : '') + part
      return methods
        .split(', ')
        .filter((method) => method !== '' && method !== 'HEAD')
        .map((method) => `${method} ${parents[level]}`)
    })
}
