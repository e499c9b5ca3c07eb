import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export interface Series {
  readonly name: string
  readonly values: readonly number[]
  readonly colour?: string
}

interface Props {
  readonly label: string
  readonly kind: 'bar' | 'line'
  readonly words: readonly string[]
  readonly series: readonly Series[]
  readonly dark: boolean
  readonly onPick: (word: string) => void
}

/** A chart whose every point can be clicked. Its numbers are also in the list that it leads to, for screen readers. */
export const Chart = ({ label, kind, words, series, dark, onPick }: Props) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!place.current) return
    // as large as the text around it: a wall screen is read from afar
    const fontSize = Math.max(12, Number.parseFloat(getComputedStyle(place.current).fontSize) * 0.75)
    const colours = series.every(({ colour }) => colour) ? series.map(({ colour = '' }) => colour) : undefined
    const chart = init(place.current, dark ? 'dark' : undefined)
    chart.setOption({
      backgroundColor: 'transparent',
      animation: false,
      textStyle: { fontFamily: 'system-ui, "Noto Sans SC", sans-serif' },
      ...(colours && { color: colours }),
      // drawn on the canvas: the page's policy allows no inline styles
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      legend: { show: series.length > 1, top: 0, textStyle: { fontSize } },
      grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
      xAxis: { type: 'category', data: [...words], axisLabel: { fontSize } },
      yAxis: { type: 'value', minInterval: 1, axisLabel: { fontSize } },
      series: series.map(({ name, values }) => ({
        name,
        type: kind,
        data: [...values],
        stack: kind === 'bar' ? 'all' : undefined,
        barMaxWidth: 48,
      })),
    })
    chart.on('click', ({ name }) => onPick(name))
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(place.current)
    return () => {
      observer.disconnect()
      chart.dispose()
    }
  }, [kind, words, series, dark, onPick])
  return <div ref={place} className="chart" role="img" aria-label={label} />
}
