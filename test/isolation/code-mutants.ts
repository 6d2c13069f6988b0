import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPrograms } from '../../src/bin/programs.ts'
import type { Part } from './proof.ts'

/** Where a mutant is to be seen: in a part of the proof, by the questions of these names alone, or in a file of tests. */
export type Sight = { part: Part; only: string } | { test: string }

export interface CodeMutant {
  /** `from` must stand in the file exactly once, so that a change of the code is noticed here. */
  edits: readonly { file: string; from: string; to: string }[]
  sight: Sight
}

const edit = (file: string, from: string, to: string) => ({ file, from, to })
const one = (file: string, from: string, to: string, sight: Sight): CodeMutant => ({
  edits: [edit(file, from, to)],
  sight,
})
/** By the directory, where the database, which asks for the mergers itself, believes what it is told. */
const believed = (from: string, to: string, sight: Sight): CodeMutant => ({
  edits: [
    edit('src/features/provinces/directory.ts', from, to),
    edit(
      'src/db/tenancy.ts',
      'this.scope.merged ? enterMerged : enterStatement',
      'this.scope.merged ? enterStatement : enterStatement',
    ),
  ],
  sight,
})
const everyProvince = [
  'const readable = [id]',
  'const readable = [...this.#bySlug.values()].map((one) => one.id)',
] as const
const reads = (only: string): Sight => ({ part: 'reads', only })
const test = (name: string): Sight => ({ test: `test/${name}.test.ts` })

/** The guards that stand in code alone, or whose loss would show what the database lets a role see. */
const isolation: Record<string, CodeMutant> = {
  'a viewer of a province gets the ministry’s door': one(
    'src/http/standing.ts',
    'if (viewer.province === null) return nationalDoor(',
    `if (viewer.province === null || viewer.role === 'PROVINCE_VIEWER') return nationalDoor(`,
    reads('^departments$'),
  ),
  'a province may read all others': believed(...everyProvince, reads('^plans$')),
  'a province may read all others, by the route of rollups': believed(...everyProvince, {
    part: 'routes',
    only: '^GET /api/v1/rollups',
  }),
  'facts are explained of provinces that may not be read': believed(
    ...everyProvince,
    reads('^explainRollup\\(cell\\.measure TASKS\\)'),
  ),
  'a predecessor reads its successor': believed(
    'const readable = [id]',
    'const readable = [id, ...(this.#outOf.get(id) ?? []).map((one) => one.successor)]',
    reads('^plans$'),
  ),
  'a successor reads before the merger': believed(
    'if (effectiveOn <= today && !readable',
    'if (effectiveOn !== today && !readable',
    { part: 'merger', only: '^plans$' },
  ),
  'cursors are sealed alike for all': one(
    'src/graphql/execution.ts',
    `this.readable === null ? 'nation' : String(this.viewer.provinceId)`,
    `this.readable === undefined ? '' : 'all'`,
    { part: 'cursors', only: '^plans$' },
  ),
  'the seal of a cursor is not looked at': one(
    'src/graphql/connections.ts',
    ' || !timingSafeEqual(seal, bytes.subarray(0, 16))',
    ' || timingSafeEqual(seal, seal) === false',
    { part: 'cursors', only: '^plans$' },
  ),
  'writes enter another province that may be read': one(
    'src/db/tenancy.ts',
    'const provinceId = handedOver ?? own',
    'const provinceId = handedOver ?? readable.at(-1)!',
    { part: 'writes', only: '^updatePlan' },
  ),
  'a merger that was withdrawn elsewhere is still gone by': one(
    'src/db/tenancy.ts',
    'this.scope.merged ? enterMerged : enterStatement',
    'this.scope.merged ? enterStatement : enterStatement',
    test('features/successions'),
  ),
  'who may only read is let through to write': {
    edits: [
      edit('src/graphql/context.ts', ' || context.door.scope.own === null) {', ') {'),
      edit('src/graphql/payloads.ts', 'if (!roles.includes(viewer.role)) throw', 'if (roles.length === 0) throw'),
    ],
    sight: { part: 'writes', only: '^createDepartment' },
  },
  'the ministry asks for what provinces keep to themselves': one(
    'src/graphql/reads.ts',
    `spec.kind === 'connection' && spec.tenantOnly && viewer.province === null`,
    `spec.kind === 'connection' && spec.tenantOnly && viewer.province === undefined`,
    reads('^auditLog$'),
  ),
}

