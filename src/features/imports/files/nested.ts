import { readSync } from 'node:fs'
import type { ImportKind } from './columns.ts'
import { fold } from './fold.ts'
import { openScratch, type Scratch } from './scratch.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** An object that stands within a line, with what it takes from those around it. */
export interface NestedObject {
  line: number
  /** `tasks[2].` or `tasks[2].reports[0].` */
  path: string
  value: JsonObject
  /** What it refers to: by column, only of those that stand around it. */
  around: Readonly<Record<string, string>>
}

const tasks = ['tasks', 'nhiệm vụ'].map(fold)
const reports = ['reports', 'báo cáo'].map(fold)

/** What a name of an object holds, if that is rows of another kind: a plan has tasks and reports, a task reports. */
export function nestedKind(kind: ImportKind, name: string): 'tasks' | 'reports' | undefined {
  if (kind === 'plans' && tasks.includes(fold(name))) return 'tasks'
  return (kind === 'plans' || kind === 'tasks') && reports.includes(fold(name)) ? 'reports' : undefined
}

const longestKey = 200

/** By which key, and in which province, what stands in an object refers to it. A key that is too long to be one is none. */
export function referenceTo(kind: ImportKind, value: JsonObject, around: NestedObject['around']) {
  const said = (name: string) => {
    const text = value[name]
    if (typeof text === 'number') return String(text)
    return typeof text === 'string' && text.length <= longestKey ? text : undefined
  }
  const key = said('key') ?? said('Mã') ?? said('mã')
  const province = said('province')
  return {
    ...around,
    ...(key !== undefined && { [kind === 'plans' ? 'plan_key' : 'task_key']: key }),
    ...(province !== undefined && { province }),
  }
}

const blockSize = 64 * 1024

/** Objects that wait for all of another kind to be read first: on disk, since a file may hold nothing but them. */
export class WaitingObjects {
  #file: Scratch | undefined

  put(object: NestedObject): void {
    this.#file ??= openScratch()
    this.#file.append(Buffer.from(`${JSON.stringify(object)}\n`))
  }

  /** All, in their order. */
  *read(): Generator<NestedObject[]> {
    const file = this.#file
    if (file === undefined) return
    let held = Buffer.alloc(0)
    for (let at = 0; at < file.size;) {
      const block = Buffer.alloc(blockSize)
      const count = readSync(file.fd, block, 0, blockSize, at)
      at += count
      const bytes = Buffer.concat([held, block.subarray(0, count)])
      const end = bytes.lastIndexOf(10) + 1
      held = bytes.subarray(end)
      if (end === 0) continue
      const lines = bytes.toString('utf8', 0, end - 1).split('\n')
      yield lines.map((line) => JSON.parse(line) as NestedObject)
    }
  }

  close(): void {
    this.#file?.close()
  }
}
