import { useEffect, useRef } from 'react'
import { useFacts, type Fact } from './facts.ts'
import { written, type RollupMeasure } from './figures.ts'
import { statusWord, type Language, type Words } from './words.ts'

type Props = Parameters<typeof useFacts>[0] & { words: Words; locale: string }

/** The facts of one part of a cell, a page at first and more if asked for. */
export function FactTable({ words, locale, ...question }: Props) {
  const { found, more } = useFacts(question)
  const body = useRef<HTMLTableSectionElement>(null)
  const shown = found !== null && typeof found === 'object' ? found.nodes.length : 0
  const askedAt = useRef(0)
  // Who asked for more goes on reading where it begins; the button may be gone.
  useEffect(() => {
    if (askedAt.current === 0 || shown <= askedAt.current) return
    body.current?.querySelectorAll<HTMLElement>('th')[askedAt.current]?.focus()
    askedAt.current = 0
  }, [shown])
  if (found === null) return <p>{words.loading}</p>
  if (typeof found === 'string') return <p role="alert">{found}</p>
  const { part, measure, viewer, cell } = question
  const tell = { part, measure, words, locale, language: viewer.language }
  return (
    <>
      <table>
        <caption>
          {words.parts[part]}:{' '}
          <span role="status">
            {found.hasMore ? words.shownOf(shown, found.totalCount) : shown.toLocaleString(locale)}
          </span>
        </caption>
        {shown > 0 && (
          <thead>
            <tr>
              <th scope="col">{words.fact}</th>
              <th scope="col">{words.howCounted}</th>
              {hasValue(part) && <th scope="col">{words.value}</th>}
              <th scope="col">{words.source}</th>
            </tr>
          </thead>
        )}
        <tbody ref={body}>
          {found.nodes.map((fact, at) => (
            <tr key={at}>
              <th scope="row" tabIndex={-1}>
                {fact.task?.title ?? fact.plan?.title ?? `${words.wholeProvince}, ${cell.year}`}
                <small>{whose(fact)}</small>
              </th>
              <td>{howCounted(fact, tell)}</td>
              {hasValue(part) && <td className="value">{valueOf(fact, tell)}</td>}
              <td>
                <Source fact={fact} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.hasMore && (
        <button
          type="button"
          className="more"
          onClick={() => {
            askedAt.current = shown
            more()
          }}
        >
          {words.more}
        </button>
      )}
    </>
  )
}

const hasValue = (part: RollupMeasure) => part === 'PROGRESS' || part === 'INDICATOR'

/** Province and department. */
function whose({ province, progressReport, task }: Fact): string {
  return [province.name, progressReport?.department?.name ?? task?.lead?.name].filter(Boolean).join(' · ')
}

interface Telling {
  part: RollupMeasure
  measure: string
  words: Words
  locale: string
  language: Language
}

/** By which state, from which day or in which revision it was counted. */
function howCounted(fact: Fact, { words, locale, language }: Telling): string {
  const { status, countsFrom, period, progressReport: report, task } = fact
  const day = (date: string) => new Date(date).toLocaleDateString(locale)
  const code = period?.code ?? report?.period.code
  return [
    status && statusWord(status, language),
    code && `${words.period} ${code}`,
    report && `${words.revision} ${report.revision}`,
    report?.submittedAt && `${words.submitted} ${day(report.submittedAt)}`,
    !report && task?.dueOn && `${words.due} ${day(task.dueOn)}`,
    countsFrom && `${words.countsFrom} ${day(countsFrom)}`,
  ]
    .flatMap((part) => (part ? [part.replaceAll(' ', '\u00a0')] : []))
    .join(' · ')
}

/** A percentage, or a figure with the words of its source. */
function valueOf(fact: Fact, { part, measure, locale }: Telling) {
  const { value, lower, qualifier, progressReport } = fact
  if (part === 'PROGRESS') return `${value?.toLocaleString(locale)} %`
  const asWritten = progressReport?.values.find(({ indicator }) => indicator.code === measure)?.asWritten
  return (
    <>
      {written({ value, lower, upper: null, qualifier: qualifier ?? 'EXACT' }, locale)}
      {asWritten && <q>{asWritten}</q>}
    </>
  )
}

/** The page or file that the fact comes from, and the document that issued its plan. */
function Source({ fact: { source, document } }: { fact: Fact }) {
  const isPage = source !== null && /^https?:\/\//.test(source)
  return (
    <>
      {document?.reference}
      {source !== null && (
        <small>
          {isPage ? (
            <a href={source} rel="noreferrer" target="_blank">
              {new URL(source).host}
            </a>
          ) : (
            source
          )}
        </small>
      )}
    </>
  )
}
