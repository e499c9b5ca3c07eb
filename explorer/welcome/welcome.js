/** What the gateway says of itself, asked again every few seconds. No request leaves this origin. */

const states = {
  ready: ['正常运行', 'running'],
  waiting: ['已启动，账本尚未就绪', 'started, the ledger is not ready yet'],
  away: ['网关没有回应', 'the gateway does not answer'],
}

/** Facts of /v1/about, with their labels; what is missing is left out. */
const labels = {
  name: ['名称', 'Name'],
  version: ['版本', 'Version'],
  ledger: ['账本', 'Ledger'],
  channel: ['通道', 'Channel'],
  chaincode: ['合约', 'Chaincode'],
  height: ['区块高度', 'Blocks'],
  statements: ['链上声明', 'Statements on the ledger'],
  queued: ['排队', 'Queued'],
  gateway: ['网关密钥', "Gateway's key"],
}

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

const factOf = ([name, value]) => {
  const [zh, en] = labels[name]
  const term = document.createElement('dt')
  term.append(`${zh} `, english(en))
  const description = document.createElement('dd')
  description.textContent = String(value)
  const group = document.createElement('div')
  group.append(term, description)
  return group
}

const isPlain = (value) => ['string', 'number', 'boolean'].includes(typeof value)

const showFacts = (about) => {
  const known = Object.keys(labels).map((name) => [name, about[name]])
  document.getElementById('facts').replaceChildren(...known.filter(([, value]) => isPlain(value)).map(factOf))
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
    if (about.ok) showFacts(about.body)
  } catch {
    showState('away')
  }
}

for (const place of document.querySelectorAll('.origin')) place.textContent = location.origin
await refresh()
setInterval(refresh, 5000)
