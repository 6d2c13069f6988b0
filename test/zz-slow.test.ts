import t from 'tap'
import { createDatabase } from './helpers/database.ts'
await createDatabase(t)
await new Promise((r) => setTimeout(r, 60000))
t.pass()
