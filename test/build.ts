import { readFile } from 'node:fs/promises'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

// Test files are translated once for a run, together with all of the project that they import, and not anew by each of
// their processes: that took more time than the tests.

/** Test files as Node runs them, and how to do away with them. */
export interface BuiltTests {
  /** In the order of the sources; relative to the project. */
  files: string[]
  remove(): void
}

/** Translates test files of a project; packages stay where they are. `isAlive` tells whose output may be removed. */
export async function buildTests(
  root: string,
  files: readonly string[],
  isAlive: (pid: number) => boolean,
): Promise<BuiltTests> {
  // Inside the project, so that packages are found from there.
  const base = join(root, '.tap/built')
  mkdirSync(base, { recursive: true })
  for (const pid of readdirSync(base)) if (!isAlive(Number(pid))) rmSync(join(base, pid), { recursive: true })
  const outdir = join(base, String(process.pid))
  await build({
    absWorkingDir: root,
    entryPoints: [...files],
    outdir,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true, // what files share is one module, as before
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
    plugins: [sourcePlaces],
  })
  return {
    files: files.map((file) => join(relative(root, outdir), file.replace(/\.ts$/, '.mjs'))),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  }
}

/** `import.meta` says where the source stands: from there other files are found. */
const sourcePlaces: Plugin = {
  name: 'source places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
      return { contents, loader: 'ts' }
    })
  },
}
