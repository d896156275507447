import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of this process. Labels are codes, never ids. */
export class Metrics {
  readonly registry = new Registry();
  readonly received = new Counter({
    name: 'switchboard_received_total',
    help: 'Events stored from outside',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  readonly decisions = new Counter({
    name: 'switchboard_decisions_total',
    help: 'Events decided, by event and outcome',
    labelNames: ['event', 'outcome'],
    registers: [this.registry],
  });
  readonly batches = new Histogram({
    name: 'switchboard_batch_seconds',
    help: 'From taking a turn to its commit',
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers: [this.registry],
  });
  readonly batchSize = new Histogram({
    name: 'switchboard_batch_events',
    help: 'Events in a batch',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers: [this.registry],
  });
  readonly parked = new Counter({
    name: 'switchboard_parked_total',
    help: 'Decisions that failed and were parked',
    registers: [this.registry],
  });
  readonly lateness = new Histogram({
    name: 'switchboard_wake_lateness_seconds',
    help: 'How late deadlines were handed to the runner',
    buckets: [0.1, 0.3, 1, 3, 10, 30],
    registers: [this.registry],
  });
  readonly deliveries = new Counter({
    name: 'switchboard_deliveries_total',
    help: 'Attempts to send, by lane and outcome',
    labelNames: ['lane', 'outcome'],
    registers: [this.registry],
  });
  readonly sockets = new Gauge({
    name: 'switchboard_sockets',
    help: 'Open sockets',
    labelNames: ['audience'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
