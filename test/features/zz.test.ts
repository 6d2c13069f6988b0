import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { createPlan, createTask, createDepartment } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const parent = await createPlan(app, admin)
await createPlan(app, admin, { parentId: parent.id })
console.error('discard parent', (await attempt(app, 'discardPlan', parent, admin)).body)
// report on a plan that was cancelled since
const p = await createPlan(app, admin)
const dept = await createDepartment(app, admin)
await createTask(app, admin, p.id, { leadDepartmentId: dept.id })
await app.owner.query(`update plans set status='APPROVED', published = true where id=$1`, [p.id])
const r = await perform(app, 'saveProgressReport', { planId: p.id, period: '2024' }, admin)
await perform(app, 'cancelPlan', { id: p.id, version: 1, reason: 'x' }, admin)
console.error('submit on cancelled', (await attempt(app, 'submitProgressReport', r, admin)).body)
// task completed twice with a date before start
// discard report with recommendation
const d = await perform(app, 'saveProgressReport', { period: '2023' }, admin)
const rec = await perform(app, 'createRecommendation', { progressReportId: d.id, text: 'a' }, admin)
console.error('discard with rec', (await attempt(app, 'discardProgressReport', d, admin)).body)
console.error((await app.owner.query('select action, entity, entity_id from audit_log order by id')).rows.slice(-3))
