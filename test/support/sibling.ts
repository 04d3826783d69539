import { randomBytes } from 'node:crypto';
import { signedHeaders } from '../../simulator/delivery/signing.ts';
import { buildApp } from '../../src/app.ts';
import type { Database } from '../../src/database/database.ts';
import { TIME_LIMITS } from '../../src/web/server/limits.ts';
import { freePort } from './free-port.ts';
import type { Lanyard } from './lanyard.ts';

/** A second process of the same app, as far as apps know: on the same database or a connection of its own to it. */
export async function startSibling({ config, credentials, clock }: Lanyard, database: Database) {
  const port = await freePort();
  const app = await buildApp(
    { ...config, port },
    {
      clock: clock.now,
      database: { ...database, close: async () => {} },
      jobs: false,
      times: { ...TIME_LIMITS, drainMs: 0 },
      logDestination: { write: () => {} },
    },
  );
  await app.start();
  return {
    runJob: app.runJob,
    stop: app.stop,
    /** Sends an event to this one, as Slack would. */
    async hears(workspaceId: string, event: Record<string, unknown>): Promise<number> {
      const seconds = Math.floor(clock.now().getTime() / 1000);
      const body = JSON.stringify({
        type: 'event_callback',
        team_id: workspaceId,
        api_app_id: credentials.appId,
        event_id: `Ev${randomBytes(6).toString('hex')}`,
        event_time: seconds,
        authorizations: [{ team_id: workspaceId, is_enterprise_install: false }],
        event,
      });
      const { status } = await fetch(`http://127.0.0.1:${port}/slack/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signedHeaders(credentials.signingSecret, body, seconds),
        },
        body,
      });
      return status;
    },
  };
}
