import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cleanSpawn, type RunAs } from './embedded-process.ts'

const refuge = '/var/tmp'
const refugePrefix = 'ttdn-postgres-data-'

/** Where in its home a cluster is, once it is complete. */
export const clusterFolder = 'cluster'

/** Postgres refuses to run as root, so root runs it as the owner of the data or, at first, as a user without rights. */
export function chooseUser(dataDir: string): RunAs {
  if (process.geteuid?.() !== 0) return {}
  const data = join(dataDir, clusterFolder, 'data')
  if (existsSync(data)) {
    const { uid, gid } = statSync(data)
    return { uid, gid }
  }
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('Postgres refuses to run as root, and this system has neither a user postgres nor a user nobody.')
}

/**
 * Makes and returns the folder that holds the cluster and what belongs to it: `dataDir`, or, where the user that
 * Postgres runs as cannot get there, a folder in /var/tmp to which `dataDir` becomes a link. Root keeps that folder
 * its own, and only the data in it are the other user's; so nobody else can put a link where root is about to write.
 */
export function openHome(dataDir: string, runAs: RunAs, say: (line: string) => void): string {
  if (runAs.uid === undefined) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return realpathSync(dataDir)
  }
  const target = linkTarget(dataDir)
  if (target && dirname(target) === refuge && basename(target).startsWith(refugePrefix)) {
    if (isOurs(target)) return target
    say(`The database folder ${target} is gone or is not ours any more; starting with an empty database.`)
    unlinkSync(dataDir)
  }
  const place = existsSync(dataDir) ? realpathSync(dataDir) : dataDir
  makeParents(dirname(place))
  if (canEnter(dirname(place), runAs)) {
    mkdirSync(place, { recursive: true })
    const mode = statSync(place).mode & 0o777
    if ((mode & 0o011) !== 0o011) chmodSync(place, mode | 0o011)
    return realpathSync(place)
  }
  if (existsSync(join(place, clusterFolder))) {
    throw new Error(
      `The database in ${place} is out of reach: user ${runAs.uid}, who owns it, may not enter a folder above it.`,
    )
  }
  return takeRefuge(place, say)
}

function takeRefuge(place: string, say: (line: string) => void): string {
  // The real path, so that one folder has one refuge whichever way leads to it.
  const named = join(realpathSync(dirname(place)), basename(place))
  const key = createHash('sha256').update(named).digest('hex').slice(0, 12)
  const home = claimFolder(refuge, refugePrefix + key, 0o711)
  if (existsSync(place)) rmdirSync(place)
  try {
    symlinkSync(home, place)
  } catch (error) {
    // Another start may be doing the same.
    if (linkTarget(place) !== home) throw error
  }
  say(
    `Only root can enter ${dirname(named)}, so the database is kept in ${home}. Keep cleaners of ${refuge} away from it.`,
  )
  return home
}

/**
 * Makes a folder, or finds the one made earlier, where anybody may make folders. The name can be foreseen, so another
 * user may have put something there first: whatever is not our own folder, closed to others' writing, is passed over.
 */
export function claimFolder(base: string, name: string, mode: number): string {
  for (const suffix of ['', '-1', '-2', '-3', '-4', '-5', '-6', '-7', '-8', '-9']) {
    const folder = join(base, name + suffix)
    try {
      mkdirSync(folder, { mode: 0o700 })
      chmodSync(folder, mode)
      return folder
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (isOurs(folder)) return folder
    }
  }
  throw new Error(`The folders ${join(base, name)} to ${name}-9 belong to others.`)
}

function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found !== undefined && found.isDirectory() && found.uid === process.geteuid?.() && (found.mode & 0o022) === 0
}

/** Asks by trying, since modes alone say nothing of access lists and of mounts. */
function canEnter(folder: string, runAs: RunAs): boolean {
  const { error, status } = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    ...cleanSpawn(runAs),
    stdio: 'ignore',
  })
  if (error)
    throw new Error(`Postgres refuses to run as root, and it cannot be run as user ${runAs.uid}: ${error.message}.`)
  return status === 0
}

/** What is made here must be open to the other user under any umask. */
function makeParents(folder: string): void {
  const first = mkdirSync(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755)
}

function linkTarget(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined
}
