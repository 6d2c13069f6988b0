/** Sentences about too much of something. */
export const limits = {
  tooMany: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Danh sách {field} có nhiều nhất {max} mục; hãy gửi ít hơn.',
    en: 'The list {field} has at most {max} items; send fewer.',
  },
  pageTooLarge: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Một trang có nhiều nhất {max} dòng; hãy xin ít hơn rồi xem tiếp bằng con trỏ.',
    en: 'A page has at most {max} rows; ask for fewer, and go on with the cursor.',
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
    vi: 'Truy vấn lồng sâu quá {max} cấp; hãy tách thành nhiều truy vấn.',
    en: 'The document is nested more than {max} levels deep; ask in several documents.',
  },
  tooManyAliases: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn có {count} bí danh (alias); nhiều nhất là {max}. Hãy tách thành nhiều truy vấn.',
    en: 'The document has {count} aliases; at most {max} are taken. Send several documents.',
  },
  tooManyDirectives: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn có {count} chỉ thị (directive); nhiều nhất là {max}. Hãy bỏ bớt.',
    en: 'The document has {count} directives; at most {max} are taken. Leave some out.',
  },
  tooManyRootFields: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Một thao tác có {count} trường gốc; nhiều nhất là {max}. Hãy tách thành nhiều truy vấn.',
    en: 'The document has an operation with {count} root fields; at most {max} are taken. Send several documents.',
  },
  tooManyVariables: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Một thao tác có {count} biến; nhiều nhất là {max}. Hãy tách thành nhiều truy vấn.',
    en: 'The document has an operation with {count} variables; at most {max} are taken. Send several documents.',
  },
  tooManyOperations: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Truy vấn có {count} thao tác; nhiều nhất là {max}. Hãy tách thành nhiều truy vấn.',
    en: 'The document has {count} operations; at most {max} are taken. Send several documents.',
  },
  tooManyFields: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Sau khi khai triển các mảnh (fragment), thao tác có hơn {max} trường; hãy xin ít trường hơn.',
    en: 'The operation has more than {max} fields once its fragments are put in place; ask for fewer.',
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
  bodyTooLarge: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Nội dung yêu cầu lớn hơn {max} byte; hãy gửi ít hơn hoặc chia thành nhiều yêu cầu.',
    en: 'The body has more than {max} bytes; send less, or several requests.',
  },
  headersTooLarge: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Các tiêu đề của yêu cầu lớn hơn {max} byte; hãy bỏ bớt tiêu đề.',
    en: 'The headers have more than {max} bytes; send fewer.',
  },
  tooSlow: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Yêu cầu đến quá chậm; phải đến đủ trong {seconds} giây. Hãy gửi lại, chia nhỏ nếu cần.',
    en: 'The request came too slowly; all of it must arrive within {seconds} s. Send it again, or in parts.',
  },
  tooManyChanges: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Có quá nhiều thay đổi để báo từng cái một; hãy tải lại danh sách rồi đăng ký lại, không kèm con trỏ.',
    en: 'Too much has changed to be told one by one; fetch the lists anew, then subscribe again without a cursor.',
  },
  tooManySubscriptions: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Một kết nối có nhiều nhất {max} đăng ký; hãy kết thúc bớt hoặc mở kết nối khác.',
    en: 'One connection has at most {max} subscriptions; end some, or open another connection.',
  },
  tooManyStreams: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Mỗi người gọi có nhiều nhất {max} yêu cầu đang chờ thay đổi cùng lúc; hãy kết thúc bớt rồi thử lại.',
    en: 'One caller has at most {max} requests that wait for changes at once; end one of them and try again.',
  },
  callersSubscriptions: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Mỗi người gọi có nhiều nhất {max} đăng ký trên mọi kết nối; hãy kết thúc những đăng ký không cần nữa.',
    en: 'One caller has at most {max} subscriptions over all of its connections; end those that are not needed.',
  },
} as const
