/** The closed list of codes that callers can meet; the same in GraphQL (`extensions.code`, `userErrors`) and in REST. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_INPUT'
  | 'CONFLICT'
  | 'INVALID_STATE'
  | 'LIMIT_EXCEEDED'
  | 'UNAVAILABLE'
  | 'INTERNAL'

export type Language = 'vi' | 'en'

/** One message in both languages. `{name}` stands for a detail. */
export interface Message {
  code: ErrorCode
  vi: string
  en: string
}

/**
 * Every mistake that the service knows by name. A message says what is missing or what to do next, and never names
 * internals or another tenant's data.
 */
export const messages = {
  unauthenticated: {
    code: 'UNAUTHENTICATED',
    vi: 'Cần đăng nhập: hãy gửi một mã truy cập còn hiệu lực trong tiêu đề Authorization.',
    en: 'Sign in first: send a valid access token in the Authorization header.',
  },
  tokenExpired: {
    code: 'UNAUTHENTICATED',
    vi: 'Mã truy cập đã hết hạn; hãy lấy mã mới.',
    en: 'The access token has expired; get a new one.',
  },
  notRegistered: {
    code: 'UNAUTHENTICATED',
    vi: 'Tài khoản này chưa được đăng ký hoặc đã ngừng hoạt động; hãy liên hệ quản trị viên.',
    en: 'This account isn’t registered here, or is no longer active; ask your administrator.',
  },
  issuerUnavailable: {
    code: 'UNAVAILABLE',
    vi: 'Tạm thời không kiểm tra được mã truy cập với hệ thống đăng nhập; hãy thử lại sau ít phút.',
    en: 'The access token can’t be checked with the sign-in service at the moment; try again shortly.',
  },
  scopeOwed: {
    code: 'FORBIDDEN',
    vi: 'Tài khoản dịch vụ này không có phạm vi (scope) {scope}.',
    en: 'This service account doesn’t have the scope {scope}.',
  },
  forbidden: {
    code: 'FORBIDDEN',
    vi: 'Vai trò {role} không được thực hiện thao tác này.',
    en: 'The role {role} may not do this.',
  },
  notYourTask: {
    code: 'FORBIDDEN',
    vi: 'Chỉ cơ quan chủ trì hoặc phối hợp của nhiệm vụ mới được thực hiện thao tác này.',
    en: 'Only a department that leads or coordinates the task may do this.',
  },
  notFound: {
    code: 'NOT_FOUND',
    vi: 'Không có {noun} nào mang mã {id} mà bạn được phép dùng ở đây.',
    en: 'There is no {noun} with the id {id} that you may use here.',
  },
  badInput: { code: 'BAD_INPUT', vi: '{detail}', en: '{detail}' },
  required: { code: 'BAD_INPUT', vi: 'Cần điền trường này.', en: 'This field is required.' },
  tooLong: {
    code: 'BAD_INPUT',
    vi: 'Nội dung dài quá {max} ký tự.',
    en: 'The text is longer than {max} characters.',
  },
  unreadable: {
    code: 'BAD_INPUT',
    vi: 'Nội dung có ký tự không hợp lệ (ký tự NUL hoặc nửa cặp thay thế).',
    en: 'The text has a character that can’t be stored (NUL or a lone surrogate).',
  },
  percentOutOfRange: {
    code: 'BAD_INPUT',
    vi: 'Tỷ lệ phải từ 0 đến 100.',
    en: 'The percentage must lie between 0 and 100.',
  },
  datesReversed: {
    code: 'BAD_INPUT',
    vi: 'Ngày bắt đầu phải trước hoặc trùng ngày kết thúc.',
    en: 'The start must not be after the end.',
  },
  badPeriod: {
    code: 'BAD_INPUT',
    vi: '“{value}” không phải là mã kỳ báo cáo; ví dụ đúng: 2019, 2019-H1, 2019-9M, 2019-Q3, 2019-05.',
    en: '“{value}” is not a reporting period; write 2019, 2019-H1, 2019-9M, 2019-Q3 or 2019-05.',
  },
  badReference: {
    code: 'BAD_INPUT',
    vi: '“{value}” không phải là số, ký hiệu văn bản; ví dụ đúng: 51/KH-UBND, 34/2017/QĐ-UBND, 16-HD/BTGTU.',
    en: '“{value}” is not a document reference; write one like 51/KH-UBND, 34/2017/QĐ-UBND or 16-HD/BTGTU.',
  },
  badCursor: {
    code: 'BAD_INPUT',
    vi: 'Con trỏ trang không hợp lệ; hãy dùng con trỏ của chính danh sách này.',
    en: 'The cursor is not valid; use one that this list has given.',
  },
  firstAndLast: {
    code: 'BAD_INPUT',
    vi: 'Chỉ dùng first/after hoặc last/before, không dùng cả hai.',
    en: 'Use first with after, or last with before, not both.',
  },
  negativePage: {
    code: 'BAD_INPUT',
    vi: 'Số dòng của một trang phải từ 0 trở lên.',
    en: 'A page has zero rows or more.',
  },
  pageTooLarge: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Một trang có nhiều nhất {max} dòng.',
    en: 'A page has at most {max} rows.',
  },
  mergedProvince: {
    code: 'BAD_INPUT',
    vi: 'Tỉnh “{slug}” không có trên bản đồ ngày {date}; đơn vị kế thừa là “{successor}”.',
    en: 'The province “{slug}” is not on the map of {date}; its successor is “{successor}”.',
  },
  departmentNeedsProvince: {
    code: 'BAD_INPUT',
    vi: 'Nhóm theo cơ quan cần bộ lọc có đúng một tỉnh.',
    en: 'Grouping by department needs a filter of exactly one province.',
  },
  indicatorOwed: {
    code: 'BAD_INPUT',
    vi: 'Hãy ghi mã chỉ tiêu ở cell.indicator để giải thích số liệu của chỉ tiêu đó.',
    en: 'Give the indicator’s code in cell.indicator to have its figure explained.',
  },
  unknownProvince: {
    code: 'BAD_INPUT',
    vi: 'Không có tỉnh “{slug}”.',
    en: 'There is no province “{slug}”.',
  },
  unknownIndicator: {
    code: 'BAD_INPUT',
    vi: 'Danh mục không có chỉ tiêu “{code}”.',
    en: 'The catalogue has no indicator “{code}”.',
  },
  stale: {
    code: 'CONFLICT',
    vi: 'Người khác đã sửa trước (phiên bản hiện tại là {version}); hãy xem lại rồi gửi lại.',
    en: 'Somebody else has changed this first (it is at version {version} now); look again, then send again.',
  },
  duplicateName: {
    code: 'CONFLICT',
    vi: 'Tỉnh đã có cơ quan tên “{name}”.',
    en: 'The province already has a department named “{name}”.',
  },
  duplicateDocument: {
    code: 'CONFLICT',
    vi: 'Văn bản {reference} đã có và khác với nội dung vừa gửi.',
    en: 'The document {reference} is on record already and differs from what was sent.',
  },
  duplicateReport: {
    code: 'CONFLICT',
    vi: 'Kỳ {period} đã có báo cáo cho nội dung này; hãy sửa báo cáo đó.',
    en: 'There is a report on this for {period} already; change that one.',
  },
  invalidStep: {
    code: 'INVALID_STATE',
    vi: 'Không thể {step} khi đang ở trạng thái {status}.',
    en: 'Can’t {step} while the state is {status}.',
  },
  tooMany: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Danh sách {field} có nhiều nhất {max} mục.',
    en: 'The list {field} has at most {max} items.',
  },
  listedTwice: {
    code: 'BAD_INPUT',
    vi: '“{value}” xuất hiện hai lần.',
    en: '“{value}” is listed twice.',
  },
  leadElsewhere: {
    code: 'BAD_INPUT',
    vi: 'Cơ quan chủ trì ghi ở leadDepartmentId, không ghi trong participants.',
    en: 'Name the department that leads in leadDepartmentId, not among the participants.',
  },
  dueNotAllowed: {
    code: 'BAD_INPUT',
    vi: 'Nhiệm vụ thường xuyên hoặc chưa định thời hạn thì không có ngày đến hạn.',
    en: 'A recurring or open task has no due date.',
  },
  dueOwed: {
    code: 'BAD_INPUT',
    vi: 'Độ chính xác {precision} cần có ngày đến hạn.',
    en: 'The precision {precision} needs a due date.',
  },
  startOwed: {
    code: 'BAD_INPUT',
    vi: 'Khoảng thời gian cần có ngày bắt đầu.',
    en: 'A range of days needs its first day.',
  },
  inFuture: {
    code: 'BAD_INPUT',
    vi: 'Ngày hoàn thành không được sau hôm nay.',
    en: 'The day of completion must not be after today.',
  },
  negative: { code: 'BAD_INPUT', vi: 'Số liệu không được âm.', en: 'A figure can’t be negative.' },
  tooGreat: {
    code: 'BAD_INPUT',
    vi: 'Số liệu lớn nhất là {max}.',
    en: 'A figure is at most {max}.',
  },
  valueOwed: {
    code: 'BAD_INPUT',
    vi: 'Cần có giá trị, trừ khi mức độ chắc chắn là UNKNOWN.',
    en: 'A value is needed, unless the qualifier is UNKNOWN.',
  },
  valueNotAllowed: {
    code: 'BAD_INPUT',
    vi: 'Số liệu UNKNOWN thì không có giá trị.',
    en: 'A figure that is UNKNOWN has no value.',
  },
  versionOwed: {
    code: 'BAD_INPUT',
    vi: 'Cần ghi phiên bản (version) đã đọc.',
    en: 'Name the version that you have read.',
  },
  oneSubject: {
    code: 'BAD_INPUT',
    vi: 'Báo cáo về một nhiệm vụ hoặc một kế hoạch, không về cả hai.',
    en: 'A report is on a task or on a plan, not on both.',
  },
  sameSubject: {
    code: 'BAD_INPUT',
    vi: 'Không thể chuyển báo cáo sang nhiệm vụ, kế hoạch, cơ quan hoặc kỳ khác.',
    en: 'A report can’t be moved to another task, plan, department or period.',
  },
  departmentOwed: {
    code: 'BAD_INPUT',
    vi: 'Cần nêu cơ quan báo cáo: nhiệm vụ chưa có cơ quan chủ trì.',
    en: 'Name the department that reports: the task has no lead.',
  },
  notTakingPart: {
    code: 'INVALID_STATE',
    vi: 'Cơ quan này không chủ trì và không phối hợp thực hiện nhiệm vụ.',
    en: 'This department neither leads nor coordinates the task.',
  },
  planStep: {
    code: 'INVALID_STATE',
    vi: 'Bước {step} cần kế hoạch ở trạng thái {from}; kế hoạch này ở trạng thái {status}.',
    en: '{step} needs a plan that is {from}; this one is {status}.',
  },
  reasonMissing: {
    code: 'INVALID_STATE',
    vi: 'Bước này phải kèm lý do.',
    en: 'This step needs a reason.',
  },
  noTasks: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch chưa có nhiệm vụ nào; hãy thêm ít nhất một nhiệm vụ.',
    en: 'The plan has no task yet; add at least one.',
  },
  noLead: {
    code: 'INVALID_STATE',
    vi: 'Nhiệm vụ số {ordinals} chưa có cơ quan chủ trì.',
    en: 'These tasks have no lead department yet: {ordinals}.',
  },
  submittedStays: {
    code: 'INVALID_STATE',
    vi: 'Chỉ bỏ được bản nháp chưa từng trình; nội dung này ở trạng thái {status}.',
    en: 'Only a draft that was never submitted can be discarded; this is {status}.',
  },
  isParent: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch này là kế hoạch cấp trên của kế hoạch khác nên không bỏ được; hãy hủy nó, hoặc bỏ các kế hoạch đó trước.',
    en: 'Other plans name this one as their parent, so it can’t be discarded; cancel it, or discard those first.',
  },
  hasReports: {
    code: 'INVALID_STATE',
    vi: 'Đã có báo cáo gắn với nội dung này nên không bỏ được; hãy hủy nó, hoặc bỏ các báo cáo đó trước.',
    en: 'There are progress reports on this, so it can’t be discarded; cancel it, or discard those first.',
  },
  hasFiledTasks: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch này có nhiệm vụ từng được trình nên không bỏ được; hãy hủy nó.',
    en: 'A task of this plan was submitted before, so the plan can’t be discarded; cancel it.',
  },
  taskStep: {
    code: 'INVALID_STATE',
    vi: 'Bước {step} cần nhiệm vụ ở trạng thái {from}; nhiệm vụ này ở trạng thái {status}.',
    en: '{step} needs a task that is {from}; this one is {status}.',
  },
  reportStep: {
    code: 'INVALID_STATE',
    vi: 'Bước {step} cần báo cáo ở trạng thái {from}; báo cáo này ở trạng thái {status}.',
    en: '{step} needs a report that is {from}; this one is {status}.',
  },
  commentOwed: {
    code: 'INVALID_STATE',
    vi: 'Trả lại báo cáo phải kèm nhận xét.',
    en: 'Returning a report needs a comment.',
  },
  countedTwice: {
    code: 'INVALID_STATE',
    vi: 'Chỉ tiêu {codes} của kế hoạch trong kỳ này đã được tính từ báo cáo {other}; một số liệu chỉ được tính một lần.',
    en: 'The plan’s {codes} for this period already count from the report {other}; a figure counts only once.',
  },
  reportFixed: {
    code: 'INVALID_STATE',
    vi: 'Kiến nghị chỉ ghi vào báo cáo đang soạn của tỉnh; báo cáo này ở trạng thái {status}.',
    en: 'Recommendations go into a province’s report that is being written; this one is {status}.',
  },
  provinceReportOwed: {
    code: 'INVALID_STATE',
    vi: 'Kiến nghị chỉ ghi trong báo cáo của tỉnh về kế hoạch hoặc năm, không ghi trong báo cáo nhiệm vụ.',
    en: 'Recommendations are made in the province’s report on a plan or a year, not in one on a task.',
  },
  alreadyAnswered: {
    code: 'INVALID_STATE',
    vi: 'Kiến nghị này đã ở trạng thái {status}.',
    en: 'This recommendation is {status} already.',
  },
  answerStatus: {
    code: 'BAD_INPUT',
    vi: 'Trả lời phải là ANSWERED hoặc DECLINED.',
    en: 'An answer is ANSWERED or DECLINED.',
  },
  successorSelf: {
    code: 'BAD_INPUT',
    vi: 'Một cơ quan không thể kế thừa chính mình hoặc cơ quan tiền thân của mình.',
    en: 'A department can’t succeed itself or one that it succeeds.',
  },
  sameProvince: {
    code: 'BAD_INPUT',
    vi: 'Tỉnh kế thừa phải khác tỉnh được sáp nhập.',
    en: 'A province merges into another one, not into itself.',
  },
  mergedAlready: {
    code: 'INVALID_STATE',
    vi: 'Tỉnh “{slug}” đã được ghi nhận sáp nhập vào “{successor}” từ ngày {date}; hãy thu hồi ghi nhận đó trước.',
    en: '“{slug}” is on record as merged into “{successor}” on {date}; withdraw that first.',
  },
  successorMerged: {
    code: 'INVALID_STATE',
    vi: 'Tỉnh “{slug}” sáp nhập vào “{successor}” từ ngày {date} nên không kế thừa được; hãy chọn tỉnh khác hoặc ngày sớm hơn.',
    en: '“{slug}” itself merges into “{successor}” on {date} and can’t take over; name another province, or an earlier day.',
  },
  predecessorsLater: {
    code: 'INVALID_STATE',
    vi: 'Tỉnh “{slug}” còn sáp nhập vào tỉnh này ngày {date}; tỉnh này phải tồn tại đến sau ngày đó.',
    en: '“{slug}” merges into this province on {date}; it must exist until after that day.',
  },
  mergerCircle: {
    code: 'INVALID_STATE',
    vi: 'Ghi nhận này khiến các tỉnh kế thừa lẫn nhau thành vòng tròn; hãy kiểm tra lại tỉnh kế thừa.',
    en: 'The provinces would succeed each other in a circle; look at the successor again.',
  },
  withdrawnAlready: {
    code: 'INVALID_STATE',
    vi: 'Ghi nhận sáp nhập này đã được thu hồi.',
    en: 'This succession is withdrawn already.',
  },
  badKey: {
    code: 'BAD_INPUT',
    vi: 'Idempotency-Key dài từ 1 đến 255 ký tự ASCII in được.',
    en: 'An Idempotency-Key has 1 to 255 printable ASCII characters.',
  },
  keyReused: {
    code: 'BAD_INPUT',
    vi: 'Idempotency-Key này đã dùng cho một yêu cầu khác; hãy dùng khóa mới.',
    en: 'This Idempotency-Key was used for another request; use a new one.',
  },
  oneMutation: {
    code: 'BAD_INPUT',
    vi: 'Yêu cầu có Idempotency-Key chỉ được có một thao tác thay đổi.',
    en: 'A request with an Idempotency-Key holds exactly one mutation field.',
  },
  planFixed: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch ở trạng thái {status} nên không sửa được.',
    en: 'The plan is {status} and does not change.',
  },
  planNotOpen: {
    code: 'INVALID_STATE',
    vi: 'Chỉ thêm nhiệm vụ khi kế hoạch đang soạn hoặc bị trả lại; kế hoạch này ở trạng thái {status}.',
    en: 'Tasks are added while a plan is being written or was returned; this one is {status}.',
  },
  planNotApproved: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch phải được duyệt trước; hiện ở trạng thái {status}.',
    en: 'The plan must be approved first; it is {status}.',
  },
  taskFixed: {
    code: 'INVALID_STATE',
    vi: 'Nhiệm vụ ở trạng thái {status} nên không sửa được.',
    en: 'The task is {status} and does not change.',
  },
  reasonOwed: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch đã được duyệt: thay đổi phải kèm lý do.',
    en: 'The plan is approved: a change needs a reason.',
  },
  afterMerger: {
    code: 'INVALID_STATE',
    vi: 'Tỉnh đã sáp nhập từ ngày {date}; kế hoạch bắt đầu từ ngày đó thuộc “{successor}”.',
    en: 'The province merged on {date}; a plan that starts on or after that day belongs to “{successor}”.',
  },
  tooManyTokens: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn có nhiều hơn {max} từ tố; hãy đưa giá trị vào biến hoặc tách thành nhiều truy vấn.',
    en: 'The document has more than {max} tokens; put values into variables, or send several documents.',
  },
  tooManyCharacters: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn dài hơn {max} ký tự; hãy đưa giá trị vào biến.',
    en: 'The document has more than {max} characters; put values into variables.',
  },
  tooDeep: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn lồng sâu quá {max} cấp.',
    en: 'The document is nested more than {max} levels deep.',
  },
  tooManyAliases: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn có {count} bí danh (alias); nhiều nhất là {max}.',
    en: 'The document has {count} aliases; at most {max} are taken.',
  },
  tooManyDirectives: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn có {count} chỉ thị (directive); nhiều nhất là {max}.',
    en: 'The document has {count} directives; at most {max} are taken.',
  },
  tooManyRootFields: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Một thao tác có {count} trường gốc; nhiều nhất là {max}.',
    en: 'The document has an operation with {count} root fields; at most {max} are taken.',
  },
  tooManyVariables: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Một thao tác có {count} biến; nhiều nhất là {max}.',
    en: 'The document has an operation with {count} variables; at most {max} are taken.',
  },
  tooManyOperations: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn có {count} thao tác; nhiều nhất là {max}.',
    en: 'The document has {count} operations; at most {max} are taken.',
  },
  tooManyFields: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Sau khi khai triển các mảnh (fragment), thao tác có hơn {max} trường.',
    en: 'The operation has more than {max} fields once its fragments are put in place.',
  },
  tooCostly: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Thao tác tốn {cost} đơn vị; nhiều nhất là {max}. Hãy xin trang nhỏ hơn hoặc lồng ít danh sách hơn.',
    en: 'The operation costs {cost}; at most {max} is allowed. Ask for smaller pages, or nest fewer lists.',
  },
  budgetSpent: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Đã dùng hết {budget} đơn vị mỗi phút; hãy thử lại sau {seconds} giây.',
    en: 'The budget of {budget} cost units a minute is spent; try again in {seconds} s.',
  },
  tooManyAtOnce: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Đã có {running} thao tác đang chạy và các thao tác khác đang chờ; hãy thử lại sau {seconds} giây.',
    en: '{running} operations run at once and more wait already; try again in {seconds} s.',
  },
  introspectionOff: {
    code: 'FORBIDDEN',
    vi: 'Máy chủ này không trả lược đồ qua truy vấn; xem schema.graphql.',
    en: 'This server doesn’t tell its schema by introspection; see schema.graphql.',
  },
  noSuchRoute: {
    code: 'NOT_FOUND',
    vi: 'Không có địa chỉ này.',
    en: 'There is nothing at this address.',
  },
  unreadableRequest: {
    code: 'BAD_INPUT',
    vi: 'Không đọc được yêu cầu.',
    en: 'The request can’t be read.',
  },
  parameterUnknown: {
    code: 'BAD_INPUT',
    vi: 'Không có tham số “{name}”; các tham số dùng được: {known}.',
    en: 'There is no parameter “{name}”; these are taken: {known}.',
  },
  noParameters: {
    code: 'BAD_INPUT',
    vi: 'Không có tham số “{name}”; địa chỉ này không nhận tham số nào.',
    en: 'There is no parameter “{name}”; this address takes none.',
  },
  parameterOwed: {
    code: 'BAD_INPUT',
    vi: 'Thiếu tham số “{name}”.',
    en: 'The parameter “{name}” is missing.',
  },
  parameterOneOf: {
    code: 'BAD_INPUT',
    vi: 'Tham số “{name}” phải là một trong: {allowed}.',
    en: 'The parameter “{name}” must be one of: {allowed}.',
  },
  parameterAtLeast: {
    code: 'BAD_INPUT',
    vi: 'Tham số “{name}” phải từ {limit} trở lên.',
    en: 'The parameter “{name}” must be at least {limit}.',
  },
  parameterAtMost: {
    code: 'BAD_INPUT',
    vi: 'Tham số “{name}” không được lớn hơn {limit}.',
    en: 'The parameter “{name}” must be at most {limit}.',
  },
  parameterForm: {
    code: 'BAD_INPUT',
    vi: 'Tham số “{name}” không đúng dạng; xem mô tả tại /api/v1/openapi.json.',
    en: 'The parameter “{name}” doesn’t have the right form; /api/v1/openapi.json describes it.',
  },
  notAcceptable: {
    code: 'BAD_INPUT',
    vi: 'Chỉ trả được các định dạng: {allowed}; hãy chọn một bằng ?format= hoặc tiêu đề Accept.',
    en: 'The formats that can be had here are {allowed}; choose one by ?format= or the Accept header.',
  },
  unsupportedType: {
    code: 'BAD_INPUT',
    vi: 'Không nhận nội dung có Content-Type này.',
    en: 'Content of this Content-Type is not taken here.',
  },
  bodyTooLarge: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Nội dung yêu cầu lớn hơn {max} byte.',
    en: 'The body has more than {max} bytes.',
  },
  headersTooLarge: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Các tiêu đề của yêu cầu lớn hơn {max} byte.',
    en: 'The headers have more than {max} bytes.',
  },
  tooSlow: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Yêu cầu đến quá chậm; phải đến đủ trong {seconds} giây.',
    en: 'The request came too slowly; all of it must arrive within {seconds} s.',
  },
  tooManyChanges: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Có quá nhiều thay đổi để báo từng cái một; hãy tải lại danh sách rồi đăng ký lại, không kèm con trỏ.',
    en: 'Too much has changed to be told one by one; fetch the lists anew, then subscribe again without a cursor.',
  },
  tooManySubscriptions: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Một kết nối có nhiều nhất {max} đăng ký.',
    en: 'One connection has at most {max} subscriptions.',
  },
  callersSubscriptions: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Mỗi người gọi có nhiều nhất {max} đăng ký trên mọi kết nối; hãy kết thúc những đăng ký không cần nữa.',
    en: 'One caller has at most {max} subscriptions over all of its connections; end those that are not needed.',
  },
  badSubject: {
    code: 'BAD_INPUT',
    vi: 'Mã người dùng (sub) dài từ 1 đến 255 ký tự ASCII in được, không có khoảng trắng ở đầu hoặc cuối.',
    en: 'A subject has 1 to 255 printable ASCII characters, and no space at its ends.',
  },
  duplicateMember: {
    code: 'CONFLICT',
    vi: 'Người dùng “{subject}” đã có trong danh sách thành viên.',
    en: 'The members already include “{subject}”.',
  },
  roleElsewhere: {
    code: 'BAD_INPUT',
    vi: 'Vai trò {role} không thuộc phạm vi bạn quản lý.',
    en: 'The role {role} isn’t one that you can give.',
  },
  officersDepartment: {
    code: 'BAD_INPUT',
    vi: 'Cán bộ của cơ quan (DEPARTMENT_OFFICER) phải có cơ quan; các vai trò khác thì không.',
    en: 'A DEPARTMENT_OFFICER needs a department, and no other role has one.',
  },
  notYourself: {
    code: 'INVALID_STATE',
    vi: 'Không thể tự ngừng hoạt động hoặc tự đổi vai trò của mình; hãy nhờ một quản trị viên khác.',
    en: 'You can’t deactivate yourself or change your own role; ask another administrator.',
  },
  lastAdministrator: {
    code: 'INVALID_STATE',
    vi: 'Đây là quản trị viên cuối cùng còn hoạt động; hãy thêm một quản trị viên khác trước.',
    en: 'This is the last active administrator; add another one first.',
  },
  memberInactive: {
    code: 'INVALID_STATE',
    vi: 'Thành viên này đã ngừng hoạt động.',
    en: 'This member is deactivated.',
  },
  memberActive: {
    code: 'INVALID_STATE',
    vi: 'Thành viên này đang hoạt động.',
    en: 'This member is active.',
  },
  scopeOfRole: {
    code: 'BAD_INPUT',
    vi: 'Phạm vi “{scope}” không dùng được với vai trò {role}; các phạm vi cho phép: {allowed}.',
    en: 'The scope “{scope}” doesn’t go with the role {role}; it may have {allowed}.',
  },
  scopesOwed: {
    code: 'BAD_INPUT',
    vi: 'Cần ít nhất một phạm vi.',
    en: 'At least one scope is needed.',
  },
  provincesOwed: {
    code: 'BAD_INPUT',
    vi: 'Cần nêu các tỉnh mà tài khoản được vào.',
    en: 'Name the provinces that the account may enter.',
  },
  nationwide: {
    code: 'BAD_INPUT',
    vi: 'Tài khoản cấp bộ đọc số liệu cả nước nên không nêu tỉnh.',
    en: 'An account of the ministry reads the whole nation and names no provinces.',
  },
  ownProvince: {
    code: 'BAD_INPUT',
    vi: 'Tài khoản do tỉnh lập chỉ được vào tỉnh mình; không cần nêu tỉnh.',
    en: 'An account that a province makes enters that province alone; name none.',
  },
  overlapRange: {
    code: 'BAD_INPUT',
    vi: 'Thời gian dùng song song phải từ 0 đến {max} giờ.',
    en: 'The overlap must be 0 to {max} hours.',
  },
  accountRevoked: {
    code: 'INVALID_STATE',
    vi: 'Tài khoản dịch vụ này đã bị thu hồi.',
    en: 'This service account is revoked.',
  },
  overloaded: {
    code: 'UNAVAILABLE',
    vi: 'Hệ thống đang có quá nhiều yêu cầu; yêu cầu này chưa được thực hiện, hãy thử lại sau vài giây.',
    en: 'The service has too many requests at the moment; nothing of this one was done, try again in a few seconds.',
  },
  stopping: {
    code: 'UNAVAILABLE',
    vi: 'Máy chủ này sắp dừng; yêu cầu này chưa được thực hiện, hãy gửi lại ngay.',
    en: 'This process is about to end; nothing of this request was done, send it again.',
  },
  importTooLarge: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Tệp nhập lớn hơn {max} byte; hãy nén bằng gzip hoặc chia thành nhiều tệp. Không có gì được lưu lại.',
    en: 'The file is larger than {max} bytes; pack it with gzip, or split it. Nothing of it was kept.',
  },
  unknownImportType: {
    code: 'BAD_INPUT',
    vi: 'Content-Type phải là một trong: {types}.',
    en: 'The Content-Type must be one of: {types}.',
  },
  fileOwed: {
    code: 'BAD_INPUT',
    vi: 'Cần gửi tệp trong phần thân của yêu cầu.',
    en: 'The file must be sent as the request’s body.',
  },
  tooManyImports: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Tỉnh đang có {max} lần nhập chưa xong; hãy đợi hoặc hủy bớt.',
    en: 'The province has {max} imports that have not ended; wait for them, or cancel some.',
  },
  importBroke: {
    code: 'INTERNAL',
    vi: 'Việc nhập dừng vì một lỗi của hệ thống; hãy báo mã của lần nhập cho quản trị viên.',
    en: 'The import stopped on an error of the service; tell the operator its id.',
  },
  importCrashes: {
    code: 'INTERNAL',
    vi: 'Hệ thống nhiều lần ngừng khi đang nhập tệp này nên không thử nữa; hãy chia nhỏ tệp, hoặc báo quản trị viên.',
    en: 'The service broke down over this file several times and has given it up; split the file, or tell the operator.',
  },
  importEnded: {
    code: 'INVALID_STATE',
    vi: 'Lần nhập này đã kết thúc ({state}), không hủy được nữa.',
    en: 'This import has ended ({state}) and can’t be cancelled any more.',
  },
  importNotApplied: {
    code: 'INVALID_STATE',
    vi: 'Lần nhập này ở trạng thái {state} và không có gì để hoàn tác.',
    en: 'This import is {state}, and there is nothing to undo.',
  },
  importBuiltOn: {
    code: 'INVALID_STATE',
    vi: 'Không hoàn tác được vì dữ liệu đã nhập được dùng tiếp: {blockers}. Hãy gỡ các mục đó trước.',
    en: 'It can’t be undone, since what it brought has been built on: {blockers}. Take these away first.',
  },
  unavailable: {
    code: 'UNAVAILABLE',
    vi: 'Hệ thống tạm thời chưa sẵn sàng; hãy thử lại sau ít phút.',
    en: 'The service is not ready at the moment; try again shortly.',
  },
  internal: {
    code: 'INTERNAL',
    vi: 'Hệ thống gặp lỗi; hãy báo mã yêu cầu cho quản trị viên.',
    en: 'Something went wrong here; tell the operator the request id.',
  },
} as const satisfies Record<string, Message>

