import { stdout } from 'node:process'
import { styleText } from 'node:util'
import type { Told } from '../scenarios/account.ts'

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三']

const mark = (held: boolean) =>
  styleText(held ? 'green' : ['red', 'bold'], held ? '✓' : '✗', { stream: stdout })

/** Writes an account down as it happens: Chinese first, English below. */
export const printing = () => {
  let chapter = 0
  return (told: Told) => {
    if (told.kind === 'check') {
      console.log(`  ${mark(told.held)} ${told.zh}\n    ${told.en}`)
      if (told.found !== undefined) console.log(`    → ${JSON.stringify(told.found)}`)
    } else if (told.kind === 'heading') {
      const number = numerals[chapter++] ?? String(chapter)
      console.log(`\n${styleText('bold', `${number}、${told.zh}  ${told.en}`, { stream: stdout })}`)
    } else console.log(`    ${told.zh}\n    ${told.en}`)
  }
}
