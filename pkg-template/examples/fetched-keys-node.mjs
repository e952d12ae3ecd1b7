// Webhooks whose keys are fetched, in Node: serves fetched-keys.mjs.
import { serve } from '@hono/node-server'
import receiver from './fetched-keys.mjs'

serve({ fetch: receiver.fetch, port: Number(process.env.PORT ?? 3000) })
