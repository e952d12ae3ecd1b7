// A Worker that holds the secrets of providers: it signs what your services send, and verifies what providers send.
import { forward } from './forward.js'
import { answer } from './guard.js'
import { receive } from './receive.js'

export default {
  async fetch(request, env) {
    const { pathname, search } = new URL(request.url)
    try {
      if (pathname.startsWith('/webhooks/')) return await receive(request, env, pathname)
      return await forward(request, env, pathname, search)
    } catch (error) {
      // Usually a missing binding: the log says which, and the client learns nothing.
      console.error(error.code ?? error.name, error.message)
      return answer(500)
    }
  },
}
