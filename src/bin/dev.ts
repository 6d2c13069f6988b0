import { buildPrograms } from './programs.ts'

// `npm run dev`. Node starts it anew when something changes that it has loaded, so it loads what only the imports' thread runs as well.

await buildPrograms()
await import('../features/imports/jobs/take-on.ts')
await import('./server.ts')
