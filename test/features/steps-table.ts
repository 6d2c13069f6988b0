// Who may take which step, and from which state, written by hand from the rules; steps.test.ts tries every cell.

/** What a step leads to (`gone`: it removes the thing), or which of `sentences` refuses it. */
export const planSteps = `
                DRAFT      SUBMITTED  RETURNED   APPROVED   COMPLETED  CANCELLED
  submitPlan    SUBMITTED  state      SUBMITTED  state      state      state
  approvePlan   state      APPROVED   state      state      state      state
  returnPlan    state      RETURNED   state      state      state      state
  completePlan  state      state      state      COMPLETED  state      state
  cancelPlan    CANCELLED  CANCELLED  CANCELLED  CANCELLED  state      state
  discardPlan   gone       state      state      state      state      state`

/** Columns: the plan's state; RETURNED+ is a task that was added since the return. */
export const taskSteps = `
                             DRAFT      SUBMITTED  RETURNED   RETURNED+  APPROVED     COMPLETED  CANCELLED
  startTask     NOT_STARTED  plan       plan       plan       plan       IN_PROGRESS  plan       plan
  startTask     IN_PROGRESS  state      state      state      state      state        state      state
  startTask     COMPLETED    state      state      state      state      state        state      state
  startTask     CANCELLED    state      state      state      state      state        state      state
  completeTask  NOT_STARTED  state      state      state      state      state        state      state
  completeTask  IN_PROGRESS  plan       plan       plan       plan       COMPLETED    plan       plan
  completeTask  COMPLETED    state      state      state      state      state        state      state
  completeTask  CANCELLED    state      state      state      state      state        state      state
  cancelTask    NOT_STARTED  CANCELLED  plan       CANCELLED  CANCELLED  CANCELLED    plan       plan
  cancelTask    IN_PROGRESS  CANCELLED  plan       CANCELLED  CANCELLED  CANCELLED    plan       plan
  cancelTask    COMPLETED    state      state      state      state      state        state      state
  cancelTask    CANCELLED    state      state      state      state      state        state      state
  discardTask   NOT_STARTED  gone       plan       plan       gone       plan         plan       plan
  discardTask   IN_PROGRESS  gone       plan       plan       gone       plan         plan       plan
  discardTask   COMPLETED    gone       plan       plan       gone       plan         plan       plan
  discardTask   CANCELLED    gone       plan       plan       gone       plan         plan       plan`

export const reportSteps = `
                                DRAFT      SUBMITTED  RETURNED  ACCEPTED
  submitProgressReport   task   SUBMITTED  state      state     state
  submitProgressReport   plan   SUBMITTED  state      state     state
  submitProgressReport   year   SUBMITTED  state      state     state
  acceptProgressReport   task   state      ACCEPTED   state     state
  acceptProgressReport   plan   state      ACCEPTED   state     state
  acceptProgressReport   year   state      ACCEPTED   state     state
  returnProgressReport   task   state      RETURNED   state     state
  returnProgressReport   plan   state      RETURNED   state     state
  returnProgressReport   year   state      RETURNED   state     state
  discardProgressReport  task   gone       state      state     state
  discardProgressReport  plan   gone       state      state     state
  discardProgressReport  year   gone       state      state     state
  createRecommendation   task   task       task       task      task
  createRecommendation   plan   OPEN       state      state     state
  createRecommendation   year   OPEN       state      state     state`

export const answers = `
                        OPEN      ANSWERED  DECLINED
  answerRecommendation  ANSWERED  state     state`

