// Made from schema.graphql by `npm run codegen`.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql'
import type { Context } from './context.ts'
export type Maybe<T> = T | null
export type InputMaybe<T> = T | null | undefined
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> }
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string }
  String: { input: string; output: string }
  Boolean: { input: boolean; output: boolean }
  Int: { input: number; output: number }
  Float: { input: number; output: number }
  /**
   * A calendar date, `2019-01-28` (ISO 8601), from the year 1900 to 2200. What is due or happens “on” a day is meant in the
   * time zone Asia/Ho_Chi_Minh.
   */
  Date: { input: string; output: string }
  /** An instant, `2019-01-28T07:30:00.000Z` (RFC 3339). */
  DateTime: { input: string; output: string }
  /** Whole đồng, as a string of digits, so that sums past 2^53 arrive unharmed: `"100000000000000"`. */
  Money: { input: string; output: string }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown }
}

/** Anything with an id. Ids are UUIDv7 strings and unique over all types. */
export type Node = {
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type Query = {
  readonly __typename?: 'Query'
  /** Who is asking, as the token says. */
  readonly viewer: Viewer
  /** Any object by its id; null if there is none that you may see. */
  readonly node?: Maybe<Node>
  /** A province (tỉnh) by its slug, `lang-son`; null if there is none. Provinces are public. */
  readonly province?: Maybe<Province>
  /**
   * The provinces in Vietnamese order of their names: all 63 of the map until 30/06/2025 unless `asOf` names a date,
   * then those that the map of that date shows. `first` and `last` are at most 100; without either, 100.
   */
  readonly provinces: ProvinceConnection
  /** Departments (sở, ban, ngành, UBND huyện, …) that you may see. `first` and `last` are at most 100; without either, 20. */
  readonly departments: DepartmentConnection
  /**
   * Documents (văn bản) that you may see, with the central ones that all share, newest first.
   * `first` and `last` are at most 100; without either, 20.
   */
  readonly documents: DocumentConnection
  /** A plan (kế hoạch) by its id; null if there is none that you may see. */
  readonly plan?: Maybe<Plan>
  /** Plans that you may see; the ministry sees them from APPROVED on. `first` and `last` are at most 100; without either, 20. */
  readonly plans: PlanConnection
  /** A task (nhiệm vụ) by its id; null if there is none that you may see. */
  readonly task?: Maybe<Task>
  /** Tasks that you may see. `first` and `last` are at most 100; without either, 20. */
  readonly tasks: TaskConnection
  /** One revision of a progress report (báo cáo) by its id; null if there is none that you may see. */
  readonly progressReport?: Maybe<ProgressReport>
  /**
   * Progress reports that you may see, every revision, newest first; the ministry sees them from SUBMITTED on.
   * `first` and `last` are at most 100; without either, 20.
   */
  readonly progressReports: ProgressReportConnection
  /** The national catalogue of indicators (chỉ tiêu), in the catalogue's order. */
  readonly indicators: ReadonlyArray<Indicator>
  /**
   * The reporting periods (kỳ báo cáo) whose windows end in a year from 1990 to 2060: months, quarters, half-years, nine
   * months, year. A year outside gives an empty list.
   */
  readonly reportingPeriods: ReadonlyArray<ReportingPeriod>
  /**
   * The reports that approved plans owe (báo cáo phải nộp), by deadline: of the lead of each task not cancelled, one for each
   * period of the plan's cadence whose window the task's dates touch; of the province, one for each year of the plan; both
   * from the approval on. A plan that was completed (`completePlan`) owes what it owed until that day;
   * one that was imported as completed, and one that is cancelled, owe nothing. When the lead changes, what the former
   * lead has submitted stays the report on its period, and what nobody has submitted is owed by the new one. `first` and `last` are at most 100; without either, 20.
   */
  readonly reportsDue: ReportDueConnection
  /**
   * Who changed what, from what to what, when and why, newest first. A province's roles; the ministry gets FORBIDDEN.
   * `first` and `last` are at most 100; without either, 20.
   */
  readonly auditLog: AuditEntryConnection
  /**
   * An import of files by its id: how far it is, what is wrong with the file, what it wrote. A province's administrator
   * sees all that were sent for the province, an IMPORTER its own (scope `imports:write`); null for one that isn't there or
   * that others sent. Other roles get FORBIDDEN.
   */
  readonly importJob?: Maybe<ImportJob>
  /**
   * Who may call for your province (PROVINCE_ADMIN) or for the ministry (MINISTRY_ADMIN), by name; deactivated ones too.
   * Others get FORBIDDEN. `first` and `last` are at most 100; without either, 20.
   */
  readonly members: MemberConnection
  /**
   * The programs that may call for your province (PROVINCE_ADMIN), or that the ministry keeps (MINISTRY_ADMIN), newest
   * first; revoked ones too. Others get FORBIDDEN. `first` and `last` are at most 100; without either, 20.
   */
  readonly serviceAccounts: ServiceAccountConnection
  /**
   * What provinces ask of the ministry (kiến nghị, đề xuất), newest first.
   * `first` and `last` are at most 100; without either, 20.
   */
  readonly recommendations: RecommendationConnection
  /** All mergers of provinces on record, by their day and the predecessor's name; withdrawn ones too. Everybody may ask. */
  readonly successions: ReadonlyArray<Succession>
  /**
   * Figures over provinces (tổng hợp), computed from what was committed when the query began.
   *
   * `groupBy` makes a row for each combination of its dimensions that holds something (grouping by PROVINCE alone: for
   * every province of the map). `asOf` is the date of the map: the same facts fall under the province that held the
   * territory on that date; without it, under the province that filed them. The ministry gets the nation; a
   * province's user gets the province's own rows and its predecessors'.
   *
   * Errors: BAD_INPUT for an unknown province, year or indicator, for a province that is not on the map of `asOf`, and
   * for DEPARTMENT without a filter of exactly one province.
   */
  readonly nationalRollup: Rollup
  /**
   * What one cell of a rollup is made of: each fact that it counts, with where it comes from and how it was counted. Give
   * the `filter`, `groupBy` and `asOf` of the rollup, and in `cell` the measure and the row, by the values of its
   * dimensions; a dimension that was grouped by and is left out is that row's null. The facts add up to the cell: counts by
   * `counts`, sums by `value`, and rates and means by their parts. The ministry is shown only what it may see, which is all
   * that a rollup counts; a province's user, the province's own facts and its predecessors'.
   *
   * Errors: as of `nationalRollup`; BAD_INPUT for INDICATOR without an `indicator`, or with one that is not in the catalogue.
   */
  readonly explainRollup: RollupFactConnection
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryProvinceArgs = {
  slug: Scalars['String']['input']
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryProvincesArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryDepartmentsArgs = {
  filter?: InputMaybe<DepartmentFilter>
  orderBy?: InputMaybe<DepartmentOrder>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryDocumentsArgs = {
  filter?: InputMaybe<DocumentFilter>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryPlanArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryPlansArgs = {
  filter?: InputMaybe<PlanFilter>
  orderBy?: InputMaybe<PlanOrder>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryTaskArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryTasksArgs = {
  filter?: InputMaybe<TaskFilter>
  orderBy?: InputMaybe<TaskOrder>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryProgressReportArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryProgressReportsArgs = {
  filter?: InputMaybe<ProgressReportFilter>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryReportingPeriodsArgs = {
  year: Scalars['Int']['input']
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryReportsDueArgs = {
  filter?: InputMaybe<ReportDueFilter>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryAuditLogArgs = {
  filter?: InputMaybe<AuditFilter>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryImportJobArgs = {
  id: Scalars['ID']['input']
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryMembersArgs = {
  filter?: InputMaybe<MemberFilter>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryServiceAccountsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryRecommendationsArgs = {
  filter?: InputMaybe<RecommendationFilter>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryNationalRollupArgs = {
  filter?: InputMaybe<RollupFilter>
  groupBy?: ReadonlyArray<RollupDimension>
  asOf?: InputMaybe<Scalars['Date']['input']>
}

/** What can be asked. Reads change nothing; several fields of one query show one instant. */
export type QueryExplainRollupArgs = {
  cell: RollupCell
  filter?: InputMaybe<RollupFilter>
  groupBy?: ReadonlyArray<RollupDimension>
  asOf?: InputMaybe<Scalars['Date']['input']>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type Mutation = {
  readonly __typename?: 'Mutation'
  /**
   * Drafts a plan. PROVINCE_ADMIN. BAD_INPUT: a period that ends before it starts; a reference that can't be read.
   * NOT_FOUND: the parent or a legal basis. INVALID_STATE: the province has merged and the plan starts on or after that day.
   */
  readonly createPlan: CreatePlanPayload
  /**
   * Changes a plan. PROVINCE_ADMIN. After approval a reason is owed (INVALID_STATE without); a completed or cancelled plan
   * does not change. CONFLICT: `version` is not the current one.
   */
  readonly updatePlan: UpdatePlanPayload
  /** Adds a task to a plan, at its end. PROVINCE_ADMIN. INVALID_STATE: the plan is submitted, approved, completed or cancelled. */
  readonly createTask: CreateTaskPayload
  /** Changes a task. PROVINCE_ADMIN. Once the plan is approved this is an amendment and owes a reason. */
  readonly updateTask: UpdateTaskPayload
  /**
   * Says which departments take part in a task: exactly one leads (chủ trì), others coordinate (phối hợp), advise (tham
   * mưu), direct (chỉ đạo) or assign (giao). PROVINCE_ADMIN. What is left out stays as it is.
   */
  readonly assignTask: AssignTaskPayload
  /** NOT_STARTED → IN_PROGRESS, in an approved plan. PROVINCE_ADMIN, or an officer of a department that leads or coordinates. */
  readonly startTask: StartTaskPayload
  /** IN_PROGRESS → COMPLETED, on `completedOn` or today. PROVINCE_ADMIN, or an officer of a department that leads or coordinates. */
  readonly completeTask: CompleteTaskPayload
  /**
   * Saves a report as a draft: a new one, a draft by its `id`, or, on one that was submitted, its next revision.
   * CONFLICT: there is a report on this for the period, or a newer revision; change that one. INVALID_STATE: the plan is
   * not approved, or the department neither leads nor coordinates the task.
   * DEPARTMENT_OFFICER for a task where the department leads or coordinates; PROVINCE_ADMIN for any task, a plan or
   * a year of the province.
   */
  readonly saveProgressReport: SaveProgressReportPayload
  /**
   * DRAFT → SUBMITTED. From then on the revision does not change, and the ministry sees it. The roles are those of
   * saveProgressReport.
   */
  readonly submitProgressReport: SubmitProgressReportPayload
  /** Adds a department. PROVINCE_ADMIN. CONFLICT: one with this name exists (case, white space and Unicode form don't count). */
  readonly createDepartment: CreateDepartmentPayload
  /** DRAFT or RETURNED → SUBMITTED (trình duyệt). PROVINCE_ADMIN. The tasks are handed in with it. */
  readonly submitPlan: SubmitPlanPayload
  /**
   * SUBMITTED → APPROVED (phê duyệt); may carry the document that issues the plan. PROVINCE_ADMIN. INVALID_STATE: the plan
   * has no task, or a task has no lead. From here on the ministry sees the plan and its tasks.
   */
  readonly approvePlan: ApprovePlanPayload
  /** SUBMITTED → RETURNED (trả lại), with a reason. PROVINCE_ADMIN. */
  readonly returnPlan: ReturnPlanPayload
  /** APPROVED → COMPLETED (hoàn thành). PROVINCE_ADMIN. */
  readonly completePlan: CompletePlanPayload
  /** Any state but COMPLETED → CANCELLED (hủy), with a reason. PROVINCE_ADMIN. */
  readonly cancelPlan: CancelPlanPayload
  /** Removes a plan that was never submitted, with its tasks. PROVINCE_ADMIN. INVALID_STATE: it was submitted once. */
  readonly discardPlan: DiscardPayload
  /**
   * NOT_STARTED or IN_PROGRESS → CANCELLED (hủy), with a reason. PROVINCE_ADMIN. INVALID_STATE: the plan is submitted,
   * completed or cancelled.
   */
  readonly cancelTask: CancelTaskPayload
  /** Removes a task that was never part of a submitted plan. PROVINCE_ADMIN. */
  readonly discardTask: DiscardPayload
  /**
   * SUBMITTED → ACCEPTED (chấp nhận): its figures count from here on, and those of an older revision no longer.
   * PROVINCE_ADMIN, of the province or, once it has merged, of its successor; the log then has `handedOverTo`. INVALID_STATE: an indicator of the plan and period would count both on a task and on the plan; the
   * message names the other report.
   */
  readonly acceptProgressReport: AcceptProgressReportPayload
  /** SUBMITTED → RETURNED (trả lại), with a comment. PROVINCE_ADMIN. The correction is a new revision. */
  readonly returnProgressReport: ReturnProgressReportPayload
  /** Removes a report that was never submitted. The roles are those of saveProgressReport. */
  readonly discardProgressReport: DiscardPayload
  /** Changes a department, or ends it and names who took over. PROVINCE_ADMIN. CONFLICT: another has this name. */
  readonly updateDepartment: UpdateDepartmentPayload
  /**
   * Asks something of the ministry (kiến nghị) in the province's report on a plan or a year, while that is being written.
   * PROVINCE_ADMIN. The ministry sees it once the report is submitted.
   */
  readonly createRecommendation: CreateRecommendationPayload
  /** Answers a recommendation, once: OPEN → ANSWERED or DECLINED. MINISTRY_ADMIN. */
  readonly answerRecommendation: AnswerRecommendationPayload
  /**
   * Records that a province merges into another (sáp nhập) on a day. MINISTRY_ADMIN. From that day on the successor reads
   * what the predecessor filed, its administrator accepts the reports that the predecessor left open, the predecessor plans nothing
   * that starts later, and rollups on the map of that day or a later one put its facts under the successor. Nothing that
   * was filed is changed. BAD_INPUT: an unknown province, or twice the same. INVALID_STATE: the predecessor has a
   * successor on record already; the successor will have merged by then, or the two would go round in a circle.
   */
  readonly recordSuccession: RecordSuccessionPayload
  /**
   * Withdraws a succession, as if it had not been recorded: every figure on every map is again what it was, and the
   * successor no longer reads what the predecessor filed. What was done meanwhile stays done. MINISTRY_ADMIN, with a
   * reason. The succession stays on record, withdrawn. NOT_FOUND: the succession. INVALID_STATE: it is withdrawn already.
   */
  readonly withdrawSuccession: WithdrawSuccessionPayload
  /**
   * Lets somebody call for the own province (PROVINCE_ADMIN) or for the ministry (MINISTRY_ADMIN). Who is active in
   * another place already goes on acting for that one, and for this one as soon as that has ended. CONFLICT: the subject is
   * a member here; the payload has it. BAD_INPUT: a role of the other level; an officer without a department, or another
   * with one. NOT_FOUND: the department.
   */
  readonly createMember: CreateMemberPayload
  /**
   * Changes a member. PROVINCE_ADMIN, MINISTRY_ADMIN. Counts from the next request on, also for tokens that were given out
   * before. INVALID_STATE: your own role; the role of the last active administrator. BAD_INPUT as for `createMember`.
   */
  readonly updateMember: UpdateMemberPayload
  /**
   * Ends a member's access at once, also by tokens that were given out before. PROVINCE_ADMIN, MINISTRY_ADMIN.
   * INVALID_STATE: yourself; the last active administrator; a member that is deactivated already.
   */
  readonly deactivateMember: DeactivateMemberPayload
  /** Lets a deactivated member call again. PROVINCE_ADMIN, MINISTRY_ADMIN. INVALID_STATE: the member is active. */
  readonly reactivateMember: ReactivateMemberPayload
  /**
   * Makes an account for a program, and its secret, which is shown this once: an answer that is repeated for an
   * Idempotency-Key holds none. PROVINCE_ADMIN for the own province; MINISTRY_ADMIN for IMPORTER accounts of listed provinces
   * and MINISTRY_ANALYST accounts of the nation. BAD_INPUT: a role that you can't give; a scope that the role doesn't have;
   * provinces where they don't belong, or none where they do. Its tokens come from `POST /oauth/token`.
   */
  readonly createServiceAccount: CreateServiceAccountPayload
  /**
   * Changes an account's name or scopes; scopes that are taken away are gone from the next request on. PROVINCE_ADMIN,
   * MINISTRY_ADMIN. INVALID_STATE: the account is revoked.
   */
  readonly updateServiceAccount: UpdateServiceAccountPayload
  /**
   * Makes a new secret, shown this once. The one before it, and tokens had by it, stay good for `overlapHours`; any older one
   * ends at once. PROVINCE_ADMIN, MINISTRY_ADMIN. INVALID_STATE: the account is revoked.
   */
  readonly rotateServiceAccountSecret: RotateServiceAccountSecretPayload
  /**
   * Ends an account for good and at once, also for tokens that were given out before. PROVINCE_ADMIN, MINISTRY_ADMIN.
   * INVALID_STATE: the account is revoked already.
   */
  readonly revokeServiceAccount: RevokeServiceAccountPayload
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCreatePlanArgs = {
  input: CreatePlanInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationUpdatePlanArgs = {
  input: UpdatePlanInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCreateTaskArgs = {
  input: CreateTaskInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationUpdateTaskArgs = {
  input: UpdateTaskInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationAssignTaskArgs = {
  input: AssignTaskInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationStartTaskArgs = {
  input: TaskStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCompleteTaskArgs = {
  input: TaskStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationSaveProgressReportArgs = {
  input: SaveProgressReportInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationSubmitProgressReportArgs = {
  input: ReportStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCreateDepartmentArgs = {
  input: CreateDepartmentInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationSubmitPlanArgs = {
  input: PlanStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationApprovePlanArgs = {
  input: PlanStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationReturnPlanArgs = {
  input: PlanStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCompletePlanArgs = {
  input: PlanStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCancelPlanArgs = {
  input: PlanStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationDiscardPlanArgs = {
  input: DiscardInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCancelTaskArgs = {
  input: TaskStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationDiscardTaskArgs = {
  input: DiscardInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationAcceptProgressReportArgs = {
  input: ReportStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationReturnProgressReportArgs = {
  input: ReportStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationDiscardProgressReportArgs = {
  input: DiscardInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationUpdateDepartmentArgs = {
  input: UpdateDepartmentInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCreateRecommendationArgs = {
  input: CreateRecommendationInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationAnswerRecommendationArgs = {
  input: AnswerRecommendationInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationRecordSuccessionArgs = {
  input: RecordSuccessionInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationWithdrawSuccessionArgs = {
  input: WithdrawSuccessionInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCreateMemberArgs = {
  input: CreateMemberInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationUpdateMemberArgs = {
  input: UpdateMemberInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationDeactivateMemberArgs = {
  input: MemberStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationReactivateMemberArgs = {
  input: MemberStepInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationCreateServiceAccountArgs = {
  input: CreateServiceAccountInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationUpdateServiceAccountArgs = {
  input: UpdateServiceAccountInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationRotateServiceAccountSecretArgs = {
  input: RotateServiceAccountSecretInput
}

/**
 * Each takes one `input` and is one transaction. With an `Idempotency-Key` header (1–255 printable characters, one
 * mutation in the request) the same request gives the first answer again for 24 hours, also after a restart and when sent
 * twice at once; the same key with another request is BAD_INPUT. A mistake that you can mend comes as `userErrors` and has changed
 * nothing; the object is then null, but on CONFLICT it is the current state.
 */
export type MutationRevokeServiceAccountArgs = {
  input: RevokeServiceAccountInput
}

/**
 * Changes as they are committed, over a WebSocket on the same path as queries, with the sub-protocol
 * `graphql-transport-ws`. Sign in with `connection_init` and `{ "Authorization": "Bearer …" }` within 5 seconds; the
 * connection ends with the token (close code 4401). At most 100 subscriptions on a connection, 16 kB a message.
 *
 * You get what queries would let you see: a province's users their province and those that merged into it, the ministry
 * plans and tasks from APPROVED on and reports from SUBMITTED on. The object is in its state of the moment, so of changes
 * that follow each other quickly only the newest may be told. What is removed, as a draft, is not told.
 *
 * `after` is the `cursor` of the last event that you had from the same field: first comes every object that has changed
 * since, in its newest state, then what happens from now on. Nothing is left out. What was committed at the very moment of
 * the last event may come again, and so may what you missed if you are cut off before all of it has come: `id` and
 * `version` show it. Without `after`, subscribe first and fetch the list then. A client that reads more slowly than
 * things change is cut off (close code 1013) and goes on from its cursor.
 *
 * Errors: BAD_INPUT for a cursor of another field or another user's scope; LIMIT_EXCEEDED when more than 1,000
 * objects have changed since the cursor, or of one type at once, as by an import (fetch the lists anew); FORBIDDEN for
 * IMPORTER, but for its imports.
 */
export type Subscription = {
  readonly __typename?: 'Subscription'
  /**
   * A plan was made or changed: one plan, or without `planId` any that you may see. A plan that is approved is told, its
   * tasks, which the ministry sees from then on, are not: select them.
   */
  readonly planChanged: PlanChange
  /**
   * A task was made or changed: of one plan, or one in which a department takes part (in whatever part, after the
   * change), or both, or any that you may see. Its `progress` changes with reports, which is not told here.
   */
  readonly taskChanged: TaskChange
  /** A revision of a progress report was made or changed: of one plan with its tasks, of one task, or any that you may see. */
  readonly progressReportChanged: ProgressReportChange
  /**
   * How an import goes on: as it is now, then again about every second while it runs and something has happened, and at last
   * how it ended, with which the subscription ends too. For those who may ask for `importJob`; for others, and for an import
   * that isn't there, NOT_FOUND.
   */
  readonly importJobChanged: ImportJob
}

/**
 * Changes as they are committed, over a WebSocket on the same path as queries, with the sub-protocol
 * `graphql-transport-ws`. Sign in with `connection_init` and `{ "Authorization": "Bearer …" }` within 5 seconds; the
 * connection ends with the token (close code 4401). At most 100 subscriptions on a connection, 16 kB a message.
 *
 * You get what queries would let you see: a province's users their province and those that merged into it, the ministry
 * plans and tasks from APPROVED on and reports from SUBMITTED on. The object is in its state of the moment, so of changes
 * that follow each other quickly only the newest may be told. What is removed, as a draft, is not told.
 *
 * `after` is the `cursor` of the last event that you had from the same field: first comes every object that has changed
 * since, in its newest state, then what happens from now on. Nothing is left out. What was committed at the very moment of
 * the last event may come again, and so may what you missed if you are cut off before all of it has come: `id` and
 * `version` show it. Without `after`, subscribe first and fetch the list then. A client that reads more slowly than
 * things change is cut off (close code 1013) and goes on from its cursor.
 *
 * Errors: BAD_INPUT for a cursor of another field or another user's scope; LIMIT_EXCEEDED when more than 1,000
 * objects have changed since the cursor, or of one type at once, as by an import (fetch the lists anew); FORBIDDEN for
 * IMPORTER, but for its imports.
 */
export type SubscriptionPlanChangedArgs = {
  planId?: InputMaybe<Scalars['ID']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/**
 * Changes as they are committed, over a WebSocket on the same path as queries, with the sub-protocol
 * `graphql-transport-ws`. Sign in with `connection_init` and `{ "Authorization": "Bearer …" }` within 5 seconds; the
 * connection ends with the token (close code 4401). At most 100 subscriptions on a connection, 16 kB a message.
 *
 * You get what queries would let you see: a province's users their province and those that merged into it, the ministry
 * plans and tasks from APPROVED on and reports from SUBMITTED on. The object is in its state of the moment, so of changes
 * that follow each other quickly only the newest may be told. What is removed, as a draft, is not told.
 *
 * `after` is the `cursor` of the last event that you had from the same field: first comes every object that has changed
 * since, in its newest state, then what happens from now on. Nothing is left out. What was committed at the very moment of
 * the last event may come again, and so may what you missed if you are cut off before all of it has come: `id` and
 * `version` show it. Without `after`, subscribe first and fetch the list then. A client that reads more slowly than
 * things change is cut off (close code 1013) and goes on from its cursor.
 *
 * Errors: BAD_INPUT for a cursor of another field or another user's scope; LIMIT_EXCEEDED when more than 1,000
 * objects have changed since the cursor, or of one type at once, as by an import (fetch the lists anew); FORBIDDEN for
 * IMPORTER, but for its imports.
 */
export type SubscriptionTaskChangedArgs = {
  planId?: InputMaybe<Scalars['ID']['input']>
  departmentId?: InputMaybe<Scalars['ID']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/**
 * Changes as they are committed, over a WebSocket on the same path as queries, with the sub-protocol
 * `graphql-transport-ws`. Sign in with `connection_init` and `{ "Authorization": "Bearer …" }` within 5 seconds; the
 * connection ends with the token (close code 4401). At most 100 subscriptions on a connection, 16 kB a message.
 *
 * You get what queries would let you see: a province's users their province and those that merged into it, the ministry
 * plans and tasks from APPROVED on and reports from SUBMITTED on. The object is in its state of the moment, so of changes
 * that follow each other quickly only the newest may be told. What is removed, as a draft, is not told.
 *
 * `after` is the `cursor` of the last event that you had from the same field: first comes every object that has changed
 * since, in its newest state, then what happens from now on. Nothing is left out. What was committed at the very moment of
 * the last event may come again, and so may what you missed if you are cut off before all of it has come: `id` and
 * `version` show it. Without `after`, subscribe first and fetch the list then. A client that reads more slowly than
 * things change is cut off (close code 1013) and goes on from its cursor.
 *
 * Errors: BAD_INPUT for a cursor of another field or another user's scope; LIMIT_EXCEEDED when more than 1,000
 * objects have changed since the cursor, or of one type at once, as by an import (fetch the lists anew); FORBIDDEN for
 * IMPORTER, but for its imports.
 */
export type SubscriptionProgressReportChangedArgs = {
  planId?: InputMaybe<Scalars['ID']['input']>
  taskId?: InputMaybe<Scalars['ID']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/**
 * Changes as they are committed, over a WebSocket on the same path as queries, with the sub-protocol
 * `graphql-transport-ws`. Sign in with `connection_init` and `{ "Authorization": "Bearer …" }` within 5 seconds; the
 * connection ends with the token (close code 4401). At most 100 subscriptions on a connection, 16 kB a message.
 *
 * You get what queries would let you see: a province's users their province and those that merged into it, the ministry
 * plans and tasks from APPROVED on and reports from SUBMITTED on. The object is in its state of the moment, so of changes
 * that follow each other quickly only the newest may be told. What is removed, as a draft, is not told.
 *
 * `after` is the `cursor` of the last event that you had from the same field: first comes every object that has changed
 * since, in its newest state, then what happens from now on. Nothing is left out. What was committed at the very moment of
 * the last event may come again, and so may what you missed if you are cut off before all of it has come: `id` and
 * `version` show it. Without `after`, subscribe first and fetch the list then. A client that reads more slowly than
 * things change is cut off (close code 1013) and goes on from its cursor.
 *
 * Errors: BAD_INPUT for a cursor of another field or another user's scope; LIMIT_EXCEEDED when more than 1,000
 * objects have changed since the cursor, or of one type at once, as by an import (fetch the lists anew); FORBIDDEN for
 * IMPORTER, but for its imports.
 */
export type SubscriptionImportJobChangedArgs = {
  id: Scalars['ID']['input']
}

/** One change of a plan. */
export type PlanChange = {
  readonly __typename?: 'PlanChange'
  /** As it is now. */
  readonly plan: Plan
  /** What happened. */
  readonly kind: ChangeKind
  /** Give it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output']
}

/** One change of a task. */
export type TaskChange = {
  readonly __typename?: 'TaskChange'
  /** As it is now. */
  readonly task: Task
  /** What happened. */
  readonly kind: ChangeKind
  /** Give it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output']
}

/** One change of a revision of a progress report. */
export type ProgressReportChange = {
  readonly __typename?: 'ProgressReportChange'
  /** As it is now. */
  readonly progressReport: ProgressReport
  /** What happened. */
  readonly kind: ChangeKind
  /** Give it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output']
}

/** Who is asking. */
export type Viewer = {
  readonly __typename?: 'Viewer'
  /** The token's `sub`. */
  readonly subject: Scalars['String']['output']
  /** What you may do. */
  readonly role: Role
  /** Null for the ministry. */
  readonly province?: Maybe<Province>
  /** Only for a department's officer. */
  readonly department?: Maybe<Department>
  /**
   * For an IMPORTER: the provinces that it may enter, in Vietnamese order; `province` is null if there are several. Empty
   * for all others.
   */
  readonly provinces: ReadonlyArray<Province>
  /**
   * For a service account: what it may do at most (`records:read`, `rollups:read`, `changes:read`, `exports:read`,
   * `imports:write`). Null for people, who may do what their role allows.
   */
  readonly scopes?: Maybe<ReadonlyArray<Scalars['String']['output']>>
}

/**
 * Somebody who may call: whoever signs in under the subject. Where people's tokens come from an issuer (OpenID Connect),
 * members decide what they may; a token's own claims about roles don't count.
 */
export type Member = {
  readonly __typename?: 'Member'
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
  /** The `sub` of the tokens. */
  readonly subject: Scalars['String']['output']
  /** What people call them. At most 200 characters. */
  readonly displayName: Scalars['String']['output']
  /** What they may do. */
  readonly role: MemberRole
  /** Null for the ministry's. */
  readonly province?: Maybe<Province>
  /** Only for a DEPARTMENT_OFFICER. */
  readonly department?: Maybe<Department>
  /** Whether they may call now. */
  readonly isActive: Scalars['Boolean']['output']
  /** Since when without a break; of a deactivated one, the last time. */
  readonly activeSince: Scalars['DateTime']['output']
  /** Since when they may not; null while they may. */
  readonly deactivatedAt?: Maybe<Scalars['DateTime']['output']>
  /** When it was recorded. */
  readonly createdAt: Scalars['DateTime']['output']
  /** Grows by one with each change; a change names the version that it has read. */
  readonly version: Scalars['Int']['output']
}

/** What a member may do (vai trò). */
export type MemberRole =
  /** Reads all in one province. */
  | 'PROVINCE_VIEWER'
  /** Reads all in one province; starts tasks and files reports where the department leads or coordinates. */
  | 'DEPARTMENT_OFFICER'
  /** Does everything in one province. */
  | 'PROVINCE_ADMIN'
  /** Reads the nation's rollups, plans from APPROVED on and reports from SUBMITTED on. */
  | 'MINISTRY_ANALYST'
  /** As the analyst; also keeps the catalogue, provinces and successions, and answers recommendations. */
  | 'MINISTRY_ADMIN'

/**
 * A program that may call. It gets tokens from `POST /oauth/token` for its id and secret (OAuth 2.0 client credentials);
 * they last ten minutes.
 */
export type ServiceAccount = {
  readonly __typename?: 'ServiceAccount'
  /** Also its `client_id`. */
  readonly id: Scalars['ID']['output']
  /** What people call it. At most 200 characters. */
  readonly name: Scalars['String']['output']
  /** What they may do. */
  readonly role: ServiceAccountRole
  /**
   * What it may do at most: `records:read` (what GraphQL lists), `rollups:read`, `changes:read`, `exports:read`,
   * `imports:write`.
   */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>
  /** Where it acts, in Vietnamese order; empty for the nation. */
  readonly provinces: ReadonlyArray<Province>
  /** When it last got or used a token, to the minute. */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>
  /** Until when the secret before the current one is good; null if there is none. */
  readonly previousSecretUntil?: Maybe<Scalars['DateTime']['output']>
  /** Since when it is ended; null while it is good. */
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>
  /** When it was recorded. */
  readonly createdAt: Scalars['DateTime']['output']
  /** Grows by one with each change; a change names the version that it has read. */
  readonly version: Scalars['Int']['output']
}

/** What a program may do (vai trò). */
export type ServiceAccountRole =
  /** Imports into one province or several, one at a time. Scope: `imports:write`. */
  | 'IMPORTER'
  /** Reads all in one province. Scopes: `records:read`, `rollups:read`, `changes:read`, `exports:read`. */
  | 'PROVINCE_VIEWER'
  /** Reads what the ministry sees of the nation. Scopes as the viewer's. */
  | 'MINISTRY_ANALYST'

/** A province (tỉnh, thành phố trực thuộc trung ương): the tenant. */
export type Province = Node & {
  readonly __typename?: 'Province'
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
  /** The stable key, `bac-kan`. Codes are given out again over time; a slug never is. */
  readonly slug: Scalars['String']['output']
  /** In Vietnamese, without “tỉnh” or “thành phố”: `Bắc Kạn`. */
  readonly name: Scalars['String']['output']
  /** Without marks: `Bac Kan`. */
  readonly asciiName: Scalars['String']['output']
  /**
   * The official code on a date (today's if none is given), after Quyết định 124/2004/QĐ-TTg and, from 01/07/2025,
   * Quyết định 19/2025/QĐ-TTg; null if the province had none on that date.
   */
  readonly code?: Maybe<Scalars['String']['output']>
  /** The first day on record; null where it is not. */
  readonly existedFrom?: Maybe<Scalars['Date']['output']>
  /** The last day; null while it exists. */
  readonly existedUntil?: Maybe<Scalars['Date']['output']>
  /** The province that it merged into (sáp nhập). */
  readonly successor?: Maybe<Province>
  /** The provinces that merged into it, in Vietnamese order of their names. */
  readonly predecessors: ReadonlyArray<Province>
}

/** A province (tỉnh, thành phố trực thuộc trung ương): the tenant. */
export type ProvinceCodeArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>
}

/** That a province merged into another (sáp nhập), kept by the ministry. It is recorded and may be withdrawn, and is never changed. */
export type Succession = {
  readonly __typename?: 'Succession'
  /** UUID. */
  readonly id: Scalars['ID']['output']
  /** The province that ended. */
  readonly predecessor: Province
  /** The province that took over. */
  readonly successor: Province
  /** The first day on which the successor holds the territory. */
  readonly effectiveOn: Scalars['Date']['output']
  /** The resolution or law that says so. */
  readonly legalBasis: Scalars['String']['output']
  /** When it was recorded. */
  readonly recordedAt: Scalars['DateTime']['output']
  /** When it was withdrawn; null while it counts. */
  readonly withdrawnAt?: Maybe<Scalars['DateTime']['output']>
}

/** Any body that a task can be given to, inside one province (sở, ban, ngành, đoàn thể, UBND huyện, đài, báo, …). */
export type Department = Node & {
  readonly __typename?: 'Department'
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
  /** The province (tỉnh) that it belongs to. */
  readonly province: Province
  /** `Sở Thông tin và Truyền thông`. At most 300 characters. Unique in its province while it exists. */
  readonly name: Scalars['String']['output']
  /** `Sở TTTT`. At most 100 characters. */
  readonly shortName?: Maybe<Scalars['String']['output']>
  /** Of what kind it is. */
  readonly kind: DepartmentKind
  /** The department that it belongs to; null if it stands by itself. */
  readonly parent?: Maybe<Department>
  /** The first day on record; null where it is not. */
  readonly existedFrom?: Maybe<Scalars['Date']['output']>
  /** The last day; null while it exists. */
  readonly existedUntil?: Maybe<Scalars['Date']['output']>
  /** The department that took over its work. */
  readonly successor?: Maybe<Department>
  /** Grows by one with each change; a change names the version that it has read. */
  readonly version: Scalars['Int']['output']
}

/** A document (văn bản) by its reference: number and symbol (số, ký hiệu), date and issuer. */
export type Document = Node & {
  readonly __typename?: 'Document'
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
  /** As written: `51/KH-UBND`, `34/2017/QĐ-UBND`, `16-HD/BTGTU`; the title where a document has no number. */
  readonly reference: Scalars['String']['output']
  /** The number: 51. */
  readonly number?: Maybe<Scalars['Int']['output']>
  /** The symbol: `KH-UBND`. */
  readonly symbol?: Maybe<Scalars['String']['output']>
  /** Of what kind it is. */
  readonly kind: DocumentKind
  /** The day of issue; null where it is not on record. */
  readonly issuedOn?: Maybe<Scalars['Date']['output']>
  /** The body that issued it (cơ quan ban hành); null where it is not on record. */
  readonly issuer?: Maybe<Scalars['String']['output']>
  /** What it is about (trích yếu); null where it is not on record. */
  readonly title?: Maybe<Scalars['String']['output']>
  /** Whose document it is. */
  readonly level: DocumentLevel
  /** Null for a central document, which all provinces share. */
  readonly province?: Maybe<Province>
}

/** A plan of external-information work (kế hoạch công tác thông tin đối ngoại), of one year or several. */
export type Plan = Node & {
  readonly __typename?: 'Plan'
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
  /** The province (tỉnh) that it belongs to. */
  readonly province: Province
  /** The document that issued it; null while it is a draft, and where the record names none. */
  readonly document?: Maybe<Document>
  /** At most 500 characters. */
  readonly title: Scalars['String']['output']
  /** Of what kind it is. */
  readonly kind: PlanKind
  /** Where it stands (trạng thái). */
  readonly status: PlanStatus
  /** The first day that it covers. */
  readonly periodStart: Scalars['Date']['output']
  /** The last day that it covers. */
  readonly periodEnd: Scalars['Date']['output']
  /**
   * How often its tasks are reported on: QUARTER for new plans, YEAR for imported ones, unless said otherwise. Only
   * figures in this cadence count in rollups.
   */
  readonly reportingPeriod: PeriodKind
  /** What it is to reach (mục tiêu), in its own order. */
  readonly objectives: ReadonlyArray<Scalars['String']['output']>
  /** The documents it rests on (căn cứ), in its own order. */
  readonly legalBases: ReadonlyArray<Document>
  /** The plan of several years under which it stands. */
  readonly parent?: Maybe<Plan>
  /** The importer's own key. */
  readonly sourceKey?: Maybe<Scalars['String']['output']>
  /** The page or file that it comes from. */
  readonly source?: Maybe<Scalars['String']['output']>
  /** Its tasks, by ordinal unless `orderBy` says otherwise. `first` is at most 100; without it, 20. */
  readonly tasks: TaskConnection
  /** The province's reports on the plan itself, newest first. `first` is at most 100; without it, 20. */
  readonly progressReports: ProgressReportConnection
  /**
   * 0–100 %: the unweighted mean of the progress of its tasks that are not cancelled; tasks that nothing was reported on
   * don't count, and null means that nothing was reported on any.
   */
  readonly progress?: Maybe<Scalars['Float']['output']>
  /** Grows by one with each change; a change names the version that it has read. */
  readonly version: Scalars['Int']['output']
  /** When it was recorded. */
  readonly createdAt: Scalars['DateTime']['output']
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output']
  /**
   * Who changed it, from what to what, when and why, newest first, with the amendments of its tasks. Null for the ministry. `first` is at most 100;
   * without it, 20.
   */
  readonly history?: Maybe<AuditEntryConnection>
}

/** A plan of external-information work (kế hoạch công tác thông tin đối ngoại), of one year or several. */
export type PlanTasksArgs = {
  filter?: InputMaybe<TaskFilter>
  orderBy?: InputMaybe<TaskOrder>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** A plan of external-information work (kế hoạch công tác thông tin đối ngoại), of one year or several. */
export type PlanProgressReportsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** A plan of external-information work (kế hoạch công tác thông tin đối ngoại), of one year or several. */
export type PlanHistoryArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** A unit of work in a plan (nhiệm vụ). */
export type Task = Node & {
  readonly __typename?: 'Task'
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
  /** The plan (kế hoạch) that it belongs to. */
  readonly plan: Plan
  /** Its place in the plan, from 1. */
  readonly ordinal: Scalars['Int']['output']
  /** At most 1,000 characters. */
  readonly title: Scalars['String']['output']
  /** At most 10,000 characters. */
  readonly description?: Maybe<Scalars['String']['output']>
  /** What kind of work it is (nhóm nhiệm vụ). */
  readonly category: TaskCategory
  /** Where it stands (trạng thái). */
  readonly status: TaskStatus
  /** The first day of the work; null or left out where it is not said. */
  readonly startOn?: Maybe<Scalars['Date']['output']>
  /**
   * The last day on which it is in time: for a month, a quarter or a year its last day, for the early quarter the last day
   * of its first month; null for RECURRING and OPEN.
   */
  readonly dueOn?: Maybe<Scalars['Date']['output']>
  /** How exactly `dueOn` is known. */
  readonly duePrecision?: Maybe<DatePrecision>
  /** The words of the source: `đầu Quý IV/2014`. */
  readonly dueText?: Maybe<Scalars['String']['output']>
  /** Due before today, in Vietnam's time zone, and neither completed nor cancelled. */
  readonly isOverdue: Scalars['Boolean']['output']
  /** The day on which it was completed; null until then. */
  readonly completedOn?: Maybe<Scalars['Date']['output']>
  /** 0–100 %: that of the lead's newest accepted report; null if there is none. */
  readonly progress?: Maybe<Scalars['Float']['output']>
  /** The department that leads (chủ trì); null only where the record names none. */
  readonly lead?: Maybe<Department>
  /** The departments that coordinate (phối hợp), in Vietnamese order of their names. */
  readonly coordinating: ReadonlyArray<Department>
  /** Every department with its part, the lead first. */
  readonly participants: ReadonlyArray<TaskParticipant>
  /** What the task promises, in the catalogue's order. */
  readonly targets: ReadonlyArray<IndicatorTarget>
  /** In whole đồng (kinh phí dự kiến); null where none is on record. */
  readonly plannedBudget?: Maybe<Scalars['Money']['output']>
  /** Where the budget comes from (ngân sách nhà nước, xã hội hóa, …). */
  readonly plannedBudgetSource?: Maybe<Scalars['String']['output']>
  /** The importer's own key. */
  readonly sourceKey?: Maybe<Scalars['String']['output']>
  /** The page or file that it comes from. */
  readonly source?: Maybe<Scalars['String']['output']>
  /** The reports on it, every revision, newest first. `first` is at most 100; without it, 20. */
  readonly progressReports: ProgressReportConnection
  /** Grows by one with each change; a change names the version that it has read. */
  readonly version: Scalars['Int']['output']
  /** When it was recorded. */
  readonly createdAt: Scalars['DateTime']['output']
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output']
  /**
   * Who changed it, from what to what, when and why, newest first. Null for the ministry. `first` is at most 100;
   * without it, 20.
   */
  readonly history?: Maybe<AuditEntryConnection>
}

/** A unit of work in a plan (nhiệm vụ). */
export type TaskProgressReportsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** A unit of work in a plan (nhiệm vụ). */
export type TaskHistoryArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** How one department takes part in a task. */
export type TaskParticipant = {
  readonly __typename?: 'TaskParticipant'
  /** The department (cơ quan) that it is about. */
  readonly department: Department
  /** How it takes part. */
  readonly part: TaskPart
}

/** One revision of a report (báo cáo): of a department on a task, or of the province on a plan or on a year. */
export type ProgressReport = Node & {
  readonly __typename?: 'ProgressReport'
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
  /** The province (tỉnh) that it belongs to. */
  readonly province: Province
  /** The plan reported on, or the task's plan; null for a report on the province's year without a plan on record. */
  readonly plan?: Maybe<Plan>
  /** Null for the province's report on a plan or a year. */
  readonly task?: Maybe<Task>
  /** Null for the province's report. */
  readonly department?: Maybe<Department>
  /** The reporting period (kỳ báo cáo). */
  readonly period: ReportingPeriod
  /** From 1. A correction of a submitted report is a new revision; the old one stays as it is. */
  readonly revision: Scalars['Int']['output']
  /** Where it stands (trạng thái). */
  readonly status: ReportStatus
  /** 0–100 %. */
  readonly percentComplete?: Maybe<Scalars['Float']['output']>
  /** What was reached (kết quả). At most 20,000 characters, as each of the three texts. */
  readonly achievements?: Maybe<Scalars['String']['output']>
  /** What fell short (hạn chế). */
  readonly limitations?: Maybe<Scalars['String']['output']>
  /** Why (nguyên nhân). */
  readonly causes?: Maybe<Scalars['String']['output']>
  /** What was spent in the period. */
  readonly spentBudget?: Maybe<Scalars['Money']['output']>
  /** The figures, in the catalogue's order. What is not in the list was not reported, which is not zero. */
  readonly values: ReadonlyArray<IndicatorValue>
  /** What the province asks of the ministry in it. */
  readonly recommendations: ReadonlyArray<Recommendation>
  /** When it was handed in; null for a draft, and where the record of an imported report doesn't say. */
  readonly submittedAt?: Maybe<Scalars['DateTime']['output']>
  /**
   * Whether it was first handed in after 24:00, Vietnam's time, of the deadline in force then: the report's first revision
   * decides, so a correction that comes later makes nothing late. Null while it isn't known.
   */
  readonly isLate?: Maybe<Scalars['Boolean']['output']>
  /** Why it was returned, if it was. */
  readonly returnComment?: Maybe<Scalars['String']['output']>
  /** The importer's own key. */
  readonly sourceKey?: Maybe<Scalars['String']['output']>
  /** The page or file that it comes from. */
  readonly source?: Maybe<Scalars['String']['output']>
  /** Grows by one with each change; a change names the version that it has read. */
  readonly version: Scalars['Int']['output']
  /** Every revision of this report, newest first, each with an id of its own. */
  readonly revisions: ReadonlyArray<ProgressReport>
  /**
   * Who changed it, from what to what, when and why, newest first. Null for the ministry. `first` is at most 100;
   * without it, 20.
   */
  readonly history?: Maybe<AuditEntryConnection>
}

/** One revision of a report (báo cáo): of a department on a task, or of the province on a plan or on a year. */
export type ProgressReportHistoryArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** One thing that is counted, by the ministry's catalogue (chỉ tiêu). */
export type Indicator = {
  readonly __typename?: 'Indicator'
  /** The stable key, `PEOPLE_TRAINED`. */
  readonly code: Scalars['String']['output']
  /** In Vietnamese. */
  readonly name: Scalars['String']['output']
  /** Figures in different units are never added. */
  readonly unit: Unit
  /** How its figures add up over periods and provinces. */
  readonly aggregation: Aggregation
}

/** What a task promises of an indicator. */
export type IndicatorTarget = {
  readonly __typename?: 'IndicatorTarget'
  /** What is counted. */
  readonly indicator: Indicator
  /** In the indicator's unit. */
  readonly value: Scalars['Float']['output']
}

/** A reported figure, as exact as its source. */
export type IndicatorValue = {
  readonly __typename?: 'IndicatorValue'
  /** What is counted. */
  readonly indicator: Indicator
  /** In the indicator's unit; null only where the source gives no number (UNKNOWN). */
  readonly value?: Maybe<Scalars['Float']['output']>
  /** How exact it is. */
  readonly qualifier: Qualifier
  /** The truth is not below this; null where the figure gives no lower bound. */
  readonly lower?: Maybe<Scalars['Float']['output']>
  /** The truth is not above this; null where the figure gives no upper bound. */
  readonly upper?: Maybe<Scalars['Float']['output']>
  /** The words of an imported source: `hơn 1.000`. */
  readonly asWritten?: Maybe<Scalars['String']['output']>
}

/**
 * A reporting period (kỳ báo cáo): which days' data belong to it, and until when a report on it is in time.
 * Decree 09/2019/NĐ-CP, article 12; calendar periods before the decree came into force on 12/03/2019.
 */
export type ReportingPeriod = {
  readonly __typename?: 'ReportingPeriod'
  /** `2019`, `2019-H1`, `2019-9M`, `2019-Q3` or `2019-05`. */
  readonly code: Scalars['String']['output']
  /** How long it is. */
  readonly kind: PeriodKind
  /** The first day of its data. */
  readonly dataFrom: Scalars['Date']['output']
  /** The last day of its data. */
  readonly dataTo: Scalars['Date']['output']
  /**
   * The last day on which a report is in time: so many working days after `dataTo` as your province asks for, or
   * the national two.
   */
  readonly deadline: Scalars['Date']['output']
}

/** What a province asks of the ministry (kiến nghị, đề xuất), and the answer. */
export type Recommendation = Node & {
  readonly __typename?: 'Recommendation'
  /** UUIDv7, unique over all types. */
  readonly id: Scalars['ID']['output']
  /** The province (tỉnh) that it belongs to. */
  readonly province: Province
  /** The report in which it was raised. */
  readonly report?: Maybe<ProgressReport>
  /** What is asked. At most 5,000 characters. */
  readonly text: Scalars['String']['output']
  /** Whether it was answered. */
  readonly status: RecommendationStatus
  /** The ministry’s answer, at most 5,000 characters; null while it is open. */
  readonly answer?: Maybe<Scalars['String']['output']>
  /** When it was answered; null while it is open. */
  readonly answeredAt?: Maybe<Scalars['DateTime']['output']>
  /** Grows by one with each change; a change names the version that it has read. */
  readonly version: Scalars['Int']['output']
}

/** One report that is owed. */
export type ReportDue = {
  readonly __typename?: 'ReportDue'
  /** The province (tỉnh) that it belongs to. */
  readonly province: Province
  /** The plan (kế hoạch) that it belongs to. */
  readonly plan: Plan
  /** Null for the province's own report on the plan. */
  readonly task?: Maybe<Task>
  /** The task's lead; null for the province's own report, and where no lead is on record. */
  readonly department?: Maybe<Department>
  /** The reporting period (kỳ báo cáo). */
  readonly period: ReportingPeriod
  /** The last day on which it is in time, by the province's own rule. */
  readonly deadline: Scalars['Date']['output']
  /** How it stands. */
  readonly state: ReportDueState
  /** The newest revision that was submitted; null if none was. */
  readonly progressReport?: Maybe<ProgressReport>
}

/** How an owed report stands (tình trạng báo cáo phải nộp). */
export type ReportDueState =
  /** The window is still open (chưa đến kỳ). */
  | 'UPCOMING'
  /** The window has closed, the deadline hasn't passed (đến hạn). */
  | 'DUE'
  /** The deadline has passed, and nothing was submitted (quá hạn). */
  | 'OVERDUE'
  /** Handed in (đã gửi). */
  | 'SUBMITTED'
  /** Sent back; a correction is owed (trả lại). */
  | 'RETURNED'
  /** Accepted (đã chấp nhận). */
  | 'ACCEPTED'

/** One change of one thing: a line of the audit log, to which lines are only ever added. */
export type AuditEntry = {
  readonly __typename?: 'AuditEntry'
  /** UUIDv7. */
  readonly id: Scalars['ID']['output']
  /** When it was committed. */
  readonly at: Scalars['DateTime']['output']
  /** The subject of the token that was used, or the name of the job. */
  readonly actor: Scalars['String']['output']
  /** The role that the actor had then. */
  readonly role: Scalars['String']['output']
  /** The name of the mutation, or `import`. */
  readonly action: Scalars['String']['output']
  /** The type of what was changed. */
  readonly entity: AuditEntity
  /** The id of what was changed. */
  readonly entityId: Scalars['ID']['output']
  /** Its version after the change. */
  readonly entityVersion: Scalars['Int']['output']
  /** What changed, field by field. */
  readonly changes: ReadonlyArray<FieldChange>
  /** Why, in the actor’s words; null where none was given. */
  readonly reason?: Maybe<Scalars['String']['output']>
  /** The `X-Request-Id` of the request that did it. */
  readonly requestId?: Maybe<Scalars['String']['output']>
}

/** One field that changed, from what to what. */
export type FieldChange = {
  readonly __typename?: 'FieldChange'
  /** The field's name, as in the API. */
  readonly field: Scalars['String']['output']
  /** Null where the thing is new. */
  readonly before?: Maybe<Scalars['JSON']['output']>
  /** What it is since; null where it was emptied or removed. */
  readonly after?: Maybe<Scalars['JSON']['output']>
}

/** What an audit entry is about. */
export type AuditEntity =
  /** A department (cơ quan). */
  | 'Department'
  /** A document (văn bản). */
  | 'Document'
  /** A plan (kế hoạch). */
  | 'Plan'
  /** A task (nhiệm vụ). */
  | 'Task'
  /** A progress report (báo cáo). */
  | 'ProgressReport'
  /** A recommendation (kiến nghị). */
  | 'Recommendation'
  /** A member (thành viên). */
  | 'Member'
  /** A service account (tài khoản dịch vụ). */
  | 'ServiceAccount'

/** Where a page stands in its list. */
export type PageInfo = {
  readonly __typename?: 'PageInfo'
  /** Whether rows follow this page. */
  readonly hasNextPage: Scalars['Boolean']['output']
  /** Whether rows come before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output']
  /** The cursor of the first row; null on an empty page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>
  /** The cursor of the last row; null on an empty page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>
}

/** One page of a list: province rows. */
export type ProvinceConnection = {
  readonly __typename?: 'ProvinceConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<ProvinceEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<Province>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One province row of a page. */
export type ProvinceEdge = {
  readonly __typename?: 'ProvinceEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: Province
}

/** One page of a list: department rows. */
export type DepartmentConnection = {
  readonly __typename?: 'DepartmentConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<DepartmentEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<Department>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One department row of a page. */
export type DepartmentEdge = {
  readonly __typename?: 'DepartmentEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: Department
}

/** One page of a list: member rows. */
export type MemberConnection = {
  readonly __typename?: 'MemberConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<MemberEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<Member>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One member row of a page. */
export type MemberEdge = {
  readonly __typename?: 'MemberEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: Member
}

/** One page of a list: service account rows. */
export type ServiceAccountConnection = {
  readonly __typename?: 'ServiceAccountConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<ServiceAccountEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<ServiceAccount>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One service account row of a page. */
export type ServiceAccountEdge = {
  readonly __typename?: 'ServiceAccountEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: ServiceAccount
}

/** One page of a list: document rows. */
export type DocumentConnection = {
  readonly __typename?: 'DocumentConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<DocumentEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<Document>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One document row of a page. */
export type DocumentEdge = {
  readonly __typename?: 'DocumentEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: Document
}

/** One page of a list: plan rows. */
export type PlanConnection = {
  readonly __typename?: 'PlanConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<PlanEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<Plan>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One plan row of a page. */
export type PlanEdge = {
  readonly __typename?: 'PlanEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: Plan
}

/** One page of a list: task rows. */
export type TaskConnection = {
  readonly __typename?: 'TaskConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<TaskEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<Task>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One task row of a page. */
export type TaskEdge = {
  readonly __typename?: 'TaskEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: Task
}

/** One page of a list: progress report rows. */
export type ProgressReportConnection = {
  readonly __typename?: 'ProgressReportConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<ProgressReportEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<ProgressReport>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One progress report row of a page. */
export type ProgressReportEdge = {
  readonly __typename?: 'ProgressReportEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: ProgressReport
}

/** One page of a list: recommendation rows. */
export type RecommendationConnection = {
  readonly __typename?: 'RecommendationConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<RecommendationEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<Recommendation>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One recommendation row of a page. */
export type RecommendationEdge = {
  readonly __typename?: 'RecommendationEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: Recommendation
}

/** One page of a list: report due rows. */
export type ReportDueConnection = {
  readonly __typename?: 'ReportDueConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<ReportDueEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<ReportDue>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One report due row of a page. */
export type ReportDueEdge = {
  readonly __typename?: 'ReportDueEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: ReportDue
}

/** One page of a list: audit entry rows. */
export type AuditEntryConnection = {
  readonly __typename?: 'AuditEntryConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<AuditEntryEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<AuditEntry>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One audit entry row of a page. */
export type AuditEntryEdge = {
  readonly __typename?: 'AuditEntryEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: AuditEntry
}

/**
 * One file on its way into the records (nhập dữ liệu), sent to `POST /api/v1/imports`, or what became of it. Cancelled by
 * `DELETE /api/v1/imports/{id}`, undone by `POST /api/v1/imports/{id}/undo`.
 */
export type ImportJob = Node & {
  readonly __typename?: 'ImportJob'
  /** UUIDv7. */
  readonly id: Scalars['ID']['output']
  /** What the file holds: `departments`, `documents`, `plans`, `tasks` or `reports`. */
  readonly kind: Scalars['String']['output']
  /** What the file is called; the reason in the audit log. */
  readonly name: Scalars['String']['output']
  /** Whether all of it is written, or nothing; or what is good of it. */
  readonly mode: ImportMode
  /**
   * How far it is; of a file for several provinces, that of the part that is least far or went least well, and UNDONE once what
   * the others wrote is undone.
   */
  readonly state: ImportState
  /** Whether it only tells what would happen, and writes nothing. */
  readonly dryRun: Scalars['Boolean']['output']
  /** Rows of the file that were read so far. */
  readonly rowsRead: Scalars['Int']['output']
  /** Rows of things that were new or changed. While an ATOMIC import runs they are not to be seen yet. */
  readonly rowsWritten: Scalars['Int']['output']
  /** Rows of things that were not on record. */
  readonly rowsCreated: Scalars['Int']['output']
  /** Rows of things that differ from what was on record. */
  readonly rowsChanged: Scalars['Int']['output']
  /** Rows that say what was on record already. */
  readonly rowsUnchanged: Scalars['Int']['output']
  /** Rows with a problem. */
  readonly rowsRefused: Scalars['Int']['output']
  /** Names of departments that the file names, that were not on record, and that were made; of a dry run, that would be. */
  readonly departmentsMade: ReadonlyArray<Scalars['String']['output']>
  /**
   * What is wrong with the file, in the order in which it was found. Kept for 90 days. `first` and `last` are at most 100;
   * without either, 20.
   */
  readonly problems: ImportProblemConnection
  /**
   * Of a dry run: what it would change of things on record. Kept for 90 days. `first` and `last` are at most 100; without
   * either, 20.
   */
  readonly changes: ImportChangeConnection
  /** The size of the file as it was sent, in bytes; grows while it arrives. */
  readonly bytes: Scalars['Float']['output']
  /** How many of these bytes have been read. */
  readonly bytesRead: Scalars['Float']['output']
  /** Rows a second since the start; null before the first. */
  readonly rowsPerSecond?: Maybe<Scalars['Int']['output']>
  /** Seconds that are left at this pace; 0 once it has ended, null while nothing can be said of it. */
  readonly secondsLeft?: Maybe<Scalars['Int']['output']>
  /** Of a FAILED one, why and what to do, in the language of `Accept-Language`. */
  readonly failure?: Maybe<Scalars['String']['output']>
  /** What happened in each province that the file is for; of most files that is one. */
  readonly parts: ReadonlyArray<ImportPart>
  /** When the file began to arrive. */
  readonly createdAt: Scalars['DateTime']['output']
  /** When work on it began. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>
  /** When it ended; null while it goes on. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>
}

/**
 * One file on its way into the records (nhập dữ liệu), sent to `POST /api/v1/imports`, or what became of it. Cancelled by
 * `DELETE /api/v1/imports/{id}`, undone by `POST /api/v1/imports/{id}/undo`.
 */
export type ImportJobProblemsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/**
 * One file on its way into the records (nhập dữ liệu), sent to `POST /api/v1/imports`, or what became of it. Cancelled by
 * `DELETE /api/v1/imports/{id}`, undone by `POST /api/v1/imports/{id}/undo`.
 */
export type ImportJobChangesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
  last?: InputMaybe<Scalars['Int']['input']>
  before?: InputMaybe<Scalars['String']['input']>
}

/** What happened to an import in one province. ATOMIC holds for each province by itself. */
export type ImportPart = {
  readonly __typename?: 'ImportPart'
  /** The province. */
  readonly province: Province
  /** How far it is there. */
  readonly state: ImportState
  /** Rows for this province that were read so far. */
  readonly rowsRead: Scalars['Int']['output']
  /** Rows of things that were new or changed. */
  readonly rowsWritten: Scalars['Int']['output']
  /** Rows that say what was on record already. */
  readonly rowsUnchanged: Scalars['Int']['output']
  /** Rows with a problem. */
  readonly rowsRefused: Scalars['Int']['output']
}

/** How an import deals with rows that can't be written. */
export type ImportMode =
  /** Any problem, and nothing is written. */
  | 'ATOMIC'
  /** Good rows go in, bad ones are listed. */
  | 'PARTIAL'

/** How far an import is. */
export type ImportState =
  /** The file is still arriving. */
  | 'RECEIVING'
  /** Received, and waiting for its turn; or a dry run at work. */
  | 'CHECKING'
  /** Being written. */
  | 'APPLYING'
  /** All is in; of a dry run, would be; of a PARTIAL one, what is good. */
  | 'APPLIED'
  /** The problems say why, and nothing is written. */
  | 'REFUSED'
  /** `failure` says why. */
  | 'FAILED'
  /** Somebody asked for its end. */
  | 'CANCELLED'
  /** What it had written is withdrawn, and what it had changed is changed back. */
  | 'UNDONE'

/** One thing that is wrong with a file, and where. */
export type ImportProblem = {
  readonly __typename?: 'ImportProblem'
  /** The line, as an editor or a spreadsheet counts; 1 is the header. */
  readonly line: Scalars['Int']['output']
  /** The sheet of a workbook; null in other files. */
  readonly sheet?: Maybe<Scalars['String']['output']>
  /** The column's name in English; null where the whole line or file is at fault. */
  readonly column?: Maybe<Scalars['String']['output']>
  /** What the cell holds, shortened. */
  readonly value?: Maybe<Scalars['String']['output']>
  /** What is wrong, for programs: `BAD_DATE`. */
  readonly code: Scalars['String']['output']
  /** What is wrong and what to do, in the language of `Accept-Language`. */
  readonly message: Scalars['String']['output']
}

/** What a row of a dry run would change of one thing on record. */
export type ImportChange = {
  readonly __typename?: 'ImportChange'
  /** The row's line in the file. */
  readonly line: Scalars['Int']['output']
  /** The type of what would change. */
  readonly entity: AuditEntity
  /** The id of what would change. */
  readonly entityId: Scalars['ID']['output']
  /** What would change, field by field. */
  readonly changes: ReadonlyArray<FieldChange>
}

/** One page of a list: import problem rows. */
export type ImportProblemConnection = {
  readonly __typename?: 'ImportProblemConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<ImportProblemEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<ImportProblem>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One import problem row of a page. */
export type ImportProblemEdge = {
  readonly __typename?: 'ImportProblemEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: ImportProblem
}

/** One page of a list: import change rows. */
export type ImportChangeConnection = {
  readonly __typename?: 'ImportChangeConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<ImportChangeEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<ImportChange>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One import change row of a page. */
export type ImportChangeEdge = {
  readonly __typename?: 'ImportChangeEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: ImportChange
}

/** Figures over provinces (tổng hợp). */
export type Rollup = {
  readonly __typename?: 'Rollup'
  /** The date of the map; today if none was asked for. */
  readonly asOf: Scalars['Date']['output']
  /** One for each combination of the dimensions, in their order. */
  readonly rows: ReadonlyArray<RollupRow>
  /**
   * All of it in one row, counted from the facts: not always the sum of the rows, since a plan of three years counts in
   * each of the three.
   */
  readonly total: RollupRow
}

/** The figures of one combination of dimensions; a dimension that was not grouped by is null. */
export type RollupRow = {
  readonly __typename?: 'RollupRow'
  /** The province of the map. */
  readonly province?: Maybe<Province>
  /** The calendar year. */
  readonly year?: Maybe<Scalars['Int']['output']>
  /** 1–4; null where a fact belongs to a year but to no quarter. */
  readonly quarter?: Maybe<Scalars['Int']['output']>
  /** The tasks’ category. */
  readonly category?: Maybe<TaskCategory>
  /** The department that leads. */
  readonly department?: Maybe<Department>
  /** The kind of the department that leads. */
  readonly departmentKind?: Maybe<DepartmentKind>
  /** Plans whose period touches the year. A plan of several years counts in each, so plans don't add up over years. */
  readonly plans: Scalars['Int']['output']
  /** The same plans by state; states without any are left out. */
  readonly plansByStatus: ReadonlyArray<StatusCount>
  /** Tasks by the year and quarter of their due date, or else of their plan's end. */
  readonly tasks: Scalars['Int']['output']
  /** The same tasks by state; states without any are left out. */
  readonly tasksByStatus: ReadonlyArray<StatusCount>
  /** Due before today and neither completed nor cancelled. */
  readonly overdueTasks: Scalars['Int']['output']
  /** Completed on or before their due date. */
  readonly completedOnTime: Scalars['Int']['output']
  /**
   * Reports owed whose window has closed: for each approved plan, one by the lead of each task not cancelled for each
   * period of the plan's cadence that the task's dates touch, from the plan's approval on, and one by the province for
   * each year; completed plans, what they owed until then. Plans imported as completed, and cancelled ones, owe nothing.
   */
  readonly reportsDue: Scalars['Int']['output']
  /** Those of `reportsDue` that were submitted. */
  readonly reportsSubmitted: Scalars['Int']['output']
  /** Those of `reportsSubmitted` that were in time. */
  readonly reportsOnTime: Scalars['Int']['output']
  /** 0–100 %: the unweighted mean over tasks not cancelled that something was reported on; null if there is none. */
  readonly progress?: Maybe<Scalars['Float']['output']>
  /** Of its tasks; null where none has a budget on record. */
  readonly plannedBudget?: Maybe<Scalars['Money']['output']>
  /** Of the reports that count; null where none says. */
  readonly spentBudget?: Maybe<Scalars['Money']['output']>
  /** Only what was reported; in the catalogue's order. */
  readonly indicators: ReadonlyArray<IndicatorTotal>
  /** Not answered yet. */
  readonly recommendationsOpen: Scalars['Int']['output']
  /** Answered or declined. */
  readonly recommendationsAnswered: Scalars['Int']['output']
  /** How many of the provinces asked about have a submitted report in this row. For a province's user: of their own. */
  readonly provincesReporting: Scalars['Int']['output']
  /** Those that have none, in Vietnamese order of their names. */
  readonly provincesNotReporting: ReadonlyArray<Province>
  /** `reportsSubmitted` / `reportsDue`, 0–1; null where nothing was due. */
  readonly reportingRate?: Maybe<Scalars['Float']['output']>
  /** `reportsOnTime` / `reportsDue`, 0–1; null where nothing was due. */
  readonly onTimeRate?: Maybe<Scalars['Float']['output']>
}

/** How many are in one state. */
export type StatusCount = {
  readonly __typename?: 'StatusCount'
  /** A value of PlanStatus or TaskStatus. */
  readonly status: Scalars['String']['output']
  /** How many, 0 or more. */
  readonly count: Scalars['Int']['output']
}

/** One thing that a cell of a rollup counts. */
export type RollupFact = {
  readonly __typename?: 'RollupFact'
  /** The province that filed it, whatever the map. */
  readonly province: Province
  /** What it adds to a count; a sum is over what it says in `value`. */
  readonly counts: Scalars['Int']['output']
  /**
   * The figure, percentage or amount in đồng that it adds, as it is on record; null for counts, and for a figure without a
   * number.
   */
  readonly value?: Maybe<Scalars['Float']['output']>
  /** How exact a figure is; null for what is no figure. */
  readonly qualifier?: Maybe<Qualifier>
  /** What a figure adds to the sum's lower bound; null adds nothing. */
  readonly lower?: Maybe<Scalars['Float']['output']>
  /** A value of PlanStatus or TaskStatus, for plans and tasks: by which of them they were counted. */
  readonly status?: Maybe<Scalars['String']['output']>
  /** The first day on which it counts, such as the day after a due date; null for what has always counted. */
  readonly countsFrom?: Maybe<Scalars['Date']['output']>
  /** The period of a report that is due or was handed in; null for other measures. */
  readonly period?: Maybe<ReportingPeriod>
  /** The page or file that it comes from: the report's, or else the task's or the plan's. */
  readonly source?: Maybe<Scalars['String']['output']>
  /** The document that issued its plan, where one is on record. */
  readonly document?: Maybe<Document>
  /** The plan that it is of, or that its task or report belongs to; null for a report on a year without a plan. */
  readonly plan?: Maybe<Plan>
  /** The task that it is of; null for what is of a whole plan or year. */
  readonly task?: Maybe<Task>
  /** The revision that it was had from; of a report that is due, none. */
  readonly progressReport?: Maybe<ProgressReport>
  /** The recommendation, where recommendations are counted. */
  readonly recommendation?: Maybe<Recommendation>
}

/** One page of a list: facts of a rollup. */
export type RollupFactConnection = {
  readonly __typename?: 'RollupFactConnection'
  /** The rows of this page, each with its cursor. */
  readonly edges: ReadonlyArray<RollupFactEdge>
  /** The rows of this page. */
  readonly nodes: ReadonlyArray<RollupFact>
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo
  /** How many there are over all pages; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output']
}

/** One fact of a page. */
export type RollupFactEdge = {
  readonly __typename?: 'RollupFactEdge'
  /** Give it as `after` or `before` to go on from this row. */
  readonly cursor: Scalars['String']['output']
  /** The row. */
  readonly node: RollupFact
}

/**
 * Figures of one indicator added up. Counted are those of the newest accepted report of the lead on a task, and of the
 * province on a plan or a year, in the plan's cadence.
 */
export type IndicatorTotal = {
  readonly __typename?: 'IndicatorTotal'
  /** What is counted. */
  readonly indicator: Indicator
  /** The sum of the figures that have a number; null if none has. */
  readonly value?: Maybe<Scalars['Float']['output']>
  /**
   * All exact: EXACT. Only exact and “more than”, with or without “hundreds”: AT_LEAST. Only exact and “nearly”: JUST_UNDER.
   * Nothing but “hundreds”: UNKNOWN. Else ABOUT.
   */
  readonly qualifier: Qualifier
  /** The sum of the lower bounds; a figure without one adds zero, since counts are never negative. */
  readonly lower?: Maybe<Scalars['Float']['output']>
  /** The sum of the upper bounds; null as soon as one figure has none. */
  readonly upper?: Maybe<Scalars['Float']['output']>
  /** How many figures were added up. */
  readonly figures: Scalars['Int']['output']
}

/** A mistake in a mutation's input that you can mend. It has changed nothing. */
export type UserError = {
  readonly __typename?: 'UserError'
  /** What is wrong, by the closed list of codes. */
  readonly code: ErrorCode
  /** In the language of `Accept-Language`: Vietnamese, or English if asked for. */
  readonly message: Scalars['String']['output']
  /** Where in the arguments the mistake is: `["input", "values", "0", "code"]`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>
}

/** What `createPlan` answers. */
export type CreatePlanPayload = {
  readonly __typename?: 'CreatePlanPayload'
  /** The plan as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly plan?: Maybe<Plan>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `updatePlan` answers. */
export type UpdatePlanPayload = {
  readonly __typename?: 'UpdatePlanPayload'
  /** The plan as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly plan?: Maybe<Plan>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `createTask` answers. */
export type CreateTaskPayload = {
  readonly __typename?: 'CreateTaskPayload'
  /** The task as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly task?: Maybe<Task>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `updateTask` answers. */
export type UpdateTaskPayload = {
  readonly __typename?: 'UpdateTaskPayload'
  /** The task as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly task?: Maybe<Task>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `assignTask` answers. */
export type AssignTaskPayload = {
  readonly __typename?: 'AssignTaskPayload'
  /** The task as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly task?: Maybe<Task>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `startTask` answers. */
export type StartTaskPayload = {
  readonly __typename?: 'StartTaskPayload'
  /** The task as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly task?: Maybe<Task>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `completeTask` answers. */
export type CompleteTaskPayload = {
  readonly __typename?: 'CompleteTaskPayload'
  /** The task as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly task?: Maybe<Task>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `saveProgressReport` answers. */
export type SaveProgressReportPayload = {
  readonly __typename?: 'SaveProgressReportPayload'
  /** The revision as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly progressReport?: Maybe<ProgressReport>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `submitProgressReport` answers. */
export type SubmitProgressReportPayload = {
  readonly __typename?: 'SubmitProgressReportPayload'
  /** The revision as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly progressReport?: Maybe<ProgressReport>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `createDepartment` answers. */
export type CreateDepartmentPayload = {
  readonly __typename?: 'CreateDepartmentPayload'
  /** The department as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly department?: Maybe<Department>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `submitPlan` answers. */
export type SubmitPlanPayload = {
  readonly __typename?: 'SubmitPlanPayload'
  /** The plan as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly plan?: Maybe<Plan>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `approvePlan` answers. */
export type ApprovePlanPayload = {
  readonly __typename?: 'ApprovePlanPayload'
  /** The plan as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly plan?: Maybe<Plan>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `returnPlan` answers. */
export type ReturnPlanPayload = {
  readonly __typename?: 'ReturnPlanPayload'
  /** The plan as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly plan?: Maybe<Plan>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `completePlan` answers. */
export type CompletePlanPayload = {
  readonly __typename?: 'CompletePlanPayload'
  /** The plan as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly plan?: Maybe<Plan>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `cancelPlan` answers. */
export type CancelPlanPayload = {
  readonly __typename?: 'CancelPlanPayload'
  /** The plan as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly plan?: Maybe<Plan>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `cancelTask` answers. */
export type CancelTaskPayload = {
  readonly __typename?: 'CancelTaskPayload'
  /** The task as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly task?: Maybe<Task>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `acceptProgressReport` answers. */
export type AcceptProgressReportPayload = {
  readonly __typename?: 'AcceptProgressReportPayload'
  /** The revision as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly progressReport?: Maybe<ProgressReport>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `returnProgressReport` answers. */
export type ReturnProgressReportPayload = {
  readonly __typename?: 'ReturnProgressReportPayload'
  /** The revision as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly progressReport?: Maybe<ProgressReport>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `updateDepartment` answers. */
export type UpdateDepartmentPayload = {
  readonly __typename?: 'UpdateDepartmentPayload'
  /** The department as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly department?: Maybe<Department>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `createRecommendation` answers. */
export type CreateRecommendationPayload = {
  readonly __typename?: 'CreateRecommendationPayload'
  /** The recommendation as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly recommendation?: Maybe<Recommendation>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `answerRecommendation` answers. */
export type AnswerRecommendationPayload = {
  readonly __typename?: 'AnswerRecommendationPayload'
  /** The recommendation as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly recommendation?: Maybe<Recommendation>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `recordSuccession` answers. */
export type RecordSuccessionPayload = {
  readonly __typename?: 'RecordSuccessionPayload'
  /** The succession as it is now; null if nothing was done. */
  readonly succession?: Maybe<Succession>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `withdrawSuccession` answers. */
export type WithdrawSuccessionPayload = {
  readonly __typename?: 'WithdrawSuccessionPayload'
  /** The succession as it is now; null if nothing was done. */
  readonly succession?: Maybe<Succession>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `createMember` answers. */
export type CreateMemberPayload = {
  readonly __typename?: 'CreateMemberPayload'
  /** The member as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly member?: Maybe<Member>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `updateMember` answers. */
export type UpdateMemberPayload = {
  readonly __typename?: 'UpdateMemberPayload'
  /** The member as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly member?: Maybe<Member>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `deactivateMember` answers. */
export type DeactivateMemberPayload = {
  readonly __typename?: 'DeactivateMemberPayload'
  /** The member as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly member?: Maybe<Member>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `reactivateMember` answers. */
export type ReactivateMemberPayload = {
  readonly __typename?: 'ReactivateMemberPayload'
  /** The member as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly member?: Maybe<Member>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `createServiceAccount` answers. */
export type CreateServiceAccountPayload = {
  readonly __typename?: 'CreateServiceAccountPayload'
  /** The account as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly serviceAccount?: Maybe<ServiceAccount>
  /** Shown this once; only its hash is kept. */
  readonly clientSecret?: Maybe<Scalars['String']['output']>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `updateServiceAccount` answers. */
export type UpdateServiceAccountPayload = {
  readonly __typename?: 'UpdateServiceAccountPayload'
  /** The account as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly serviceAccount?: Maybe<ServiceAccount>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `rotateServiceAccountSecret` answers. */
export type RotateServiceAccountSecretPayload = {
  readonly __typename?: 'RotateServiceAccountSecretPayload'
  /** The account as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly serviceAccount?: Maybe<ServiceAccount>
  /** Shown this once; only its hash is kept. */
  readonly clientSecret?: Maybe<Scalars['String']['output']>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `revokeServiceAccount` answers. */
export type RevokeServiceAccountPayload = {
  readonly __typename?: 'RevokeServiceAccountPayload'
  /** The account as it is now; null if nothing was done, but the current state on CONFLICT. */
  readonly serviceAccount?: Maybe<ServiceAccount>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** What `discard` answers. */
export type DiscardPayload = {
  readonly __typename?: 'DiscardPayload'
  /** The id of what is gone; null if nothing was discarded. */
  readonly id?: Maybe<Scalars['ID']['output']>
  /** What has to be mended; empty if it was done. */
  readonly userErrors: ReadonlyArray<UserError>
}

/** Which plans; what is left out does not narrow. */
export type PlanFilter = {
  /** A slug. A province's user has their own and its predecessors; another gives an empty list. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** Plans whose period touches the year. */
  readonly year?: InputMaybe<Scalars['Int']['input']>
  /** Only in these states. */
  readonly status?: InputMaybe<ReadonlyArray<PlanStatus>>
  /** Only of these kinds. */
  readonly kind?: InputMaybe<ReadonlyArray<PlanKind>>
  /** The reference of the document that issued it, `35/KH-UBND`; case and marks don't count. */
  readonly document?: InputMaybe<Scalars['String']['input']>
  /** Words in the title, each of them; case, marks and `đ` don't count: `thong tin doi ngoai`. */
  readonly text?: InputMaybe<Scalars['String']['input']>
}

/** Which tasks; what is left out does not narrow. */
export type TaskFilter = {
  /** A slug. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** Only of this plan. */
  readonly planId?: InputMaybe<Scalars['ID']['input']>
  /** Tasks in which the department takes part, in whatever way. */
  readonly departmentId?: InputMaybe<Scalars['ID']['input']>
  /** Only in these states. */
  readonly status?: InputMaybe<ReadonlyArray<TaskStatus>>
  /** Only of these categories. */
  readonly category?: InputMaybe<ReadonlyArray<TaskCategory>>
  /** True: only overdue ones; false: only others. */
  readonly overdue?: InputMaybe<Scalars['Boolean']['input']>
  /** Due on or after. */
  readonly dueFrom?: InputMaybe<Scalars['Date']['input']>
  /** Due on or before. */
  readonly dueTo?: InputMaybe<Scalars['Date']['input']>
  /** Words in the title or the description, each of them; case, marks and `đ` don't count. */
  readonly text?: InputMaybe<Scalars['String']['input']>
}

/** Which departments; what is left out does not narrow. */
export type DepartmentFilter = {
  /** A slug. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** Only of these kinds. */
  readonly kind?: InputMaybe<ReadonlyArray<DepartmentKind>>
  /** Words in the name or the short name, each of them; case, marks and `đ` don't count. */
  readonly text?: InputMaybe<Scalars['String']['input']>
}

/** Which documents; what is left out does not narrow. */
export type DocumentFilter = {
  /** A slug; central documents are then left out. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** `38/KH-UBND`, whole; case and marks don't count. */
  readonly reference?: InputMaybe<Scalars['String']['input']>
  /** Only of these kinds. */
  readonly kind?: InputMaybe<ReadonlyArray<DocumentKind>>
  /** Only of this level. */
  readonly level?: InputMaybe<DocumentLevel>
  /** The year of issue. */
  readonly year?: InputMaybe<Scalars['Int']['input']>
  /** Words in the reference or the title, each of them; case, marks and `đ` don't count. */
  readonly text?: InputMaybe<Scalars['String']['input']>
}

/** Which reports; what is left out does not narrow. */
export type ProgressReportFilter = {
  /** A slug. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** Reports on the plan and on its tasks. */
  readonly planId?: InputMaybe<Scalars['ID']['input']>
  /** Only on this task. */
  readonly taskId?: InputMaybe<Scalars['ID']['input']>
  /** Only of this department. */
  readonly departmentId?: InputMaybe<Scalars['ID']['input']>
  /** A period's code: `2019`, `2019-H1`, `2019-9M`, `2019-Q3`, `2019-05`. */
  readonly period?: InputMaybe<Scalars['String']['input']>
  /** Only in these states. */
  readonly status?: InputMaybe<ReadonlyArray<ReportStatus>>
  /** True: only late ones; false: only those in time. */
  readonly late?: InputMaybe<Scalars['Boolean']['input']>
}

/** Which owed reports; what is left out does not narrow. */
export type ReportDueFilter = {
  /** A slug. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** Only of this plan. */
  readonly planId?: InputMaybe<Scalars['ID']['input']>
  /** Only on this task. */
  readonly taskId?: InputMaybe<Scalars['ID']['input']>
  /** Reports owed by the department as a lead. */
  readonly departmentId?: InputMaybe<Scalars['ID']['input']>
  /** A period's code. */
  readonly period?: InputMaybe<Scalars['String']['input']>
  /** The year in which the period's window ends. */
  readonly year?: InputMaybe<Scalars['Int']['input']>
  /** Only in these states. */
  readonly state?: InputMaybe<ReadonlyArray<ReportDueState>>
}

/** Which entries; what is left out does not narrow. */
export type AuditFilter = {
  /** A slug. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** Only about things of these types. */
  readonly entity?: InputMaybe<ReadonlyArray<AuditEntity>>
  /** Only about the thing with this id. */
  readonly entityId?: InputMaybe<Scalars['ID']['input']>
  /** Exactly this actor. */
  readonly actor?: InputMaybe<Scalars['String']['input']>
  /** At or after. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>
  /** Before. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>
}

/** Which recommendations; what is left out does not narrow. */
export type RecommendationFilter = {
  /** A slug. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** Only in these states. */
  readonly status?: InputMaybe<ReadonlyArray<RecommendationStatus>>
}

/** How plans are ordered. */
export type PlanOrder = {
  /** By what. */
  readonly by?: PlanOrderBy
  /** Which end comes first. */
  readonly direction?: Direction
}

/** By what plans are ordered. */
export type PlanOrderBy =
  /** By the first day that the plan covers. */
  | 'PERIOD_START'
  /** Vietnamese order. */
  | 'TITLE'
  /** By the last change. */
  | 'UPDATED_AT'

/** How tasks are ordered. */
export type TaskOrder = {
  /** By what. */
  readonly by?: TaskOrderBy
  /** Which end comes first. */
  readonly direction?: Direction
}

/** By what tasks are ordered. */
export type TaskOrderBy =
  /** By plan, then by the task's place in it. */
  | 'ORDINAL'
  /** Tasks without a due date come last when ascending. */
  | 'DUE_ON'
  /** Vietnamese order. */
  | 'TITLE'
  /** By the last change. */
  | 'UPDATED_AT'

/** How departments are ordered. */
export type DepartmentOrder = {
  /** By what. */
  readonly by?: DepartmentOrderBy
  /** Which end comes first. */
  readonly direction?: Direction
}

/** By what departments are ordered. */
export type DepartmentOrderBy =
  /** Vietnamese order. */
  | 'NAME'
  /** By kind, then by name. */
  | 'KIND'

/** Which end comes first. */
export type Direction =
  /** Smallest, earliest or first in Vietnamese order first. */
  | 'ASC'
  /** Largest, latest or last in Vietnamese order first. */
  | 'DESC'

/** Which facts count. What is left out does not narrow. */
export type RollupFilter = {
  /** Slugs, of the map of `asOf` if that is given. */
  readonly provinces?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
  /** Calendar years; all unless said. */
  readonly years?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>
  /** Narrows to tasks of these categories and what was reported on them; figures of whole plans then don't count. */
  readonly categories?: InputMaybe<ReadonlyArray<TaskCategory>>
  /** Narrows to tasks led by departments of these kinds and what was reported on them. */
  readonly departmentKinds?: InputMaybe<ReadonlyArray<DepartmentKind>>
  /** Codes of the catalogue. */
  readonly indicators?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
}

/** One cell of a rollup: a measure in the row that has these values. */
export type RollupCell = {
  /** What was counted or added up in the cell. */
  readonly measure: RollupMeasure
  /** A code of the catalogue; only for INDICATOR. */
  readonly indicator?: InputMaybe<Scalars['String']['input']>
  /** A slug, of the map of `asOf` if that is given. */
  readonly province?: InputMaybe<Scalars['String']['input']>
  /** The row's year; left out: the cell of all years. */
  readonly year?: InputMaybe<Scalars['Int']['input']>
  /** 1 to 4; left out: the cell of all quarters. */
  readonly quarter?: InputMaybe<Scalars['Int']['input']>
  /** The row's category; left out: the cell of all categories. */
  readonly category?: InputMaybe<TaskCategory>
  /** The department of a row that is grouped by DEPARTMENT; needs a province. */
  readonly departmentId?: InputMaybe<Scalars['ID']['input']>
  /** The row's kind of department; left out: the cell of all kinds. */
  readonly departmentKind?: InputMaybe<DepartmentKind>
}

/** A new plan (kế hoạch). */
export type CreatePlanInput = {
  /** At most 500 characters. */
  readonly title: Scalars['String']['input']
  /** Of what kind it is. */
  readonly kind: PlanKind
  /** The first day that it covers. */
  readonly periodStart: Scalars['Date']['input']
  /** The last day that it covers. */
  readonly periodEnd: Scalars['Date']['input']
  /** QUARTER unless said. */
  readonly reportingPeriod?: InputMaybe<PeriodKind>
  /** The document that issues the plan; may also come later. */
  readonly document?: InputMaybe<DocumentInput>
  /** At most 50, each of at most 2,000 characters. */
  readonly objectives?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
  /** The plan of several years under which it stands. */
  readonly parentId?: InputMaybe<Scalars['ID']['input']>
  /** Documents it rests on, in this order; at most 50. */
  readonly legalBasisIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>
}

/**
 * A document by what identifies it. A reference that the province has on record already, of the same date and issuer,
 * names that document; its title and kind are then filled in where they are missing, and never overwritten.
 */
export type DocumentInput = {
  /** `51/KH-UBND`, `34/2017/QĐ-UBND` or `16-HD/BTGTU`. Without one, a title is needed. */
  readonly reference?: InputMaybe<Scalars['String']['input']>
  /** The day of issue. */
  readonly issuedOn?: InputMaybe<Scalars['Date']['input']>
  /** `UBND tỉnh` unless said. */
  readonly issuer?: InputMaybe<Scalars['String']['input']>
  /** What it is about (trích yếu). */
  readonly title?: InputMaybe<Scalars['String']['input']>
  /** Read from the reference unless said. */
  readonly kind?: InputMaybe<DocumentKind>
}

/** What changes on a plan; what is left out stays as it is. */
export type UpdatePlanInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** Owed once the plan is approved. At most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>
  /** The document that issues the plan. */
  readonly document?: InputMaybe<DocumentInput>
  /** At most 500 characters for a plan, 1,000 for a task. */
  readonly title?: InputMaybe<Scalars['String']['input']>
  /** The first day that it covers. */
  readonly periodStart?: InputMaybe<Scalars['Date']['input']>
  /** The last day that it covers. */
  readonly periodEnd?: InputMaybe<Scalars['Date']['input']>
  /** At most 50, each of at most 2,000 characters. */
  readonly objectives?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
}

/** A new task (nhiệm vụ). */
export type CreateTaskInput = {
  /** The plan (kế hoạch). */
  readonly planId: Scalars['ID']['input']
  /** At most 1,000 characters. */
  readonly title: Scalars['String']['input']
  /** What kind of work it is (nhóm nhiệm vụ). */
  readonly category: TaskCategory
  /** The first day of the work; null or left out where it is not said. */
  readonly startOn?: InputMaybe<Scalars['Date']['input']>
  /** The last day on which it is in time. */
  readonly dueOn?: InputMaybe<Scalars['Date']['input']>
  /** DAY if there is a `dueOn`, unless said. */
  readonly duePrecision?: InputMaybe<DatePrecision>
  /** The department that leads (chủ trì); may also come later. */
  readonly leadDepartmentId?: InputMaybe<Scalars['ID']['input']>
  /** At most 100. */
  readonly coordinatingDepartmentIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>
  /** In whole đồng (kinh phí dự kiến); null where none is on record. */
  readonly plannedBudget?: InputMaybe<Scalars['Money']['input']>
}

/** What changes on a task; what is left out stays as it is. */
export type UpdateTaskInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** Owed once the plan is approved. At most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>
  /** At most 500 characters for a plan, 1,000 for a task. */
  readonly title?: InputMaybe<Scalars['String']['input']>
  /** At most 10,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>
  /** What kind of work it is (nhóm nhiệm vụ). */
  readonly category?: InputMaybe<TaskCategory>
  /** The first day of the work; null or left out where it is not said. */
  readonly startOn?: InputMaybe<Scalars['Date']['input']>
  /** The last day on which it is in time. */
  readonly dueOn?: InputMaybe<Scalars['Date']['input']>
  /** How exactly `dueOn` is known. */
  readonly duePrecision?: InputMaybe<DatePrecision>
  /** In whole đồng (kinh phí dự kiến); null where none is on record. */
  readonly plannedBudget?: InputMaybe<Scalars['Money']['input']>
}

/** Who takes part in a task. */
export type AssignTaskInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** Owed once the plan is approved. At most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>
  /** The department that leads; left out: as it is. */
  readonly leadDepartmentId?: InputMaybe<Scalars['ID']['input']>
  /** All the others, with their parts (not LEAD); left out: as they are. At most 100. */
  readonly participants?: InputMaybe<ReadonlyArray<TaskParticipantInput>>
}

/** One department and its part. */
export type TaskParticipantInput = {
  /** The department (cơ quan). */
  readonly departmentId: Scalars['ID']['input']
  /** How it takes part. */
  readonly part: TaskPart
}

/** A step of a task. */
export type TaskStepInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** Owed to cancel. At most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>
  /** Only for completeTask: not after today; today unless said. */
  readonly completedOn?: InputMaybe<Scalars['Date']['input']>
}

/**
 * Either `id` and `version` of a report, or what it is on: a task with a department, a plan, or neither for the province's
 * year. What is left out stays as it is; `values` replaces all figures.
 */
export type SaveProgressReportInput = {
  /** The id of what is meant. */
  readonly id?: InputMaybe<Scalars['ID']['input']>
  /** The version that you have read; owed with `id`. */
  readonly version?: InputMaybe<Scalars['Int']['input']>
  /** The task (nhiệm vụ). */
  readonly taskId?: InputMaybe<Scalars['ID']['input']>
  /** The plan (kế hoạch). */
  readonly planId?: InputMaybe<Scalars['ID']['input']>
  /** For a task: the department that reports; your own unless said. */
  readonly departmentId?: InputMaybe<Scalars['ID']['input']>
  /** A period's code. */
  readonly period: Scalars['String']['input']
  /** 0–100 %, kept to two decimals. */
  readonly percentComplete?: InputMaybe<Scalars['Float']['input']>
  /** At most 20,000 characters, as each of the three texts. */
  readonly achievements?: InputMaybe<Scalars['String']['input']>
  /** What fell short (hạn chế). */
  readonly limitations?: InputMaybe<Scalars['String']['input']>
  /** Why (nguyên nhân). */
  readonly causes?: InputMaybe<Scalars['String']['input']>
  /** What was spent in the period. */
  readonly spentBudget?: InputMaybe<Scalars['Money']['input']>
  /** At most one figure for each indicator. */
  readonly values?: InputMaybe<ReadonlyArray<IndicatorValueInput>>
}

/** One figure of a report. */
export type IndicatorValueInput = {
  /** An indicator's code. */
  readonly code: Scalars['String']['input']
  /**
   * In the indicator's unit, from 0 to 10^15, kept to six decimals; owed unless the qualifier is UNKNOWN, and then not
   * allowed.
   */
  readonly value?: InputMaybe<Scalars['Float']['input']>
  /** How exact it is. */
  readonly qualifier?: InputMaybe<Qualifier>
}

/** A step of a report. */
export type ReportStepInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** Owed to return. At most 2,000 characters. */
  readonly comment?: InputMaybe<Scalars['String']['input']>
}

/** A new department (cơ quan). */
export type CreateDepartmentInput = {
  /** At most 300 characters. */
  readonly name: Scalars['String']['input']
  /** At most 100 characters. */
  readonly shortName?: InputMaybe<Scalars['String']['input']>
  /** Of what kind it is. */
  readonly kind: DepartmentKind
  /** The department that it belongs to. */
  readonly parentId?: InputMaybe<Scalars['ID']['input']>
  /** The first day on record; null where it is not. */
  readonly existedFrom?: InputMaybe<Scalars['Date']['input']>
}

/** A step of a plan. */
export type PlanStepInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** Owed to return and to cancel. At most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>
  /** The document that issues the plan, if it comes with this step. */
  readonly document?: InputMaybe<DocumentInput>
}

/** A draft to remove. */
export type DiscardInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
}

/** What changes on a department; what is left out stays as it is. */
export type UpdateDepartmentInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** At most 300 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>
  /** At most 100 characters; null empties it. */
  readonly shortName?: InputMaybe<Scalars['String']['input']>
  /** Of what kind it is. */
  readonly kind?: InputMaybe<DepartmentKind>
  /** Its last day; null opens it again. */
  readonly existedUntil?: InputMaybe<Scalars['Date']['input']>
  /** The department that takes over; null takes that back. */
  readonly successorId?: InputMaybe<Scalars['ID']['input']>
}

/** Which members; what is left out does not narrow. */
export type MemberFilter = {
  /** Only of these roles. */
  readonly role?: InputMaybe<ReadonlyArray<MemberRole>>
  /** Only of this department. */
  readonly departmentId?: InputMaybe<Scalars['ID']['input']>
  /** True: only active ones; false: only deactivated ones. */
  readonly active?: InputMaybe<Scalars['Boolean']['input']>
  /** Words in the name or the subject, each of them; case, marks and `đ` don't count. */
  readonly text?: InputMaybe<Scalars['String']['input']>
}

/** A new member (thành viên). */
export type CreateMemberInput = {
  /** The `sub` of the tokens: 1 to 255 printable ASCII characters, exactly as the issuer writes it. */
  readonly subject: Scalars['String']['input']
  /** At most 200 characters. */
  readonly displayName: Scalars['String']['input']
  /** What they may do. */
  readonly role: MemberRole
  /** For a DEPARTMENT_OFFICER, and only then. */
  readonly departmentId?: InputMaybe<Scalars['ID']['input']>
}

/** What changes on a member; what is left out stays as it is. */
export type UpdateMemberInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** At most 200 characters. */
  readonly displayName?: InputMaybe<Scalars['String']['input']>
  /** What they may do. */
  readonly role?: InputMaybe<MemberRole>
  /** For a DEPARTMENT_OFFICER, and only then; with another role it is taken away by itself. */
  readonly departmentId?: InputMaybe<Scalars['ID']['input']>
}

/** A step of a member. */
export type MemberStepInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** At most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>
}

/** A new service account (tài khoản dịch vụ). */
export type CreateServiceAccountInput = {
  /** At most 200 characters. */
  readonly name: Scalars['String']['input']
  /** What they may do. */
  readonly role: ServiceAccountRole
  /** What it may do at most; those of its role. */
  readonly scopes: ReadonlyArray<Scalars['String']['input']>
  /**
   * Slugs, at most 100: where a ministry's IMPORTER may act. A province's account acts in that province, one of the nation
   * in all: those name none.
   */
  readonly provinces?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
}

/** What changes on a service account; what is left out stays as it is. */
export type UpdateServiceAccountInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** At most 200 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>
  /** All that it may do from now on. */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
}

/** Which account gets a new secret. */
export type RotateServiceAccountSecretInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** How long the secret before the new one stays good: 0 (it has leaked) to 720; 24 unless said. */
  readonly overlapHours?: InputMaybe<Scalars['Int']['input']>
}

/** Which account ends. */
export type RevokeServiceAccountInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** At most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>
}

/** A new recommendation (kiến nghị). */
export type CreateRecommendationInput = {
  /** The province's report on a plan or a year, still a draft. */
  readonly progressReportId: Scalars['ID']['input']
  /** At most 5,000 characters. */
  readonly text: Scalars['String']['input']
}

/** A province that merges into another. */
export type RecordSuccessionInput = {
  /** The slug of the province that ends. */
  readonly predecessor: Scalars['String']['input']
  /** The slug of the province that takes over. */
  readonly successor: Scalars['String']['input']
  /** The first day on which the successor holds the territory; past or to come. */
  readonly effectiveOn: Scalars['Date']['input']
  /** The resolution or law that says so (`Nghị quyết 202/2025/QH15`). At most 500 characters. */
  readonly legalBasis: Scalars['String']['input']
}

/** A succession that is not to count. */
export type WithdrawSuccessionInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** Why. At most 1,000 characters. */
  readonly reason: Scalars['String']['input']
}

/** The ministry’s answer to a recommendation. */
export type AnswerRecommendationInput = {
  /** The id of what is meant. */
  readonly id: Scalars['ID']['input']
  /** The version that you have read. */
  readonly version: Scalars['Int']['input']
  /** ANSWERED or DECLINED. */
  readonly status: RecommendationStatus
  /** At most 5,000 characters. */
  readonly answer: Scalars['String']['input']
}

/** What happened. */
export type ChangeKind =
  /** New to you: just made, or, for the ministry, just published. */
  | 'CREATED'
  /** Changed since. */
  | 'UPDATED'

/** What a plan covers (loại kế hoạch). */
export type PlanKind =
  /** Of one year (kế hoạch năm). */
  | 'ANNUAL'
  /** Of several years (kế hoạch giai đoạn). */
  | 'MULTI_YEAR'
  /** On one subject (kế hoạch chuyên đề). */
  | 'THEMATIC'

/** Where a plan stands (trạng thái kế hoạch). */
export type PlanStatus =
  /** Being written (dự thảo); the ministry does not see it. */
  | 'DRAFT'
  /** Handed in for approval (trình duyệt). */
  | 'SUBMITTED'
  /** Sent back for changes (trả lại). */
  | 'RETURNED'
  /** Approved (đã duyệt): reports are due from here on, and tasks change only by amendment. */
  | 'APPROVED'
  /** Done (hoàn thành). */
  | 'COMPLETED'
  /** Called off, with a reason (hủy). */
  | 'CANCELLED'

/** Where a task stands (trạng thái nhiệm vụ). */
export type TaskStatus =
  /** Chưa thực hiện. */
  | 'NOT_STARTED'
  /** Đang thực hiện. */
  | 'IN_PROGRESS'
  /** Hoàn thành. */
  | 'COMPLETED'
  /** Hủy, with a reason. */
  | 'CANCELLED'

/** What kind of work a task is (nhóm nhiệm vụ). */
export type TaskCategory =
  /** Quản lý nhà nước: direction, guidance, inspection. */
  | 'STATE_MANAGEMENT'
  /** Đào tạo, tập huấn, bồi dưỡng. */
  | 'TRAINING'
  /** Cung cấp thông tin cho báo chí: press conferences, interviews. */
  | 'PRESS_INFORMATION'
  /** Giao ban báo chí, hội nghị báo cáo viên. */
  | 'PRESS_MEETING'
  /** Sản xuất tin, bài, chương trình, chuyên mục. */
  | 'MEDIA_PRODUCTION'
  /** Phát sóng. */
  | 'BROADCAST'
  /** Xuất bản ấn phẩm, tài liệu. */
  | 'PUBLICATION'
  /** Triển lãm, trưng bày. */
  | 'EXHIBITION'
  /** Sự kiện văn hóa, lễ hội. */
  | 'EVENT'
  /** Quảng bá hình ảnh, xúc tiến đầu tư và du lịch. */
  | 'PROMOTION'
  /** Tuyên truyền biển, đảo. */
  | 'SEA_AND_ISLANDS'
  /** Thông tin biên giới. */
  | 'BORDER'
  /** Đấu tranh, phản bác thông tin sai trái. */
  | 'COUNTER_MISINFORMATION'
  /** Đoàn ra, đoàn vào, ngoại giao nhân dân. */
  | 'DELEGATION'
  /** Phối hợp giữa các cơ quan. */
  | 'COORDINATION'
  /** Khác. */
  | 'OTHER'

/** How a department takes part in a task (vai trò trong nhiệm vụ). */
export type TaskPart =
  /** Chủ trì. */
  | 'LEAD'
  /** Phối hợp. */
  | 'COORDINATING'
  /** Tham mưu. */
  | 'ADVISING'
  /** Chỉ đạo. */
  | 'DIRECTING'
  /** Giao nhiệm vụ. */
  | 'ASSIGNING'

/** How exactly a due date is known (độ chính xác của thời hạn). */
export type DatePrecision =
  /** A day (ngày). */
  | 'DAY'
  /** From `startOn` to `dueOn` (từ ngày đến ngày). */
  | 'RANGE'
  /** A month (tháng). */
  | 'MONTH'
  /** Early in a quarter (đầu quý): its first month. */
  | 'EARLY_QUARTER'
  /** Late in a quarter (cuối quý). */
  | 'LATE_QUARTER'
  /** A quarter (quý). */
  | 'QUARTER'
  /** A year (năm). */
  | 'YEAR'
  /** Again and again (định kỳ, thường xuyên): no due date, never overdue. */
  | 'RECURRING'
  /** Not said (thời gian tới): no due date, never overdue. */
  | 'OPEN'

/** Where a revision of a report stands (trạng thái báo cáo). */
export type ReportStatus =
  /** Being written (đang soạn); only the province sees it. */
  | 'DRAFT'
  /** Handed in (đã gửi). */
  | 'SUBMITTED'
  /** Sent back with a comment (trả lại). */
  | 'RETURNED'
  /** Accepted (đã chấp nhận): its figures count. */
  | 'ACCEPTED'

/** What kind of body a department is (loại cơ quan). */
export type DepartmentKind =
  /** Sở, ban, ngành của UBND tỉnh. */
  | 'DEPARTMENT'
  /** Văn phòng. */
  | 'OFFICE'
  /** Cơ quan của Đảng. */
  | 'PARTY_BODY'
  /** Công an, quân đội, biên phòng. */
  | 'ARMED_FORCES'
  /** Báo, đài, cổng thông tin. */
  | 'PRESS'
  /** Hội, đoàn thể. */
  | 'ASSOCIATION'
  /** UBND huyện, thị xã, thành phố. */
  | 'DISTRICT'
  /** Ban chỉ đạo. */
  | 'STEERING_COMMITTEE'
  /** Ban quản lý. */
  | 'MANAGEMENT_BOARD'
  /** Cơ quan trung ương. */
  | 'CENTRAL_BODY'
  /** UBND tỉnh. */
  | 'PEOPLES_COMMITTEE'
  /** Khác. */
  | 'OTHER'

/** What kind of document it is, as its symbol says (loại văn bản). */
export type DocumentKind =
  /** Quyết định (QĐ). */
  | 'DECISION'
  /** Kế hoạch (KH). */
  | 'PLAN'
  /** Chương trình (CTr). */
  | 'PROGRAMME'
  /** Đề án (ĐA). */
  | 'SCHEME'
  /** Quy chế, quy định (QC). */
  | 'REGULATION'
  /** Hướng dẫn (HD). */
  | 'GUIDANCE'
  /** Báo cáo (BC). */
  | 'REPORT'
  /** Thông báo (TB). */
  | 'NOTICE'
  /** Chỉ thị (CT). */
  | 'DIRECTIVE'
  /** Nghị quyết (NQ). */
  | 'RESOLUTION'
  /** Kết luận (KL). */
  | 'CONCLUSION'
  /** Luật, nghị định, thông tư. */
  | 'LAW'
  /** Điều ước quốc tế. */
  | 'TREATY'
  /** Công văn (CV). */
  | 'OFFICIAL_LETTER'
  /** Khác. */
  | 'OTHER'

/** Whose document it is (cấp ban hành). */
export type DocumentLevel =
  /** Of a central body (trung ương), shared by all provinces. */
  | 'CENTRAL'
  /** Of a body of the province (địa phương). */
  | 'PROVINCIAL'

/** How long a reporting period is (loại kỳ báo cáo). */
export type PeriodKind =
  /** Tháng: from the 15th of the month before to the 14th. */
  | 'MONTH'
  /** Quý. */
  | 'QUARTER'
  /** 6 tháng. */
  | 'HALF_YEAR'
  /** 9 tháng. */
  | 'NINE_MONTHS'
  /** Năm: from 15/12 of the year before to 14/12. */
  | 'YEAR'

/** What a figure counts (đơn vị tính). Figures in different units are never added. */
export type Unit =
  /** Things (cuộc, chương trình, ấn phẩm, …). */
  | 'COUNT'
  /** People (người, đại biểu, học viên): each counts once. */
  | 'PERSON'
  /** Attendances (lượt người dự): a person may count again. */
  | 'ATTENDANCE'
  /** Visits (lượt khách): a person may count again. */
  | 'VISIT'
  /** Ngày. */
  | 'DAY'
  /** Đồng. */
  | 'VND'
  /** Đô la Mỹ. */
  | 'USD'
  /** Phần trăm, 0–100. */
  | 'PERCENT'

/** How figures of an indicator add up over periods and provinces (cách tổng hợp). */
export type Aggregation =
  /** Added up (cộng). */
  | 'SUM'
  /** The newest counts (giá trị cuối kỳ). */
  | 'LAST'
  /** The largest counts (giá trị lớn nhất). */
  | 'MAX'
  /** The mean (trung bình). */
  | 'AVERAGE'

/** How exact a figure is, in the words of its source (mức chính xác). */
export type Qualifier =
  /** The number as it is. */
  | 'EXACT'
  /** More than (hơn, trên). */
  | 'AT_LEAST'
  /** About (khoảng): no hard bounds. */
  | 'ABOUT'
  /** Nearly (gần). */
  | 'JUST_UNDER'
  /** No number (hàng trăm, nhiều). */
  | 'UNKNOWN'

/** Whether the ministry has answered (trạng thái kiến nghị). */
export type RecommendationStatus =
  /** Chưa trả lời. */
  | 'OPEN'
  /** Đã trả lời. */
  | 'ANSWERED'
  /** Không chấp thuận. */
  | 'DECLINED'

/** What somebody may do (vai trò). */
export type Role =
  /** Reads all in one province. */
  | 'PROVINCE_VIEWER'
  /** Reads all in one province; starts tasks and files reports where the department leads or coordinates. */
  | 'DEPARTMENT_OFFICER'
  /** Does everything in one province. */
  | 'PROVINCE_ADMIN'
  /** A script that imports. */
  | 'IMPORTER'
  /** Reads the nation's rollups, plans from APPROVED on and reports from SUBMITTED on. */
  | 'MINISTRY_ANALYST'
  /** As the analyst; also keeps the catalogue, provinces and successions, and answers recommendations. */
  | 'MINISTRY_ADMIN'

/** What is wrong; the same closed list in GraphQL and in REST. */
export type ErrorCode =
  /** No token, or one that is not valid. */
  | 'UNAUTHENTICATED'
  /** Your role may not do this. */
  | 'FORBIDDEN'
  /** There is no such thing that you may see. */
  | 'NOT_FOUND'
  /** Something in the request is not of the right form. */
  | 'BAD_INPUT'
  /** Somebody was faster, or it exists already. */
  | 'CONFLICT'
  /** Not in this state. */
  | 'INVALID_STATE'
  /** More than a limit allows. */
  | 'LIMIT_EXCEEDED'
  /** Try again shortly. */
  | 'UNAVAILABLE'
  /** A fault of the service. */
  | 'INTERNAL'

/** What a cell of a rollup counts or adds up (số liệu tổng hợp). */
export type RollupMeasure =
  /** Plans (kế hoạch), in any state that is published. */
  | 'PLANS'
  /** Tasks (nhiệm vụ), in any state. */
  | 'TASKS'
  /** Tasks that are past their due date and neither completed nor cancelled (quá hạn). */
  | 'OVERDUE_TASKS'
  /** Tasks that were completed by their due date. */
  | 'COMPLETED_ON_TIME'
  /** Reports that are owed and whose window has closed. */
  | 'REPORTS_DUE'
  /** Of the reports due, those that were handed in. */
  | 'REPORTS_SUBMITTED'
  /** Of the reports due, those that were handed in by their deadline. */
  | 'REPORTS_ON_TIME'
  /** The mean of what the tasks say. */
  | 'PROGRESS'
  /** Planned budgets of tasks, in đồng (kinh phí dự kiến). */
  | 'PLANNED_BUDGET'
  /** What counted reports say was spent, in đồng (kinh phí đã chi). */
  | 'SPENT_BUDGET'
  /** Figures of one indicator. */
  | 'INDICATOR'
  /** Recommendations that wait for the ministry's answer. */
  | 'RECOMMENDATIONS_OPEN'
  /** Recommendations that were answered or declined. */
  | 'RECOMMENDATIONS_ANSWERED'
  /** Submitted reports: a province reports where there is one. */
  | 'REPORTING'

/** By what figures are grouped (chiều tổng hợp). */
export type RollupDimension =
  /** By province of the map (tỉnh). */
  | 'PROVINCE'
  /** By year (năm). */
  | 'YEAR'
  /** By quarter, 1 to 4 (quý); what has only a year has none. */
  | 'QUARTER'
  /** By the category of the task (nhóm nhiệm vụ). */
  | 'CATEGORY'
  /** Needs a filter of exactly one province. */
  | 'DEPARTMENT'
  /** By the kind of the department that leads (loại cơ quan chủ trì). */
  | 'DEPARTMENT_KIND'

export type ResolverTypeWrapper<T> = Promise<T> | T

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>
}
export type Resolver<
  TResult,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo,
) => Maybe<TTypes> | Promise<Maybe<TTypes>>

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  obj: T,
  context: TContext,
  info: GraphQLResolveInfo,
) => boolean | Promise<boolean>

export type NextResolverFn<T> = () => Promise<T>

export type DirectiveResolverFn<
  TResult = Record<PropertyKey, never>,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<unknown>
  DateTime: ResolverTypeWrapper<unknown>
  Money: ResolverTypeWrapper<unknown>
  JSON: ResolverTypeWrapper<unknown>
  Node: ResolverTypeWrapper<unknown>
  ID: ResolverTypeWrapper<unknown>
  Query: ResolverTypeWrapper<unknown>
  String: ResolverTypeWrapper<unknown>
  Mutation: ResolverTypeWrapper<unknown>
  Subscription: ResolverTypeWrapper<unknown>
  PlanChange: ResolverTypeWrapper<unknown>
  TaskChange: ResolverTypeWrapper<unknown>
  ProgressReportChange: ResolverTypeWrapper<unknown>
  Viewer: ResolverTypeWrapper<unknown>
  Member: ResolverTypeWrapper<unknown>
  Boolean: ResolverTypeWrapper<unknown>
  MemberRole: ResolverTypeWrapper<unknown>
  ServiceAccount: ResolverTypeWrapper<unknown>
  ServiceAccountRole: ResolverTypeWrapper<unknown>
  Province: ResolverTypeWrapper<unknown>
  Succession: ResolverTypeWrapper<unknown>
  Department: ResolverTypeWrapper<unknown>
  Document: ResolverTypeWrapper<unknown>
  Plan: ResolverTypeWrapper<unknown>
  Float: ResolverTypeWrapper<unknown>
  Task: ResolverTypeWrapper<unknown>
  TaskParticipant: ResolverTypeWrapper<unknown>
  ProgressReport: ResolverTypeWrapper<unknown>
  Indicator: ResolverTypeWrapper<unknown>
  IndicatorTarget: ResolverTypeWrapper<unknown>
  IndicatorValue: ResolverTypeWrapper<unknown>
  ReportingPeriod: ResolverTypeWrapper<unknown>
  Recommendation: ResolverTypeWrapper<unknown>
  ReportDue: ResolverTypeWrapper<unknown>
  ReportDueState: ResolverTypeWrapper<unknown>
  AuditEntry: ResolverTypeWrapper<unknown>
  FieldChange: ResolverTypeWrapper<unknown>
  AuditEntity: ResolverTypeWrapper<unknown>
  PageInfo: ResolverTypeWrapper<unknown>
  ProvinceConnection: ResolverTypeWrapper<unknown>
  ProvinceEdge: ResolverTypeWrapper<unknown>
  DepartmentConnection: ResolverTypeWrapper<unknown>
  DepartmentEdge: ResolverTypeWrapper<unknown>
  MemberConnection: ResolverTypeWrapper<unknown>
  MemberEdge: ResolverTypeWrapper<unknown>
  ServiceAccountConnection: ResolverTypeWrapper<unknown>
  ServiceAccountEdge: ResolverTypeWrapper<unknown>
  DocumentConnection: ResolverTypeWrapper<unknown>
  DocumentEdge: ResolverTypeWrapper<unknown>
  PlanConnection: ResolverTypeWrapper<unknown>
  PlanEdge: ResolverTypeWrapper<unknown>
  TaskConnection: ResolverTypeWrapper<unknown>
  TaskEdge: ResolverTypeWrapper<unknown>
  ProgressReportConnection: ResolverTypeWrapper<unknown>
  ProgressReportEdge: ResolverTypeWrapper<unknown>
  RecommendationConnection: ResolverTypeWrapper<unknown>
  RecommendationEdge: ResolverTypeWrapper<unknown>
  ReportDueConnection: ResolverTypeWrapper<unknown>
  ReportDueEdge: ResolverTypeWrapper<unknown>
  AuditEntryConnection: ResolverTypeWrapper<unknown>
  AuditEntryEdge: ResolverTypeWrapper<unknown>
  ImportJob: ResolverTypeWrapper<unknown>
  ImportPart: ResolverTypeWrapper<unknown>
  ImportMode: ResolverTypeWrapper<unknown>
  ImportState: ResolverTypeWrapper<unknown>
  ImportProblem: ResolverTypeWrapper<unknown>
  ImportChange: ResolverTypeWrapper<unknown>
  ImportProblemConnection: ResolverTypeWrapper<unknown>
  ImportProblemEdge: ResolverTypeWrapper<unknown>
  ImportChangeConnection: ResolverTypeWrapper<unknown>
  ImportChangeEdge: ResolverTypeWrapper<unknown>
  Rollup: ResolverTypeWrapper<unknown>
  RollupRow: ResolverTypeWrapper<unknown>
  StatusCount: ResolverTypeWrapper<unknown>
  RollupFact: ResolverTypeWrapper<unknown>
  RollupFactConnection: ResolverTypeWrapper<unknown>
  RollupFactEdge: ResolverTypeWrapper<unknown>
  IndicatorTotal: ResolverTypeWrapper<unknown>
  UserError: ResolverTypeWrapper<unknown>
  CreatePlanPayload: ResolverTypeWrapper<unknown>
  UpdatePlanPayload: ResolverTypeWrapper<unknown>
  CreateTaskPayload: ResolverTypeWrapper<unknown>
  UpdateTaskPayload: ResolverTypeWrapper<unknown>
  AssignTaskPayload: ResolverTypeWrapper<unknown>
  StartTaskPayload: ResolverTypeWrapper<unknown>
  CompleteTaskPayload: ResolverTypeWrapper<unknown>
  SaveProgressReportPayload: ResolverTypeWrapper<unknown>
  SubmitProgressReportPayload: ResolverTypeWrapper<unknown>
  CreateDepartmentPayload: ResolverTypeWrapper<unknown>
  SubmitPlanPayload: ResolverTypeWrapper<unknown>
  ApprovePlanPayload: ResolverTypeWrapper<unknown>
  ReturnPlanPayload: ResolverTypeWrapper<unknown>
  CompletePlanPayload: ResolverTypeWrapper<unknown>
  CancelPlanPayload: ResolverTypeWrapper<unknown>
  CancelTaskPayload: ResolverTypeWrapper<unknown>
  AcceptProgressReportPayload: ResolverTypeWrapper<unknown>
  ReturnProgressReportPayload: ResolverTypeWrapper<unknown>
  UpdateDepartmentPayload: ResolverTypeWrapper<unknown>
  CreateRecommendationPayload: ResolverTypeWrapper<unknown>
  AnswerRecommendationPayload: ResolverTypeWrapper<unknown>
  RecordSuccessionPayload: ResolverTypeWrapper<unknown>
  WithdrawSuccessionPayload: ResolverTypeWrapper<unknown>
  CreateMemberPayload: ResolverTypeWrapper<unknown>
  UpdateMemberPayload: ResolverTypeWrapper<unknown>
  DeactivateMemberPayload: ResolverTypeWrapper<unknown>
  ReactivateMemberPayload: ResolverTypeWrapper<unknown>
  CreateServiceAccountPayload: ResolverTypeWrapper<unknown>
  UpdateServiceAccountPayload: ResolverTypeWrapper<unknown>
  RotateServiceAccountSecretPayload: ResolverTypeWrapper<unknown>
  RevokeServiceAccountPayload: ResolverTypeWrapper<unknown>
  DiscardPayload: ResolverTypeWrapper<unknown>
  PlanFilter: ResolverTypeWrapper<unknown>
  TaskFilter: ResolverTypeWrapper<unknown>
  DepartmentFilter: ResolverTypeWrapper<unknown>
  DocumentFilter: ResolverTypeWrapper<unknown>
  ProgressReportFilter: ResolverTypeWrapper<unknown>
  ReportDueFilter: ResolverTypeWrapper<unknown>
  AuditFilter: ResolverTypeWrapper<unknown>
  RecommendationFilter: ResolverTypeWrapper<unknown>
  PlanOrder: ResolverTypeWrapper<unknown>
  PlanOrderBy: ResolverTypeWrapper<unknown>
  TaskOrder: ResolverTypeWrapper<unknown>
  TaskOrderBy: ResolverTypeWrapper<unknown>
  DepartmentOrder: ResolverTypeWrapper<unknown>
  DepartmentOrderBy: ResolverTypeWrapper<unknown>
  Direction: ResolverTypeWrapper<unknown>
  RollupFilter: ResolverTypeWrapper<unknown>
  RollupCell: ResolverTypeWrapper<unknown>
  CreatePlanInput: ResolverTypeWrapper<unknown>
  DocumentInput: ResolverTypeWrapper<unknown>
  UpdatePlanInput: ResolverTypeWrapper<unknown>
  CreateTaskInput: ResolverTypeWrapper<unknown>
  UpdateTaskInput: ResolverTypeWrapper<unknown>
  AssignTaskInput: ResolverTypeWrapper<unknown>
  TaskParticipantInput: ResolverTypeWrapper<unknown>
  TaskStepInput: ResolverTypeWrapper<unknown>
  SaveProgressReportInput: ResolverTypeWrapper<unknown>
  IndicatorValueInput: ResolverTypeWrapper<unknown>
  ReportStepInput: ResolverTypeWrapper<unknown>
  CreateDepartmentInput: ResolverTypeWrapper<unknown>
  PlanStepInput: ResolverTypeWrapper<unknown>
  DiscardInput: ResolverTypeWrapper<unknown>
  UpdateDepartmentInput: ResolverTypeWrapper<unknown>
  MemberFilter: ResolverTypeWrapper<unknown>
  CreateMemberInput: ResolverTypeWrapper<unknown>
  UpdateMemberInput: ResolverTypeWrapper<unknown>
  MemberStepInput: ResolverTypeWrapper<unknown>
  CreateServiceAccountInput: ResolverTypeWrapper<unknown>
  UpdateServiceAccountInput: ResolverTypeWrapper<unknown>
  RotateServiceAccountSecretInput: ResolverTypeWrapper<unknown>
  RevokeServiceAccountInput: ResolverTypeWrapper<unknown>
  CreateRecommendationInput: ResolverTypeWrapper<unknown>
  RecordSuccessionInput: ResolverTypeWrapper<unknown>
  WithdrawSuccessionInput: ResolverTypeWrapper<unknown>
  AnswerRecommendationInput: ResolverTypeWrapper<unknown>
  ChangeKind: ResolverTypeWrapper<unknown>
  PlanKind: ResolverTypeWrapper<unknown>
  PlanStatus: ResolverTypeWrapper<unknown>
  TaskStatus: ResolverTypeWrapper<unknown>
  TaskCategory: ResolverTypeWrapper<unknown>
  TaskPart: ResolverTypeWrapper<unknown>
  DatePrecision: ResolverTypeWrapper<unknown>
  ReportStatus: ResolverTypeWrapper<unknown>
  DepartmentKind: ResolverTypeWrapper<unknown>
  DocumentKind: ResolverTypeWrapper<unknown>
  DocumentLevel: ResolverTypeWrapper<unknown>
  PeriodKind: ResolverTypeWrapper<unknown>
  Unit: ResolverTypeWrapper<unknown>
  Aggregation: ResolverTypeWrapper<unknown>
  Qualifier: ResolverTypeWrapper<unknown>
  RecommendationStatus: ResolverTypeWrapper<unknown>
  Role: ResolverTypeWrapper<unknown>
  ErrorCode: ResolverTypeWrapper<unknown>
  RollupMeasure: ResolverTypeWrapper<unknown>
  RollupDimension: ResolverTypeWrapper<unknown>
  Int: ResolverTypeWrapper<unknown>
}

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: unknown
  DateTime: unknown
  Money: unknown
  JSON: unknown
  Node: unknown
  ID: unknown
  Query: unknown
  String: unknown
  Mutation: unknown
  Subscription: unknown
  PlanChange: unknown
  TaskChange: unknown
  ProgressReportChange: unknown
  Viewer: unknown
  Member: unknown
  Boolean: unknown
  ServiceAccount: unknown
  Province: unknown
  Succession: unknown
  Department: unknown
  Document: unknown
  Plan: unknown
  Float: unknown
  Task: unknown
  TaskParticipant: unknown
  ProgressReport: unknown
  Indicator: unknown
  IndicatorTarget: unknown
  IndicatorValue: unknown
  ReportingPeriod: unknown
  Recommendation: unknown
  ReportDue: unknown
  AuditEntry: unknown
  FieldChange: unknown
  PageInfo: unknown
  ProvinceConnection: unknown
  ProvinceEdge: unknown
  DepartmentConnection: unknown
  DepartmentEdge: unknown
  MemberConnection: unknown
  MemberEdge: unknown
  ServiceAccountConnection: unknown
  ServiceAccountEdge: unknown
  DocumentConnection: unknown
  DocumentEdge: unknown
  PlanConnection: unknown
  PlanEdge: unknown
  TaskConnection: unknown
  TaskEdge: unknown
  ProgressReportConnection: unknown
  ProgressReportEdge: unknown
  RecommendationConnection: unknown
  RecommendationEdge: unknown
  ReportDueConnection: unknown
  ReportDueEdge: unknown
  AuditEntryConnection: unknown
  AuditEntryEdge: unknown
  ImportJob: unknown
  ImportPart: unknown
  ImportProblem: unknown
  ImportChange: unknown
  ImportProblemConnection: unknown
  ImportProblemEdge: unknown
  ImportChangeConnection: unknown
  ImportChangeEdge: unknown
  Rollup: unknown
  RollupRow: unknown
  StatusCount: unknown
  RollupFact: unknown
  RollupFactConnection: unknown
  RollupFactEdge: unknown
  IndicatorTotal: unknown
  UserError: unknown
  CreatePlanPayload: unknown
  UpdatePlanPayload: unknown
  CreateTaskPayload: unknown
  UpdateTaskPayload: unknown
  AssignTaskPayload: unknown
  StartTaskPayload: unknown
  CompleteTaskPayload: unknown
  SaveProgressReportPayload: unknown
  SubmitProgressReportPayload: unknown
  CreateDepartmentPayload: unknown
  SubmitPlanPayload: unknown
  ApprovePlanPayload: unknown
  ReturnPlanPayload: unknown
  CompletePlanPayload: unknown
  CancelPlanPayload: unknown
  CancelTaskPayload: unknown
  AcceptProgressReportPayload: unknown
  ReturnProgressReportPayload: unknown
  UpdateDepartmentPayload: unknown
  CreateRecommendationPayload: unknown
  AnswerRecommendationPayload: unknown
  RecordSuccessionPayload: unknown
  WithdrawSuccessionPayload: unknown
  CreateMemberPayload: unknown
  UpdateMemberPayload: unknown
  DeactivateMemberPayload: unknown
  ReactivateMemberPayload: unknown
  CreateServiceAccountPayload: unknown
  UpdateServiceAccountPayload: unknown
  RotateServiceAccountSecretPayload: unknown
  RevokeServiceAccountPayload: unknown
  DiscardPayload: unknown
  PlanFilter: unknown
  TaskFilter: unknown
  DepartmentFilter: unknown
  DocumentFilter: unknown
  ProgressReportFilter: unknown
  ReportDueFilter: unknown
  AuditFilter: unknown
  RecommendationFilter: unknown
  PlanOrder: unknown
  TaskOrder: unknown
  DepartmentOrder: unknown
  RollupFilter: unknown
  RollupCell: unknown
  CreatePlanInput: unknown
  DocumentInput: unknown
  UpdatePlanInput: unknown
  CreateTaskInput: unknown
  UpdateTaskInput: unknown
  AssignTaskInput: unknown
  TaskParticipantInput: unknown
  TaskStepInput: unknown
  SaveProgressReportInput: unknown
  IndicatorValueInput: unknown
  ReportStepInput: unknown
  CreateDepartmentInput: unknown
  PlanStepInput: unknown
  DiscardInput: unknown
  UpdateDepartmentInput: unknown
  MemberFilter: unknown
  CreateMemberInput: unknown
  UpdateMemberInput: unknown
  MemberStepInput: unknown
  CreateServiceAccountInput: unknown
  UpdateServiceAccountInput: unknown
  RotateServiceAccountSecretInput: unknown
  RevokeServiceAccountInput: unknown
  CreateRecommendationInput: unknown
  RecordSuccessionInput: unknown
  WithdrawSuccessionInput: unknown
  AnswerRecommendationInput: unknown
  Int: unknown
}

export type CostDirectiveArgs = {
  weight?: Maybe<Scalars['Int']['input']>
  rows?: Maybe<Scalars['Int']['input']>
}

export type CostDirectiveResolver<
  Result,
  Parent,
  ContextType = Context,
  Args = CostDirectiveArgs,
> = DirectiveResolverFn<Result, Parent, ContextType, Args>

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date'
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime'
}

export interface MoneyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Money'], any> {
  name: 'Money'
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON'
}

export type NodeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node'],
> = {
  __resolveType: TypeResolveFn<
    'Province' | 'Department' | 'Document' | 'Plan' | 'Task' | 'ProgressReport' | 'Recommendation' | 'ImportJob',
    ParentType,
    ContextType
  >
}

export type QueryResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>
  province?: Resolver<
    Maybe<ResolversTypes['Province']>,
    ParentType,
    ContextType,
    RequireFields<QueryProvinceArgs, 'slug'>
  >
  provinces?: Resolver<ResolversTypes['ProvinceConnection'], ParentType, ContextType, Partial<QueryProvincesArgs>>
  departments?: Resolver<ResolversTypes['DepartmentConnection'], ParentType, ContextType, Partial<QueryDepartmentsArgs>>
  documents?: Resolver<ResolversTypes['DocumentConnection'], ParentType, ContextType, Partial<QueryDocumentsArgs>>
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType, RequireFields<QueryPlanArgs, 'id'>>
  plans?: Resolver<ResolversTypes['PlanConnection'], ParentType, ContextType, Partial<QueryPlansArgs>>
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<QueryTaskArgs, 'id'>>
  tasks?: Resolver<ResolversTypes['TaskConnection'], ParentType, ContextType, Partial<QueryTasksArgs>>
  progressReport?: Resolver<
    Maybe<ResolversTypes['ProgressReport']>,
    ParentType,
    ContextType,
    RequireFields<QueryProgressReportArgs, 'id'>
  >
  progressReports?: Resolver<
    ResolversTypes['ProgressReportConnection'],
    ParentType,
    ContextType,
    Partial<QueryProgressReportsArgs>
  >
  indicators?: Resolver<ReadonlyArray<ResolversTypes['Indicator']>, ParentType, ContextType>
  reportingPeriods?: Resolver<
    ReadonlyArray<ResolversTypes['ReportingPeriod']>,
    ParentType,
    ContextType,
    RequireFields<QueryReportingPeriodsArgs, 'year'>
  >
  reportsDue?: Resolver<ResolversTypes['ReportDueConnection'], ParentType, ContextType, Partial<QueryReportsDueArgs>>
  auditLog?: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, Partial<QueryAuditLogArgs>>
  importJob?: Resolver<
    Maybe<ResolversTypes['ImportJob']>,
    ParentType,
    ContextType,
    RequireFields<QueryImportJobArgs, 'id'>
  >
  members?: Resolver<ResolversTypes['MemberConnection'], ParentType, ContextType, Partial<QueryMembersArgs>>
  serviceAccounts?: Resolver<
    ResolversTypes['ServiceAccountConnection'],
    ParentType,
    ContextType,
    Partial<QueryServiceAccountsArgs>
  >
  recommendations?: Resolver<
    ResolversTypes['RecommendationConnection'],
    ParentType,
    ContextType,
    Partial<QueryRecommendationsArgs>
  >
  successions?: Resolver<ReadonlyArray<ResolversTypes['Succession']>, ParentType, ContextType>
  nationalRollup?: Resolver<
    ResolversTypes['Rollup'],
    ParentType,
    ContextType,
    RequireFields<QueryNationalRollupArgs, 'groupBy'>
  >
  explainRollup?: Resolver<
    ResolversTypes['RollupFactConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryExplainRollupArgs, 'cell' | 'groupBy'>
  >
}

export type MutationResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  createPlan?: Resolver<
    ResolversTypes['CreatePlanPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCreatePlanArgs, 'input'>
  >
  updatePlan?: Resolver<
    ResolversTypes['UpdatePlanPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationUpdatePlanArgs, 'input'>
  >
  createTask?: Resolver<
    ResolversTypes['CreateTaskPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCreateTaskArgs, 'input'>
  >
  updateTask?: Resolver<
    ResolversTypes['UpdateTaskPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationUpdateTaskArgs, 'input'>
  >
  assignTask?: Resolver<
    ResolversTypes['AssignTaskPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationAssignTaskArgs, 'input'>
  >
  startTask?: Resolver<
    ResolversTypes['StartTaskPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationStartTaskArgs, 'input'>
  >
  completeTask?: Resolver<
    ResolversTypes['CompleteTaskPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCompleteTaskArgs, 'input'>
  >
  saveProgressReport?: Resolver<
    ResolversTypes['SaveProgressReportPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSaveProgressReportArgs, 'input'>
  >
  submitProgressReport?: Resolver<
    ResolversTypes['SubmitProgressReportPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSubmitProgressReportArgs, 'input'>
  >
  createDepartment?: Resolver<
    ResolversTypes['CreateDepartmentPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCreateDepartmentArgs, 'input'>
  >
  submitPlan?: Resolver<
    ResolversTypes['SubmitPlanPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSubmitPlanArgs, 'input'>
  >
  approvePlan?: Resolver<
    ResolversTypes['ApprovePlanPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationApprovePlanArgs, 'input'>
  >
  returnPlan?: Resolver<
    ResolversTypes['ReturnPlanPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReturnPlanArgs, 'input'>
  >
  completePlan?: Resolver<
    ResolversTypes['CompletePlanPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCompletePlanArgs, 'input'>
  >
  cancelPlan?: Resolver<
    ResolversTypes['CancelPlanPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCancelPlanArgs, 'input'>
  >
  discardPlan?: Resolver<
    ResolversTypes['DiscardPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationDiscardPlanArgs, 'input'>
  >
  cancelTask?: Resolver<
    ResolversTypes['CancelTaskPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCancelTaskArgs, 'input'>
  >
  discardTask?: Resolver<
    ResolversTypes['DiscardPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationDiscardTaskArgs, 'input'>
  >
  acceptProgressReport?: Resolver<
    ResolversTypes['AcceptProgressReportPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationAcceptProgressReportArgs, 'input'>
  >
  returnProgressReport?: Resolver<
    ResolversTypes['ReturnProgressReportPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReturnProgressReportArgs, 'input'>
  >
  discardProgressReport?: Resolver<
    ResolversTypes['DiscardPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationDiscardProgressReportArgs, 'input'>
  >
  updateDepartment?: Resolver<
    ResolversTypes['UpdateDepartmentPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationUpdateDepartmentArgs, 'input'>
  >
  createRecommendation?: Resolver<
    ResolversTypes['CreateRecommendationPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCreateRecommendationArgs, 'input'>
  >
  answerRecommendation?: Resolver<
    ResolversTypes['AnswerRecommendationPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationAnswerRecommendationArgs, 'input'>
  >
  recordSuccession?: Resolver<
    ResolversTypes['RecordSuccessionPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRecordSuccessionArgs, 'input'>
  >
  withdrawSuccession?: Resolver<
    ResolversTypes['WithdrawSuccessionPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationWithdrawSuccessionArgs, 'input'>
  >
  createMember?: Resolver<
    ResolversTypes['CreateMemberPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCreateMemberArgs, 'input'>
  >
  updateMember?: Resolver<
    ResolversTypes['UpdateMemberPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationUpdateMemberArgs, 'input'>
  >
  deactivateMember?: Resolver<
    ResolversTypes['DeactivateMemberPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationDeactivateMemberArgs, 'input'>
  >
  reactivateMember?: Resolver<
    ResolversTypes['ReactivateMemberPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReactivateMemberArgs, 'input'>
  >
  createServiceAccount?: Resolver<
    ResolversTypes['CreateServiceAccountPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationCreateServiceAccountArgs, 'input'>
  >
  updateServiceAccount?: Resolver<
    ResolversTypes['UpdateServiceAccountPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationUpdateServiceAccountArgs, 'input'>
  >
  rotateServiceAccountSecret?: Resolver<
    ResolversTypes['RotateServiceAccountSecretPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRotateServiceAccountSecretArgs, 'input'>
  >
  revokeServiceAccount?: Resolver<
    ResolversTypes['RevokeServiceAccountPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRevokeServiceAccountArgs, 'input'>
  >
}

export type SubscriptionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription'],
> = {
  planChanged?: SubscriptionResolver<
    ResolversTypes['PlanChange'],
    'planChanged',
    ParentType,
    ContextType,
    Partial<SubscriptionPlanChangedArgs>
  >
  taskChanged?: SubscriptionResolver<
    ResolversTypes['TaskChange'],
    'taskChanged',
    ParentType,
    ContextType,
    Partial<SubscriptionTaskChangedArgs>
  >
  progressReportChanged?: SubscriptionResolver<
    ResolversTypes['ProgressReportChange'],
    'progressReportChanged',
    ParentType,
    ContextType,
    Partial<SubscriptionProgressReportChangedArgs>
  >
  importJobChanged?: SubscriptionResolver<
    ResolversTypes['ImportJob'],
    'importJobChanged',
    ParentType,
    ContextType,
    RequireFields<SubscriptionImportJobChangedArgs, 'id'>
  >
}

export type PlanChangeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PlanChange'] = ResolversParentTypes['PlanChange'],
> = {
  plan?: Resolver<ResolversTypes['Plan'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type TaskChangeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['TaskChange'] = ResolversParentTypes['TaskChange'],
> = {
  task?: Resolver<ResolversTypes['Task'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type ProgressReportChangeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ProgressReportChange'] = ResolversParentTypes['ProgressReportChange'],
> = {
  progressReport?: Resolver<ResolversTypes['ProgressReport'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type ViewerResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer'],
> = {
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>
  department?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  provinces?: Resolver<ReadonlyArray<ResolversTypes['Province']>, ParentType, ContextType>
  scopes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>
}

export type MemberResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  role?: Resolver<ResolversTypes['MemberRole'], ParentType, ContextType>
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>
  department?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  isActive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  activeSince?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  deactivatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ServiceAccountResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ServiceAccount'] = ResolversParentTypes['ServiceAccount'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  role?: Resolver<ResolversTypes['ServiceAccountRole'], ParentType, ContextType>
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  provinces?: Resolver<ReadonlyArray<ResolversTypes['Province']>, ParentType, ContextType>
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  previousSecretUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ProvinceResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Province'] = ResolversParentTypes['Province'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  asciiName?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, Partial<ProvinceCodeArgs>>
  existedFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  existedUntil?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  successor?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>
  predecessors?: Resolver<ReadonlyArray<ResolversTypes['Province']>, ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type SuccessionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Succession'] = ResolversParentTypes['Succession'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  predecessor?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  successor?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  effectiveOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  legalBasis?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  withdrawnAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
}

export type DepartmentResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Department'] = ResolversParentTypes['Department'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  province?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  shortName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  kind?: Resolver<ResolversTypes['DepartmentKind'], ParentType, ContextType>
  parent?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  existedFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  existedUntil?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  successor?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type DocumentResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  number?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  symbol?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  kind?: Resolver<ResolversTypes['DocumentKind'], ParentType, ContextType>
  issuedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  issuer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  level?: Resolver<ResolversTypes['DocumentLevel'], ParentType, ContextType>
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type PlanResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Plan'] = ResolversParentTypes['Plan'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  province?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['PlanKind'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['PlanStatus'], ParentType, ContextType>
  periodStart?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  periodEnd?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  reportingPeriod?: Resolver<ResolversTypes['PeriodKind'], ParentType, ContextType>
  objectives?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  legalBases?: Resolver<ReadonlyArray<ResolversTypes['Document']>, ParentType, ContextType>
  parent?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  sourceKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  tasks?: Resolver<ResolversTypes['TaskConnection'], ParentType, ContextType, Partial<PlanTasksArgs>>
  progressReports?: Resolver<
    ResolversTypes['ProgressReportConnection'],
    ParentType,
    ContextType,
    Partial<PlanProgressReportsArgs>
  >
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  history?: Resolver<Maybe<ResolversTypes['AuditEntryConnection']>, ParentType, ContextType, Partial<PlanHistoryArgs>>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type TaskResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Task'] = ResolversParentTypes['Task'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  plan?: Resolver<ResolversTypes['Plan'], ParentType, ContextType>
  ordinal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  category?: Resolver<ResolversTypes['TaskCategory'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['TaskStatus'], ParentType, ContextType>
  startOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  dueOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  duePrecision?: Resolver<Maybe<ResolversTypes['DatePrecision']>, ParentType, ContextType>
  dueText?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  isOverdue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  completedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  lead?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  coordinating?: Resolver<ReadonlyArray<ResolversTypes['Department']>, ParentType, ContextType>
  participants?: Resolver<ReadonlyArray<ResolversTypes['TaskParticipant']>, ParentType, ContextType>
  targets?: Resolver<ReadonlyArray<ResolversTypes['IndicatorTarget']>, ParentType, ContextType>
  plannedBudget?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>
  plannedBudgetSource?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  sourceKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  progressReports?: Resolver<
    ResolversTypes['ProgressReportConnection'],
    ParentType,
    ContextType,
    Partial<TaskProgressReportsArgs>
  >
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  history?: Resolver<Maybe<ResolversTypes['AuditEntryConnection']>, ParentType, ContextType, Partial<TaskHistoryArgs>>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type TaskParticipantResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['TaskParticipant'] = ResolversParentTypes['TaskParticipant'],
> = {
  department?: Resolver<ResolversTypes['Department'], ParentType, ContextType>
  part?: Resolver<ResolversTypes['TaskPart'], ParentType, ContextType>
}

export type ProgressReportResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ProgressReport'] = ResolversParentTypes['ProgressReport'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  province?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  department?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  period?: Resolver<ResolversTypes['ReportingPeriod'], ParentType, ContextType>
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['ReportStatus'], ParentType, ContextType>
  percentComplete?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  achievements?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  limitations?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  causes?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  spentBudget?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>
  values?: Resolver<ReadonlyArray<ResolversTypes['IndicatorValue']>, ParentType, ContextType>
  recommendations?: Resolver<ReadonlyArray<ResolversTypes['Recommendation']>, ParentType, ContextType>
  submittedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  isLate?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>
  returnComment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  sourceKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  revisions?: Resolver<ReadonlyArray<ResolversTypes['ProgressReport']>, ParentType, ContextType>
  history?: Resolver<
    Maybe<ResolversTypes['AuditEntryConnection']>,
    ParentType,
    ContextType,
    Partial<ProgressReportHistoryArgs>
  >
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type IndicatorResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Indicator'] = ResolversParentTypes['Indicator'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>
  aggregation?: Resolver<ResolversTypes['Aggregation'], ParentType, ContextType>
}

export type IndicatorTargetResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['IndicatorTarget'] = ResolversParentTypes['IndicatorTarget'],
> = {
  indicator?: Resolver<ResolversTypes['Indicator'], ParentType, ContextType>
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>
}

export type IndicatorValueResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['IndicatorValue'] = ResolversParentTypes['IndicatorValue'],
> = {
  indicator?: Resolver<ResolversTypes['Indicator'], ParentType, ContextType>
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  qualifier?: Resolver<ResolversTypes['Qualifier'], ParentType, ContextType>
  lower?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  upper?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  asWritten?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type ReportingPeriodResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ReportingPeriod'] = ResolversParentTypes['ReportingPeriod'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['PeriodKind'], ParentType, ContextType>
  dataFrom?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  dataTo?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  deadline?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
}

export type RecommendationResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Recommendation'] = ResolversParentTypes['Recommendation'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  province?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  report?: Resolver<Maybe<ResolversTypes['ProgressReport']>, ParentType, ContextType>
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  status?: Resolver<ResolversTypes['RecommendationStatus'], ParentType, ContextType>
  answer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  answeredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type ReportDueResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ReportDue'] = ResolversParentTypes['ReportDue'],
> = {
  province?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  plan?: Resolver<ResolversTypes['Plan'], ParentType, ContextType>
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  department?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  period?: Resolver<ResolversTypes['ReportingPeriod'], ParentType, ContextType>
  deadline?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['ReportDueState'], ParentType, ContextType>
  progressReport?: Resolver<Maybe<ResolversTypes['ProgressReport']>, ParentType, ContextType>
}

export type AuditEntryResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  entity?: Resolver<ResolversTypes['AuditEntity'], ParentType, ContextType>
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  entityVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  changes?: Resolver<ReadonlyArray<ResolversTypes['FieldChange']>, ParentType, ContextType>
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type FieldChangeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['FieldChange'] = ResolversParentTypes['FieldChange'],
> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>
}

export type PageInfoResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type ProvinceConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ProvinceConnection'] = ResolversParentTypes['ProvinceConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProvinceEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Province']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ProvinceEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ProvinceEdge'] = ResolversParentTypes['ProvinceEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
}

export type DepartmentConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['DepartmentConnection'] = ResolversParentTypes['DepartmentConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DepartmentEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Department']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type DepartmentEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['DepartmentEdge'] = ResolversParentTypes['DepartmentEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Department'], ParentType, ContextType>
}

export type MemberConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['MemberConnection'] = ResolversParentTypes['MemberConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MemberEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Member']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type MemberEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['MemberEdge'] = ResolversParentTypes['MemberEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Member'], ParentType, ContextType>
}

export type ServiceAccountConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ServiceAccountConnection'] =
    ResolversParentTypes['ServiceAccountConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ServiceAccountEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ServiceAccount']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ServiceAccountEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ServiceAccountEdge'] = ResolversParentTypes['ServiceAccountEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['ServiceAccount'], ParentType, ContextType>
}

export type DocumentConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['DocumentConnection'] = ResolversParentTypes['DocumentConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DocumentEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Document']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type DocumentEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['DocumentEdge'] = ResolversParentTypes['DocumentEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Document'], ParentType, ContextType>
}

export type PlanConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PlanConnection'] = ResolversParentTypes['PlanConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PlanEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Plan']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type PlanEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PlanEdge'] = ResolversParentTypes['PlanEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Plan'], ParentType, ContextType>
}

export type TaskConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['TaskConnection'] = ResolversParentTypes['TaskConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TaskEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type TaskEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['TaskEdge'] = ResolversParentTypes['TaskEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Task'], ParentType, ContextType>
}

export type ProgressReportConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ProgressReportConnection'] =
    ResolversParentTypes['ProgressReportConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProgressReportEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ProgressReport']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ProgressReportEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ProgressReportEdge'] = ResolversParentTypes['ProgressReportEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['ProgressReport'], ParentType, ContextType>
}

export type RecommendationConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RecommendationConnection'] =
    ResolversParentTypes['RecommendationConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RecommendationEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Recommendation']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type RecommendationEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RecommendationEdge'] = ResolversParentTypes['RecommendationEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['Recommendation'], ParentType, ContextType>
}

export type ReportDueConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ReportDueConnection'] = ResolversParentTypes['ReportDueConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReportDueEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ReportDue']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ReportDueEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ReportDueEdge'] = ResolversParentTypes['ReportDueEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['ReportDue'], ParentType, ContextType>
}

export type AuditEntryConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['AuditEntry']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type AuditEntryEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>
}

export type ImportJobResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ImportJob'] = ResolversParentTypes['ImportJob'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  mode?: Resolver<ResolversTypes['ImportMode'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['ImportState'], ParentType, ContextType>
  dryRun?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  rowsRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rowsWritten?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rowsCreated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rowsChanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rowsUnchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rowsRefused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  departmentsMade?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  problems?: Resolver<
    ResolversTypes['ImportProblemConnection'],
    ParentType,
    ContextType,
    Partial<ImportJobProblemsArgs>
  >
  changes?: Resolver<ResolversTypes['ImportChangeConnection'], ParentType, ContextType, Partial<ImportJobChangesArgs>>
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>
  bytesRead?: Resolver<ResolversTypes['Float'], ParentType, ContextType>
  rowsPerSecond?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  secondsLeft?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  failure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  parts?: Resolver<ReadonlyArray<ResolversTypes['ImportPart']>, ParentType, ContextType>
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type ImportPartResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ImportPart'] = ResolversParentTypes['ImportPart'],
> = {
  province?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['ImportState'], ParentType, ContextType>
  rowsRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rowsWritten?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rowsUnchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  rowsRefused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ImportProblemResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ImportProblem'] = ResolversParentTypes['ImportProblem'],
> = {
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  sheet?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  column?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type ImportChangeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ImportChange'] = ResolversParentTypes['ImportChange'],
> = {
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  entity?: Resolver<ResolversTypes['AuditEntity'], ParentType, ContextType>
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  changes?: Resolver<ReadonlyArray<ResolversTypes['FieldChange']>, ParentType, ContextType>
}

export type ImportProblemConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ImportProblemConnection'] = ResolversParentTypes['ImportProblemConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImportProblemEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ImportProblem']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ImportProblemEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ImportProblemEdge'] = ResolversParentTypes['ImportProblemEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['ImportProblem'], ParentType, ContextType>
}

export type ImportChangeConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ImportChangeConnection'] = ResolversParentTypes['ImportChangeConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImportChangeEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ImportChange']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type ImportChangeEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ImportChangeEdge'] = ResolversParentTypes['ImportChangeEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['ImportChange'], ParentType, ContextType>
}

export type RollupResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Rollup'] = ResolversParentTypes['Rollup'],
> = {
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  rows?: Resolver<ReadonlyArray<ResolversTypes['RollupRow']>, ParentType, ContextType>
  total?: Resolver<ResolversTypes['RollupRow'], ParentType, ContextType>
}

export type RollupRowResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RollupRow'] = ResolversParentTypes['RollupRow'],
> = {
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>
  year?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  quarter?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  category?: Resolver<Maybe<ResolversTypes['TaskCategory']>, ParentType, ContextType>
  department?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  departmentKind?: Resolver<Maybe<ResolversTypes['DepartmentKind']>, ParentType, ContextType>
  plans?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  plansByStatus?: Resolver<ReadonlyArray<ResolversTypes['StatusCount']>, ParentType, ContextType>
  tasks?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  tasksByStatus?: Resolver<ReadonlyArray<ResolversTypes['StatusCount']>, ParentType, ContextType>
  overdueTasks?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  completedOnTime?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  reportsDue?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  reportsSubmitted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  reportsOnTime?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  plannedBudget?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>
  spentBudget?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>
  indicators?: Resolver<ReadonlyArray<ResolversTypes['IndicatorTotal']>, ParentType, ContextType>
  recommendationsOpen?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  recommendationsAnswered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  provincesReporting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  provincesNotReporting?: Resolver<ReadonlyArray<ResolversTypes['Province']>, ParentType, ContextType>
  reportingRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  onTimeRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
}

export type StatusCountResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['StatusCount'] = ResolversParentTypes['StatusCount'],
> = {
  status?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type RollupFactResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RollupFact'] = ResolversParentTypes['RollupFact'],
> = {
  province?: Resolver<ResolversTypes['Province'], ParentType, ContextType>
  counts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  qualifier?: Resolver<Maybe<ResolversTypes['Qualifier']>, ParentType, ContextType>
  lower?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  status?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  countsFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  period?: Resolver<Maybe<ResolversTypes['ReportingPeriod']>, ParentType, ContextType>
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  progressReport?: Resolver<Maybe<ResolversTypes['ProgressReport']>, ParentType, ContextType>
  recommendation?: Resolver<Maybe<ResolversTypes['Recommendation']>, ParentType, ContextType>
}

export type RollupFactConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RollupFactConnection'] = ResolversParentTypes['RollupFactConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RollupFactEdge']>, ParentType, ContextType>
  nodes?: Resolver<ReadonlyArray<ResolversTypes['RollupFact']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type RollupFactEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RollupFactEdge'] = ResolversParentTypes['RollupFactEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  node?: Resolver<ResolversTypes['RollupFact'], ParentType, ContextType>
}

export type IndicatorTotalResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['IndicatorTotal'] = ResolversParentTypes['IndicatorTotal'],
> = {
  indicator?: Resolver<ResolversTypes['Indicator'], ParentType, ContextType>
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  qualifier?: Resolver<ResolversTypes['Qualifier'], ParentType, ContextType>
  lower?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  upper?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>
  figures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type UserErrorResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError'],
> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
}

export type CreatePlanPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CreatePlanPayload'] = ResolversParentTypes['CreatePlanPayload'],
> = {
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type UpdatePlanPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['UpdatePlanPayload'] = ResolversParentTypes['UpdatePlanPayload'],
> = {
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CreateTaskPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CreateTaskPayload'] = ResolversParentTypes['CreateTaskPayload'],
> = {
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type UpdateTaskPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['UpdateTaskPayload'] = ResolversParentTypes['UpdateTaskPayload'],
> = {
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type AssignTaskPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AssignTaskPayload'] = ResolversParentTypes['AssignTaskPayload'],
> = {
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type StartTaskPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['StartTaskPayload'] = ResolversParentTypes['StartTaskPayload'],
> = {
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CompleteTaskPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CompleteTaskPayload'] = ResolversParentTypes['CompleteTaskPayload'],
> = {
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type SaveProgressReportPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['SaveProgressReportPayload'] =
    ResolversParentTypes['SaveProgressReportPayload'],
> = {
  progressReport?: Resolver<Maybe<ResolversTypes['ProgressReport']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type SubmitProgressReportPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['SubmitProgressReportPayload'] =
    ResolversParentTypes['SubmitProgressReportPayload'],
> = {
  progressReport?: Resolver<Maybe<ResolversTypes['ProgressReport']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CreateDepartmentPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CreateDepartmentPayload'] = ResolversParentTypes['CreateDepartmentPayload'],
> = {
  department?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type SubmitPlanPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['SubmitPlanPayload'] = ResolversParentTypes['SubmitPlanPayload'],
> = {
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ApprovePlanPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ApprovePlanPayload'] = ResolversParentTypes['ApprovePlanPayload'],
> = {
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ReturnPlanPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ReturnPlanPayload'] = ResolversParentTypes['ReturnPlanPayload'],
> = {
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CompletePlanPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CompletePlanPayload'] = ResolversParentTypes['CompletePlanPayload'],
> = {
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CancelPlanPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CancelPlanPayload'] = ResolversParentTypes['CancelPlanPayload'],
> = {
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CancelTaskPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CancelTaskPayload'] = ResolversParentTypes['CancelTaskPayload'],
> = {
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type AcceptProgressReportPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AcceptProgressReportPayload'] =
    ResolversParentTypes['AcceptProgressReportPayload'],
> = {
  progressReport?: Resolver<Maybe<ResolversTypes['ProgressReport']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ReturnProgressReportPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ReturnProgressReportPayload'] =
    ResolversParentTypes['ReturnProgressReportPayload'],
> = {
  progressReport?: Resolver<Maybe<ResolversTypes['ProgressReport']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type UpdateDepartmentPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['UpdateDepartmentPayload'] = ResolversParentTypes['UpdateDepartmentPayload'],
> = {
  department?: Resolver<Maybe<ResolversTypes['Department']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CreateRecommendationPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CreateRecommendationPayload'] =
    ResolversParentTypes['CreateRecommendationPayload'],
> = {
  recommendation?: Resolver<Maybe<ResolversTypes['Recommendation']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type AnswerRecommendationPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AnswerRecommendationPayload'] =
    ResolversParentTypes['AnswerRecommendationPayload'],
> = {
  recommendation?: Resolver<Maybe<ResolversTypes['Recommendation']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RecordSuccessionPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RecordSuccessionPayload'] = ResolversParentTypes['RecordSuccessionPayload'],
> = {
  succession?: Resolver<Maybe<ResolversTypes['Succession']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type WithdrawSuccessionPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['WithdrawSuccessionPayload'] =
    ResolversParentTypes['WithdrawSuccessionPayload'],
> = {
  succession?: Resolver<Maybe<ResolversTypes['Succession']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CreateMemberPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CreateMemberPayload'] = ResolversParentTypes['CreateMemberPayload'],
> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type UpdateMemberPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['UpdateMemberPayload'] = ResolversParentTypes['UpdateMemberPayload'],
> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type DeactivateMemberPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['DeactivateMemberPayload'] = ResolversParentTypes['DeactivateMemberPayload'],
> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type ReactivateMemberPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ReactivateMemberPayload'] = ResolversParentTypes['ReactivateMemberPayload'],
> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type CreateServiceAccountPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['CreateServiceAccountPayload'] =
    ResolversParentTypes['CreateServiceAccountPayload'],
> = {
  serviceAccount?: Resolver<Maybe<ResolversTypes['ServiceAccount']>, ParentType, ContextType>
  clientSecret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type UpdateServiceAccountPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['UpdateServiceAccountPayload'] =
    ResolversParentTypes['UpdateServiceAccountPayload'],
> = {
  serviceAccount?: Resolver<Maybe<ResolversTypes['ServiceAccount']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RotateServiceAccountSecretPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RotateServiceAccountSecretPayload'] =
    ResolversParentTypes['RotateServiceAccountSecretPayload'],
> = {
  serviceAccount?: Resolver<Maybe<ResolversTypes['ServiceAccount']>, ParentType, ContextType>
  clientSecret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type RevokeServiceAccountPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RevokeServiceAccountPayload'] =
    ResolversParentTypes['RevokeServiceAccountPayload'],
> = {
  serviceAccount?: Resolver<Maybe<ResolversTypes['ServiceAccount']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type DiscardPayloadResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['DiscardPayload'] = ResolversParentTypes['DiscardPayload'],
> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>
}

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType
  DateTime?: GraphQLScalarType
  Money?: GraphQLScalarType
  JSON?: GraphQLScalarType
  Node?: NodeResolvers<ContextType>
  Query?: QueryResolvers<ContextType>
  Mutation?: MutationResolvers<ContextType>
  Subscription?: SubscriptionResolvers<ContextType>
  PlanChange?: PlanChangeResolvers<ContextType>
  TaskChange?: TaskChangeResolvers<ContextType>
  ProgressReportChange?: ProgressReportChangeResolvers<ContextType>
  Viewer?: ViewerResolvers<ContextType>
  Member?: MemberResolvers<ContextType>
  ServiceAccount?: ServiceAccountResolvers<ContextType>
  Province?: ProvinceResolvers<ContextType>
  Succession?: SuccessionResolvers<ContextType>
  Department?: DepartmentResolvers<ContextType>
  Document?: DocumentResolvers<ContextType>
  Plan?: PlanResolvers<ContextType>
  Task?: TaskResolvers<ContextType>
  TaskParticipant?: TaskParticipantResolvers<ContextType>
  ProgressReport?: ProgressReportResolvers<ContextType>
  Indicator?: IndicatorResolvers<ContextType>
  IndicatorTarget?: IndicatorTargetResolvers<ContextType>
  IndicatorValue?: IndicatorValueResolvers<ContextType>
  ReportingPeriod?: ReportingPeriodResolvers<ContextType>
  Recommendation?: RecommendationResolvers<ContextType>
  ReportDue?: ReportDueResolvers<ContextType>
  AuditEntry?: AuditEntryResolvers<ContextType>
  FieldChange?: FieldChangeResolvers<ContextType>
  PageInfo?: PageInfoResolvers<ContextType>
  ProvinceConnection?: ProvinceConnectionResolvers<ContextType>
  ProvinceEdge?: ProvinceEdgeResolvers<ContextType>
  DepartmentConnection?: DepartmentConnectionResolvers<ContextType>
  DepartmentEdge?: DepartmentEdgeResolvers<ContextType>
  MemberConnection?: MemberConnectionResolvers<ContextType>
  MemberEdge?: MemberEdgeResolvers<ContextType>
  ServiceAccountConnection?: ServiceAccountConnectionResolvers<ContextType>
  ServiceAccountEdge?: ServiceAccountEdgeResolvers<ContextType>
  DocumentConnection?: DocumentConnectionResolvers<ContextType>
  DocumentEdge?: DocumentEdgeResolvers<ContextType>
  PlanConnection?: PlanConnectionResolvers<ContextType>
  PlanEdge?: PlanEdgeResolvers<ContextType>
  TaskConnection?: TaskConnectionResolvers<ContextType>
  TaskEdge?: TaskEdgeResolvers<ContextType>
  ProgressReportConnection?: ProgressReportConnectionResolvers<ContextType>
  ProgressReportEdge?: ProgressReportEdgeResolvers<ContextType>
  RecommendationConnection?: RecommendationConnectionResolvers<ContextType>
  RecommendationEdge?: RecommendationEdgeResolvers<ContextType>
  ReportDueConnection?: ReportDueConnectionResolvers<ContextType>
  ReportDueEdge?: ReportDueEdgeResolvers<ContextType>
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>
  ImportJob?: ImportJobResolvers<ContextType>
  ImportPart?: ImportPartResolvers<ContextType>
  ImportProblem?: ImportProblemResolvers<ContextType>
  ImportChange?: ImportChangeResolvers<ContextType>
  ImportProblemConnection?: ImportProblemConnectionResolvers<ContextType>
  ImportProblemEdge?: ImportProblemEdgeResolvers<ContextType>
  ImportChangeConnection?: ImportChangeConnectionResolvers<ContextType>
  ImportChangeEdge?: ImportChangeEdgeResolvers<ContextType>
  Rollup?: RollupResolvers<ContextType>
  RollupRow?: RollupRowResolvers<ContextType>
  StatusCount?: StatusCountResolvers<ContextType>
  RollupFact?: RollupFactResolvers<ContextType>
  RollupFactConnection?: RollupFactConnectionResolvers<ContextType>
  RollupFactEdge?: RollupFactEdgeResolvers<ContextType>
  IndicatorTotal?: IndicatorTotalResolvers<ContextType>
  UserError?: UserErrorResolvers<ContextType>
  CreatePlanPayload?: CreatePlanPayloadResolvers<ContextType>
  UpdatePlanPayload?: UpdatePlanPayloadResolvers<ContextType>
  CreateTaskPayload?: CreateTaskPayloadResolvers<ContextType>
  UpdateTaskPayload?: UpdateTaskPayloadResolvers<ContextType>
  AssignTaskPayload?: AssignTaskPayloadResolvers<ContextType>
  StartTaskPayload?: StartTaskPayloadResolvers<ContextType>
  CompleteTaskPayload?: CompleteTaskPayloadResolvers<ContextType>
  SaveProgressReportPayload?: SaveProgressReportPayloadResolvers<ContextType>
  SubmitProgressReportPayload?: SubmitProgressReportPayloadResolvers<ContextType>
  CreateDepartmentPayload?: CreateDepartmentPayloadResolvers<ContextType>
  SubmitPlanPayload?: SubmitPlanPayloadResolvers<ContextType>
  ApprovePlanPayload?: ApprovePlanPayloadResolvers<ContextType>
  ReturnPlanPayload?: ReturnPlanPayloadResolvers<ContextType>
  CompletePlanPayload?: CompletePlanPayloadResolvers<ContextType>
  CancelPlanPayload?: CancelPlanPayloadResolvers<ContextType>
  CancelTaskPayload?: CancelTaskPayloadResolvers<ContextType>
  AcceptProgressReportPayload?: AcceptProgressReportPayloadResolvers<ContextType>
  ReturnProgressReportPayload?: ReturnProgressReportPayloadResolvers<ContextType>
  UpdateDepartmentPayload?: UpdateDepartmentPayloadResolvers<ContextType>
  CreateRecommendationPayload?: CreateRecommendationPayloadResolvers<ContextType>
  AnswerRecommendationPayload?: AnswerRecommendationPayloadResolvers<ContextType>
  RecordSuccessionPayload?: RecordSuccessionPayloadResolvers<ContextType>
  WithdrawSuccessionPayload?: WithdrawSuccessionPayloadResolvers<ContextType>
  CreateMemberPayload?: CreateMemberPayloadResolvers<ContextType>
  UpdateMemberPayload?: UpdateMemberPayloadResolvers<ContextType>
  DeactivateMemberPayload?: DeactivateMemberPayloadResolvers<ContextType>
  ReactivateMemberPayload?: ReactivateMemberPayloadResolvers<ContextType>
  CreateServiceAccountPayload?: CreateServiceAccountPayloadResolvers<ContextType>
  UpdateServiceAccountPayload?: UpdateServiceAccountPayloadResolvers<ContextType>
  RotateServiceAccountSecretPayload?: RotateServiceAccountSecretPayloadResolvers<ContextType>
  RevokeServiceAccountPayload?: RevokeServiceAccountPayloadResolvers<ContextType>
  DiscardPayload?: DiscardPayloadResolvers<ContextType>
}

export type DirectiveResolvers<ContextType = Context> = {
  cost?: CostDirectiveResolver<any, any, ContextType>
}
