import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { english } from '../../src/locales/words.ts';
import { createNotifications, type Notifications } from '../../src/notifications/notifications.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createDeliver } from '../../src/slack/notifications/deliver-in-slack.ts';
import { createSlackLinks } from '../../src/slack/slack-links.ts';
import { type CountingUnderTest, startCounting } from '../support/counting.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { noteItem } from '../support/notification-row.ts';

describe.each(databasesUnderTest)(
  'what an admin reads of a message about an ending, on $name',
  ({ open }) => {
    let database: Database;
    let one: CountingUnderTest;
    let notifications: Notifications;
    beforeAll(async () => {
      database = await open();
      one = await startCounting(database);
      const { prisma, installations, authorizations, twoFactor, clientId, clock } = one;
      const links = createSlackLinks({
        publicUrl: 'https://app.example',
        authorizeUrl: one.slack.authorizeUrl,
      });
      notifications = createNotifications({
        prisma,
        installations,
        authorizations,
        twoFactor,
        deliver: createDeliver({ installations, words: english, links }),
        metrics: createMetrics(),
        logger: createLogger({ level: 'silent', secrets: [], destination: { write() {} } }),
        clientId,
        clock,
      });
    });
    afterAll(async () => {
      await one.stop();
      await database.close();
    });

    async function colleague(name: string) {
      const { place, owner, key } = await one.workspace(name);
      const mia = place.person('Mia');
      await one.grant(mia, { forMe: true });
      const revoke = async () => {
        const where = { clientId: one.clientId, userId: mia.id };
        const row = await one.prisma.userAuthorization.findFirstOrThrow({ where });
        await one.installations.revokePermission(row, { kind: 'admin', userId: owner.id });
        return notifications.tellOfEnding(key, mia.id);
      };
      return { place, mia, key, revoke };
    }
    const messages = () => one.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;

    test('is of the newest ending, not of one before it', async () => {
      const { place, mia, revoke } = await colleague('Newest');
      const before = messages();
      expect(await revoke()).toBe('sent');
      expect(messages() - before).toBe(1);
      one.forward(60_000);
      await one.grant(mia, { forMe: true });
      await notifications.setPreferencesAt({ teamId: place.id }, mia.id, { access_ended: false });
      one.forward(60_000);
      expect(await revoke()).toBe('opted_out');
      expect(messages() - before).toBe(1);
    });

    test('is that it follows later while Slack takes no messages', async () => {
      const { revoke } = await colleague('Later');
      one.slack.fault('chat.postMessage', { status: 429, retryAfterSeconds: 60 });
      expect(await revoke()).toBe('later');
    });

    test('is that it was not sent when Lanyard gave it up', async () => {
      const { mia, key } = await colleague('Given up');
      const { clientId } = one;
      const item = (over: { state: 'sent' | 'dropped'; reason: string | null; foundAt: Date; id: string }) =>
        noteItem(one.prisma, { key, userId: mia.id }, { clientId, topic: 'access_ended', ...over });
      const foundAt = one.clock();
      // Of two that were found in the same millisecond, the later one has the higher id.
      await item({
        id: '01900000-0000-7000-8000-00000000000b',
        state: 'dropped',
        reason: 'person_gone',
        foundAt,
      });
      await item({ id: '01900000-0000-7000-8000-00000000000a', state: 'sent', reason: null, foundAt });
      expect(await notifications.tellOfEnding(key, mia.id)).toBe('not_sent');
    });
  },
);
