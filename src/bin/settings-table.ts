import { readFile, writeFile } from 'node:fs/promises'
import * as prettier from 'prettier'
import { settings, type Setting } from '../settings.ts'

// Writes the table of settings into README.md; with --check, fails if it is not up to date.
const target = new URL('../../README.md', import.meta.url)
const [begin, end] = ['<!-- settings: made by `npm run settings` -->', '<!-- /settings -->']

const readme = await readFile(target, 'utf8')
const [before, rest = ''] = readme.split(begin)
const after = rest.split(end)[1]
if (after === undefined) throw new Error(`README.md has no ${begin} … ${end}.`)

const cell = (text: string) => text.replaceAll('|', '\\|')
const rows = Object.entries<Setting<unknown>>(settings).map(
  ([name, { otherwise, allowed, what }]) =>
    `| \`${name}\` | ${cell(otherwise)} | ${cell(allowed.replace(/^a (?=whole)|^one of /, ''))} | ${cell(what)} |`,
)
const table = ['| variable | default | allowed | what |', '| --- | --- | --- | --- |', ...rows].join('\n')
const options = (await prettier.resolveConfig(target.pathname)) ?? {}
const made = await prettier.format(`${before}${begin}\n\n${table}\n\n${end}${after}`, {
  ...options,
  parser: 'markdown',
})

if (!process.argv.includes('--check')) {
  await writeFile(target, made)
} else if (made !== readme) {
  console.error('The table of settings in README.md is not up to date: run `npm run settings`.')
  process.exitCode = 1
}
