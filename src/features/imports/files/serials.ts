const day = 86_400_000

/**
 * The day that a spreadsheet's number means, as `2019-01-28`, with the time behind it if there is one; undefined for what
 * is no day of the years 1900 to 2100. Spreadsheets count from 1900, with a 29 February in that year that never was; old
 * Macs from 1904.
 */
export function serialDate(serial: number, from1904: boolean): string | undefined {
  const counted = from1904 ? serial + 1462 : serial
  if (!(counted >= 1 && counted < 73_416)) return undefined
  const real = counted < 60 ? counted + 1 : counted
  const time = Math.round((real - 25_569) * day)
  const [date = '', clock = ''] = new Date(time).toISOString().split('T')
  return clock.startsWith('00:00:00') ? date : `${date} ${clock.slice(0, 8)}`
}
