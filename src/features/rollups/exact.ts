/** What is added up: how many, as a number, or how much, exactly, as Postgres writes it: a text without an exponent. */
export type Sum = number | string

/** Digits that a floating-point number holds exactly, and no more than that when two are added. */
const short = /^-?\d{1,15}$/

export const negative = (sum: Sum): Sum => {
  if (typeof sum === 'number') return -sum
  return sum.startsWith('-') ? sum.slice(1) : `-${sum}`
}

export const isZero = (sum: Sum): boolean => (typeof sum === 'number' ? sum === 0 : /^-?[0.]+$/.test(sum))

/** The sum of two numbers or of two amounts. */
export function plus(one: Sum, other: Sum): Sum {
  if (typeof one === 'number' || typeof other === 'number') return (one as number) + (other as number)
  if (short.test(one) && short.test(other)) return String(Number(one) + Number(other))
  const [whole, fraction = ''] = one.split('.')
  const [otherWhole, otherFraction = ''] = other.split('.')
  const places = Math.max(fraction.length, otherFraction.length)
  const digits =
    BigInt(`${whole}${fraction.padEnd(places, '0')}`) + BigInt(`${otherWhole}${otherFraction.padEnd(places, '0')}`)
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0')
  const point = text.length - places
  return `${digits < 0n ? '-' : ''}${text.slice(0, point)}${places > 0 ? `.${text.slice(point)}` : ''}`
}
