import { isId } from '../db/ids.ts'
import { AppError, UserError, type Noun } from '../errors.ts'

type Path = readonly string[]

/**
 * A text from outside as it is stored: NFC, without white space at its ends. Empty is null. Refuses what Postgres can't
 * store, and what is longer than `max` characters. Left out stays left out.
 */
export function optionalText(value: string | null | undefined, path: Path, max: number): string | null | undefined {
  if (value === undefined || value === null) return value
  if (value.includes('\0') || !value.isWellFormed()) throw new UserError('unreadable', path)
  const text = value.normalize('NFC').trim()
  if (text.length > max) throw new UserError('tooLong', path, { max })
  return text === '' ? null : text
}

/** Like `optionalText`, for a field that must hold something. */
export function requiredText(value: string, path: Path, max: number): string {
  const text = optionalText(value, path, max)
  if (text === null || text === undefined) throw new UserError('required', path)
  return text
}

/** An id of an input, which may be of any form. What can't be an id is not found. */
export function checkedId(value: string, path: Path, noun: Noun): string {
  if (!isId(value)) throw notFound(value, path, noun)
  return value.toLowerCase()
}

export function notFound(id: string, path: Path, noun: Noun): UserError {
  return new UserError('notFound', path, { noun, id: id.slice(0, 100) })
}

/** A list of an input: not too long. */
export function checkedList<T>(list: readonly T[] | null | undefined, path: Path, max: number): readonly T[] {
  if ((list?.length ?? 0) > max) throw new AppError('tooMany', { field: path.slice(1).join('.'), max })
  return list ?? []
}
