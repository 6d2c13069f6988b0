import { buildPrograms } from './programs.ts'

// Makes ready what `npm start` runs: `npm run build`, which `npm start` does by itself.

await buildPrograms()
