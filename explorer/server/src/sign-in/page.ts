import { randomBytes } from 'node:crypto'
import type { ResponseToolkit } from '@hapi/hapi'
import { pageHeaders } from '../security.ts'
import { passwordLength } from './accounts.ts'

const sentences = {
  wrong: '账号或密码不正确 The account or the password is wrong',
  'too-many': '尝试次数过多，请 15 分钟后再试 Too many attempts; try again in 15 minutes',
  'not-same': '两次输入的新密码不同 The two new passwords differ',
  'not-acceptable': `新密码须为 ${passwordLength.least} 至 ${passwordLength.most} 个字符，且与旧密码不同 The new password has ${passwordLength.least} to ${passwordLength.most} characters and is not the old one`,
}
export type SignInProblem = keyof typeof sentences
const statuses: Readonly<Partial<Record<SignInProblem, number>>> = {
  'too-many': 429,
  'not-same': 422,
  'not-acceptable': 422,
}

const style = `
:root { color-scheme: light dark; font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif }
body { display: grid; place-items: center; min-height: 90vh; margin: 1rem }
form { display: grid; gap: 1rem; width: min(22rem, 100%) }
h1 { margin: 0; font-size: 1.5rem }
label { display: grid; gap: .25rem }
input, button { font: inherit; padding: .5rem .75rem; border: 1px solid #6b7a76; border-radius: .5rem }
button { background: #0b6e5f; color: #fff; border-color: #0b6e5f; cursor: pointer }
a { color: inherit }
[role=alert] { margin: 0; color: #d4380d; font-weight: 600 }
`

interface Form {
  readonly title: string
  readonly fields: string
  readonly action: string
  readonly link?: string
}

const formPage = (h: ResponseToolkit, form: Form, problem: SignInProblem | undefined) => {
  const nonce = randomBytes(16).toString('base64')
  const html = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/icon.svg"><title>${form.title}</title><style nonce="${nonce}">${style}</style></head>
<body><main><form method="post"><h1>${form.title}</h1>
${problem ? `<p role="alert">${sentences[problem]}</p>` : ''}
${form.fields}
<button>${form.action}</button>${form.link ?? ''}</form></main></body></html>`
  const response = h
    .response(html)
    .type('text/html')
    .code(problem ? (statuses[problem] ?? 401) : 200)
  for (const [name, value] of pageHeaders(nonce)) response.header(name, value)
  return response
}

const account = '<label>账号 Account<input name="account" autocomplete="username" required autofocus></label>'

/** The trial's own sign-in form; another provider has another. */
export const signInPage = (h: ResponseToolkit, problem?: SignInProblem) =>
  formPage(
    h,
    {
      title: '互认浏览器 Huren explorer',
      fields: `${account}
<label>密码 Password<input name="password" type="password" autocomplete="current-password" required></label>`,
      action: '登录 Sign in',
      link: '<a href="/password">更改密码 Change the password</a>',
    },
    problem,
  )

const newPassword = (name: string, words: string) =>
  `<label>${words}<input name="${name}" type="password" autocomplete="new-password" required minlength="${passwordLength.least}" maxlength="${passwordLength.most}"></label>`

/** The form by which somebody gives an account of a trial another password. */
export const passwordPage = (h: ResponseToolkit, problem?: SignInProblem) =>
  formPage(
    h,
    {
      title: '更改密码 Change the password',
      fields: `${account}
<label>旧密码 Old password<input name="password" type="password" autocomplete="current-password" required></label>
${newPassword('next', '新密码 New password')}
${newPassword('again', '再输一次 Once more')}`,
      action: '更改 Change',
      link: '<a href="/sign-in">返回登录 Sign in</a>',
    },
    problem,
  )
