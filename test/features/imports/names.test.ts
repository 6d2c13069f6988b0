import t from 'tap'
import { expandAbbreviation, guessKind, nameKey } from '../../../src/features/departments/rules.ts'
import { guessLevel, kindOfTitle, parseReference, splitLegalBasis } from '../../../src/features/documents/rules.ts'

t.test(
  'given two spellings of a name, when they are compared, then case and spaces don’t count, marks do',
  async (t) => {
    const same = ['Sở Nội vụ', 'SỞ NỘI VỤ', ' sở\u00a0nội  vụ ', 'Sở Nội vụ'.normalize('NFD'), 'Sở\nNội\tvụ']
    for (const name of same) t.equal(nameKey(name), 'sở nội vụ', JSON.stringify(name))
    t.not(nameKey('So Noi vu'), 'sở nội vụ')
  },
)

t.test('given an abbreviation, when it is matched, then it is written out', async (t) => {
  const names = {
    'Sở TTTT': 'Sở Thông tin và Truyền thông',
    'Sở TT&TT': 'Sở Thông tin và Truyền thông',
    'Sở TT & TT': 'Sở Thông tin và Truyền thông',
    'Sở TT-TT': 'Sở Thông tin và Truyền thông',
    'sở TTTT': 'sở Thông tin và Truyền thông',
    'Sở VHTTDL': 'Sở Văn hóa, Thể thao và Du lịch',
    'Sở VHTT&DL': 'Sở Văn hóa, Thể thao và Du lịch',
    'Sở NN&PTNT': 'Sở Nông nghiệp và Phát triển nông thôn',
    'Sở NNPTNT': 'Sở Nông nghiệp và Phát triển nông thôn',
    'Sở KHĐT': 'Sở Kế hoạch và Đầu tư',
    'Sở KH-ĐT': 'Sở Kế hoạch và Đầu tư',
    'Sở GTVT': 'Sở Giao thông vận tải',
    'Sở LĐTBXH': 'Sở Lao động - Thương binh và Xã hội',
    'Sở LĐ-TB&XH': 'Sở Lao động - Thương binh và Xã hội',
    'Sở TNMT': 'Sở Tài nguyên và Môi trường',
    'Sở KHCN': 'Sở Khoa học và Công nghệ',
    'Sở GDĐT': 'Sở Giáo dục và Đào tạo',
    'Sở GD&ĐT': 'Sở Giáo dục và Đào tạo',
    'Bộ TT&TT': 'Bộ Thông tin và Truyền thông',
    'UBND tỉnh': 'Ủy ban nhân dân tỉnh',
    'VP UBND tỉnh': 'Văn phòng Ủy ban nhân dân tỉnh',
    'UBND các huyện, TP': 'Ủy ban nhân dân các huyện, TP',
    BTGTU: 'Ban Tuyên giáo Tỉnh ủy',
    'BCH BĐBP tỉnh': 'Bộ Chỉ huy Bộ đội Biên phòng tỉnh',
    'Đài PT-TH': 'Đài Phát thanh - Truyền hình',
    'Uỷ ban nhân dân tỉnh': 'Ủy ban nhân dân tỉnh',
    'UỶ BAN': 'ỦY BAN',
    'Thanh Hoá hoàn toàn': 'Thanh Hóa hoàn toàn',
    'Sở XYZ': 'Sở XYZ',
    'Sở Nội vụ': 'Sở Nội vụ',
    '': '',
  }
  for (const [name, full] of Object.entries(names)) t.equal(expandAbbreviation(name), full, name)
})

