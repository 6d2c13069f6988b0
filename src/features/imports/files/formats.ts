/** What a file can be; each also packed by gzip, which is told from its first bytes. */
export const importFormats = ['csv', 'ndjson', 'xlsx'] as const
export type ImportFormat = (typeof importFormats)[number]

const contentTypes: Record<string, ImportFormat> = {
  'text/csv': 'csv',
  'application/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'text/plain': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/x-jsonlines': 'ndjson',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
}

/** What a request may say that its file is. */
export const importTypes = Object.keys(contentTypes)

const endings: Record<string, ImportFormat> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  xlsx: 'xlsx',
}

/** What a file's name may end with, for people to read. */
export const formatEndings = Object.keys(endings)
  .map((ending) => `.${ending}`)
  .join(', ')

/** By a request's Content-Type, whatever its parameters; undefined for what is no import. */
export function formatOfType(contentType: string): ImportFormat | undefined {
  const [type = ''] = contentType.split(';')
  return Object.entries(contentTypes).find(([known]) => known === type.trim().toLowerCase())?.[1]
}

/** By a file's name, also with `.gz` behind it. */
export function formatOfName(name: string): ImportFormat | undefined {
  const ending = /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase()
  return Object.entries(endings).find(([known]) => known === ending)?.[1]
}