/** What is known to go wrong with these libraries, each without what mends it. */
const traps: Record<string, CodeMutant> = {
  'a syntax tree in JSON is taken for a query': {
    edits: [
      edit('src/graphql/documents.ts', 'throw RequestFault.of(error)', 'return JSON.parse(text) as DocumentNode'),
      edit('src/graphql/documents.ts', 'document.loc instanceof Location', 'document !== undefined'),
    ],
    sight: test('graphql/over-http'),
  },
  'documents of WebSockets are not validated': one(
    'src/http/subscriptions.ts',
    'valid(schema, parse(query, { maxTokens }))',
    'parse(query, { maxTokens })',
    test('http/websocket'),
  ),
  'documents of WebSockets are not measured': one(
    'src/http/subscriptions.ts',
    'chooseOperation(readOperations(query), operationName)',
    `{ kind: getOperationAST(parse(query), operationName)?.operation ?? 'subscription' }`,
    test('http/websocket'),
  ),
  'the header of an upgrade outweighs the message that signs in': one(
    'src/http/subscriptions.ts',
    'return given === undefined ? headerOf(request.headers[name]) : String(given[1])',
    'return headerOf(request.headers[name]) ?? (given && String(given[1]))',
    test('http/websocket'),
  ),
  'what a client says of itself as it signs in is believed': one(
    'src/http/subscriptions.ts',
    'contextOf({ viewer: identity.viewer,',
    `contextOf({ viewer: { ...identity.viewer, ...(connectionParams?.['viewer'] as object) },`,
    test('http/websocket'),
  ),
  'a connection may say nothing for as long as it likes': one(
    'src/http/subscriptions.ts',
    'connectionInitWaitTimeout: signInWithin,',
    'connectionInitWaitTimeout: 0,',
    test('http/websocket'),
  ),
  'a connection has any number of subscriptions': one(
    'src/http/subscriptions.ts',
    'export const maxSubscriptions = 100',
    'export const maxSubscriptions = 1_000_000',
    test('http/websocket-limits'),
  ),
  'a caller has any number of subscriptions': one(
    'src/http/subscriptions.ts',
    'if (elsewhere + open > max)',
    'if (elsewhere + open > 1_000_000)',
    test('http/websocket-limits'),
  ),
  'a caller has any number of WebSockets': one(
    'src/http/caller-sockets.ts',
    'if (open.size >= this.#max) return false',
    'if (open.size >= 1_000_000) return false',
    test('http/websocket-limits'),
  ),
  'a page elsewhere changes something by a link': one(
    'src/graphql/parameters.ts',
    `if (!posted && kind !== 'query') {`,
    `if (!posted && kind === 'subscription') {`,
    test('graphql/over-http'),
  ),
  'tokens may lack what is checked': one(
    'src/http/bearer-tokens.ts',
    `requiredClaims: ['exp', 'iss', 'aud', 'sub'],`,
    `requiredClaims: ['sub'],`,
    test('http/auth'),
  ),
  // Of the service's own tokens both look at it.
  'tokens may be for anybody': {
    edits: [
      edit('src/http/bearer-tokens.ts', 'allowedAud: audience,', ''),
      edit('src/http/auth.ts', ', allowedAud: config.jwtAudience', ''),
    ],
    sight: test('http/auth'),
  },
  'tokens may be signed by any algorithm': one(
    'src/http/bearer-tokens.ts',
    'algorithms: [algorithm],',
    `algorithms: [algorithm, 'HS384', 'HS512'],`,
    test('http/auth'),
  ),
  'addresses stand in the log as they were asked for': one(
    'src/http/request-log.ts',
    'route: route ?? null,',
    'route: request.url,',
    test('http/log'),
  ),
  'errors stand in the log with what they quote': one('src/logging.ts', 'err: safely,', '', test('http/log')),
  'a connection that breaks while idle ends the process': {
    edits: [
      edit('src/db/pool.ts', `pool.on('error', onError)`, ''),
      edit('src/db/pool.ts', `client.on('error', onError)`, ''),
    ],
    sight: test('http/health'),
  },
  'each subscription reads for itself': one(
    'src/graphql/subscriptions.ts',
    'return live.once(pending.event, question, () => door.read(statement))',
    'return door.read(statement)',
    test('graphql/subscriptions'),
  ),
  'who asks in the same words is told the same, whatever it may see': one(
    'src/graphql/alike.ts',
    'asked, language, seen])',
    'asked, language, seen.length])',
    test('graphql/subscriptions'),
  ),
  'who asks in the same words is told the same, whatever the variables are': one(
    'src/graphql/alike.ts',
    'asked, language, seen])',
    'asked.length, language, seen])',
    test('graphql/subscriptions'),
  ),
  'who asks in the same words is told the same, whichever operation is meant': one(
    'src/graphql/alike.ts',
    'operation.name?.value, asked',
    'asked',
    test('graphql/subscriptions'),
  ),
  'a compiled query demands what has a default': one(
    'src/graphql/over-http.ts',
    'return whole && { variables: whole }',
    'return whole && undefined',
    test('graphql/compiled-queries'),
  ),
  'a compiled query answers for the operation that was asked first': one(
    'src/graphql/compilable.ts',
    'if (operation === undefined || others.length > 0) return false',
    'if (operation === undefined) return false',
    test('graphql/compiled-queries'),
  ),
}

