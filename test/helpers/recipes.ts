import { readFileSync } from 'node:fs'

/** The code blocks of one section of README.md, by the name in their first line: `# plans.graphql`, `// app.ts`. */
export function recipeOf(heading: string): Record<string, string> {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [, section = ''] = readme.split(`\n${heading}\n`)
  const [own = ''] = section.split(/\n##+ /)
  const blocks = [...own.matchAll(/```\w+\n(?:#|\/\/) (\S+)\n(.*?)```/gs)]
  return Object.fromEntries(blocks.map(([, name, code]) => [String(name), String(code)]))
}
