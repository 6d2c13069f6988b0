/** What is added up: how many, as a number, or how much, exactly: digits, and how many of them stand behind the point. */
export type Sum = number | { digits: bigint; places: number }

/** A number, or an amount as Postgres writes it, without an exponent. */
export function valueOf(value: number | string): Sum {
  if (typeof value === 'number') return value
  const [whole, fraction = ''] = value.split('.')
  return { digits: BigInt(`${whole}${fraction}`), places: fraction.length }
}

export const negative = (sum: Sum): Sum =>
  typeof sum === 'number' ? -sum : { digits: -sum.digits, places: sum.places }

export const isZero = (sum: Sum): boolean => (typeof sum === 'number' ? sum === 0 : sum.digits === 0n)

/** The sum of two numbers or of two amounts. */
export function plus(one: Sum, other: Sum): Sum {
  if (typeof one === 'number' || typeof other === 'number') return (one as number) + (other as number)
  if (one.places < other.places) return plus(other, one)
  return { digits: one.digits + other.digits * 10n ** BigInt(one.places - other.places), places: one.places }
}

/** A sum in JSON. An amount is a text there, so that no reader takes it for a floating-point number. */
export function sumJson(sum: Sum): string {
  if (typeof sum === 'number') return String(sum)
  const { digits, places } = sum
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0')
  const point = text.length - places
  return `"${digits < 0n ? '-' : ''}${text.slice(0, point)}${places > 0 ? `.${text.slice(point)}` : ''}"`
}