export type MessageKey = keyof typeof messages

/** Whether a key that was stored is one of ours: another version of the service may have stored it. */
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(messages, key)
/** The mistakes that are answered in a mutation's payload: its sender can mend them, and its code says how. */
type UserMessageKey = {
  [Key in MessageKey]: (typeof messages)[Key]['code'] extends 'BAD_INPUT' | 'NOT_FOUND' | 'CONFLICT' | 'INVALID_STATE'
    ? Key
    : never
}[MessageKey]

/** What an id can name, as the sentences call it. */
const nouns = {
  plan: { vi: 'kế hoạch', en: 'plan' },
  task: { vi: 'nhiệm vụ', en: 'task' },
  report: { vi: 'báo cáo', en: 'report' },
  recommendation: { vi: 'kiến nghị', en: 'recommendation' },
  department: { vi: 'cơ quan', en: 'department' },
  document: { vi: 'văn bản', en: 'document' },
  member: { vi: 'thành viên', en: 'member' },
  serviceAccount: { vi: 'tài khoản dịch vụ', en: 'service account' },
  importJob: { vi: 'lần nhập dữ liệu', en: 'import job' },
  succession: { vi: 'ghi nhận sáp nhập', en: 'succession' },
} as const satisfies Record<string, Record<Language, string>>
export type Noun = keyof typeof nouns
export type Details = Record<string, string | number>

