import { useEffect, useState } from 'react'

/** Counts up as time passes: whoever asks by it asks again. @param pause milliseconds */
export const useEvery = (pause: number): number => {
  const [round, setRound] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setRound((round) => round + 1), pause)
    return () => clearInterval(timer)
  }, [pause])
  return round
}
