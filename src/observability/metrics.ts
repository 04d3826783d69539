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
