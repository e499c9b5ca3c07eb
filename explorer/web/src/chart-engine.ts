import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Drawn } from './chart.tsx'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

/** Makes a canvas in its place. */
export const canvasIn = (place: HTMLElement, dark: boolean) => init(place, dark ? 'dark' : undefined)

/** Each bar has its word as long as there is room for all of them. */
const labelsOf = (words: readonly string[], fontSize: number) =>
  words.length > 12
    ? {}
    : { interval: 0, rotate: words.length > 3 ? 30 : 0, width: fontSize * 9, overflow: 'truncate' }

/** What is drawn, in the words of ECharts. @param fontSize pixels */
export const optionOf = ({ kind, small = false, words, series }: Drawn, fontSize: number) => {
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
    xAxis: {
      type: 'category',
      data: [...words],
      axisLabel: { show: !small, fontSize, ...(kind === 'bar' && labelsOf(words, fontSize)) },
    },
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
      barMaxWidth: fontSize * 4,
      // one day between days without any is a point, not a line
      ...(small && kind === 'line' && { symbolSize: 5, showAllSymbol: true }),
    })),
  }
}