/** A mistake with a code and a sentence. What is not one of these reaches callers as INTERNAL. */
export class AppError extends Error {
  readonly key: MessageKey
  readonly code: ErrorCode
  readonly details: Details

  constructor(key: MessageKey, details: Details = {}) {
    super(say(key, details, 'en'))
    this.name = 'AppError'
    this.key = key
    this.code = messages[key].code
    this.details = details
  }

  in(language: Language): string {
    return say(this.key, this.details, language)
  }
}

/** A mistake in a mutation's input that its sender can mend; becomes one of the payload's `userErrors`. */
export class UserError extends AppError {
  /** Where in the input the mistake is, e.g. `['input', 'values', '0', 'code']`. */
  readonly path: readonly string[]

  constructor(key: UserMessageKey, path: readonly string[], details: Details = {}) {
    super(key, details)
    this.name = 'UserError'
    this.path = path
  }
}

function say(key: MessageKey, details: Details, language: Language): string {
  return messages[key][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'noun' ? nouns[details[name] as Noun][language] : String(details[name] ?? ''),
  )
}

/** Of the languages that the service speaks, the one that `Accept-Language` prefers; Vietnamese unless another is asked for. */
export function languageOf(header: string | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'vi', weight: 0 }
  for (const part of (header ?? '').slice(0, 1_000).split(',')) {
    const [tag = '', weight = 'q=1'] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const language = tag.split('-')[0]
    const value = weight.startsWith('q=') ? Number(weight.slice(2)) : 1
    if ((language === 'en' || language === 'vi') && value > best.weight) best = { language, weight: value }
  }
  return best.language
}
