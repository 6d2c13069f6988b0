/** Sentences about a step that the present state of a plan, a task or a report doesn’t allow. */
export const steps = {
  stale: {
    code: 'CONFLICT',
    vi: 'Người khác đã sửa trước (phiên bản hiện tại là {version}); hãy xem lại rồi gửi lại.',
    en: 'Somebody else has changed this first (it is at version {version} now); look again, then send again.',
  },
  duplicateName: {
    code: 'CONFLICT',
    vi: 'Tỉnh đã có cơ quan tên “{name}”; hãy dùng cơ quan đó hoặc đặt tên khác.',
    en: 'The province already has a department named “{name}”; use that one, or choose another name.',
  },
  duplicateDocument: {
    code: 'CONFLICT',
    vi: 'Văn bản {reference} đã có và khác với nội dung vừa gửi; hãy dùng văn bản đã có, hoặc kiểm tra lại số, ký hiệu, ngày và cơ quan ban hành.',
    en: 'The document {reference} is on record already and differs from what was sent; use that one, or check the reference, the date and the issuer.',
  },
  duplicateReport: {
    code: 'CONFLICT',
    vi: 'Kỳ {period} đã có báo cáo cho nội dung này; hãy sửa báo cáo đó.',
    en: 'There is a report on this for {period} already; change that one.',
  },
  notTakingPart: {
    code: 'INVALID_STATE',
    vi: 'Cơ quan này không chủ trì và không phối hợp thực hiện nhiệm vụ; hãy chọn một cơ quan có tham gia, hoặc giao nhiệm vụ cho cơ quan này trước.',
    en: 'This department neither leads nor coordinates the task; choose one that does, or assign the task to it first.',
  },
  planStep: {
    code: 'INVALID_STATE',
    vi: 'Bước {step} cần kế hoạch ở trạng thái {from}; kế hoạch này ở trạng thái {status}. Hãy xem lại kế hoạch: có thể bước này đã làm rồi, hoặc phải làm bước khác trước.',
    en: '{step} needs a plan that is {from}; this one is {status}. Look at the plan again: this may be done already, or another step comes first.',
  },
  reasonMissing: {
    code: 'INVALID_STATE',
    vi: 'Bước này phải kèm lý do; hãy ghi lý do ở reason.',
    en: 'This step needs a reason; give it in reason.',
  },
  noTasks: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch chưa có nhiệm vụ nào; hãy thêm ít nhất một nhiệm vụ.',
    en: 'The plan has no task yet; add at least one.',
  },
  noLead: {
    code: 'INVALID_STATE',
    vi: 'Nhiệm vụ số {ordinals} chưa có cơ quan chủ trì; hãy giao cho mỗi nhiệm vụ một cơ quan.',
    en: 'These tasks have no lead department yet: {ordinals}. Assign one to each of them.',
  },
  submittedStays: {
    code: 'INVALID_STATE',
    vi: 'Chỉ bỏ được bản nháp chưa từng trình; nội dung này ở trạng thái {status}. Hãy hủy nếu là kế hoạch hoặc nhiệm vụ; nếu là báo cáo, hãy sửa bằng một lần báo cáo mới.',
    en: 'Only a draft that was never submitted can be discarded; this is {status}. Cancel a plan or a task; correct a report by a new revision.',
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
    vi: 'Bước {step} cần nhiệm vụ ở trạng thái {from}; nhiệm vụ này ở trạng thái {status}. Hãy xem lại nhiệm vụ: có thể bước này đã làm rồi, hoặc phải làm bước khác trước.',
    en: '{step} needs a task that is {from}; this one is {status}. Look at the task again: this may be done already, or another step comes first.',
  },
  reportStep: {
    code: 'INVALID_STATE',
    vi: 'Bước {step} cần báo cáo ở trạng thái {from}; báo cáo này ở trạng thái {status}. Hãy xem lại báo cáo: có thể bước này đã làm rồi, hoặc phải làm bước khác trước.',
    en: '{step} needs a report that is {from}; this one is {status}. Look at the report again: this may be done already, or another step comes first.',
  },
  commentOwed: {
    code: 'INVALID_STATE',
    vi: 'Trả lại báo cáo phải kèm nhận xét; hãy ghi những gì cần sửa.',
    en: 'Returning a report needs a comment; say what has to be mended.',
  },
  countedTwice: {
    code: 'INVALID_STATE',
    vi: 'Chỉ tiêu {codes} của kế hoạch trong kỳ này đã được tính từ báo cáo {other}; một số liệu chỉ được tính một lần. Hãy bỏ số liệu đó ở một trong hai báo cáo.',
    en: 'The plan’s {codes} for this period already count from the report {other}; a figure counts only once. Take it out of one of the two.',
  },
  reportFixed: {
    code: 'INVALID_STATE',
    vi: 'Kiến nghị chỉ ghi vào báo cáo đang soạn của tỉnh; báo cáo này ở trạng thái {status}. Hãy mở một lần báo cáo mới trước.',
    en: 'Recommendations go into a province’s report that is being written; this one is {status}. Open a new revision of it first.',
  },
  provinceReportOwed: {
    code: 'INVALID_STATE',
    vi: 'Kiến nghị chỉ ghi trong báo cáo của tỉnh về kế hoạch hoặc năm, không ghi trong báo cáo nhiệm vụ; hãy chọn báo cáo của tỉnh.',
    en: 'Recommendations are made in the province’s report on a plan or a year, not in one on a task; choose such a report.',
  },
  alreadyAnswered: {
    code: 'INVALID_STATE',
    vi: 'Kiến nghị này đã ở trạng thái {status}; hãy xem câu trả lời đã có.',
    en: 'This recommendation is {status} already; look at the answer that it has.',
  },
  planFixed: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch ở trạng thái {status} nên không sửa được; hãy trả lại nếu đang trình, còn không thì lập kế hoạch khác.',
    en: 'The plan is {status} and does not change; return it if it is submitted, or else write another one.',
  },
  planNotOpen: {
    code: 'INVALID_STATE',
    vi: 'Chỉ thêm nhiệm vụ khi kế hoạch đang soạn hoặc bị trả lại; kế hoạch này ở trạng thái {status}. Hãy trả lại nếu đang trình, còn không thì ghi nhiệm vụ vào kế hoạch khác.',
    en: 'Tasks are added while a plan is being written or was returned; this one is {status}. Return it if it is submitted, or put the task into another plan.',
  },
  planNotApproved: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch phải được duyệt trước; hiện ở trạng thái {status}. Hãy trình duyệt rồi làm lại.',
    en: 'The plan must be approved first; it is {status}. Have it approved, then try again.',
  },
  taskFixed: {
    code: 'INVALID_STATE',
    vi: 'Nhiệm vụ ở trạng thái {status} nên không sửa được; hãy lập nhiệm vụ khác cho việc mới.',
    en: 'The task is {status} and does not change; write another one for what is new.',
  },
  reasonOwed: {
    code: 'INVALID_STATE',
    vi: 'Kế hoạch đã được duyệt: thay đổi phải kèm lý do; hãy ghi lý do ở reason.',
    en: 'The plan is approved: a change needs a reason; give it in reason.',
  },
  afterMerger: {
    code: 'INVALID_STATE',
    vi: 'Tỉnh đã sáp nhập từ ngày {date}; kế hoạch bắt đầu từ ngày đó thuộc “{successor}”. Hãy lập kế hoạch ở tỉnh đó.',
    en: 'The province merged on {date}; a plan that starts on or after that day belongs to “{successor}”. Write it there.',
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
    vi: 'Tỉnh “{slug}” còn sáp nhập vào tỉnh này ngày {date}; tỉnh này phải tồn tại đến sau ngày đó. Hãy chọn ngày muộn hơn.',
    en: '“{slug}” merges into this province on {date}; it must exist until after that day. Choose a later one.',
  },
  mergerCircle: {
    code: 'INVALID_STATE',
    vi: 'Ghi nhận này khiến các tỉnh kế thừa lẫn nhau thành vòng tròn; hãy kiểm tra lại tỉnh kế thừa.',
    en: 'The provinces would succeed each other in a circle; look at the successor again.',
  },
  withdrawnAlready: {
    code: 'INVALID_STATE',
    vi: 'Ghi nhận sáp nhập này đã được thu hồi; hãy tải lại danh sách, không cần làm gì thêm.',
    en: 'This succession is withdrawn already; fetch the list again, nothing is left to do.',
  },
} as const
