import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerRoute } from '@hapi/hapi'

/** The page for newcomers belongs to the explorer; a gateway installed without it sends to the documentation. */
const usual = join(import.meta.dirname, '../../../../explorer/welcome')

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const exists = (folder: string) =>
  access(join(folder, 'index.html')).then(
    () => true,
    () => false,
  )

/** Everything in the folder is served; nothing outside of it. */
export const welcomeRoutes = async (folder: string = usual): Promise<ServerRoute[]> => {
  if (!(await exists(folder)))
    return [
      { method: 'GET', path: '/', options: { auth: false }, handler: (_request, h) => h.redirect('/docs') },
    ]
  return [
    {
      method: 'GET',
      path: '/{file*}',
      options: {
        auth: false,
        ext: {
          onPreResponse: {
            method: ({ response }, h) => {
              if (!('isBoom' in response)) response.header('content-security-policy', contentSecurityPolicy)
              return h.continue
            },
          },
        },
      },
      handler: { directory: { path: folder, index: ['index.html'], redirectToSlash: false } },
    },
  ]
}
