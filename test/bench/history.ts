import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

/** Tasks of one plan in a made file. */
const tasksOfPlan = 300

const header = `key,plan_key,ordinal,title,category,lead_department,coordinating_departments,start_on,due_on,due_precision,status,completed_on,planned_budget`
const categories = ['TRAINING', 'PRESS_INFORMATION', 'MEDIA_PRODUCTION', 'EVENT', 'BORDER']
const subjects = ['tập huấn', 'họp báo', 'triển lãm', 'phóng sự', 'tuyên truyền', 'biển đảo', 'xuất bản', 'đón đoàn']

export const plansOf = (rows: number): number => Math.ceil(rows / tasksOfPlan)

/** Departments that the tasks name, as `makeNation` names them. */
const department = (n: number) => `Cơ quan số ${1 + (n % 20)}`

/** A file of the plans that the tasks are in. */
export async function writePlans(path: string, rows: number): Promise<void> {
  await writeLines(path, 'key,title,kind,period_start,period_end,status', plansOf(rows), (n) => {
    const year = 2005 + (n % 18)
    return `lịch-sử-${n},Kế hoạch thông tin đối ngoại số ${n},ANNUAL,${year}-01-01,${year}-12-31,COMPLETED`
  })
}

/** A file of tasks as a script makes it of old spreadsheets: quoted titles, dates as they are written in Vietnam, a lead and two more. */
export async function writeTasks(path: string, rows: number): Promise<void> {
  await writeLines(path, header, rows, (n) => {
    const plan = Math.floor(n / tasksOfPlan)
    const year = 2005 + (plan % 18)
    const day = `${String(1 + (n % 28)).padStart(2, '0')}/${String(1 + (n % 12)).padStart(2, '0')}/${year}`
    const title = `"Nhiệm vụ ${n}: ${subjects[n % 8]}, ${subjects[(n * 3) % 8]}"`
    const others = `${department(n + 7)};${department(n + 13)}`
    return (
      `việc-${n},lịch-sử-${plan},${1 + (n % tasksOfPlan)},${title},${categories[n % 5]},${department(n)},${others},` +
      `01/01/${year},${day},DAY,COMPLETED,${day},${(1 + (n % 90)) * 1_000_000}`
    )
  })
}

async function writeLines(path: string, first: string, count: number, line: (n: number) => string): Promise<void> {
  const file = createWriteStream(path)
  file.write(`${first}\n`)
  for (let n = 0; n < count; n++) {
    if (!file.write(`${line(n)}\n`)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}
