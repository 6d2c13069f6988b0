/** Sentences about bringing in files; what is wrong inside one is in `features/imports/problem-sentences.ts`. */
export const imports = {
  importTooLarge: {
    code: 'LIMIT_EXCEEDED',
    vi: 'Tệp nhập lớn hơn {max} byte; hãy nén bằng gzip hoặc chia thành nhiều tệp. Không có gì được lưu lại.',
    en: 'The file is larger than {max} bytes; pack it with gzip, or split it. Nothing of it was kept.',
  },
  unknownImportType: {
    code: 'BAD_INPUT',
    vi: 'Không rõ định dạng của tệp; hãy ghi Content-Type là một trong: {types}.',
    en: 'The file’s format is not known; give one of these as its Content-Type: {types}.',
  },
  unknownImportEncoding: {
    code: 'BAD_INPUT',
    vi: 'Content-Encoding “{encoding}” không được hỗ trợ; hãy gửi tệp nguyên bản hoặc nén bằng gzip.',
    en: 'The Content-Encoding “{encoding}” is not taken; send the file as it is, or packed by gzip.',
  },
  fileOwed: {
    code: 'BAD_INPUT',
    vi: 'Yêu cầu không kèm tệp; hãy gửi tệp trong phần thân.',
    en: 'The request has no file; send it as the body.',
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
    vi: 'Lần nhập này đã kết thúc ({state}), không hủy được nữa; hãy hoàn tác nếu dữ liệu đã vào.',
    en: 'This import has ended ({state}) and can’t be cancelled any more; undo it if its rows are in.',
  },
  importNotApplied: {
    code: 'INVALID_STATE',
    vi: 'Lần nhập này ở trạng thái {state} và không có gì để hoàn tác; hãy hủy nếu nó còn đang chạy.',
    en: 'This import is {state}, and there is nothing to undo; cancel it if it still runs.',
  },
  importTried: {
    code: 'INVALID_STATE',
    vi: 'Lần nhập này chỉ là chạy thử, chưa ghi gì nên không có gì để hoàn tác; hãy chọn một lần nhập đã ghi vào hệ thống.',
    en: 'This import was a dry run: it has written nothing, so there is nothing to undo; choose one that was applied.',
  },
  importUndone: {
    code: 'INVALID_STATE',
    vi: 'Lần nhập này đã được hoàn tác rồi, nay không có gì thay đổi; muốn có lại dữ liệu, hãy gửi lại tệp.',
    en: 'This import was undone already, and nothing has changed now; to have its rows again, send the file again.',
  },
  importBuiltOn: {
    code: 'INVALID_STATE',
    vi: 'Không hoàn tác được vì dữ liệu đã nhập được dùng tiếp: {blockers}. Hãy gỡ các mục đó trước.',
    en: 'It can’t be undone, since what it brought has been built on: {blockers}. Take these away first.',
  },
} as const
