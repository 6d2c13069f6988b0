/** Who may send files, and see what becomes of them. */
export const importerRoles = ['IMPORTER', 'PROVINCE_ADMIN'] as const

export type ImportMode = 'atomic' | 'partial'
/**
 * The states of an import. Where a file is for several provinces, the first of these that one of its parts has is that of
 * the whole: what still runs goes before what went wrong, and that before what went well. But it is UNDONE once a part is and
 * no other has anything on record.
 */
export const statesInOrder = [
  'RECEIVING',
  'CHECKING',
  'APPLYING',
  'FAILED',
  'REFUSED',
  'CANCELLED',
  'APPLIED',
  'UNDONE',
] as const
export type ImportState = (typeof statesInOrder)[number]
