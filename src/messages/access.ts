/** Sentences about who may call, and who keeps them. */
export const access = {
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
    vi: 'Tài khoản dịch vụ này không có phạm vi (scope) {scope}; hãy đề nghị quản trị viên cấp thêm.',
    en: 'This service account doesn’t have the scope {scope}; ask its administrator to add it.',
  },
  forbidden: {
    code: 'FORBIDDEN',
    vi: 'Vai trò {role} không được thực hiện thao tác này; hãy dùng tài khoản có vai trò phù hợp hoặc nhờ quản trị viên.',
    en: 'The role {role} may not do this; use an account whose role may, or ask your administrator.',
  },
  notYourTask: {
    code: 'FORBIDDEN',
    vi: 'Chỉ cơ quan chủ trì hoặc phối hợp của nhiệm vụ mới được thực hiện thao tác này; hãy nhờ một trong các cơ quan đó.',
    en: 'Only a department that leads or coordinates the task may do this; ask one of them.',
  },
  introspectionOff: {
    code: 'FORBIDDEN',
    vi: 'Máy chủ này không trả lược đồ qua truy vấn; hãy xem schema.graphql.',
    en: 'This server doesn’t tell its schema by introspection; see schema.graphql.',
  },
  badSubject: {
    code: 'BAD_INPUT',
    vi: 'Mã người dùng (sub) dài từ 1 đến 255 ký tự ASCII in được, không có khoảng trắng ở đầu hoặc cuối; hãy ghi đúng như hệ thống đăng nhập cấp.',
    en: 'A subject has 1 to 255 printable ASCII characters, and no space at its ends; give it as the sign-in service does.',
  },
  duplicateMember: {
    code: 'CONFLICT',
    vi: 'Người dùng “{subject}” đã có trong danh sách thành viên; hãy sửa thành viên đó.',
    en: 'The members already include “{subject}”; change that member.',
  },
  roleElsewhere: {
    code: 'BAD_INPUT',
    vi: 'Vai trò {role} không thuộc phạm vi bạn quản lý; hãy chọn vai trò khác.',
    en: 'The role {role} isn’t one that you can give; choose another one.',
  },
  officersDepartment: {
    code: 'BAD_INPUT',
    vi: 'Cán bộ của cơ quan (DEPARTMENT_OFFICER) phải có cơ quan; các vai trò khác thì không. Hãy thêm hoặc bỏ departmentId.',
    en: 'A DEPARTMENT_OFFICER needs a department, and no other role has one; add departmentId, or leave it out.',
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
    vi: 'Thành viên này đã ngừng hoạt động; hãy kích hoạt lại trước khi thay đổi.',
    en: 'This member is deactivated; reactivate them before anything else.',
  },
  memberActive: {
    code: 'INVALID_STATE',
    vi: 'Thành viên này đang hoạt động rồi; hãy tải lại danh sách, không cần làm gì thêm.',
    en: 'This member is active already; fetch the list again, nothing is left to do.',
  },
  scopeOfRole: {
    code: 'BAD_INPUT',
    vi: 'Phạm vi “{scope}” không dùng được với vai trò {role}; hãy chọn trong: {allowed}.',
    en: 'The scope “{scope}” doesn’t go with the role {role}; choose from: {allowed}.',
  },
  scopesOwed: {
    code: 'BAD_INPUT',
    vi: 'Tài khoản cần ít nhất một phạm vi; hãy nêu phạm vi đó.',
    en: 'At least one scope is needed; name it.',
  },
  provincesOwed: {
    code: 'BAD_INPUT',
    vi: 'Hãy nêu các tỉnh mà tài khoản được vào.',
    en: 'Name the provinces that the account may enter.',
  },
  nationwide: {
    code: 'BAD_INPUT',
    vi: 'Tài khoản cấp bộ đọc số liệu cả nước nên không nêu tỉnh; hãy bỏ danh sách tỉnh.',
    en: 'An account of the ministry reads the whole nation; name no provinces.',
  },
  ownProvince: {
    code: 'BAD_INPUT',
    vi: 'Tài khoản do tỉnh lập chỉ được vào tỉnh mình; hãy bỏ danh sách tỉnh.',
    en: 'An account that a province makes enters that province alone; name none.',
  },
  overlapRange: {
    code: 'BAD_INPUT',
    vi: 'Thời gian dùng song song phải từ 0 đến {max} giờ; hãy chọn lại.',
    en: 'The overlap must be 0 to {max} hours; choose another one.',
  },
  accountRevoked: {
    code: 'INVALID_STATE',
    vi: 'Tài khoản dịch vụ này đã bị thu hồi; hãy lập tài khoản mới.',
    en: 'This service account is revoked; make a new one.',
  },
} as const
