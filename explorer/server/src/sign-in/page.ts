import { randomBytes } from 'node:crypto'
import type { ResponseToolkit } from '@hapi/hapi'
import { pageHeaders } from '../security.ts'

const sentences = {
  wrong: '账号或密码不正确 The account or the password is wrong',
  'too-many': '尝试次数过多，请 15 分钟后再试 Too many attempts; try again in 15 minutes',
}

const style = `
:root { color-scheme: light dark; font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif }
body { display: grid; place-items: center; min-height: 90vh; margin: 1rem }
form { display: grid; gap: 1rem; width: min(22rem, 100%) }
h1 { margin: 0; font-size: 1.5rem }
label { display: grid; gap: .25rem }
input, button { font: inherit; padding: .5rem .75rem; border: 1px solid #6b7a76; border-radius: .5rem }
button { background: #0b6e5f; color: #fff; border-color: #0b6e5f; cursor: pointer }
[role=alert] { margin: 0; color: #d4380d; font-weight: 600 }
`

/** The trial's own sign-in form; another provider has another. */
export const signInPage = (h: ResponseToolkit, problem?: keyof typeof sentences) => {
  const nonce = randomBytes(16).toString('base64')
  const html = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/icon.svg"><title>登录 互认浏览器 Sign in</title><style nonce="${nonce}">${style}</style></head>
<body><main><form method="post"><h1>互认浏览器 <span lang="en">Huren explorer</span></h1>
${problem ? `<p role="alert">${sentences[problem]}</p>` : ''}
<label>账号 Account<input name="account" autocomplete="username" required autofocus></label>
<label>密码 Password<input name="password" type="password" autocomplete="current-password" required></label>
<button>登录 Sign in</button></form></main></body></html>`
  const response = h
    .response(html)
    .type('text/html')
    .code(problem === 'too-many' ? 429 : problem ? 401 : 200)
  for (const [name, value] of pageHeaders(nonce)) response.header(name, value)
  return response
}
