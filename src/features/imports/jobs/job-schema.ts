import { importKinds } from '../files/columns.ts'

// What the reference says of imports.

const count = (description: string) => ({ type: 'integer', description })
const instant = (description: string) => ({ type: ['string', 'null'], format: 'date-time', description })

export const importJobSchema = {
  type: 'object',
  description: 'One file on its way into the records.',
  properties: {
    id: { type: 'string', format: 'uuid' },
    kind: { type: 'string', enum: importKinds },
    name: { type: 'string', description: 'What the file is called; the reason in the audit log.' },
    mode: { type: 'string', enum: ['atomic', 'partial'] },
    state: {
      type: 'string',
      enum: ['RECEIVING', 'CHECKING', 'APPLYING', 'APPLIED', 'REFUSED', 'FAILED', 'CANCELLED', 'UNDONE'],
      description:
        'CHECKING: received, and waiting for its turn, or a dry run at work. APPLYING: being written. APPLIED: all is in, or, ' +
        'of a dry run, would be. REFUSED: the problems say why, and nothing is written. FAILED: `failure` says why. CANCELLED: ' +
        'somebody asked for its end. UNDONE: nothing of it is left on record. Of a file for several provinces it is that of the ' +
        'part that went least well, until what the others wrote is undone.',
    },
    dryRun: { type: 'boolean' },
    province: { type: 'string', description: 'The slug.' },
    rowsRead: count('Rows read so far.'),
    rowsWritten: count('New and changed. While an atomic import runs they are not to be seen yet.'),
    rowsCreated: count('Rows of things that were not on record.'),
    rowsChanged: count('Rows of things that differ from what is on record.'),
    rowsUnchanged: count('Rows that say what is on record already.'),
    rowsRefused: count('Rows with a problem.'),
    problems: count('How many there are under `/problems`.'),
    changes: count('How many there are under `/changes`; only of a dry run.'),
    departmentsMade: {
      type: 'array',
      description: 'Departments that cells name and that were not on record.',
      items: { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } } },
    },
    bytes: count('The size of the file as it was sent.'),
    bytesRead: count('How much of it has been read.'),
    rowsPerSecond: { type: ['integer', 'null'], description: 'Since the start.' },
    secondsLeft: { type: ['integer', 'null'], description: 'At that pace; null while nothing can be said of it.' },
    failure: { type: ['string', 'null'], description: 'A sentence in the language of Accept-Language.' },
    createdAt: instant('When the file began to arrive.'),
    startedAt: instant('When work on it began.'),
    finishedAt: instant('When it ended.'),
    provinces: {
      type: 'array',
      description:
        'Only of a file for several provinces: what happened in each. `atomic` then holds for each by itself.',
      items: { type: 'object' },
    },
  },
} as const

const next = { type: ['string', 'null'], description: 'For `after`; null at the end.' }

export const problemPage = {
  type: 'object',
  properties: {
    problems: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          line: count('As an editor or a spreadsheet counts; 1 is the header.'),
          sheet: { type: 'string', description: 'Only of a workbook.' },
          column: { type: ['string', 'null'], description: 'The English name; null for the whole line or file.' },
          value: { type: ['string', 'null'], description: 'What the cell holds, shortened.' },
          code: { type: 'string' },
          message: { type: 'string', description: 'What to do, in the language of Accept-Language.' },
        },
      },
    },
    next,
  },
} as const

export const changePage = {
  type: 'object',
  properties: {
    changes: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          line: count('Of the file.'),
          entity: { type: 'string' },
          id: { type: 'string', format: 'uuid' },
          changes: { type: 'object', description: 'By field: what is on record, and what the file says.' },
        },
      },
    },
    next,
  },
} as const

export const routeTexts = {
  mode: '`atomic`: any problem, and nothing is written. `partial`: good rows go in, bad ones are listed.',
  send: {
    summary: 'Send a file',
    description:
      'The file is the body, as it is or packed by gzip. It is taken whole or not at all; what it brings is then written by a ' +
      'job, in the order in which files come for a province. Sending a file again changes nothing.',
  },
  see: { summary: 'See an import', description: 'How far it is, or how it ended.' },
  problems: {
    summary: 'List what is wrong with a file',
    description:
      'All of it, in pages; or, with `Accept: text/csv`, in one file for the person with the spreadsheet. Kept for 90 days.',
  },
  changes: {
    summary: 'List what a dry run would change',
    description: 'Of things on record, each field that would differ. Kept for 90 days.',
  },
  cancel: {
    summary: 'Cancel an import',
    description: 'An atomic one leaves nothing. Of a partial one stays what is written; it can be undone.',
  },
  undo: {
    summary: 'Undo an import',
    description:
      'As one step: what it made is withdrawn, what it changed is changed back, and both are in the audit log. Refused, with the ' +
      'names of what is in the way, if anything was built on it since.',
  },
} as const
