import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** One registry an app, so that several apps live in one process (tests do). No label ever holds an id. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    slackRequests: new Histogram({
      name: 'lanyard_slack_request_seconds',
      help: 'Time until a request of Slack was answered, by HTTP status.',
      labelNames: ['status'],
      buckets: [0.01, 0.05, 0.1, 0.3, 1, 2, 3],
      registers: [registry],
    }),
    acks: new Histogram({
      name: 'lanyard_ack_seconds',
      help: 'Time until something that Slack sent was acknowledged, by its type and by outcome (acknowledged, failed, refused).',
      labelNames: ['type', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.3, 1, 2, 3, 10],
      registers: [registry],
    }),
    lateAcks: new Counter({
      name: 'lanyard_acks_late_total',
      help: 'What was acknowledged or failed after the 3 seconds that Slack waits, by type.',
      labelNames: ['type'],
      registers: [registry],
    }),
    slackCalls: new Counter({
      name: 'lanyard_slack_api_calls_total',
      help: 'Calls of the Slack Web API, by method and outcome (ok, or the error).',
      labelNames: ['method', 'outcome'],
      registers: [registry],
    }),
    installs: new Counter({
      name: 'lanyard_install_outcomes_total',
      help: 'How attempts to install or to give a permission ended.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    jobs: new Histogram({
      name: 'lanyard_job_seconds',
      help: 'How long a job ran, by job and outcome (ok, or the error).',
      labelNames: ['job', 'outcome'],
      buckets: [0.1, 1, 10, 60, 300],
      registers: [registry],
    }),
    rotations: new Counter({
      name: 'lanyard_token_rotations_total',
      help: 'Attempts to rotate a token, by kind (bot, user) and outcome (renewed, later, dead, discarded).',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    }),
    endings: new Counter({
      name: 'lanyard_authorizations_ended_total',
      help: 'Authorizations that ended, by kind (bot, user) and by whom.',
      labelNames: ['kind', 'by'],
      registers: [registry],
    }),
  };
}
