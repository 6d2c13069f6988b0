import { execFile } from 'node:child_process'
import { project } from './embedded.ts'

/** How a command has ended: its exit code, and what it wrote to either side. */
export interface Ended {
  code: number
  out: string
  said: string
}

/** Runs a file of `src/bin` as its npm script does, with these settings and no others of the service. */
export const runCommand = (
  command: string,
  given: readonly string[],
  settings: Record<string, string>,
): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'en_US.UTF-8', ...settings }
    const words = ['--import=tsx', `src/bin/${command}.ts`, ...given]
    execFile(process.execPath, words, { cwd: project, env }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    )
  })
