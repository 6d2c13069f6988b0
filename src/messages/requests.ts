/** Sentences about how something is asked, whatever it is about. */
export const requests = {
  badCursor: {
    code: 'BAD_INPUT',
    vi: 'Con trỏ trang không hợp lệ; hãy dùng con trỏ của chính danh sách này.',
    en: 'The cursor is not valid; use one that this list has given.',
  },
  firstAndLast: {
    code: 'BAD_INPUT',
    vi: 'Hãy dùng first/after hoặc last/before, không dùng cả hai.',
    en: 'Use first with after, or last with before, not both.',
  },
  negativePage: {
    code: 'BAD_INPUT',
    vi: 'Số dòng của một trang không được âm; hãy xin từ 0 dòng trở lên.',
    en: 'A page has zero rows or more; ask for so many.',
  },
  badKey: {
    code: 'BAD_INPUT',
    vi: 'Idempotency-Key dài từ 1 đến 255 ký tự ASCII in được; hãy gửi một khóa như vậy, ví dụ một UUID.',
    en: 'An Idempotency-Key has 1 to 255 printable ASCII characters; send one like that, such as a UUID.',
  },
  keyReused: {
    code: 'BAD_INPUT',
    vi: 'Idempotency-Key này đã dùng cho một yêu cầu khác; hãy dùng khóa mới.',
    en: 'This Idempotency-Key was used for another request; use a new one.',
  },
  oneMutation: {
    code: 'BAD_INPUT',
    vi: 'Yêu cầu có Idempotency-Key chỉ được có một thao tác thay đổi; hãy gửi các thao tác khác riêng.',
    en: 'A request with an Idempotency-Key holds exactly one mutation field; send the others on their own.',
  },
  noSuchRoute: {
    code: 'NOT_FOUND',
    vi: 'Không có địa chỉ này; hãy xem các địa chỉ tại /docs.',
    en: 'There is nothing at this address; see /docs for what there is.',
  },
  unreadableRequest: {
    code: 'BAD_INPUT',
    vi: 'Không đọc được yêu cầu; hãy kiểm tra cú pháp rồi gửi lại.',
    en: 'The request can’t be read; check its syntax, and send it again.',
  },
  parameterUnknown: {
    code: 'BAD_INPUT',
    vi: 'Không có tham số “{name}”; hãy chọn trong các tham số: {known}.',
    en: 'There is no parameter “{name}”; choose from: {known}.',
  },
  noParameters: {
    code: 'BAD_INPUT',
    vi: 'Không có tham số “{name}”; hãy bỏ đi, vì địa chỉ này không nhận tham số nào.',
    en: 'There is no parameter “{name}”; leave it out, since this address takes none.',
  },
  parameterOwed: {
    code: 'BAD_INPUT',
    vi: 'Thiếu tham số “{name}”; hãy thêm vào.',
    en: 'The parameter “{name}” is missing; add it.',
  },
  parameterOneOf: {
    code: 'BAD_INPUT',
    vi: 'Tham số “{name}” không nhận giá trị này; hãy chọn một trong: {allowed}.',
    en: 'The parameter “{name}” doesn’t take this value; choose one of: {allowed}.',
  },
  parameterAtLeast: {
    code: 'BAD_INPUT',
    vi: 'Tham số “{name}” quá nhỏ; hãy ghi từ {limit} trở lên.',
    en: 'The parameter “{name}” is too small; give at least {limit}.',
  },
  parameterAtMost: {
    code: 'BAD_INPUT',
    vi: 'Tham số “{name}” quá lớn; hãy ghi không quá {limit}.',
    en: 'The parameter “{name}” is too great; give at most {limit}.',
  },
  parameterForm: {
    code: 'BAD_INPUT',
    vi: 'Tham số “{name}” không đúng dạng; hãy xem mô tả tại /api/v1/openapi.json.',
    en: 'The parameter “{name}” doesn’t have the right form; see /api/v1/openapi.json for it.',
  },
  notAcceptable: {
    code: 'BAD_INPUT',
    vi: 'Chỉ trả được các định dạng: {allowed}; hãy chọn một bằng ?format= hoặc tiêu đề Accept.',
    en: 'The formats that can be had here are {allowed}; choose one by ?format= or the Accept header.',
  },
  unsupportedType: {
    code: 'BAD_INPUT',
    vi: 'Không nhận nội dung có Content-Type này; hãy xem loại được nhận tại /docs.',
    en: 'Content of this Content-Type is not taken here; see /docs for what is.',
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
} as const
