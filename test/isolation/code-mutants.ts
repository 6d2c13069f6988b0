import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Part } from './proof.ts'

interface CodeMutant {
  file: string
  /** Must stand in the file exactly once, so that a change of the code is noticed here. */
  from: string
  to: string
  /** The parts of the proof that are to see it. */
  parts: Part[]
}

/** The guards that stand in code alone, or whose loss would show what the database lets a role see. */
export const codeMutants: Record<string, CodeMutant> = {
  'a viewer of a province gets the ministry’s door': {
    file: 'src/api.ts',
    from: 'if (viewer.province === null) return nationalDoor(',
    to: `if (viewer.province === null || viewer.role === 'PROVINCE_VIEWER') return nationalDoor(`,
    parts: ['reads'],
  },
  'a province may read all others': {
    file: 'src/features/provinces/directory.ts',
    from: 'const readable = [id]',
    to: 'const readable = [...this.#bySlug.values()].map((one) => one.id)',
    parts: ['reads'],
  },
  'a predecessor reads its successor': {
    file: 'src/features/provinces/directory.ts',
    from: 'if (merged && !readable.includes(merger.predecessor)) readable.push(merger.predecessor)',
    to: 'if (merged && !readable.includes(merger.predecessor)) readable.push(merger.predecessor)\n        if (merger.predecessor === id && !readable.includes(merger.successor)) readable.push(merger.successor)',
    parts: ['reads'],
  },
  'a successor reads before the merger': {
    file: 'src/features/provinces/directory.ts',
    from: 'merger.successor === province && merger.effectiveOn <= today',
    to: 'merger.successor === province && today !== null',
    parts: ['merger'],
  },
  'cursors are sealed alike for all': {
    file: 'src/graphql/reads.ts',
    from: `const seal = readable === null ? 'nation' : String(viewer.province?.id)`,
    to: `const seal = readable === undefined ? String(viewer.province?.id) : 'all'`,
    parts: ['cursors'],
  },
  'the seal of a cursor is not looked at': {
    file: 'src/graphql/connections.ts',
    from: ' || !timingSafeEqual(seal, bytes.subarray(0, 16))',
    to: ' || timingSafeEqual(seal, seal) === false',
    parts: ['cursors'],
  },
  'writes enter another province that may be read': {
    file: 'src/db/tenancy.ts',
    from: 'const tx = { ...base(client), db: drizzle({ client }), provinceId: scope.own,',
    to: 'await client.query({ ...enterStatement, values: [scope.readable.at(-1), scope.readable] })\n        const tx = { ...base(client), db: drizzle({ client }), provinceId: scope.readable.at(-1),',
    parts: ['writes'],
  },
  'the ministry asks for what provinces keep to themselves': {
    file: 'src/graphql/reads.ts',
    from: `spec.kind === 'connection' && spec.tenantOnly && viewer.province === null`,
    to: `spec.kind === 'connection' && spec.tenantOnly && viewer.province === undefined`,
    parts: ['reads'],
  },
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Does something in a copy of the project in which one guard is weaker. */
export async function withMutatedCode<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ttdn-mutant-'))
  try {
    for (const part of ['src', 'test', 'migrations', 'schema.graphql', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, part), join(folder, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const mutant = codeMutants[name]
    if (mutant !== undefined) {
      const path = join(folder, mutant.file)
      const text = readFileSync(path, 'utf8')
      if (text.split(mutant.from).length !== 2) throw new Error(`${mutant.file} has no longer what “${name}” changes`)
      writeFileSync(
        path,
        text.replace(mutant.from, () => mutant.to),
      )
    }
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
