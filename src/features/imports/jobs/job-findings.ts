import type { Tx, TenantTx } from '../../../db/tenancy.ts'
import type { RowChange } from '../writes/batch.ts'
import type { Problem } from '../problems.ts'

// What a job has found: what is wrong with its file and, of a dry run, what it would change. Both are listed in pages.

export async function addProblems(
  tx: TenantTx,
  job: string,
  first: number,
  problems: readonly Problem[],
): Promise<void> {
  if (problems.length === 0) return
  await tx.rows(
    `/* addProblems */ insert into import_problems (province_id, job_id, ordinal, problem)
     select $1, $2, e.ordinal + $3, e.problem from unnest($4::text[]) with ordinality as e (problem, ordinal)`,
    [tx.provinceId, job, first, problems.map((problem) => JSON.stringify(problem))],
  )
}

export async function addChanges(
  tx: TenantTx,
  job: string,
  first: number,
  changes: readonly RowChange[],
): Promise<void> {
  if (changes.length === 0) return
  await tx.rows(
    `/* addChanges */ insert into import_changes (province_id, job_id, ordinal, line, entity, entity_id, changes)
     select $1, $2, e.ordinal, e.line, e.entity, e.id, e.changes from jsonb_to_recordset($3::jsonb)
       as e (ordinal integer, line integer, entity text, id uuid, changes jsonb)`,
    [tx.provinceId, job, JSON.stringify(changes.map((change, i) => ({ ...change, ordinal: first + i + 1 })))],
  )
}

/** A page of problems, and where the next begins; null at the end. */
export async function listProblems(
  tx: Tx,
  readable: readonly number[],
  { job, after, first }: { job: string; after: number; first: number },
): Promise<{ problems: Problem[]; next: number | null }> {
  const rows = await tx.rows<{ ordinal: number; problem: string }>(
    `/* listProblems */ select ordinal, problem from import_problems
     where province_id = any ($1::integer[]) and job_id = $2 and ordinal > $3 order by province_id, ordinal limit $4`,
    [readable, job, after, first + 1],
  )
  const page = rows.slice(0, first)
  const problems = page.map(({ problem }) => JSON.parse(problem) as Problem)
  return { problems, next: rows.length > first ? (page.at(-1)?.ordinal ?? null) : null }
}

export async function listChanges(
  tx: Tx,
  readable: readonly number[],
  { job, after, first }: { job: string; after: number; first: number },
): Promise<{ changes: RowChange[]; next: number | null }> {
  const rows = await tx.rows<RowChange & { ordinal: number }>(
    `/* listChanges */ select ordinal, line, entity, entity_id as id, changes from import_changes
     where province_id = any ($1::integer[]) and job_id = $2 and ordinal > $3 order by province_id, ordinal limit $4`,
    [readable, job, after, first + 1],
  )
  const page = rows.slice(0, first)
  return {
    changes: page.map(({ line, entity, id, changes }) => ({ line, entity, id, changes })),
    next: rows.length > first ? (page.at(-1)?.ordinal ?? null) : null,
  }
}
