/** Sentences about a value that says something that can’t be. */
export const values = {
  notFound: {
    code: 'NOT_FOUND',
    vi: 'Không có {noun} nào mang mã {id} mà bạn được phép dùng ở đây; hãy kiểm tra lại mã.',
    en: 'There is no {noun} with the id {id} that you may use here; check the id.',
  },
  required: {
    code: 'BAD_INPUT',
    vi: 'Trường này là bắt buộc; hãy điền vào.',
    en: 'This field is required; fill it in.',
  },
  tooLong: {
    code: 'BAD_INPUT',
    vi: 'Nội dung dài quá {max} ký tự; hãy rút ngắn lại.',
    en: 'The text is longer than {max} characters; shorten it.',
  },
  unreadable: {
    code: 'BAD_INPUT',
    vi: 'Nội dung có ký tự không hợp lệ (ký tự NUL hoặc nửa cặp thay thế); hãy xóa ký tự đó.',
    en: 'The text has a character that can’t be stored (NUL or a lone surrogate); take it out.',
  },
  percentOutOfRange: {
    code: 'BAD_INPUT',
    vi: 'Tỷ lệ phải từ 0 đến 100; hãy sửa lại số này.',
    en: 'The percentage must lie between 0 and 100; correct it.',
  },
  datesReversed: {
    code: 'BAD_INPUT',
    vi: 'Ngày bắt đầu phải trước hoặc trùng ngày kết thúc; hãy sửa một trong hai ngày.',
    en: 'The start must not be after the end; change one of the two.',
  },
  badPeriod: {
    code: 'BAD_INPUT',
    vi: '“{value}” không phải là mã kỳ báo cáo; hãy viết như 2019, 2019-H1, 2019-9M, 2019-Q3 hoặc 2019-05.',
    en: '“{value}” is not a reporting period; write 2019, 2019-H1, 2019-9M, 2019-Q3 or 2019-05.',
  },
  badReference: {
    code: 'BAD_INPUT',
    vi: '“{value}” không phải là số, ký hiệu văn bản; hãy viết như 51/KH-UBND, 34/2017/QĐ-UBND hoặc 16-HD/BTGTU.',
    en: '“{value}” is not a document reference; write one like 51/KH-UBND, 34/2017/QĐ-UBND or 16-HD/BTGTU.',
  },
  mergedProvince: {
    code: 'BAD_INPUT',
    vi: 'Tỉnh “{slug}” không có trên bản đồ ngày {date}; hãy dùng đơn vị kế thừa là “{successor}”.',
    en: 'The province “{slug}” is not on the map of {date}; use its successor “{successor}”.',
  },
  departmentNeedsProvince: {
    code: 'BAD_INPUT',
    vi: 'Nhóm theo cơ quan cần bộ lọc có đúng một tỉnh; hãy thêm tỉnh đó vào bộ lọc.',
    en: 'Grouping by department needs a filter of exactly one province; name it in the filter.',
  },
  indicatorOwed: {
    code: 'BAD_INPUT',
    vi: 'Hãy ghi mã chỉ tiêu ở cell.indicator để giải thích số liệu của chỉ tiêu đó.',
    en: 'Give the indicator’s code in cell.indicator to have its figure explained.',
  },
  unknownProvince: {
    code: 'BAD_INPUT',
    vi: 'Không có tỉnh “{slug}”; hãy dùng một mã (slug) trong danh sách tỉnh.',
    en: 'There is no province “{slug}”; use a slug from the list of provinces.',
  },
  unknownIndicator: {
    code: 'BAD_INPUT',
    vi: 'Danh mục không có chỉ tiêu “{code}”; hãy dùng một mã có trong danh mục.',
    en: 'The catalogue has no indicator “{code}”; use a code that it has.',
  },
  listedTwice: {
    code: 'BAD_INPUT',
    vi: '“{value}” xuất hiện hai lần; hãy bỏ bớt một lần.',
    en: '“{value}” is listed twice; leave one out.',
  },
  leadElsewhere: {
    code: 'BAD_INPUT',
    vi: 'Hãy ghi cơ quan chủ trì ở leadDepartmentId, không ghi trong participants.',
    en: 'Name the department that leads in leadDepartmentId, not among the participants.',
  },
  dueNotAllowed: {
    code: 'BAD_INPUT',
    vi: 'Nhiệm vụ thường xuyên hoặc chưa định thời hạn thì không có ngày đến hạn; hãy bỏ ngày đó hoặc đổi độ chính xác.',
    en: 'A recurring or open task has no due date; leave it out, or change the precision.',
  },
  dueOwed: {
    code: 'BAD_INPUT',
    vi: 'Độ chính xác {precision} cần có ngày đến hạn; hãy ghi ngày đó ở dueOn.',
    en: 'The precision {precision} needs a due date; give it in dueOn.',
  },
  startOwed: {
    code: 'BAD_INPUT',
    vi: 'Khoảng thời gian cần có ngày bắt đầu; hãy ghi ngày đó ở startOn.',
    en: 'A range of days needs its first day; give it in startOn.',
  },
  inFuture: {
    code: 'BAD_INPUT',
    vi: 'Ngày hoàn thành không được sau hôm nay; hãy ghi ngày đã hoàn thành thực tế.',
    en: 'The day of completion must not be after today; give the day on which it was completed.',
  },
  negative: {
    code: 'BAD_INPUT',
    vi: 'Số liệu không được âm; hãy ghi từ 0 trở lên.',
    en: 'A figure can’t be negative; give zero or more.',
  },
  tooGreat: {
    code: 'BAD_INPUT',
    vi: 'Số liệu lớn nhất là {max}; hãy kiểm tra lại số và đơn vị.',
    en: 'A figure is at most {max}; check the number and its unit.',
  },
  valueOwed: {
    code: 'BAD_INPUT',
    vi: 'Số liệu này chưa có giá trị; hãy ghi giá trị, hoặc dùng mức độ chắc chắn UNKNOWN.',
    en: 'A value is needed, unless the qualifier is UNKNOWN; give one.',
  },
  valueNotAllowed: {
    code: 'BAD_INPUT',
    vi: 'Số liệu UNKNOWN thì không có giá trị; hãy bỏ giá trị hoặc đổi mức độ chắc chắn.',
    en: 'A figure that is UNKNOWN has no value; leave it out, or change the qualifier.',
  },
  versionOwed: {
    code: 'BAD_INPUT',
    vi: 'Hãy ghi phiên bản (version) đã đọc.',
    en: 'Name the version that you have read.',
  },
  oneSubject: {
    code: 'BAD_INPUT',
    vi: 'Báo cáo về một nhiệm vụ hoặc một kế hoạch, không về cả hai; hãy chỉ ghi taskId hoặc planId.',
    en: 'A report is on a task or on a plan, not on both; give taskId or planId.',
  },
  sameSubject: {
    code: 'BAD_INPUT',
    vi: 'Không thể chuyển báo cáo sang nhiệm vụ, kế hoạch, cơ quan hoặc kỳ khác; hãy lập báo cáo khác.',
    en: 'A report can’t be moved to another task, plan, department or period; write another one.',
  },
  departmentOwed: {
    code: 'BAD_INPUT',
    vi: 'Nhiệm vụ chưa có cơ quan chủ trì: hãy nêu cơ quan báo cáo.',
    en: 'Name the department that reports: the task has no lead.',
  },
  answerStatus: {
    code: 'BAD_INPUT',
    vi: 'Trả lời phải là ANSWERED hoặc DECLINED; hãy chọn một trong hai.',
    en: 'An answer is ANSWERED or DECLINED; choose one of the two.',
  },
  successorSelf: {
    code: 'BAD_INPUT',
    vi: 'Một cơ quan không thể kế thừa chính mình hoặc cơ quan tiền thân của mình; hãy chọn cơ quan khác.',
    en: 'A department can’t succeed itself or one that it succeeds; choose another one.',
  },
  sameProvince: {
    code: 'BAD_INPUT',
    vi: 'Tỉnh kế thừa phải khác tỉnh được sáp nhập; hãy chọn tỉnh khác.',
    en: 'A province merges into another one, not into itself; name another one.',
  },
} as const
