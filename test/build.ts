import { readFile } from 'node:fs/promises'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { placed } from '../src/bin/programs.ts'

// Test files are translated once for a run, together with all that they import, and not anew by each of their processes:
// that took more time than the tests.

/** Test files as Node runs them, and how to do away with them. */
export interface BuiltTests {
  /** One for each process, in the order of the sources; relative to the project. */
  files: string[]
  remove(): void
}

/**
 * Translates test files of a project, with the packages that the service is made of. Files that stand in one list run in
 * one process, one after another. `isAlive` tells whose output may be removed.
 */
export async function buildTests(
  root: string,
  processes: readonly (readonly string[])[],
  isAlive: (pid: number) => boolean,
): Promise<BuiltTests> {
  // Inside the project, so that packages are found from there.
  const base = join(root, '.tap/built')
  mkdirSync(base, { recursive: true })
  for (const pid of readdirSync(base)) if (!isAlive(Number(pid))) rmSync(join(base, pid), { recursive: true })
  const outdir = join(base, String(process.pid))
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { devDependencies: object }
  const entries = new Map(processes.map((files, at) => [nameOf(files, at), files]))
  await build({
    absWorkingDir: root,
    entryPoints: [...entries.keys()].map((name) => ({ in: `process:${name}`, out: name })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true, // what files share is one module, as before
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: [...Object.keys(manifest.devDependencies), 'pg-native'],
    // Packages that are not modules ask for Node's own with it.
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`,
    },
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
    plugins: [testsOfOneProcess(root, entries), sourcePlaces],
  })
  return {
    files: [...entries.keys()].map((name) => join(relative(root, outdir), `${name}.mjs`)),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  }
}

/** Tap runs files in the order of their names, so that of the list is put before. */
function nameOf(files: readonly string[], at: number): string {
  const first = files[0]!.replace(/\.ts$/, '')
  const place = String(at + 1).padStart(2, '0')
  return join(place, files.length === 1 ? first : join(dirname(first), `${files.length}-files.test`))
}

function testsOfOneProcess(root: string, entries: Map<string, readonly string[]>): Plugin {
  return {
    name: 'tests of one process',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^process:/ }, ({ path }) => ({ path: path.slice('process:'.length), namespace: 'process' }))
      onLoad({ filter: /.*/, namespace: 'process' }, ({ path }) => {
        const files = entries.get(path)!
        // Loaded in a test of its own: theirs wait behind it, and tap can't take a pause between two files for the end.
        const contents = `import t from 'tap'
          t.test(${JSON.stringify(`given ${files.join(', ')}`)}, async () => {
            ${files.map((file) => `await import(${JSON.stringify(`./${file.replaceAll('\\', '/')}`)})`).join('\n')}
          })`
        return { contents, resolveDir: root }
      })
    },
  }
}

/** Code says where its source stands: from there other files are found. */
const sourcePlaces: Plugin = {
  name: 'source places',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/, namespace: 'file' }, async ({ path }) => {
      const contents = placed(path, await readFile(path, 'utf8'))
      return path.includes('node_modules') ? { contents: packaged(path, contents) } : { contents, loader: 'ts' }
    })
  },
}

/** A file of a package, which may be no module; its lines are nobody's to map. */
function packaged(path: string, source: string): string {
  const places = /\b__(?:dir|file)name\b/.test(source)
    ? `var __dirname = ${JSON.stringify(dirname(path))}, __filename = ${JSON.stringify(path)};`
    : ''
  return `${places}${source}\n//# sourceMappingURL=data:application/json,{"version":3,"sources":[""],"mappings":"A"}`
}
