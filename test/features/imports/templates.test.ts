import t from 'tap'
import { tenantDoor } from '../../../src/db/tenancy.ts'
import { importFile } from '../../../src/features/imports/commands.ts'
import { importKinds } from '../../../src/features/imports/files/columns.ts'
import { createApp } from '../../helpers/app.ts'
import { countsOf, importer, pieces, problemsOf } from './province.ts'

const service = await createApp(t)
const { app, pools, viewer, key, nextProvince } = service

const template = async (name: string, headers = viewer('PROVINCE_ADMIN', 'bac-kan').headers) =>
  app.inject({ method: 'GET', url: `/api/v1/imports/templates/${name}`, headers })

t.test('given the templates, when they are imported as they are, then every row is good', async (t) => {
  const own = key(nextProvince())
  const door = tenantDoor(pools, { own, readable: [own] })
  for (const format of ['csv', 'xlsx'] as const) {
    for (const kind of importKinds) {
      const { statusCode, headers, rawPayload } = await template(`${kind}.${format}`)
      t.equal(statusCode, 200, `${kind}.${format}`)
      t.match(headers['content-disposition'], `filename="${kind}.${format}"`)
      const options = { kind, format, name: `${kind}.${format}`, mode: 'atomic' as const }
      const result = await importFile(door, importer, { ...options, source: pieces(rawPayload, 1000) })
      t.strictSame(problemsOf(result), [], `${kind}.${format}`)
      const outcome = format === 'csv' ? { created: 1 } : { created: 0, changed: 0, unchanged: 1 }
      t.match(countsOf(result), { read: 1, ...outcome }, `${kind}.${format}`)
    }
  }
})

t.test('given a template, when it is opened, then its header is Vietnamese, as Excel takes it', async (t) => {
  const { rawPayload, headers } = await template('tasks.csv')
  t.match(headers['content-type'], 'text/csv')
  const text = rawPayload.toString()
  t.ok(text.startsWith('\ufeffMã;Mã kế hoạch;Số thứ tự;Tên;'))
  t.match(text, 'Mục tiêu: PEOPLE_TRAINED')
  t.equal(text.split('\r\n').length, 3)
})

t.test('given what is no template, or nobody who may ask, then it is refused', async (t) => {
  for (const name of ['plans.pdf', 'people.csv', 'plans', '__proto__.csv']) {
    const { statusCode } = await template(name)
    t.ok(statusCode === 400 || statusCode === 404, `${name}: ${statusCode}`)
  }
  t.equal((await template('plans.csv', {})).statusCode, 401)
  t.equal((await template('plans.csv', viewer('PROVINCE_VIEWER', 'bac-kan').headers)).statusCode, 403)
})
