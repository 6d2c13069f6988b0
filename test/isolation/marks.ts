// Every value that a province is given here carries a mark: a word, a number, a year or an id that nothing else has. So
// whether anything of a province has got out is a search in the bytes that were sent, whatever field they stand in.

/** Whose values (M: the ministry's own), and whether they are published: those the ministry may see. */
export type MarkName = `${'A' | 'B' | 'C'}${'open' | 'hidden'}` | 'Mhidden'

export interface Mark {
  readonly name: MarkName
  readonly open: boolean
  readonly word: string
  readonly number: number
  /** What stands for how many there are: a national sum of all of them is still a number of the API. */
  readonly count: number
  readonly year: number
  readonly found: RegExp
  /** The next id; ids of one mark have their middle in common. */
  id(): string
  text(label: string): string
}

// None is half of what two others make together: a sum of one province's rows must not look like another's.
const digits: Record<MarkName, number> = {
  Aopen: 511_377_151,
  Ahidden: 522_477_252,
  Bopen: 711_377_171,
  Bhidden: 722_477_272,
  Copen: 931_577_191,
  Chidden: 942_677_292,
  Mhidden: 333_477_233,
}
// Even years, since the window of a year begins in the year before and its reports are due in the one after.
const years: Record<MarkName, number> = {
  Aopen: 2010,
  Ahidden: 2012,
  Bopen: 2018,
  Bhidden: 2020,
  Copen: 2014,
  Chidden: 2016,
  Mhidden: 2008,
}

const firstDigits = (number: number) => String(number).slice(0, 7)

export const markNames = Object.keys(digits) as MarkName[]

export function makeMark(name: MarkName): Mark {
  const open = name.endsWith('open')
  const word = `zq${name.toLowerCase()}qz`
  const number = digits[name]
  const year = years[name]
  const nibble = name === 'Mhidden' ? 'd' : name.charAt(0).toLowerCase()
  const middle = `${open ? '0' : '1'}${nibble.repeat(3)}-7${nibble.repeat(3)}-8${nibble.repeat(3)}`
  // A version that grew by one still begins like the number, and a share of a hundred has a point in it. A figure of a
  // rollup is a base row and a delta, which are alike.
  const figures = [number, number * 2].map((one) => firstDigits(one).split('').join('\\.?'))
  let count = 0
  return {
    name,
    open,
    word,
    number,
    count: Number(firstDigits(number)),
    year,
    found: new RegExp(`${word}|${figures.join('|')}|(?<![\\w-])${year}-[01QH9]|-${middle}-`, 'i'),
    id: () => `01890000-${middle}-${(++count).toString(16).padStart(12, '0')}`,
    text: (label) => `${word} ${label} ${++count}`,
  }
}

/** What was sent, with what stands in it in other spellings: the texts inside sealed cursors. */
export function spelledOut(text: string): string {
  const inner = text
    .match(/[\w+/-]{24,}/g)
    ?.map((token) => Buffer.from(token, 'base64').toString('latin1'))
    .filter((token) => /[\d"]{3}/.test(token))
  return inner === undefined ? text : `${text}\n${inner.join('\n')}`
}

/** The marks that stand in an answer, without what the question itself said. */
export function marksIn(answer: string, question: string, marks: readonly Mark[]): Mark[] {
  const plain = spelledOut(without(answer, question))
  return marks.filter((mark) => {
    const hit = mark.found.exec(plain)
    if (hit === null) return false
    // A question that names a year is answered with the year's reporting periods, which all share.
    const yearly = `${mark.year}-`
    if (!hit[0].startsWith(yearly) || !question.includes(String(mark.year))) return true
    const rest = plain.replaceAll(new RegExp(`\\b${yearly}`, 'g'), '')
    return mark.found.test(rest)
  })
}

/** An answer without the ids that the question held: they are echoed, and tell the asker nothing. */
export function without(answer: string, question: string): string {
  let plain = answer
  for (const id of new Set(question.match(/0189(?:0000|9999)-[0-9a-f-]{27}/g))) plain = plain.replaceAll(id, '')
  for (const word of new Set(question.match(/zq\w+qz[^"\\]*/g))) plain = plain.replaceAll(word, '')
  return plain
}
