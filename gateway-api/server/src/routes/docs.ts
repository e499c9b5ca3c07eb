import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ResponseToolkit, ServerRoute } from '@hapi/hapi'
import type { Route } from '../http/route.ts'
import { openapiOf } from '../openapi/document.ts'

const swagger = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')))
const files = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js',
  'favicon-32x32.png',
]

/** Nothing but this origin: the page loads no script, style, font or picture from elsewhere, and asks nobody else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const page = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>互认网关 API · Huren gateway API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/swagger-ui-standalone-preset.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

/** \`validatorUrl: null\`: Swagger UI would otherwise send the address of this API to a validator on the internet. */
const start = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'BaseLayout',
  validatorUrl: null,
  deepLinking: true,
})
`

const served = (path: string, type: string, content: string | object): ServerRoute => ({
  method: 'GET',
  path,
  options: { auth: false },
  handler: (_request, h: ResponseToolkit) =>
    h.response(content).type(type).header('content-security-policy', contentSecurityPolicy),
})

/** The description and its interactive page, from the copy of Swagger UI that is installed here. */
export const documentationRoutes = (routes: readonly Route[]): ServerRoute[] => [
  served('/openapi.json', 'application/json', openapiOf(routes)),
  served('/docs', 'text/html', page),
  served('/docs/start.js', 'text/javascript', start),
  ...files.map(
    (file): ServerRoute => ({
      method: 'GET',
      path: `/docs/${file}`,
      options: { auth: false },
      handler: { file: { path: join(swagger, file), confine: false } },
    }),
  ),
]
