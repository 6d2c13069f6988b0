import { defineConfig } from 'drizzle-kit'

/** `npm run migration -- --name what_it_does` writes the SQL for what changed in `schema/`; migrations/README.md has the rules. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/*.ts',
  out: './migrations',
})
