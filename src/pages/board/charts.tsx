import * as Plot from '@observablehq/plot'
import { useEffect, useRef, useState } from 'react'
import { figureOf, type Board } from './figures.ts'
import type { Words } from './words.ts'

type Options = Parameters<typeof Plot.plot>[0]

/** A chart as wide as its place. What it shows is told to screen readers by `label`, and by the table above. */
function Chart({ label, options }: { label: string; options: Options }) {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(640)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(280, entry?.contentRect.width ?? 640)))
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    const chart = Plot.plot({ ...options, width, height: 260, className: 'chart', ariaLabel: label })
    chart.setAttribute('role', 'img')
    // An image has one label, and the library's marks bring their own.
    for (const mark of chart.querySelectorAll('[aria-label]')) mark.removeAttribute('aria-label')
    place.current?.replaceChildren(chart)
  }, [options, width, label])
  return <div ref={place} className="place" />
}

/** The measure by year; bounds are drawn as bounds. */
export function OverTime({ board, measure, name, words, locale }: ChartProps & { measure: string; name: string }) {
  const points = board.years.rows
    .filter(({ year }) => year !== null)
    .flatMap((row) => {
      const figure = figureOf(row, measure)
      return figure === undefined ? [] : [{ ...figure, year: Number(row.year) }]
    })
  if (points.length === 0) return <p>{words.nothing}</p>
  const numbers = points.filter(({ value }) => value !== null)
  const exact = numbers.filter(({ qualifier }) => qualifier === 'EXACT')
  const highest = Math.max(1, ...numbers.map(({ value, upper }) => upper ?? value ?? 0))
  const up = points.filter(({ lower, upper }) => lower !== null && upper === null && lower > 0)
  const between = points.filter(({ lower, upper }) => upper !== null && upper !== (lower ?? 0))
  return (
    <Chart
      label={`${words.overTime}: ${name}`}
      options={{
        marginLeft: 70,
        marginTop: 24,
        x: { tickFormat: 'd', label: words.year, type: 'point' },
        y: {
          label: null,
          grid: true,
          tickFormat: (tick: number) => tick.toLocaleString(locale),
          zero: true,
          domain: [0, highest * 1.25],
        },
        marks: [
          Plot.ruleY([0]),
          Plot.line(numbers, { x: 'year', y: 'value', stroke: 'var(--faint)', strokeDasharray: '3 3' }),
          Plot.ruleX(between, {
            x: 'year',
            y1: (d) => d.lower ?? 0,
            y2: 'upper',
            stroke: 'var(--ink)',
            strokeWidth: 6,
            strokeOpacity: 0.35,
          }),
          Plot.arrow(up, {
            x1: 'year',
            x2: 'year',
            y1: 'lower',
            y2: (d) => d.lower + highest * 0.2,
            stroke: 'var(--ink)',
            strokeWidth: 2,
          }),
          Plot.dot(numbers, {
            x: 'year',
            y: 'value',
            r: 4.5,
            stroke: 'var(--ink)',
            fill: (d) => (exact.includes(d) ? 'var(--ink)' : 'var(--paper)'),
          }),
          Plot.text(
            points.filter(({ value }) => value === null),
            { x: 'year', y: () => 0, dy: -10, text: () => '?' },
          ),
        ],
      }}
    />
  )
}

/** Reports due, in, and in time, by year. */
export function DueAndIn({ board, words, locale }: ChartProps) {
  const rows = board.years.rows.filter(({ year, reportsDue }) => year !== null && reportsDue > 0)
  if (rows.length === 0) return <p>{words.nothing}</p>
  return (
    <Chart
      label={words.dueAndIn}
      options={{
        marginLeft: 70,
        marginTop: 24,
        x: { tickFormat: 'd', label: words.year },
        y: { label: null, grid: true, tickFormat: (tick: number) => tick.toLocaleString(locale) },
        marks: [
          Plot.barY(rows, {
            x: 'year',
            y: 'reportsDue',
            fill: 'none',
            stroke: 'var(--ink)',
            insetLeft: 4,
            insetRight: 4,
          }),
          Plot.barY(rows, { x: 'year', y: 'reportsSubmitted', fill: 'var(--late)', insetLeft: 6, insetRight: 6 }),
          Plot.barY(rows, { x: 'year', y: 'reportsOnTime', fill: 'var(--good)', insetLeft: 6, insetRight: 6 }),
          Plot.text(rows, { x: 'year', y: 'reportsDue', dy: -8, text: (d) => `${d.reportsSubmitted}/${d.reportsDue}` }),
          Plot.ruleY([0]),
        ],
      }}
    />
  )
}

interface ChartProps {
  board: Board
  words: Words
  locale: string
}
