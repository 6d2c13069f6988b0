export type Language = 'vi' | 'en'

const vi = {
  title: 'Bảng theo dõi thông tin đối ngoại',
  nation: 'Toàn quốc',
  signIn: 'Xem với tư cách',
  paste: 'Dán token',
  use: 'Dùng',
  signInFirst: 'Hãy dán token truy cập của bạn để xem số liệu.',
  map: 'Bản đồ',
  asFiled: 'Theo tỉnh đã báo cáo',
  map63: '63 tỉnh (đến 30/06/2025)',
  map34: '34 tỉnh (từ 01/07/2025)',
  measure: 'Số liệu',
  counts: 'Kế hoạch và báo cáo',
  indicators: 'Chỉ tiêu đã báo cáo',
  tasks: 'Nhiệm vụ',
  overdueTasks: 'Nhiệm vụ quá hạn',
  reportsDue: 'Báo cáo phải nộp',
  reportsSubmitted: 'Báo cáo đã nộp',
  onTime: 'Nộp đúng hạn',
  reportingRate: 'Tỷ lệ nộp báo cáo (%)',
  progress: 'Tiến độ (%)',
  byProvince: 'Theo tỉnh và năm',
  openCell: 'Chọn một ô để xem số liệu gồm những gì.',
  province: 'Tỉnh',
  total: 'Cả nước',
  ownTotal: 'Tất cả',
  overTime: 'Theo năm',
  bounds:
    'Chấm là giá trị; vạch là khoảng chắc chắn; mũi tên là “hơn”, không có cận trên; chấm rỗng là số không chính xác.',
  dueAndIn: 'Báo cáo phải nộp và đã nộp',
  reporting: 'Số tỉnh có báo cáo',
  year: 'Năm',
  nothing: 'Chưa có số liệu.',
  cellOf: 'Ô này gồm những gì',
  close: 'Đóng',
  due: 'hạn',
  parts: {
    TASKS: 'Nhiệm vụ',
    OVERDUE_TASKS: 'Nhiệm vụ quá hạn',
    REPORTS_DUE: 'Báo cáo phải nộp',
    REPORTS_SUBMITTED: 'Báo cáo đã nộp',
    PROGRESS: 'Tiến độ từng nhiệm vụ',
    INDICATOR: 'Số liệu trong báo cáo',
  },
  adds: {
    reportingRate: 'Số báo cáo đã nộp trên số phải nộp.',
    progress: 'Trung bình cộng của các nhiệm vụ không bị hủy.',
    figures: 'Tổng của các dòng dưới đây.',
  },
  fact: 'Nội dung',
  howCounted: 'Được tính thế nào',
  value: 'Giá trị',
  source: 'Nguồn',
  period: 'kỳ',
  revision: 'lần',
  submitted: 'nộp',
  countsFrom: 'tính từ',
  live: 'Đang cập nhật trực tiếp',
  offline: 'Mất kết nối trực tiếp, đang thử lại',
  cameIn: 'Báo cáo vừa thay đổi',
  more: 'Xem thêm',
  shownOf: (shown: number, total: number) => `${shown} trong ${total}`,
  wholeProvince: 'Cả tỉnh',
  at: 'Số liệu lúc',
  loading: 'Đang tải…',
  print: 'In',
}

const en: typeof vi = {
  title: 'External information board',
  nation: 'The nation',
  signIn: 'Look as',
  paste: 'Paste a token',
  use: 'Use',
  signInFirst: 'Paste your access token to see the figures.',
  map: 'Map',
  asFiled: 'By the province that reported',
  map63: '63 provinces (until 30/06/2025)',
  map34: '34 provinces (from 01/07/2025)',
  measure: 'Measure',
  counts: 'Plans and reports',
  indicators: 'Reported indicators',
  tasks: 'Tasks',
  overdueTasks: 'Overdue tasks',
  reportsDue: 'Reports due',
  reportsSubmitted: 'Reports in',
  onTime: 'In time',
  reportingRate: 'Reporting rate (%)',
  progress: 'Progress (%)',
  byProvince: 'By province and year',
  openCell: 'Choose a cell to see what it is made of.',
  province: 'Province',
  total: 'The nation',
  ownTotal: 'All',
  overTime: 'By year',
  bounds:
    'A dot is the value; a line what is certain; an arrow “more than”, without an upper bound; a hollow dot is not exact.',
  dueAndIn: 'Reports due and reports in',
  reporting: 'Provinces reporting',
  year: 'Year',
  nothing: 'Nothing on record yet.',
  cellOf: 'What this cell is made of',
  close: 'Close',
  due: 'due',
  parts: {
    TASKS: 'Tasks',
    OVERDUE_TASKS: 'Overdue tasks',
    REPORTS_DUE: 'Reports due',
    REPORTS_SUBMITTED: 'Reports in',
    PROGRESS: 'Progress of each task',
    INDICATOR: 'Figures in reports',
  },
  adds: {
    reportingRate: 'Reports in, of reports due.',
    progress: 'The mean over tasks that are not cancelled.',
    figures: 'The lines below added up.',
  },
  fact: 'What',
  howCounted: 'How it was counted',
  value: 'Value',
  source: 'Source',
  period: 'period',
  revision: 'revision',
  submitted: 'handed in',
  countsFrom: 'counts from',
  live: 'Live',
  offline: 'Not live, trying again',
  cameIn: 'A report just changed',
  more: 'Show more',
  shownOf: (shown: number, total: number) => `${shown} of ${total}`,
  wholeProvince: 'The province',
  at: 'Figures as of',
  loading: 'Loading…',
  print: 'Print',
}

export const words: Record<Language, typeof vi> = { vi, en }
export type Words = typeof vi

const statuses: Record<string, string> = {
  NOT_STARTED: 'Chưa thực hiện',
  IN_PROGRESS: 'Đang thực hiện',
  COMPLETED: 'Hoàn thành',
  CANCELLED: 'Hủy',
  DRAFT: 'Đang soạn',
  SUBMITTED: 'Đã gửi',
  RETURNED: 'Trả lại',
  ACCEPTED: 'Đã chấp nhận',
}

/** A status of a task or a report. */
export function statusWord(status: string, language: Language): string {
  if (language === 'vi') return statuses[status] ?? status
  return sentence(status)
}

/** An indicator's name: the catalogue's in Vietnamese, in English what its code says. */
export function indicatorName({ code, name }: { code: string; name: string }, language: Language): string {
  return language === 'vi' ? name : sentence(code)
}

function sentence(code: string): string {
  const text = code.replaceAll('_', ' ').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
