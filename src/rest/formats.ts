import type { FastifyRequest } from 'fastify'
import { HttpError } from './problem.ts'

/** The media type of each format, as it is sent. */
export const mediaTypes = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type Format = keyof typeof mediaTypes

const names: Record<string, Format> = {
  'application/json': 'json',
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
}

/** Without what says how the text is written, as a reference names it. */
export const bareType = (format: Format): string => mediaTypes[format].split(';')[0] as string

/** The parameter `format` of a route that can answer in several. */
export const formatParameter = (formats: readonly Format[]) => ({
  format: {
    type: 'string',
    enum: formats,
    description: `The format of the answer; stands over the Accept header. \`${formats[0]}\` where neither says.`,
  },
})

/** The format that a request asks for, of those that its route has; the first of them unless it says otherwise. Else 406. */
export function formatOf<F extends Format>(request: FastifyRequest, formats: readonly F[]): F {
  const { format } = (request.query ?? {}) as { format?: F }
  if (format !== undefined) return format
  const header = request.headers.accept
  if (header === undefined || header.trim() === '') return formats[0] as F
  let best: { format: F; weight: number } | undefined
  for (const part of header.slice(0, 1_000).split(',')) {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    const weight = quality === undefined ? 1 : Number(quality.slice(2))
    const named = formats.find((one) => one === names[type] || covers(type, one))
    if (named !== undefined && weight > (best?.weight ?? 0)) best = { format: named, weight }
  }
  if (best === undefined) throw new HttpError(406, 'notAcceptable', { allowed: formats.join(', ') })
  return best.format
}

function covers(range: string, format: Format): boolean {
  return range === '*/*' || (range.endsWith('/*') && bareType(format).startsWith(range.slice(0, -1)))
}
