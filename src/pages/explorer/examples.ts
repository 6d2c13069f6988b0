/** A query to try: whose it is, what it asks, and, if it needs the id of something, how that is found. */
export interface Example {
  /** The `id` of a person of the sample data. */
  person: string
  title: { vi: string; en: string }
  query: string
  variables?: object
  /** Asks first, with the same token, for what the variables are then made of. */
  prepare?: { query: string; variables: (data: any) => object }
  /** Sends this CSV first, as a dry run that writes nothing; the variable `id` is then that import's. */
  file?: { kind: string; text: string }
}

export const examples: readonly Example[] = [
  {
    person: 'analyst',
    title: { vi: 'Tổng hợp toàn quốc theo năm', en: 'The nation by year, with bounds' },
    query: `query NationByYear {
  nationalRollup(groupBy: [YEAR], filter: { indicators: ["EXHIBITION_VISITS", "PEOPLE_TRAINED"] }) {
    asOf
    rows {
      year
      plans
      tasks
      reportsDue
      reportsSubmitted
      indicators { indicator { name unit } value qualifier lower upper figures }
    }
    total { provincesReporting indicators { indicator { code } value qualifier lower upper } }
  }
}`,
  },
  {
    person: 'analyst',
    title: { vi: 'Cùng số liệu trên bản đồ 34 tỉnh', en: 'The same facts on the map of 34' },
    query: `query OnTheMapOf($asOf: Date!) {
  nationalRollup(groupBy: [PROVINCE, YEAR], asOf: $asOf) {
    rows { province { slug name } year tasks overdueTasks progress }
    total { plans tasks overdueTasks }
  }
}`,
    variables: { asOf: '2026-01-01' },
  },
  {
    person: 'analyst',
    title: { vi: 'Một ô tổng hợp gồm những gì', en: 'What one cell is made of' },
    query: `query Explained($cell: RollupCell!) {
  explainRollup(cell: $cell, groupBy: [PROVINCE, YEAR], first: 20) {
    totalCount
    nodes {
      value
      qualifier
      lower
      province { name }
      task { title }
      progressReport { revision period { code } department { name } }
      document { reference }
      source
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
    variables: { cell: { measure: 'INDICATOR', indicator: 'PEOPLE_TRAINED', province: 'bac-lieu', year: 2017 } },
  },
  {
    person: 'analyst',
    title: { vi: 'Báo cáo mới nhất của các tỉnh', en: 'The newest reports of the provinces' },
    query: `query NewestReports($after: String) {
  progressReports(first: 10, after: $after, filter: { status: [SUBMITTED, ACCEPTED] }) {
    totalCount
    nodes {
      province { name }
      department { name }
      period { code deadline }
      isLate
      achievements
      values { indicator { name } value qualifier asWritten }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  {
    person: 'analyst',
    title: { vi: 'Theo dõi báo cáo khi được gửi', en: 'Live: reports as they come in' },
    query: `subscription ReportsComeIn {
  progressReportChanged {
    kind
    progressReport { province { name } period { code } status revision submittedAt }
    cursor
  }
}`,
  },
  {
    person: 'ministry',
    title: { vi: 'Kiến nghị chưa trả lời', en: 'Open recommendations' },
    query: `query OpenRecommendations {
  recommendations(filter: { status: [OPEN] }, first: 10) {
    totalCount
    nodes { id version province { name } text }
  }
}`,
  },
  {
    person: 'ministry',
    title: { vi: 'Trả lời một kiến nghị', en: 'Answer a recommendation' },
    prepare: {
      query: '{ recommendations(filter: { status: [OPEN] }, first: 1) { nodes { id version } } }',
      variables: ({ recommendations: { nodes } }) => ({
        input: { ...nodes[0], status: 'ANSWERED', answer: 'Bộ ghi nhận và sẽ xem xét trong kế hoạch năm sau.' },
      }),
    },
    query: `mutation Answer($input: AnswerRecommendationInput!) {
  answerRecommendation(input: $input) {
    recommendation { status answer answeredAt province { name } }
    userErrors { code message path }
  }
}`,
  },
  {
    person: 'province',
    title: { vi: 'Kế hoạch của tỉnh và các nhiệm vụ', en: 'The province’s plan and its tasks' },
    query: `query OurPlans {
  plans(first: 5) {
    nodes {
      title
      status
      progress
      document { reference issuedOn }
      tasks(first: 20) {
        totalCount
        nodes { ordinal title category status lead { name } coordinating { shortName name } dueOn dueText isOverdue }
      }
    }
  }
}`,
  },
  {
    person: 'province',
    title: { vi: 'Báo cáo phải nộp', en: 'Reports that are owed' },
    query: `query Owed {
  reportsDue(first: 20) {
    totalCount
    nodes { state deadline period { code } department { name } task { title } plan { title } }
  }
}`,
  },
  {
    person: 'province',
    title: { vi: 'Lập dự thảo kế hoạch', en: 'Draft a plan' },
    query: `mutation DraftPlan($input: CreatePlanInput!) {
  createPlan(input: $input) {
    plan { id version title status periodStart periodEnd }
    userErrors { code message path }
  }
}`,
    variables: {
      input: {
        title: 'Kế hoạch thông tin đối ngoại năm 2027',
        kind: 'ANNUAL',
        periodStart: '2027-01-01',
        periodEnd: '2027-12-31',
      },
    },
  },
  {
    person: 'province',
    title: { vi: 'Theo dõi thay đổi kế hoạch', en: 'Live: changes of plans' },
    query: `subscription PlansChange {
  planChanged {
    kind
    plan { title status version updatedAt }
    cursor
  }
}`,
  },
  {
    person: 'officer',
    title: { vi: 'Nhiệm vụ của đơn vị tôi', en: 'What my department takes part in' },
    prepare: {
      query: '{ viewer { department { id } } }',
      variables: ({ viewer }) => ({ department: viewer.department.id }),
    },
    query: `query OurTasks($department: ID!) {
  tasks(filter: { departmentId: $department }, orderBy: { by: DUE_ON }) {
    totalCount
    nodes { ordinal title status dueOn isOverdue lead { name } progress }
  }
}`,
  },
  {
    person: 'officer',
    title: { vi: 'Soạn báo cáo về một nhiệm vụ', en: 'Draft a report on a task' },
    prepare: {
      query: `{ viewer { department { id } } tasks(first: 50) { nodes { id lead { id } } }
  progressReports(first: 50, filter: { period: "2014" }) { nodes { id version status task { id } } } }`,
      variables: ({ viewer, tasks, progressReports }) => {
        const task = tasks.nodes.find(({ lead }: any) => lead?.id === viewer.department.id)
        const report = progressReports.nodes.find((one: any) => one.task?.id === task?.id)
        const subject = report ? { id: report.id, version: report.version } : { taskId: task?.id }
        const achievements = 'Đã ban hành hướng dẫn và tổ chức hai buổi họp báo.'
        const values = [{ code: 'PRESS_CONFERENCES', value: 2, qualifier: 'AT_LEAST' }]
        return { input: { ...subject, period: '2014', percentComplete: 60, achievements, values } }
      },
    },
    query: `mutation DraftReport($input: SaveProgressReportInput!) {
  saveProgressReport(input: $input) {
    progressReport { id version revision status period { code deadline } values { indicator { name } value qualifier lower } }
    userErrors { code message path }
  }
}`,
  },
  {
    person: 'viewer',
    title: { vi: 'Tìm không cần dấu', en: 'Search without tone marks' },
    query: `query Search($text: String!) {
  tasks(filter: { text: $text }, first: 10) {
    totalCount
    nodes { title plan { title province { name } } status }
    pageInfo { hasNextPage endCursor }
  }
}`,
    variables: { text: 'bien dao' },
  },
  {
    person: 'merged',
    title: { vi: 'Tỉnh đã sáp nhập: lịch sử còn nguyên', en: 'A merged province keeps its history' },
    query: `query Merged {
  viewer { province { name existedUntil successor { name } } }
  plans { nodes { title periodStart periodEnd status } }
}`,
  },
  {
    person: 'importer',
    title: { vi: 'Tôi là ai, được làm gì', en: 'Who am I, and where' },
    query: `query WhoAmI {
  viewer { subject role scopes province { slug name } provinces { slug } }
}`,
  },
  {
    person: 'importer',
    title: { vi: 'Thử nhập một tệp và xem kết quả', en: 'Try a file, and see what is wrong with it' },
    file: {
      kind: 'plans',
      text: 'key,title,kind,period_start,period_end,status\nthu-1,Kế hoạch thử,ANNUAL,2019-01-01,2019-12-31,APPROVED\nthu-2,Kế hoạch sai ngày,ANNUAL,2019-02-31,2019-12-31,APPROVED\n',
    },
    query: `query TriedImport($id: ID!) {
  importJob(id: $id) {
    name
    kind
    state
    dryRun
    rowsRead
    rowsCreated
    rowsRefused
    problems(first: 10) { totalCount nodes { line column value code message } }
  }
}`,
  },
  {
    person: 'importer',
    title: { vi: 'Theo dõi một lần nhập đến khi xong', en: 'Live: an import until it ends' },
    file: {
      kind: 'departments',
      text: 'name,kind\nSở Ngoại vụ,DEPARTMENT\n',
    },
    query: `subscription ImportRuns($id: ID!) {
  importJobChanged(id: $id) { state rowsRead rowsCreated rowsRefused finishedAt }
}`,
  },
]