/** Who may call, and how much. */
const callers: Record<string, CodeMutant> = {
  'a revoked client gets tokens': one(
    'src/http/oauth.ts',
    'place < 0 || account.revoked ||',
    'place < 0 ||',
    test('features/service-accounts'),
  ),
  'tokens outlive the revocation of their client': one(
    'src/http/bearer-tokens.ts',
    'account === undefined || account.revoked ||',
    'account === undefined ||',
    test('features/service-accounts'),
  ),
  'tokens outlive the secret by which they were had': one(
    'src/http/bearer-tokens.ts',
    '!account.secretNumbers.includes(Number(secret))',
    'Number.isNaN(Number(secret))',
    test('features/service-accounts'),
  ),
  'somebody acts where nobody entered them': one(
    'src/db/identities.ts',
    `where $2::text is null or coalesce(p.slug, 'nation') = $2`,
    `where $2::text is null or $2 <> ''`,
    test('features/members'),
  ),
  'a damaged hash is computed': one(
    'src/features/accounts/secrets.ts',
    'if (!isWhole(hash)) continue',
    '',
    test('http/oauth'),
  ),
  'an address asks for tokens without end': one(
    'src/http/oauth.ts',
    'limit.address(request.ip)',
    '',
    test('http/oauth'),
  ),
  'a client gets tokens without end': one('src/http/oauth.ts', 'limitClient(account.id)', '', test('http/oauth')),
  'nobody’s budget is ever spent': one(
    'src/http/budgets.ts',
    'if (owed > 0 && owed + amount > budget) {',
    'if (owed > 1e12) {',
    test('http/limits'),
  ),
  'programs take the connections of people': one(
    'src/http/shares.ts',
    `return role === 'IMPORTER' || scopes !== undefined ? 'programs' : null`,
    'return null',
    test('http/shares'),
  ),
}

export const codeMutants: Readonly<Record<string, CodeMutant>> = { ...isolation, ...callers, ...traps }

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the code no longer has of what the mutants change. */
export const outdated = (): string[] =>
  Object.entries(codeMutants).flatMap(([name, { edits }]) =>
    edits
      .filter(({ file, from }) => readFileSync(join(root, file), 'utf8').split(from).length !== 2)
      .map(({ file, from }) => `${file} has no longer what “${name}” changes: ${from}`),
  )

/** Does something in a copy of the project in which one guard is weaker; without a name, in one that is as it should be. */
export async function withMutatedCode<T>(name: string | undefined, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ttdn-mutant-'))
  try {
    for (const part of ['src', 'test', 'migrations', 'schema.graphql', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, part), join(folder, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const { file, from, to } of name === undefined ? [] : (codeMutants[name]?.edits ?? [])) {
      const path = join(folder, file)
      const text = readFileSync(path, 'utf8')
      if (text.split(from).length !== 2) throw new Error(`${file} has no longer what “${name}” changes: ${from}`)
      writeFileSync(
        path,
        text.replace(from, () => to),
      )
    }
    await buildPrograms([], folder)
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
