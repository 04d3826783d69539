import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { install, inWorkspace, newId, rotating, userOnly, withWebhook } from '../contract/grants.ts';
import { type CustodyUnderTest, startCustody } from '../support/custody.ts';
import { databasesUnderTest } from '../support/databases.ts';

describe.each(databasesUnderTest)('a webhook, on $name', ({ open }) => {
  let database: Database;
  let one: CustodyUnderTest;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });
  afterEach(async () => {
    await one.stop();
  });

  /** Somebody's own permission alone, with a webhook. */
  const personal = (options?: Parameters<typeof install>[0]) =>
    withWebhook(userOnly(rotating(install(options))));

  test('that came with an own permission alone is that person’s: nobody else in the workspace gets it', async () => {
    one = await startCustody(database);
    const { installationStore: store } = one.installations;
    const [bot, first] = [install(), personal()];
    const second = personal({ team: first.team.id });
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    const of = async (userId: string) =>
      (await store.fetchInstallation(inWorkspace(first.team.id, userId))).incomingWebhook;
    expect(await of(first.user.id)).toEqual(first.incomingWebhook);
    expect(await of(second.user.id)).toEqual(second.incomingWebhook);
    await store.storeInstallation({ ...bot, team: first.team });
    expect(await of(newId('U'))).toBeUndefined();
    expect(await of(first.user.id)).toEqual(first.incomingWebhook);
  });

  test('is sealed for its person: copied into somebody else’s row it does not open', async () => {
    one = await startCustody(database);
    const { installationStore: store } = one.installations;
    const first = personal();
    const second = personal({ team: first.team.id });
    await store.storeInstallation(first);
    await store.storeInstallation(second);
    const where = (userId: string) => ({ clientId: one.clientId, installedIn: first.team.id, userId });
    const { sealedWebhookUrl } = await one.prisma.userAuthorization.findFirstOrThrow({
      where: where(first.user.id),
    });
    await one.prisma.userAuthorization.updateMany({
      where: where(second.user.id),
      data: { sealedWebhookUrl },
    });
    const fetched = store.fetchInstallation(inWorkspace(first.team.id, second.user.id));
    await expect(fetched).rejects.toMatchObject({ code: 'token_unreadable' });
  });
});
