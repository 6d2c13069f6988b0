import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { build, stop } from 'esbuild'

/** A file for browsers, as it is and compressed. */
export interface Asset {
  type: string
  etag: string
  content: Buffer
  gzipped: Buffer
}

/** Of one page: what its `main` and all that it imports come to. */
export interface Bundle {
  script: Asset
  style: Asset
}

const compress = promisify(gzip)
const sources = fileURLToPath(new URL('../pages', import.meta.url))

// One after the other, so that the bundler's process can be ended when it is done and doesn't stay with this one.
let turn: Promise<unknown> = Promise.resolve()

/** Puts a page's modules and the packages that they import into one script and one style sheet; takes about a second. */
export function bundlePage(name: string): Promise<Bundle> {
  const bundle = turn.then(() => bundleNow(name))
  turn = bundle.catch(() => {})
  return bundle
}

async function bundleNow(name: string): Promise<Bundle> {
  const { outputFiles } = await built(name)
  const [script, style] = await Promise.all([
    asset(
      'text/javascript; charset=utf-8',
      outputFiles.find(({ path }) => path.endsWith('.js')),
    ),
    asset(
      'text/css; charset=utf-8',
      outputFiles.find(({ path }) => path.endsWith('.css')),
    ),
  ])
  return { script, style }
}

async function built(name: string) {
  try {
    return await build({
      entryPoints: [`${sources}/${name}/main.tsx`, `${sources}/${name}/style.css`],
      tsconfig: `${sources}/tsconfig.json`,
      bundle: true,
      write: false,
      outdir: sources,
      format: 'esm',
      target: 'es2022',
      minify: true,
      legalComments: 'none',
      logLevel: 'silent',
      define: { 'process.env.NODE_ENV': '"production"' },
    })
  } finally {
    await stop()
  }
}

async function asset(type: string, file: { contents: Uint8Array } | undefined): Promise<Asset> {
  const content = Buffer.from(file?.contents ?? [])
  const etag = `"${createHash('sha256').update(content).digest('base64url')}"`
  return { type, etag, content, gzipped: await compress(content) }
}
