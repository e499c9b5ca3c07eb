import { verifyReconciliation } from '@huren/verify'

/** A report with two long lists takes seconds: it is verified beside the page, which stays usable. */
addEventListener('message', ({ data }: MessageEvent<{ text: string; trust: string }>) =>
  postMessage(verifyReconciliation(data.text, data.trust)),
)
