import type { EChartsType } from 'echarts/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

/** What draws is larger than the page: it is loaded when there is something to draw, and no figure waits for it. */
const loadEngine = () => import('./chart-engine.ts')
type Engine = Awaited<ReturnType<typeof loadEngine>>

export interface Series {
  readonly name: string
  /** null where there is nothing to show. */
  readonly values: readonly (number | null)[]
  readonly colour?: string
}

interface Props {
  readonly label: string
  readonly kind: 'bar' | 'line'
  /** Beside a figure: without the words of its axes, which a pointer shows. */
  readonly small?: boolean
  readonly words: readonly string[]
  readonly series: readonly Series[]
  readonly dark: boolean
  readonly onPick: (word: string) => void
}

export type Drawn = Omit<Props, 'label' | 'dark' | 'onPick'>

interface Canvas {
  readonly chart: EChartsType
  readonly optionOf: Engine['optionOf']
}

/**
 * The canvas, made once for each colouring, when there is something to draw. It and its letters follow the size of
 * their place.
 */
const useCanvas = (isWanted: boolean, dark: boolean, pick: (word: string) => void) => {
  const place = useRef<HTMLDivElement>(null)
  const [canvas, setCanvas] = useState<Canvas>()
  const [fontSize, setFontSize] = useState(12)
  const picked = useEffectEvent(pick)
  useEffect(() => {
    if (!isWanted) return
    let leave = () => {}
    let isLeft = false
    void loadEngine().then(({ canvasIn, optionOf }) => {
      if (isLeft || !place.current) return
      const chart = canvasIn(place.current, dark)
      chart.on('click', ({ name }) => picked(name))
      const observer = new ResizeObserver(() => {
        chart.resize()
        // as large as the text around it: a wall screen is read from afar
        setFontSize(Math.max(12, Number.parseFloat(getComputedStyle(chart.getDom()).fontSize) * 0.75))
      })
      observer.observe(place.current)
      leave = () => {
        observer.disconnect()
        chart.dispose()
      }
      setCanvas({ chart, optionOf })
    })
    return () => {
      isLeft = true
      leave()
    }
  }, [isWanted, dark])
  return { place, canvas, fontSize }
}

/** A chart whose every point can be clicked. Its numbers are also in the list that it leads to, for screen readers. */
export const Chart = ({ label, dark, onPick, ...drawn }: Props) => {
  const { place, canvas, fontSize } = useCanvas(drawn.words.length > 0, dark, onPick)
  // whoever shows a chart makes its numbers anew each second: it is drawn again when they differ
  const content = JSON.stringify(drawn)
  useEffect(() => {
    if (!canvas || canvas.chart.isDisposed()) return
    canvas.chart.setOption(canvas.optionOf(JSON.parse(content), fontSize), { notMerge: true })
  }, [canvas, content, fontSize])
  return (
    <div
      ref={place}
      className={drawn.small ? 'chart small' : 'chart'}
      role="img"
      aria-label={label}
      data-drawn={drawn.kind}
    />
  )
}
