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

/** For what has no colour of its own; the first is that of the pages. */
const palette = ['#0b8f7a', '#3b6fb6', '#c77700', '#6b3fa0', '#7a8b99', '#b3261e', '#5d8c2a', '#b0578d']

const coloursOf = (series: Drawn['series']): string[] => {
  const taken = new Set(series.map(({ colour }) => colour))
  const free = palette.filter((colour) => !taken.has(colour))
  return series.map(({ colour }) => colour ?? free.shift() ?? palette[0] ?? '')
}

/** What is drawn, in the words of ECharts. @param fontSize pixels */
export const optionOf = ({ kind, small = false, words, series }: Drawn, fontSize: number) => {
  return {
    backgroundColor: 'transparent',
    animation: false,
    textStyle: { fontFamily: 'system-ui, "Noto Sans SC", sans-serif' },
    color: coloursOf(series),
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
      ...(kind === 'line' && { symbolSize: small ? 5 : Math.max(6, fontSize / 2), showAllSymbol: small }),
    })),
  }
}
