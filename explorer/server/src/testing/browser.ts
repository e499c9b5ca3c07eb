/** A browser as far as sign-in needs one: it keeps cookies and follows redirects. */
export const browser = (base: string) => {
  const jar = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, base), {
      ...init,
      redirect: 'manual',
      headers: { cookie, ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value && !/Max-Age=0/i.test(line)) jar.set(name, value)
      else jar.delete(name)
    }
    return response
  }
  const follow = async (path: string, init?: RequestInit): Promise<{ response: Response; at: string }> => {
    const response = await send(path, init)
    const location = response.headers.get('location')
    return location ? follow(new URL(location, base).href) : { response, at: path }
  }
  const signIn = async (account: string, password: string) => {
    const { at } = await follow('/sign-in')
    const body = new URLSearchParams({ account, password })
    return follow(at, { method: 'POST', body })
  }
  return { jar, send, follow, signIn }
}
