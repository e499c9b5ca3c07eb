import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What can be watched of a gateway (Prometheus); counts and times only, nobody's name. */
export const createMetrics = () => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new Histogram({
      name: 'huren_http_request_seconds',
      help: 'HTTP requests by route, method and status',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
      registers,
    }),
    accepted: new Counter({
      name: 'huren_statements_accepted_total',
      help: 'Statements that were promised',
      registers,
    }),
    finished: new Counter({
      name: 'huren_statements_finished_total',
      help: 'Statements that became final, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    delivery: new Histogram({
      name: 'huren_statement_delivery_seconds',
      help: 'From the promise to the final outcome',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 600],
      registers,
    }),
    batches: new Histogram({
      name: 'huren_batch_statements',
      help: 'Statements in one transaction',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    }),
    retries: new Counter({
      name: 'huren_batch_retries_total',
      help: 'Batches that had to be tried again, by cause',
      labelNames: ['nature'],
      registers,
    }),
    queued: new Gauge({ name: 'huren_queue_statements', help: 'Statements in the queue', registers }),
    queuedBytes: new Gauge({ name: 'huren_queue_bytes', help: 'Bytes in the queue', registers }),
    dead: new Gauge({ name: 'huren_dead_letters', help: 'Dead letters', registers }),
    indexHeight: new Gauge({ name: 'huren_index_height', help: 'Blocks in the index', registers }),
    followers: new Gauge({ name: 'huren_event_streams', help: 'Open event streams', registers }),
  }
}
export type Metrics = ReturnType<typeof createMetrics>
