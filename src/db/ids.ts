import { v7 } from 'uuid'

/** A new id: UUIDv7, so ids made later sort later. The service makes them, never the database. */
export const newId = (): string => v7()

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text can be an id at all; Postgres refuses other texts with an error of its own. */
export const isId = (value: unknown): value is string => typeof value === 'string' && shape.test(value)
