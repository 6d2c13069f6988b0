import { useEffect, useRef } from 'react'
import type { Viewer } from './api.ts'
import { FactTable } from './fact-table.tsx'
import { figureOf, partsOf, written, type Board } from './figures.ts'
import type { Cell } from './heat-table.tsx'
import type { Words } from './words.ts'

interface Props {
  viewer: Viewer
  board: Board
  cell: Cell
  measure: string
  /** The measure, in words. */
  name: string
  words: Words
  locale: string
  /** Changes when the figures are to be asked for anew. */
  round: number
  onClose(): void
}

/** One cell opened: its figure, and each fact that it is made of. */
export function CellDetail({ viewer, board, cell, measure, name, words, locale, round, onClose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [cell])
  const row = board.cells.rows.find(({ province, year }) => province?.slug === cell.slug && year === cell.year)
  const figure = figureOf(row, measure)
  return (
    <section
      className="detail"
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose()
      }}
    >
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {words.cellOf}: {cell.name}, {cell.year}
        </h2>
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
      </header>
      <p>
        {name}: <strong>{figure === undefined ? words.nothing : written(figure, locale)}</strong>
        <span className="hint"> {words.adds[measure as keyof Words['adds']] ?? words.adds.figures}</span>
      </p>
      {partsOf(measure).map((part) => (
        <FactTable
          key={[part, measure, cell.slug, cell.year, cell.map].join()}
          {...{ viewer, cell, part, measure, round, words, locale }}
        />
      ))}
    </section>
  )
}