t.test('given a name, when its kind is guessed, then the name says it', async (t) => {
  const kinds = {
    'Sở TTTT': 'DEPARTMENT',
    'Ban Dân tộc': 'DEPARTMENT',
    'Văn phòng UBND tỉnh': 'OFFICE',
    'Văn phòng Tỉnh ủy': 'PARTY_BODY',
    'Ban Tuyên giáo Tỉnh ủy': 'PARTY_BODY',
    'Ban Tổ chức Tỉnh uỷ': 'PARTY_BODY',
    'Tỉnh ủy': 'PARTY_BODY',
    BTGTU: 'PARTY_BODY',
    'Công an tỉnh': 'ARMED_FORCES',
    'Bộ Chỉ huy Bộ đội Biên phòng tỉnh': 'ARMED_FORCES',
    'BĐBP tỉnh': 'ARMED_FORCES',
    'Báo Bắc Kạn': 'PRESS',
    'Đài Phát thanh - Truyền hình': 'PRESS',
    'Cổng Thông tin điện tử tỉnh': 'PRESS',
    'Các cơ quan báo chí': 'PRESS',
    'Hội Nhà báo Việt Nam tỉnh': 'ASSOCIATION',
    'Đoàn Thanh niên': 'ASSOCIATION',
    'Liên hiệp các tổ chức hữu nghị tỉnh': 'ASSOCIATION',
    'UBND huyện Ngân Sơn': 'DISTRICT',
    'UBND các huyện, thành phố': 'DISTRICT',
    'UBND thị xã Giá Rai': 'DISTRICT',
    'UBND tỉnh': 'PEOPLES_COMMITTEE',
    'Ban Chỉ đạo công tác TTĐN': 'STEERING_COMMITTEE',
    'Ban Quản lý các khu kinh tế tỉnh': 'MANAGEMENT_BOARD',
    'Cục Hải quan': 'CENTRAL_BODY',
    'Bộ Ngoại giao': 'CENTRAL_BODY',
    'Hội đồng nhân dân tỉnh': 'OTHER',
    'Các đơn vị liên quan': 'OTHER',
  }
  for (const [name, kind] of Object.entries(kinds)) t.equal(guessKind(name), kind, name)
})

t.test('given a reference, when it is read, then number, year, symbol and kind come apart', async (t) => {
  const plan = { reference: '51/KH-UBND', number: 51, symbol: 'KH-UBND', kind: 'PLAN' }
  const references = {
    '51/KH-UBND': plan,
    ' 51 / KH - UBND ': plan,
    'Số: 51/KH-UBND': plan,
    '51/KH–UBND': plan,
    '34/2017/QĐ-UBND': { reference: '34/2017/QĐ-UBND', number: 34, year: 2017, symbol: 'QĐ-UBND', kind: 'DECISION' },
    '368/QĐ-TTg': { reference: '368/QĐ-TTg', number: 368, symbol: 'QĐ-TTg', kind: 'DECISION' },
    '16-HD/BTGTU': { reference: '16-HD/BTGTU', number: 16, symbol: 'HD/BTGTU', kind: 'GUIDANCE' },
    '72/2015/NĐ-CP': { reference: '72/2015/NĐ-CP', number: 72, year: 2015, symbol: 'NĐ-CP', kind: 'LAW' },
    '202/2025/QH15': { reference: '202/2025/QH15', number: 202, year: 2025, symbol: 'QH15', kind: 'OTHER' },
    '12/CTr-UBND': { reference: '12/CTr-UBND', number: 12, symbol: 'CTr-UBND', kind: 'PROGRAMME' },
    '1/TTLT-BTC-BTTTT': { reference: '1/TTLT-BTC-BTTTT', number: 1, symbol: 'TTLT-BTC-BTTTT', kind: 'LAW' },
    'KH-UBND': undefined,
    '51': undefined,
    '51/': undefined,
    '51/2019': undefined,
    '51-2019/KH': undefined,
    'Luật Biên giới quốc gia': undefined,
    '': undefined,
  }
  for (const [text, parsed] of Object.entries(references)) t.strictSame(parseReference(text), parsed, text)
  t.strictSame(parseReference('34/2017/QĐ-UBND'.normalize('NFD'))?.symbol, 'QĐ-UBND')
})

t.test('given a symbol, when its level is guessed, then only known central bodies are central', async (t) => {
  for (const symbol of ['QĐ-TTg', 'NQ-CP', 'NĐ-CP', 'QH14', 'TT-BTTTT', 'NQ/TW', 'TTLT-BTC-BTTTT', 'QĐ-BVHTTDL']) {
    t.equal(guessLevel(symbol), 'CENTRAL', symbol)
  }
  for (const symbol of ['KH-UBND', 'HD/BTGTU', 'QĐ-BCĐ', 'BC-STTTT', 'NQ/TU', 'NQ-HĐND']) {
    t.equal(guessLevel(symbol), 'PROVINCIAL', symbol)
  }
})

t.test('given a title or a legal basis, when it is read, then its parts are told', async (t) => {
  t.equal(kindOfTitle('Luật Biên giới quốc gia'), 'LAW')
  t.equal(kindOfTitle('Hiệp ước biên giới đất liền Việt Nam – Trung Quốc'), 'TREATY')
  t.equal(kindOfTitle('Quy chế phối hợp'), 'REGULATION')
  t.equal(kindOfTitle('Thư ngỏ'), 'OTHER')
  t.strictSame(splitLegalBasis('368/QĐ-TTg@2013-02-28'), { name: '368/QĐ-TTg', date: '2013-02-28' })
  t.strictSame(splitLegalBasis(' 368/QĐ-TTg '), { name: '368/QĐ-TTg', date: undefined })
})