/** yes; role: the role may not; part: only with a part in the task that leads or coordinates. The reports are the lead's. */
export const allowed = `
                                viewer  lead  coordinating  advising  stranger  admin  importer  analyst  ministry
  submitPlan                    role    role  role          role      role      yes    role      role     role
  approvePlan                   role    role  role          role      role      yes    role      role     role
  returnPlan                    role    role  role          role      role      yes    role      role     role
  completePlan                  role    role  role          role      role      yes    role      role     role
  cancelPlan                    role    role  role          role      role      yes    role      role     role
  discardPlan                   role    role  role          role      role      yes    role      role     role
  startTask                     role    yes   yes           part      part      yes    role      role     role
  completeTask                  role    yes   yes           part      part      yes    role      role     role
  cancelTask                    role    role  role          role      role      yes    role      role     role
  discardTask                   role    role  role          role      role      yes    role      role     role
  submitProgressReport   task   role    yes   part          part      part      yes    role      role     role
  submitProgressReport   plan   role    part  part          part      part      yes    role      role     role
  submitProgressReport   year   role    part  part          part      part      yes    role      role     role
  acceptProgressReport          role    role  role          role      role      yes    role      role     role
  returnProgressReport          role    role  role          role      role      yes    role      role     role
  discardProgressReport  task   role    yes   part          part      part      yes    role      role     role
  discardProgressReport  plan   role    part  part          part      part      yes    role      role     role
  discardProgressReport  year   role    part  part          part      part      yes    role      role     role
  createRecommendation          role    role  role          role      role      yes    role      role     role
  answerRecommendation          role    role  role          role      role      role   role      role     yes`

/** From where a step may be taken; [state] is that of the thing, [plan] that of its plan. */
const plan = (step: string, from: string) => [
  `${step} needs a plan that is ${from}; this one is [state]. Look at the plan again: this may be done already, or another step comes first.`,
  `Bước ${step} cần kế hoạch ở trạng thái ${from}; kế hoạch này ở trạng thái [state]. Hãy xem lại kế hoạch: có thể bước này đã làm rồi, hoặc phải làm bước khác trước.`,
]
const task = (step: string, from: string) => [
  `${step} needs a task that is ${from}; this one is [state]. Look at the task again: this may be done already, or another step comes first.`,
  `Bước ${step} cần nhiệm vụ ở trạng thái ${from}; nhiệm vụ này ở trạng thái [state]. Hãy xem lại nhiệm vụ: có thể bước này đã làm rồi, hoặc phải làm bước khác trước.`,
]
const report = (step: string, from: string) => [
  `${step} needs a report that is ${from}; this one is [state]. Look at the report again: this may be done already, or another step comes first.`,
  `Bước ${step} cần báo cáo ở trạng thái ${from}; báo cáo này ở trạng thái [state]. Hãy xem lại báo cáo: có thể bước này đã làm rồi, hoặc phải làm bước khác trước.`,
]
const draftsOnly = (state: string) => [
  `Only a draft that was never submitted can be discarded; this is ${state}. Cancel a plan or a task; correct a report by a new revision.`,
  `Chỉ bỏ được bản nháp chưa từng trình; nội dung này ở trạng thái ${state}. Hãy hủy nếu là kế hoạch hoặc nhiệm vụ; nếu là báo cáo, hãy sửa bằng một lần báo cáo mới.`,
]
const unapproved = [
  'The plan must be approved first; it is [plan]. Have it approved, then try again.',
  'Kế hoạch phải được duyệt trước; hiện ở trạng thái [plan]. Hãy trình duyệt rồi làm lại.',
]
/** What is said where a step is refused, in English and in Vietnamese; under * what is said of any step. */
export const sentences: Record<string, Record<string, string[]>> = {
  '*': {
    role: [
      'The role [role] may not do this; use an account whose role may, or ask your administrator.',
      'Vai trò [role] không được thực hiện thao tác này; hãy dùng tài khoản có vai trò phù hợp hoặc nhờ quản trị viên.',
    ],
    part: [
      'Only a department that leads or coordinates the task may do this; ask one of them.',
      'Chỉ cơ quan chủ trì hoặc phối hợp của nhiệm vụ mới được thực hiện thao tác này; hãy nhờ một trong các cơ quan đó.',
    ],
  },
  submitPlan: { state: plan('submitPlan', 'DRAFT, RETURNED') },
  approvePlan: { state: plan('approvePlan', 'SUBMITTED') },
  returnPlan: { state: plan('returnPlan', 'SUBMITTED') },
  completePlan: { state: plan('completePlan', 'APPROVED') },
  cancelPlan: { state: plan('cancelPlan', 'DRAFT, SUBMITTED, RETURNED, APPROVED') },
  discardPlan: { state: draftsOnly('[state]') },
  startTask: { state: task('startTask', 'NOT_STARTED'), plan: unapproved },
  completeTask: { state: task('completeTask', 'IN_PROGRESS'), plan: unapproved },
  cancelTask: {
    state: task('cancelTask', 'NOT_STARTED, IN_PROGRESS'),
    plan: [
      'The plan is [plan] and does not change; return it if it is submitted, or else write another one.',
      'Kế hoạch ở trạng thái [plan] nên không sửa được; hãy trả lại nếu đang trình, còn không thì lập kế hoạch khác.',
    ],
  },
  discardTask: { plan: draftsOnly('[plan]') },
  submitProgressReport: { state: report('submitProgressReport', 'DRAFT') },
  acceptProgressReport: { state: report('acceptProgressReport', 'SUBMITTED') },
  returnProgressReport: { state: report('returnProgressReport', 'SUBMITTED') },
  discardProgressReport: { state: draftsOnly('[state]') },
  createRecommendation: {
    state: [
      'Recommendations go into a province’s report that is being written; this one is [state]. Open a new revision of it first.',
      'Kiến nghị chỉ ghi vào báo cáo đang soạn của tỉnh; báo cáo này ở trạng thái [state]. Hãy mở một lần báo cáo mới trước.',
    ],
    task: [
      'Recommendations are made in the province’s report on a plan or a year, not in one on a task; choose such a report.',
      'Kiến nghị chỉ ghi trong báo cáo của tỉnh về kế hoạch hoặc năm, không ghi trong báo cáo nhiệm vụ; hãy chọn báo cáo của tỉnh.',
    ],
  },
  answerRecommendation: {
    state: [
      'This recommendation is [state] already; look at the answer that it has.',
      'Kiến nghị này đã ở trạng thái [state]; hãy xem câu trả lời đã có.',
    ],
  },
}

