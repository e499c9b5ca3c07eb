import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

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

type Drawn = Omit<Props, 'label' | 'dark' | 'onPick'>

const optionOf = ({ kind, small = false, words, series }: Drawn, fontSize: number) => {
  const colours = series.every(({ colour }) => colour) ? series.map(({ colour = '' }) => colour) : undefined
  return {
    backgroundColor: 'transparent',
    animation: false,
    textStyle: { fontFamily: 'system-ui, "Noto Sans SC", sans-serif' },
    ...(colours && { color: colours }),
    // drawn on the canvas: the page's policy allows no inline styles
    tooltip: { trigger: 'axis', renderMode: 'richText' },
    legend: { show: series.length > 1, top: 0, textStyle: { fontSize } },
    grid: small
      ? { left: 0, right: 4, top: 8, bottom: 4 }
      : { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: [...words], axisLabel: { show: !small, fontSize } },
    yAxis: {
      type: 'value',
      ...(!small && { minInterval: 1 }),
      axisLabel: { show: !small, fontSize },
      splitLine: { show: !small },
    },
    series: series.map(({ name, values }) => ({
      name,
      type: kind,
      data: [...values],
      stack: kind === 'bar' ? 'all' : undefined,
      barMaxWidth: 48,
      // one day between days without any is a point, not a line
      ...(small && kind === 'line' && { symbolSize: 5, showAllSymbol: true }),
    })),
  }
}

/**
 * The canvas, made once for each colouring, when there is something to draw: making it holds up a page that still
 * waits for its figures. It and its letters follow the size of their place.
 */
const useCanvas = (isWanted: boolean, dark: boolean, pick: (word: string) => void) => {
  const place = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EChartsType>()
  const [fontSize, setFontSize] = useState(12)
  const picked = useEffectEvent(pick)
  useEffect(() => {
    if (!place.current || !isWanted) return
    const made = init(place.current, dark ? 'dark' : undefined)
    made.on('click', ({ name }) => picked(name))
    const observer = new ResizeObserver(() => {
      made.resize()
      // as large as the text around it: a wall screen is read from afar
      setFontSize(Math.max(12, Number.parseFloat(getComputedStyle(made.getDom()).fontSize) * 0.75))
    })
    observer.observe(place.current)
    setChart(made)
    return () => {
      observer.disconnect()
      made.dispose()
    }
  }, [isWanted, dark])
  return { place, chart, fontSize }
}

/** A chart whose every point can be clicked. Its numbers are also in the list that it leads to, for screen readers. */
export const Chart = ({ label, dark, onPick, ...drawn }: Props) => {
  const { place, chart, fontSize } = useCanvas(drawn.words.length > 0, dark, onPick)
  // whoever shows a chart makes its numbers anew each second: it is drawn again when they differ
  const content = JSON.stringify(drawn)
  useEffect(() => {
    if (!chart || chart.isDisposed()) return
    chart.setOption(optionOf(JSON.parse(content), fontSize), { notMerge: true })
  }, [chart, content, fontSize])
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
