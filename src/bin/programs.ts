import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const project = fileURLToPath(new URL('../..', import.meta.url))
const service = ['src/bin/server.ts', 'src/bin/import-thread.ts']

/**
 * Writes the service as JavaScript into `.built/`, a file for each program. Through tsx, which translates each module as it is
 * loaded, it would start slower and take 45 MB more for as long as it runs.
 *
 * @param more other programs to be built beside it, relative to the project
 * @param root where the project, or a copy of it, is
 */
export async function buildPrograms(more: readonly string[] = [], root = project): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [...new Set([...service, ...more])].map((source) => ({ in: source, out: basename(source, '.ts') })),
    outdir: '.built',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
    plugins: [sourcePlaces],
    write: false,
  })
  mkdirSync(join(root, '.built'), { recursive: true })
  for (const { path, contents } of outputFiles) {
    // Whole or not at all, whoever else builds or starts at this moment.
    const part = `${path}.${process.pid}`
    writeFileSync(part, contents)
    renameSync(part, path)
  }
}

/** Code that says where its source stands, as that finds the files beside it. */
export const placed = (path: string, source: string): string =>
  source
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))

const sourcePlaces: Plugin = {
  name: 'source places',
  setup: (builder) =>
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: placed(path, readFileSync(path, 'utf8')),
      loader: 'ts',
    })),
}
