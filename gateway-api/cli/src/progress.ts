import { Presets, SingleBar } from 'cli-progress'

/** A progress bar on stderr, only where a person watches; `update` takes what is done of all. */
export const progress = (
  zh: string,
  en: string,
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
) => {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined }
  const format = `${zh} ${en} {bar} {value}/{total} {percentage}% {eta}s`
  const bar = new SingleBar({ format, stream, hideCursor: true }, Presets.shades_classic)
  let started = false
  return {
    update: (done: number, total: number) => {
      if (!started) bar.start(total, done)
      started = true
      bar.setTotal(total)
      bar.update(done)
    },
    stop: () => {
      if (started) bar.stop()
    },
  }
}
