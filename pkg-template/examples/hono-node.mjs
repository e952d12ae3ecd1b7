// Hono in Node: serves hono.mjs.
import { serve } from '@hono/node-server'
import app from './hono.mjs'

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) })
