import { createCache } from '@ant-design/cssinjs'

/**
 * Ant Design's styles, each made once. Its own cache forgets a component's styles when the last one leaves the page, and
 * makes them anew when one comes back: that took longer than anything else on the way to a list.
 */
export const keptStyles = () => {
  const cache = createCache()
  const update = cache.opUpdate.bind(cache)
  // one more user of each than there are: nobody is the last one
  cache.opUpdate = (path, change) => update(path, (known) => change(known ?? [1, undefined]))
  return cache
}
