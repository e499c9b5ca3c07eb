import { test } from 'tap'
import { huren as binary, warmHuren, workFolder } from '../testing/huren.ts'

test('CHAIN-58: huren network is the command of the real network, with exit codes for scripts', async (t) => {
  const { file, remove } = await workFolder()
  const { huren, close } = warmHuren()
  t.teardown(async () => {
    close()
    await remove()
  })
  const help = await huren(['network', '--help'])
  t.equal(help.code, 0)
  t.match(help.stdout, /huren network/)
  for (const name of ['up', 'status', 'deploy', 'join-city', 'doctor']) t.match(help.stdout, `  ${name} `)
  t.match((await huren(['network', 'up', '--help'])).stdout, /--data-centre/)
  t.match(await huren(['network', '--folder', file('none'), 'status', '--json']), {
    code: 2,
    stderr: /"code":"description-invalid"/,
  })
  t.equal((await huren(['network', 'nonsense'])).code, 2)
  const env = { FABRIC_BIN: file('none') }
  const missing = await binary(['network', '--folder', file('network'), 'up'], { env })
  t.match(missing, { code: 2, stderr: /binary-missing.*FABRIC_BIN/s })
})
