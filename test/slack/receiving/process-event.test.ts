import { describe, expect, test } from '@jest/globals';
import type { ReceiverEvent } from '@slack/bolt';
import { pino } from 'pino';
import { AppError } from '../../../src/errors.ts';
import { createInFlight } from '../../../src/in-flight.ts';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { createProcessEvent } from '../../../src/slack/receiving/process-event.ts';

/** An app of Bolt's that takes this long and then acknowledges, or fails. */
function processing({ tookMs = 0, failure }: { tookMs?: number; failure?: Error } = {}) {
  const metrics = createMetrics();
  let now = 0;
  const processEvent = createProcessEvent(
    {
      async processEvent({ ack }: ReceiverEvent) {
        now += tookMs;
        if (failure) throw failure;
        await ack();
      },
    },
    { inFlight: createInFlight(), metrics, logger: pino({ level: 'silent' }), nowMs: () => now },
  );
  return {
    run: (body: Record<string, unknown>) => processEvent({ body, ack: async () => {} }),
    text: () => metrics.registry.metrics(),
  };
}

describe('an acknowledgement', () => {
  test('is counted with its type, outcome and time', async () => {
    const { run, text } = processing({ tookMs: 200 });
    await run({ command: '/2fa' });
    expect(await text()).toContain('lanyard_ack_seconds_sum{type="command",outcome="acknowledged"} 0.2');
    // At nothing, so that the first late one is seen to come.
    expect(await text()).toContain('lanyard_acks_late_total{type="command"} 0');
  });

  test('that came later than Slack waits is counted apart', async () => {
    const { run, text } = processing({ tookMs: 3_001 });
    await run({ type: 'event_callback', event: { type: 'app_home_opened' } });
    expect(await text()).toContain('lanyard_acks_late_total{type="app_home_opened"} 1');
  });

  test.each([
    [new AppError({ code: 'database_unavailable', message: 'away' }), 'failed'],
    [new AppError({ code: 'bad_request', message: 'nonsense' }), 'refused'],
  ])('that did not come for %s is counted as %s', async (failure, outcome) => {
    const { run, text } = processing({ failure });
    await expect(run({ type: 'block_actions' })).rejects.toBe(failure);
    expect(await text()).toContain(`lanyard_ack_seconds_count{type="block_actions",outcome="${outcome}"} 1`);
  });

  test('never makes a series of what a sender invents', async () => {
    const { run, text } = processing();
    await run({ type: 'event_callback', event: { type: 'invented_by_sender' } });
    await run({ type: 'another_invention' });
    expect(await text()).not.toMatch(/invent/);
    expect(await text()).toContain('{type="other_event",outcome="acknowledged"} 1');
    expect(await text()).toContain('{type="unknown",outcome="acknowledged"} 1');
  });
});
