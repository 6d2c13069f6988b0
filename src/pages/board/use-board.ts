import { useEffect, useState } from 'react'
import { followReports, type ReportChange, type Viewer } from './api.ts'
import { askBoard, type Board, type MapName } from './figures.ts'

const settled = 700 // ms: changes that follow each other are one

/** The figures, asked for anew whenever a report changes. */
export function useBoard(viewer: Viewer, map: MapName) {
  const [board, setBoard] = useState<Board | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  const [live, setLive] = useState(false)
  const [news, setNews] = useState<ReportChange['progressReport'] | null>(null)
  useEffect(() => {
    if (viewer.token === '') return setBoard(null)
    let left = false
    const look = async () => {
      const answer = await askBoard(viewer, map)
      if (left) return
      setBoard(answer)
      setRefusal(null)
    }
    // What was seen stays, unless it is somebody else who looks now.
    look().catch((error: Error) => left || setRefusal(error.message))
    return () => {
      left = true
    }
  }, [viewer, map, round])
  useEffect(() => {
    setBoard(null)
    setRefusal(null)
    setNews(null)
    if (viewer.token === '') return
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = followReports(viewer, {
      live: setLive,
      change({ progressReport }) {
        setNews(progressReport)
        clearTimeout(timer)
        timer = setTimeout(() => setRound((before) => before + 1), settled)
      },
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [viewer.token])
  return { board, refusal, round, news, live }
}
