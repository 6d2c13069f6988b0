import type { Language } from '../../errors.ts'

/** Every problem that a file can have, by its code. `{name}` stands for a detail, `{value}` for what the cell holds. */
export const sentences = {
  NOT_UTF8: {
    vi: 'Tệp không phải là văn bản UTF-8 mà có vẻ là {encoding}. Trong Excel, hãy chọn “Lưu dưới dạng” → “CSV UTF-8 (*.csv)” rồi gửi tệp mới; chữ theo phông TCVN3 hoặc VNI phải chuyển sang Unicode trước, ví dụ bằng UniKey.',
    en: 'The file is not UTF-8 text; it looks like {encoding}. Choose “Save As” → “CSV UTF-8 (*.csv)” in Excel, and send the new file; text in TCVN3 or VNI fonts has to be converted to Unicode first, as UniKey does.',
  },
  LEGACY_FONT: {
    vi: 'Chữ trong tệp viết theo bảng mã {font}, chỉ đọc được bằng phông riêng. Hãy chuyển sang Unicode (ví dụ UniKey: chép chữ, Ctrl+Shift+F6, dán lại), lưu tệp thành “CSV UTF-8 (*.csv)” hoặc XLSX rồi gửi lại.',
    en: 'The text is written in {font}, which only its own fonts can show. Convert it to Unicode (in UniKey: copy, Ctrl+Shift+F6, paste), save it as “CSV UTF-8 (*.csv)” or XLSX, and send it again.',
  },
  DAMAGED_UTF8: {
    vi: 'Dòng này có byte không phải là chữ UTF-8, có lẽ tệp bị cắt hoặc hỏng khi gửi; từ đây tệp chưa được đọc. Hãy lưu lại thành “CSV UTF-8 (*.csv)” rồi gửi lại.',
    en: 'This line has bytes that are no UTF-8 text; the file may have been cut or damaged on its way. From here on it was not read. Save it as “CSV UTF-8 (*.csv)” once more, and send it again.',
  },
  NUL_BYTE: {
    vi: 'Dòng này có byte NUL, không phải là chữ; từ đây tệp chưa được đọc. Hãy lưu lại thành “CSV UTF-8 (*.csv)” rồi gửi lại.',
    en: 'This line has a NUL byte, which is no text; from here on the file was not read. Save it as “CSV UTF-8 (*.csv)” once more, and send it again.',
  },
  BAD_CHARACTER: {
    vi: 'Ô có ký tự điều khiển hoặc ký tự hỏng, không lưu được; hãy xóa ký tự đó.',
    en: 'The cell has a control character or a broken one, which can’t be kept; delete it.',
  },
  NOT_GZIP: {
    vi: 'Tệp nén gzip bị hỏng hoặc chưa được gửi hết; từ đây tệp chưa được đọc. Hãy nén và gửi lại.',
    en: 'The gzip file is damaged or was not sent to its end; from here on it was not read. Compress it and send it again.',
  },
  FILE_TOO_LARGE: {
    vi: 'Tệp giải nén ra lớn hơn {max} GiB; từ đây tệp chưa được đọc. Hãy chia tệp thành nhiều tệp nhỏ hơn.',
    en: 'The file unpacks to more than {max} GiB; from here on it was not read. Split it into smaller files.',
  },
  PACKED_TOO_TIGHT: {
    vi: 'Tệp giải nén ra lớn gấp hơn 200 lần kích thước của nó, không thể là một bảng; từ đây tệp chưa được đọc. Hãy gửi chính bảng dữ liệu, không nén.',
    en: 'The file unpacks to more than 200 times its size, as no table does; from here on it was not read. Send the table itself, without compression.',
  },
  BAD_WORKBOOK: {
    vi: 'Tệp không phải là một sổ tính XLSX hoặc đã bị hỏng. Hãy mở tệp trong Excel, chọn “Lưu dưới dạng” → “Excel Workbook (*.xlsx)” rồi gửi lại.',
    en: 'The file is no XLSX workbook, or is damaged. Open it in Excel, choose “Save As” → “Excel Workbook (*.xlsx)”, and send it again.',
  },
  OLD_WORKBOOK: {
    vi: 'Đây là tệp Excel cũ (.xls) hoặc tệp có mật khẩu. Hãy bỏ mật khẩu, lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại.',
    en: 'This is an old Excel file (.xls), or one with a password. Take the password off, save it as “Excel Workbook (*.xlsx)”, and send it again.',
  },
  NO_SUCH_SHEET: {
    vi: 'Không rõ trang tính “{value}” chứa gì. Hãy đặt tên trang theo nội dung (Cơ quan, Văn bản, Kế hoạch, Nhiệm vụ, Báo cáo), hoặc xóa trang nếu không dùng.',
    en: 'What the sheet “{value}” holds is not known. Name it after what it holds (Departments, Documents, Plans, Tasks, Reports), or delete it.',
  },
  FORMULA: {
    vi: "Ô chứa công thức “{value}”; hãy thay công thức bằng giá trị của nó (Sao chép → Dán giá trị). Nếu là chữ, hãy viết dấu ' ở đầu.",
    en: "The cell holds the formula “{value}”; put its value in its place (Copy → Paste values). If it is text, begin it with '.",
  },
  FORMULA_ERROR: {
    vi: 'Công thức trong ô cho kết quả lỗi “{value}”; hãy sửa công thức hoặc thay bằng giá trị.',
    en: 'The formula in this cell comes to the error “{value}”; mend it, or put a value in its place.',
  },
  FORMULA_WITHOUT_VALUE: {
    vi: 'Ô chứa công thức chưa được tính. Hãy mở tệp trong Excel, lưu lại rồi gửi, hoặc thay công thức bằng giá trị.',
    en: 'The cell holds a formula that was never worked out. Open the file in Excel, save it and send it again, or put the value in its place.',
  },
  OTHER_FORMAT: {
    vi: 'Nội dung tệp không đúng định dạng đã khai; đây là {format}. Hãy gửi lại với định dạng đó, hoặc lưu tệp thành “CSV UTF-8”.',
    en: 'The file is not of the format that was stated; this is {format}. Send it as such, or save it as “CSV UTF-8”.',
  },
  EMPTY_FILE: {
    vi: 'Tệp không có dòng tiêu đề; hãy bắt đầu bằng dòng tên các cột, như trong tệp mẫu.',
    en: 'The file has no header line; begin with the names of the columns, as the template does.',
  },
  QUOTE_NOT_CLOSED: {
    vi: 'Một ô mở dấu ngoặc kép mà không đóng; từ đây tệp chưa được đọc. Hãy đóng ngoặc ở cuối ô.',
    en: 'A cell opens a quotation mark and never closes it; from here on the file was not read. Close it at the end of the cell.',
  },
  BAD_QUOTE: {
    vi: 'Dấu ngoặc kép đặt sai chỗ; từ đây tệp chưa được đọc. Hãy đặt cả ô có dấu ngoặc kép trong ngoặc kép, mỗi dấu bên trong viết hai lần ("").',
    en: 'A quotation mark is out of place; from here on the file was not read. Put a cell that holds one in quotation marks, and write each inside twice ("").',
  },
  TOO_LARGE: {
    vi: 'Ô hoặc dòng này quá lớn (một ô nhiều nhất 1 MiB, một dòng nhiều nhất 4 MiB); từ đây tệp chưa được đọc. Hãy rút ngắn lại.',
    en: 'This cell or line is too large (a cell has at most 1 MiB, a line 4 MiB); from here on the file was not read. Shorten it.',
  },
  BAD_JSON: {
    vi: 'Dòng này không phải là một đối tượng JSON; hãy viết mỗi dòng của tệp NDJSON thành một đối tượng {"tên cột": giá trị, …}.',
    en: 'This line is no JSON object; write each line of an NDJSON file as one object {"column": value, …}.',
  },
  JSON_LIST: {
    vi: 'Tệp này là một danh sách JSON […]; hãy bỏ ngoặc vuông và viết mỗi đối tượng {"tên cột": giá trị, …} trên một dòng riêng (NDJSON).',
    en: 'This file is one JSON list […]; leave out the brackets and write each object {"column": value, …} on a line of its own (NDJSON).',
  },
  BAD_JSON_VALUE: {
    vi: 'Giá trị của “{value}” phải là chữ, số, true, false, null hoặc danh sách của chúng; hãy viết số dài hơn 15 chữ số trong ngoặc kép.',
    en: 'The value of “{value}” must be a text, a number, true, false, null or a list of these; write a number of more than 15 digits as a text.',
  },
  NO_LIST: {
    vi: 'Hãy ghi nhiệm vụ và báo cáo bên trong thành danh sách các đối tượng: [{…}, {…}].',
    en: 'Write tasks and reports within an object as a list of objects: [{…}, {…}].',
  },
  NOT_AROUND: {
    vi: '“{value}” không phải là mã của nội dung bao quanh; hãy bỏ giá trị này hoặc ghi đúng mã đó.',
    en: '“{value}” is not the key of what stands around this; leave it out, or give that key.',
  },
  UNKNOWN_COLUMN: {
    vi: 'Không có cột “{value}” trong loại tệp này. Hãy đổi tên hoặc xóa cột; các cột: {columns}.',
    en: 'This kind of file has no column “{value}”. Rename it or delete it; it has: {columns}.',
  },
  DUPLICATE_COLUMN: {
    vi: 'Cột “{name}” có hai lần; hãy giữ lại một.',
    en: 'The column “{name}” is there twice; keep one of the two.',
  },
  TOO_MANY_COLUMNS: {
    vi: 'Bảng có nhiều hơn {max} cột; hãy xóa các cột không dùng.',
    en: 'The table has more than {max} columns; delete those that hold nothing of use.',
  },
  MISSING_COLUMN: {
    vi: 'Thiếu cột bắt buộc “{name}”; hãy thêm cột đó.',
    en: 'The required column “{name}” is missing; add it.',
  },
  WRONG_CELL_COUNT: {
    vi: 'Dòng có {count} ô, còn tiêu đề có {expected} cột; hãy kiểm tra dấu ngăn cách và dấu ngoặc kép của dòng.',
    en: 'The line has {count} cells, and the header has {expected} columns; check its separators and quotation marks.',
  },
  REQUIRED: {
    vi: 'Không được để trống ô này; hãy điền vào.',
    en: 'This cell may not be empty; fill it in.',
  },
  TOO_LONG: {
    vi: 'Nội dung dài quá {max} ký tự; hãy rút ngắn lại.',
    en: 'The text is longer than {max} characters; shorten it.',
  },
  TOO_MANY: {
    vi: 'Danh sách có nhiều hơn {max} mục; hãy bỏ bớt.',
    en: 'The list has more than {max} items; take some out.',
  },
  BAD_DATE: {
    vi: '“{value}” không phải là một ngày có thật; hãy viết như 2019-01-28 hoặc 28/01/2019.',
    en: '“{value}” is not a real date; write it like 2019-01-28 or 28/01/2019.',
  },
  BAD_NUMBER: {
    vi: '“{value}” không phải là một số; hãy viết như 1000, 1.000 hoặc 1234,5.',
    en: '“{value}” is not a number; write it like 1000, 1.000 or 1234,5.',
  },
  BAD_WHOLE_NUMBER: {
    vi: '“{value}” không phải là một số nguyên; hãy viết như 12.',
    en: '“{value}” is not a whole number; write it like 12.',
  },
  BAD_MONEY: {
    vi: '“{value}” không phải là một số tiền tính bằng đồng; hãy viết như 1500000000, 1.500.000.000 hoặc 1,5 tỷ.',
    en: '“{value}” is not an amount in đồng; write it like 1500000000, 1.500.000.000 or 1,5 tỷ.',
  },
  BAD_FIGURE: {
    vi: '“{value}” không phải là một số liệu; hãy viết như 167, >1000, ~850, <200 hoặc “hàng trăm”.',
    en: '“{value}” is not a figure; write it like 167, >1000, ~850, <200 or “hàng trăm”.',
  },
  OUT_OF_RANGE: {
    vi: 'Giá trị phải từ {min} đến {max}; hãy sửa lại.',
    en: 'The value must lie between {min} and {max}; correct it.',
  },
  BAD_PERIOD: {
    vi: '“{value}” không phải là mã kỳ báo cáo; hãy viết như 2019, 2019-H1, 2019-9M, 2019-Q3 hoặc 2019-05.',
    en: '“{value}” is not a reporting period; write 2019, 2019-H1, 2019-9M, 2019-Q3 or 2019-05.',
  },
  BAD_VALUE: {
    vi: '“{value}” không được nhận ở đây; hãy chọn một trong: {allowed}.',
    en: '“{value}” is not taken here; choose one of: {allowed}.',
  },
  BAD_REFERENCE: {
    vi: '“{value}” không phải là số, ký hiệu văn bản; hãy viết như 51/KH-UBND, 34/2017/QĐ-UBND hoặc 16-HD/BTGTU.',
    en: '“{value}” is not a document reference; write one like 51/KH-UBND, 34/2017/QĐ-UBND or 16-HD/BTGTU.',
  },
  REFERENCE_MISMATCH: {
    vi: 'Số và ký hiệu khác với “{reference}”; hãy sửa cho khớp.',
    en: 'Number and symbol do not agree with “{reference}”; correct one of them.',
  },
  DATES_REVERSED: {
    vi: 'Ngày kết thúc trước ngày bắt đầu; hãy sửa một trong hai ngày.',
    en: 'The end is before the start; correct one of the two.',
  },
  DUE_NOT_ALLOWED: {
    vi: 'Nhiệm vụ thường xuyên (RECURRING) hoặc chưa định thời hạn (OPEN) không có ngày đến hạn; hãy xóa ngày đó hoặc đổi độ chính xác.',
    en: 'A task that is RECURRING or OPEN has no due date; delete it, or change the precision.',
  },
  STATUS_MISMATCH: {
    vi: 'Chỉ nhiệm vụ đã hoàn thành mới có ngày hoàn thành; hãy xóa ngày đó hoặc đổi trạng thái.',
    en: 'Only a completed task has a date of completion; delete it, or change the status.',
  },
  ONE_DEPARTMENT: {
    vi: 'Ô này chỉ ghi một cơ quan; hãy ghi các cơ quan phối hợp ở cột của chúng.',
    en: 'This cell takes one department; put those that coordinate into their own column.',
  },
  DEPARTMENT_WITHOUT_TASK: {
    vi: 'Báo cáo của một cơ quan phải ghi nhiệm vụ; báo cáo về kế hoạch hoặc cả năm là của tỉnh. Hãy ghi nhiệm vụ, hoặc xóa cơ quan.',
    en: 'A department reports on a task; the report on a plan or a year is the province’s. Name the task, or delete the department.',
  },
  RECOMMENDATIONS_ON_TASK: {
    vi: 'Kiến nghị nằm trong báo cáo của tỉnh về kế hoạch hoặc cả năm, không nằm trong báo cáo về nhiệm vụ; hãy chuyển sang dòng của báo cáo đó.',
    en: 'Recommendations stand in the province’s report on a plan or a year, not in one on a task; move them to that report’s line.',
  },
  NO_SUCH_PROVINCE: {
    vi: 'Bạn không nhập dữ liệu cho tỉnh nào tên “{value}”; hãy kiểm tra lại tên.',
    en: 'You import for no province named “{value}”; check the name.',
  },
  NO_SUCH_PLAN: {
    vi: 'Không có kế hoạch nào có mã “{value}”; hãy nhập kế hoạch trước, hoặc sửa mã.',
    en: 'There is no plan with the key “{value}”; import it first, or correct the key.',
  },
  NO_SUCH_TASK: {
    vi: 'Không có nhiệm vụ nào có mã “{value}”; hãy nhập nhiệm vụ trước, hoặc sửa mã.',
    en: 'There is no task with the key “{value}”; import it first, or correct the key.',
  },
  NO_SUCH_INDICATOR: {
    vi: 'Danh mục không có chỉ tiêu “{name}”; hãy dùng một mã có trong danh mục.',
    en: 'The catalogue has no indicator “{name}”; use a code that it has.',
  },
  OTHER_PLAN: {
    vi: 'Nhiệm vụ thuộc kế hoạch khác, không phải “{value}”; hãy sửa mã kế hoạch.',
    en: 'The task belongs to another plan than “{value}”; correct the plan’s key.',
  },
  OWN_PARENT: {
    vi: 'Cấp trên đi vòng tròn: không gì đứng trên chính mình, dù trực tiếp hay qua nhiều cấp. Hãy sửa cấp trên.',
    en: 'The line of parents goes in a circle: nothing stands above itself, nor above what stands above it. Correct the parent.',
  },
  PARENT_REFUSED: {
    vi: 'Cơ quan cấp trên “{value}” có ở một dòng khác, nhưng dòng đó không nhập được; hãy sửa dòng đó trước.',
    en: 'The parent “{value}” stands on another line, which can’t be imported; correct that line first.',
  },
  AMBIGUOUS_DEPARTMENT: {
    vi: 'Có nhiều cơ quan được gọi là “{name}”; hãy ghi tên đầy đủ.',
    en: 'Several departments are called “{name}”; write the full name.',
  },
  AMBIGUOUS_DOCUMENT: {
    vi: 'Có nhiều văn bản “{name}”; hãy ghi thêm ngày ban hành, ví dụ {name}@2019-01-28.',
    en: 'There are several documents “{name}”; add the date of issue, like {name}@2019-01-28.',
  },
  DUPLICATE_KEY: {
    vi: 'Mã này đã có ở dòng {line}; hãy dùng mã khác, hoặc xóa một trong hai dòng.',
    en: 'This key stands on line {line} already; use another one, or delete one of the lines.',
  },
  KEY_TAKEN: {
    vi: 'Mã này đã thuộc về nhiệm vụ của kế hoạch khác hoặc báo cáo khác; hãy dùng mã mới.',
    en: 'This key belongs to a task of another plan, or to another report; use a new one.',
  },
  DUPLICATE_REPORT: {
    vi: 'Kỳ này đã có báo cáo khác cho cùng nội dung và cơ quan; hãy sửa báo cáo đó, hoặc đổi kỳ.',
    en: 'For this period there is another report already, on the same and by the same; correct that one, or change the period.',
  },
  TOO_MANY_PROBLEMS: {
    vi: 'Tệp có hơn {max} lỗi nên việc đọc dừng ở đây; có lẽ đây không phải là loại tệp đã chọn. Hãy kiểm tra loại tệp và các cột rồi gửi lại.',
    en: 'The file has more than {max} problems, so reading stopped here; it may be another kind of file than was said. Check the kind and the columns, and send it again.',
  },
  EDITED_SINCE: {
    vi: 'Nội dung này đã được sửa tay sau lần nhập trước; hãy xem lại và sửa trực tiếp.',
    en: 'Somebody has edited this since it was imported; look again, and change it there.',
  },
  STEP_BACK: {
    vi: 'Kế hoạch đang ở trạng thái {status}, không trở lại trạng thái này được; hãy ghi trạng thái hiện tại.',
    en: 'The plan is {status} and can’t go back to this state; give the state that it has.',
  },
  AFTER_MERGER: {
    vi: 'Tỉnh đã sáp nhập từ ngày {date}; kế hoạch bắt đầu từ ngày đó thuộc “{successor}”. Hãy nhập kế hoạch ở tỉnh đó.',
    en: 'The province merged on {date}; a plan that starts on or after that day belongs to “{successor}”. Import it there.',
  },
} as const satisfies Record<string, Record<Language, string>>

export type ProblemCode = keyof typeof sentences
