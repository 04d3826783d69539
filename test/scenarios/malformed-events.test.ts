import { expect, test } from '@jest/globals';
import { signedHeaders } from '../../simulator/delivery/signing.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';

/** What stands where Slack documents something else. */
const WRONG: readonly unknown[] = [null, 5, {}, [null, 5], '\u0000', 'x'.repeat(5_000)];

const EVENTS: Record<string, Record<string, unknown>> = {
  app_home_opened: { user: 'U1', tab: 'home', view: { id: 'V1', hash: '1' }, channel: 'D1' },
  tokens_revoked: { tokens: { oauth: ['U1'], bot: ['U2'] } },
  app_uninstalled: {},
  app_uninstalled_team: { app_id: 'A1', team_id: 'T1' },
  team_rename: { name: 'Acme' },
  team_domain_change: { domain: 'acme' },
  team_access_granted: { team_ids: ['T1'] },
  grid_migration_finished: { enterprise_id: 'E1' },
  other_documented_event: { channel: 'C1', item: { channel: 'C1' }, assistant_thread: { channel_id: 'C1' } },
};

describeLanyard('an event', { on: 'PGlite' }, (lanyard) => {
  async function send(envelope: unknown) {
    const body = JSON.stringify(envelope);
    const response = await fetch(`${lanyard.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signedHeaders(
          lanyard.credentials.signingSecret,
          body,
          Math.floor(lanyard.clock.now().getTime() / 1000),
        ),
      },
      body,
    });
    return [response.status, response.headers.get('x-slack-no-retry')];
  }

  let events = 0;
  function envelopeOf(type: string): Record<string, unknown> {
    events += 1;
    return {
      type: 'event_callback',
      event_id: `EvWrong${events}`,
      event_time: 1_700_000_000,
      api_app_id: 'A1',
      team_id: 'T1',
      enterprise_id: 'E1',
      is_enterprise_install: false,
      authorizations: [{ team_id: 'T1', enterprise_id: 'E1', user_id: 'U1', is_enterprise_install: false }],
      event: { type, ...EVENTS[type] },
    };
  }

  /** The same with one member, at any depth, replaced in every way. */
  function* variants(of: unknown): Generator<unknown> {
    if (typeof of !== 'object' || of === null) return;
    for (const [name, value] of Object.entries(of)) {
      const replaced = (by: unknown) => (Array.isArray(of) ? [by] : { ...of, [name]: by });
      for (const wrong of WRONG) yield replaced(wrong);
      for (const deeper of variants(value)) yield replaced(deeper);
    }
  }

  test.each(Object.keys(EVENTS))(
    '%s with any member malformed is acknowledged, or refused for good: Slack never repeats it',
    async (type) => {
      const repeated: unknown[] = [];
      for (const variant of variants(envelopeOf(type))) {
        const fresh = { ...(variant as object) } as Record<string, unknown>;
        // Each is one of its own, unless its id is what is malformed.
        if (String(fresh.event_id).startsWith('EvWrong')) fresh.event_id = envelopeOf(type).event_id;
        const [status, noRetry] = await send(fresh);
        if (status !== 200 && !(status === 400 && noRetry === '1')) repeated.push([status, variant]);
      }
      expect(repeated).toEqual([]);
      expect(await send(envelopeOf('app_uninstalled'))).toEqual([200, null]);
    },
    60_000,
  );
});
