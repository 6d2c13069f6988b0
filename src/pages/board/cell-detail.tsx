import { useEffect, useRef, useState } from 'react'
import { ask, type Viewer } from './api.ts'
import { written, type Figure, type MapName } from './figures.ts'
import type { Cell } from './heat-table.tsx'
import { indicatorName, statusWord, type Words } from './words.ts'

interface Filed {
  tasks: {
    nodes: {
      id: string
      title: string
      status: string
      isOverdue: boolean
      dueOn: string
      lead: { name: string } | null
    }[]
    pageInfo: { hasNextPage: boolean }
  }
  progressReports: {
    nodes: {
      id: string
      status: string
      period: { code: string }
      department: { name: string } | null
      task: { title: string } | null
      values: (Figure & { indicator: { code: string; name: string }; asWritten: string | null })[]
    }[]
    pageInfo: { hasNextPage: boolean }
  }
}

/** What the provinces that fall under the cell have filed for its year. */
async function askCell(viewer: Viewer, { slug, year }: Cell, map: MapName): Promise<Record<string, Filed>> {
  const names = [slug]
  if (map === 'map34') {
    type Answer = { province: { predecessors: { slug: string }[] } }
    const { province } = await ask<Answer>(
      viewer,
      'query Predecessors($slug: String!) { province(slug: $slug) { predecessors { slug } } }',
      { slug },
    )
    names.push(...province.predecessors.map((one) => one.slug))
  }
  const query = `query Cell($province: String!, $from: Date!, $to: Date!) {
    tasks(filter: { province: $province, dueFrom: $from, dueTo: $to }, first: 100) {
      nodes { id title status isOverdue dueOn lead { name } } pageInfo { hasNextPage } }
    progressReports(filter: { province: $province }, first: 100) {
      nodes { id status period { code } department { name } task { title }
        values { indicator { code name } value qualifier lower upper asWritten } } pageInfo { hasNextPage } }
  }`
  const parts = names.map(async (province): Promise<[string, Filed]> => {
    const filed = await ask<Filed>(viewer, query, { province, from: `${year}-01-01`, to: `${year}-12-31` })
    filed.progressReports.nodes = filed.progressReports.nodes.filter(({ period }) => period.code.startsWith(`${year}`))
    return [province, filed]
  })
  return Object.fromEntries(await Promise.all(parts))
}

/** Of all that was filed, what the measure is made of. */
function partsOf({ tasks, progressReports }: Filed, measure: string): Filed {
  const none = { nodes: [], pageInfo: { hasNextPage: false } }
  if (/^(tasks|overdueTasks|progress)$/.test(measure)) {
    const nodes = tasks.nodes.filter(({ isOverdue }) => measure !== 'overdueTasks' || isOverdue)
    return { tasks: { ...tasks, nodes }, progressReports: measure === 'progress' ? progressReports : none }
  }
  if (/^[a-z]/.test(measure)) return { tasks: none, progressReports }
  const nodes = progressReports.nodes
    .map((report) => ({ ...report, values: report.values.filter(({ indicator }) => indicator.code === measure) }))
    .filter(({ values }) => values.length > 0)
  return { tasks: none, progressReports: { ...progressReports, nodes } }
}

interface Props {
  viewer: Viewer
  cell: Cell
  map: MapName
  measure: string
  words: Words
  locale: string
  /** Changes when the figures are to be asked for anew. */
  round: number
  onClose(): void
}

/** One cell opened: the tasks and the reports behind it. */
export function CellDetail({ viewer, cell, map, measure, words, locale, round, onClose }: Props) {
  const [found, setFound] = useState<Record<string, Filed> | string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    let left = false
    askCell(viewer, cell, map).then(
      (answer) => left || setFound(answer),
      (error: Error) => left || setFound(error.message),
    )
    return () => {
      left = true
    }
  }, [viewer, cell, map, round])
  useEffect(() => heading.current?.focus(), [cell])
  const { language } = viewer
  return (
    <section className="detail" aria-busy={found === null}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {words.cellOf}: {cell.name}, {cell.year}
        </h2>
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
      </header>
      {found === null && <p>{words.loading}</p>}
      {typeof found === 'string' && <p role="alert">{found}</p>}
      {found !== null &&
        typeof found === 'object' &&
        Object.entries(found)
          .map(([slug, filed]) => ({ slug, ...partsOf(filed, measure) }))
          .map(({ slug, tasks, progressReports }) => (
            <div key={slug}>
              {Object.keys(found).length > 1 && <h3>{slug}</h3>}
              {tasks.nodes.length + progressReports.nodes.length === 0 && <p>{words.nothing}</p>}
              {progressReports.nodes.length > 0 && (
                <table>
                  <caption>{words.report}</caption>
                  <tbody>
                    {progressReports.nodes.map((report) => (
                      <tr key={report.id}>
                        <th scope="row">{report.task?.title ?? words.wholeProvince}</th>
                        <td>{report.department?.name}</td>
                        <td>{report.period.code}</td>
                        <td>{statusWord(report.status, language)}</td>
                        <td>
                          {report.values.map((figure) => (
                            <div
                              key={figure.indicator.code}
                              className={figure.indicator.code === measure ? 'chosen' : ''}
                            >
                              {indicatorName(figure.indicator, language)}: {written(figure, locale)}
                              {figure.asWritten && <q>{figure.asWritten}</q>}
                            </div>
                          ))}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
              {tasks.nodes.length > 0 && (
                <table>
                  <caption>{words.tasks}</caption>
                  <tbody>
                    {tasks.nodes.map((task) => (
                      <tr key={task.id}>
                        <th scope="row">{task.title}</th>
                        <td>{task.lead?.name}</td>
                        <td>
                          {words.due} {new Date(task.dueOn).toLocaleDateString(locale)}
                        </td>
                        <td>
                          {statusWord(task.status, language)}
                          {task.isOverdue && <strong> · {words.overdueTasks}</strong>}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
              {(tasks.pageInfo.hasNextPage || progressReports.pageInfo.hasNextPage) && <p>{words.more}</p>}
            </div>
          ))}
    </section>
  )
}