const reason = ['This step needs a reason; give it in reason.', 'Bước này phải kèm lý do; hãy ghi lý do ở reason.']
const someTask = [
  'The plan has no task yet; add at least one.',
  'Kế hoạch chưa có nhiệm vụ nào; hãy thêm ít nhất một nhiệm vụ.',
]

/** What a step owes beside the state; of a plan that is approved, its tasks decide. */
export const owed = [
  { step: 'returnPlan', state: 'SUBMITTED', path: 'input.reason', says: reason },
  { step: 'cancelPlan', state: 'APPROVED', path: 'input.reason', says: reason },
  { step: 'cancelTask', state: 'DRAFT', path: 'input.reason', says: reason },
  {
    step: 'returnProgressReport',
    state: 'SUBMITTED',
    path: 'input.comment',
    says: [
      'Returning a report needs a comment; say what has to be mended.',
      'Trả lại báo cáo phải kèm nhận xét; hãy ghi những gì cần sửa.',
    ],
  },
  { step: 'approvePlan', state: 'SUBMITTED', path: 'input.id', tasks: [], says: someTask },
  { step: 'approvePlan', state: 'SUBMITTED', path: 'input.id', tasks: ['CANCELLED led', 'CANCELLED'], says: someTask },
  {
    step: 'approvePlan',
    state: 'SUBMITTED',
    path: 'input.id',
    tasks: ['NOT_STARTED led', 'NOT_STARTED', 'CANCELLED', 'IN_PROGRESS'],
    says: [
      'These tasks have no lead department yet: 2, 4. Assign one to each of them.',
      'Nhiệm vụ số 2, 4 chưa có cơ quan chủ trì; hãy giao cho mỗi nhiệm vụ một cơ quan.',
    ],
  },
]
