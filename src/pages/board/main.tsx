import { useEffect, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { listPeople, storedToken, storeToken, type Person } from '../shared/session.ts'
import { CellDetail } from './cell-detail.tsx'
import { DueAndIn, OverTime } from './charts.tsx'
import { counts, type MapName } from './figures.ts'
import { HeatTable, type Cell } from './heat-table.tsx'
import { SignIn } from './sign-in.tsx'
import { useBoard } from './use-board.ts'
import { indicatorName, statusWord, words as allWords, type Language } from './words.ts'

function Page() {
  const [people, setPeople] = useState<Person[]>([])
  const [token, setToken] = useState(storedToken)
  const [language, setLanguage] = useState<Language>(localStorage.getItem('ttdn.language') === 'en' ? 'en' : 'vi')
  const [map, setMap] = useState<MapName>('filed')
  const [measure, setMeasure] = useState('tasks')
  const [cell, setCell] = useState<Cell | null>(null)
  const viewer = useMemo(() => ({ token, language }), [token, language])
  const words = allWords[language]
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB'
  const { board, refusal, round, news, live } = useBoard(viewer, map)

  useEffect(() => void listPeople().then(setPeople, () => setPeople([])), [])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = words.title
    localStorage.setItem('ttdn.language', language)
  }, [language, words])

  const signIn = (next: string) => {
    storeToken(next)
    setToken(next)
    setCell(null)
  }
  const closeCell = () => {
    // Back to where it was opened from, before that is an opened cell no more.
    document.querySelector<HTMLElement>('.heat [aria-expanded="true"]')?.focus()
    setCell(null)
  }
  const indicator = board?.indicators.find(({ code }) => code === measure)
  const name = indicator ? indicatorName(indicator, language) : words[measure as (typeof counts)[number]]
  // A cell of another map goes with it.
  const shown = cell?.map === board?.map ? cell : null
  const isMinistry = board?.viewer.province === null
  return (
    <>
      <header className="top">
        <h1>
          {words.title}
          {board && <span> · {board.viewer.province?.name ?? words.nation}</span>}
        </h1>
        <div className="controls">
          <button
            type="button"
            onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
            lang={language === 'vi' ? 'en' : 'vi'}
          >
            {language === 'vi' ? 'English' : 'Tiếng Việt'}
          </button>
          <button type="button" onClick={() => print()}>
            {words.print}
          </button>
        </div>
        <SignIn people={people} token={token} language={language} words={words} onToken={signIn} />
      </header>
      <p className="news" role="status">
        {board && <span className={live ? 'live' : 'offline'}>{live ? words.live : words.offline}</span>}{' '}
        {news && `${words.cameIn}: ${news.province.name}, ${news.period.code}, ${statusWord(news.status, language)}`}
      </p>
      {token === '' && <p>{words.signInFirst}</p>}
      {refusal && <p role="alert">{refusal}</p>}
      {board && (
        <main aria-busy={board.map !== map}>
          <fieldset className="maps">
            <legend>{words.map}</legend>
            {(
              [
                ['filed', words.asFiled],
                ['map63', words.map63],
                ['map34', words.map34],
              ] as const
            ).map(([value, text]) => (
              <label key={value}>
                <input
                  type="radio"
                  name="map"
                  checked={map === value}
                  onChange={() => {
                    setMap(value)
                    setCell(null)
                  }}
                />
                {text}
              </label>
            ))}
          </fieldset>
          <label className="measure">
            {words.measure}
            <select value={measure} onChange={({ target }) => setMeasure(target.value)}>
              <optgroup label={words.counts}>
                {counts.map((one) => (
                  <option key={one} value={one}>
                    {words[one]}
                  </option>
                ))}
              </optgroup>
              <optgroup label={words.indicators}>
                {board.indicators.map((one) => (
                  <option key={one.code} value={one.code}>
                    {indicatorName(one, language)}
                  </option>
                ))}
              </optgroup>
            </select>
          </label>
          <dl className="totals">
            <Total name={words.tasks} value={board.years.total.tasks} locale={locale} />
            <Total name={words.overdueTasks} value={board.years.total.overdueTasks} locale={locale} />
            <Total name={words.reportsDue} value={board.years.total.reportsDue} locale={locale} />
            <Total name={words.reportsSubmitted} value={board.years.total.reportsSubmitted} locale={locale} />
            <Total name={words.onTime} value={board.years.total.reportsOnTime} locale={locale} />
            {isMinistry && (
              <Total name={words.reporting} value={board.years.total.provincesReporting} locale={locale} />
            )}
          </dl>
          <section>
            <h2>{words.byProvince}</h2>
            <HeatTable {...{ board, measure, name, words, locale }} open={shown} onOpen={setCell} />
          </section>
          {shown && (
            <CellDetail {...{ viewer, board, cell: shown, measure, name, words, locale, round }} onClose={closeCell} />
          )}
          <div className="charts">
            <section>
              <h2>
                {words.overTime}: {name}
              </h2>
              <OverTime {...{ board, measure, name, words, locale }} />
              <p className="hint">{words.bounds}</p>
            </section>
            <section>
              <h2>{words.dueAndIn}</h2>
              <DueAndIn {...{ board, words, locale }} />
              <p className="hint legend">
                <span className="due">{words.reportsDue}</span> <span className="late">{words.reportsSubmitted}</span>{' '}
                <span className="good">{words.onTime}</span>
              </p>
            </section>
          </div>
        </main>
      )}
    </>
  )
}

function Total({ name, value, locale }: { name: string; value: number; locale: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value.toLocaleString(locale)}</dd>
    </div>
  )
}

const root = document.getElementById('board')
if (root) createRoot(root).render(<Page />)
