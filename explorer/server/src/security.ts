/** On every answer. */
export const headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'x-frame-options': 'DENY',
} as const

const policy = (style: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${style}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

export const strictPolicy = policy("'self'")

/** For a page: nothing from elsewhere, no script but files, no style but files and what bears this page's nonce. */
export const pageHeaders = (nonce: string): [string, string][] => [
  ['content-security-policy', policy(`'self' 'nonce-${nonce}'`)],
  ['cache-control', 'no-store'],
]
