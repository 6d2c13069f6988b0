import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { clusterFolder } from './embedded-folders.ts'
import { runToEnd, type RunAs } from './embedded-process.ts'

const draftPrefix = 'init-'
const initTimeout = 120_000

/**
 * The C type of characters, first choice first. With plain C, pg_trgm takes letters beyond ASCII for punctuation and
 * finds nothing in "Đà Nẵng" but "n" and "ng"; so C is only for systems that have no UTF-8 locale at all.
 */
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C']

/**
 * Creates the cluster with a random password of its owner, unless it is there. It appears under its name complete or
 * not at all; what a killed start leaves behind is only a draft, which a later start clears away.
 */
export async function ensureCluster(home: string, initdb: string, runAs: RunAs, throwaway: boolean): Promise<void> {
  clearOldDrafts(home)
  if (existsSync(join(home, clusterFolder))) return
  checkUserIsKnown(runAs)
  const draft = mkdtempSync(join(home, draftPrefix))
  try {
    const [data, passwordFile] = [join(draft, 'data'), join(draft, 'password')]
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
    if (runAs.uid !== undefined) {
      for (const path of [data, passwordFile]) chownSync(path, runAs.uid, runAs.gid ?? runAs.uid)
      chmodSync(draft, 0o711)
    }
    await runInitdb(initdb, data, passwordFile, runAs, throwaway)
    renameSync(draft, join(home, clusterFolder))
  } catch (error) {
    // Another start may have been quicker; its cluster serves as well.
    if (!existsSync(join(home, clusterFolder))) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

export function readPassword(home: string): string {
  return readFileSync(join(home, clusterFolder, 'password'), 'utf8').trim()
}

async function runInitdb(initdb: string, data: string, passwordFile: string, runAs: RunAs, throwaway: boolean) {
  for (const characterType of characterTypes) {
    const command = [initdb, '-D', data, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    // The builtin locale sorts and compares alike on every system; it comes with Postgres.
    command.push('--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C')
    command.push(`--lc-ctype=${characterType}`, '--no-instructions', ...(throwaway ? ['--no-sync'] : []))
    try {
      return await runToEnd(command, runAs, initTimeout)
    } catch (error) {
      if (characterType === 'C' || !/invalid locale name/.test((error as Error).message)) throw error
    }
  }
}

/** initdb wants a name for its user id, which a container started with an arbitrary id lacks. */
function checkUserIsKnown(runAs: RunAs): void {
  if (runAs.uid !== undefined) return
  try {
    userInfo()
  } catch {
    throw new Error(`Postgres needs a user with a name, and this system knows none with the id ${process.geteuid?.()}.`)
  }
}

function clearOldDrafts(home: string): void {
  for (const name of readdirSync(home)) {
    const path = join(home, name)
    // A younger one may be another start at work.
    if (name.startsWith(draftPrefix) && Date.now() - statSync(path).mtimeMs > 2 * initTimeout) {
      rmSync(path, { recursive: true, force: true })
    }
  }
}

/** The port of the last start, kept beside the data: tools find the server there, and the next start tries it first. */
export function readPort(home: string): number | undefined {
  const file = join(home, 'port')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined
}

export function keepPort(home: string, port: number): void {
  const file = join(home, 'port')
  // In one step, so that no reader sees half a number.
  writeFileSync(`${file}.new`, `${port}\n`)
  renameSync(`${file}.new`, file)
}
