import { figureOf, written, type Board, type MapName } from './figures.ts'
import type { Words } from './words.ts'

export interface Cell {
  /** The map on which it stood when it was opened. */
  map: MapName
  slug: string
  name: string
  year: number
}

interface Props {
  board: Board
  measure: string
  name: string
  words: Words
  locale: string
  open: Cell | null
  onOpen(cell: Cell): void
}

/** Provinces by years; the more, the darker. A table, so that it can be read without seeing the colours. */
export function HeatTable({ board, measure, name, words, locale, open, onOpen }: Props) {
  const rows = board.cells.rows.filter(({ province, year }) => province !== null && year !== null)
  const years = [...new Set(rows.map(({ year }) => Number(year)))].sort((a, b) => a - b)
  const provinces = [...new Map(rows.map(({ province }) => [province!.slug, province!.name]))]
  provinces.sort(([, a], [, b]) => a.localeCompare(b, 'vi'))
  const highest = Math.max(0, ...rows.map((row) => figureOf(row, measure)?.value ?? 0))
  if (provinces.length === 0) return <p>{words.nothing}</p>
  return (
    <div className="scroller" tabIndex={0} role="region" aria-label={words.byProvince}>
      <table className="heat">
        <caption>
          {name}. <span className="hint">{words.openCell}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.province}</th>
            {years.map((year) => (
              <th key={year} scope="col">
                {year}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {provinces.map(([slug, province]) => (
            <tr key={slug}>
              <th scope="row">{province}</th>
              {years.map((year) => {
                const row = rows.find((one) => one.province?.slug === slug && one.year === year)
                const figure = figureOf(row, measure)
                if (row === undefined) return <td key={year} className="none" />
                const text = figure === undefined ? '–' : written(figure, locale)
                const isOpen = open?.slug === slug && open.year === year
                return (
                  <td key={year}>
                    <button
                      type="button"
                      className={`level-${levelOf(figure?.value, highest)}`}
                      aria-expanded={isOpen}
                      aria-label={`${province} ${year}: ${text}`}
                      onClick={() => onOpen({ map: board.map, slug, name: province, year })}
                    >
                      {text}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{board.viewer.province === null ? words.total : words.ownTotal}</th>
            {years.map((year) => {
              const row = board.years.rows.find((one) => one.year === year)
              const figure = figureOf(row, measure)
              return <td key={year}>{figure === undefined ? '–' : written(figure, locale)}</td>
            })}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** 0 for nothing, 1 to 5 for what there is. */
function levelOf(value: number | null | undefined, highest: number): number {
  if (!value || highest === 0) return 0
  return Math.max(1, Math.ceil((value / highest) * 5))
}
