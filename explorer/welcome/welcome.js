/** What the gateway says of itself, asked again every few seconds. No request leaves this origin. */

const states = {
  ready: ['正常运行', 'running'],
  waiting: ['已启动，账本尚未就绪', 'started, the ledger is not ready yet'],
  away: ['网关没有回应', 'the gateway does not answer'],
}

/** What of /v1/about is shown, and what it is called; what is missing is left out. */
const facts = [
  ['版本', 'Version', (about) => about.version],
  ['区块高度', 'Blocks on the ledger', (about) => about.ledger?.height],
  ['排队中的声明', 'Statements in the queue', (about) => about.queue?.statements],
  [
    '通道与合约',
    'Channel and chaincode',
    (about) => [about.channel, about.chaincode].filter(Boolean).join(' / '),
  ],
  ['网关签署承诺的密钥', 'Key with which the gateway signs its promises', (about) => about.gateway],
]

const english = (text) => {
  const span = document.createElement('span')
  span.lang = 'en'
  span.textContent = text
  return span
}

const showState = (state) => {
  const [zh, en] = states[state]
  document.getElementById('state').dataset.state = state
  document.getElementById('state-text').replaceChildren(`${zh} `, english(en))
}

const factOf = ([zh, en, value]) => {
  const term = document.createElement('dt')
  term.append(`${zh} `, english(en))
  const description = document.createElement('dd')
  description.textContent = String(value)
  const group = document.createElement('div')
  group.append(term, description)
  return group
}

const isThere = (value) => value !== undefined && value !== null && value !== ''

const showFacts = (about) => {
  const known = facts.map(([zh, en, of]) => [zh, en, of(about)]).filter(([, , value]) => isThere(value))
  document.getElementById('facts').replaceChildren(...known.map(factOf))
}

/** Leads to the explorer where the gateway knows of one; another origin, so a link and no request. */
const showExplorer = ({ explorer }) => {
  const place = document.getElementById('explorer')
  place.hidden = !/^https?:/.test(explorer ?? '')
  if (!place.hidden) place.querySelector('a').href = explorer
}

const ask = async (path) => {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(5000),
  })
  return { ok: response.ok, body: await response.json().catch(() => ({})) }
}

const refresh = async () => {
  try {
    const { ok } = await ask('/readyz')
    showState(ok ? 'ready' : 'waiting')
    const about = await ask('/v1/about')
    if (!about.ok) return
    showFacts(about.body)
    showExplorer(about.body)
  } catch {
    showState('away')
  }
}

for (const place of document.querySelectorAll('.origin')) place.textContent = location.origin
await refresh()
setInterval(refresh, 5000)
