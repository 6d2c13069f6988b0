/** Something to try that isn't GraphQL: an address, asked with the person's token; what comes back is shown as it is. */
export interface RestExample {
  /** The `id` of a person of the sample data. */
  person: string
  title: { vi: string; en: string }
  address: string
}

export const restExamples: readonly RestExample[] = [
  {
    person: 'analyst',
    title: { vi: 'Bảng tổng hợp cho bảng tính (CSV)', en: 'The rollup for a spreadsheet (CSV)' },
    address: '/api/v1/rollups?groupBy=PROVINCE,YEAR&indicators=EXHIBITION_VISITS,PEOPLE_TRAINED&format=csv',
  },
  {
    person: 'analyst',
    title: { vi: 'Dòng thay đổi, từ đầu', en: 'The change feed, from its beginning' },
    address: '/api/v1/changes?first=5',
  },
  {
    person: 'province',
    title: { vi: 'Xuất nhiệm vụ (CSV)', en: 'Export the tasks (CSV)' },
    address: '/api/v1/exports/tasks?format=csv',
  },
  {
    person: 'province',
    title: { vi: 'Xuất kế hoạch (NDJSON)', en: 'Export the plans (NDJSON)' },
    address: '/api/v1/exports/plans?format=ndjson',
  },
]
