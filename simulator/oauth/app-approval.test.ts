import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../people/people.ts';
import type { Role } from '../state/state.ts';
import { startWithApp, type WithApp } from '../test-app.ts';
import { AuthorizeRefusal } from './authorize-request.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp();
});
afterAll(() => one.stop());

const key = (person: Person) => `${person.workspace.id}/${person.id}`;
const consentPage = async (person: Person, query: Record<string, string> = {}) =>
  (await fetch(one.authorizeUrl({ person: key(person), ...query }))).text();
const hasAllow = (page: string) => page.includes('value="allow"');

/** A workspace whose admins approve apps first, with one person of each role. */
function approving(name: string) {
  const workspace = one.slack.workspace(name, { approvesApps: true });
  const person = (role: Role) => workspace.person(`A ${role}`, { role });
  return { workspace, owner: person('owner'), admin: person('admin'), member: person('member') };
}

/** What the form of the page sends, by a browser that follows. */
async function presses(person: Person, decision: string, message = '') {
  const page = await consentPage(person);
  const form = new URLSearchParams({ decision, message, person: key(person) });
  for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g))
    form.set(String(name), String(value));
  return fetch(one.slack.authorizeUrl, { method: 'POST', body: form });
}

describe('where admins approve apps first', () => {
  test('a member may ask, reads that the admins were asked, and the app hears nothing', async () => {
    const { workspace, admin, member } = approving('Asks');
    const page = await consentPage(member);
    expect(page).toContain('needs an admin’s approval');
    expect(hasAllow(page)).toBe(false);
    const before = one.received.length;
    const answer = await presses(member, 'ask', 'For <b>me</b>');
    const said = await answer.text();
    expect([answer.status, new URL(answer.url).pathname]).toEqual([200, '/oauth/v2/authorize']);
    expect(said).toContain('The admins have your request');
    expect(said).toContain('Asked: A owner, A admin.');
    expect(hasAllow(said)).toBe(false);
    expect(one.received).toHaveLength(before);
    expect(workspace.hasInstalled()).toBe(false);
    expect(admin.reads().map(({ visible }) => visible)).toEqual([
      expect.stringContaining('would like to add Test App to Asks'),
    ]);
    await presses(member, 'ask');
    expect(admin.reads()).toHaveLength(1);
  });

  test('an Allow that the page does not offer is refused, and gives no code', async () => {
    const { member } = approving('Forced');
    const answer = await presses(member, 'allow');
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining('<code>access_denied</code>'),
    ]);
    await expect(member.allows(one.authorizeUrl())).rejects.toThrow(AuthorizeRefusal);
  });

  test('approved, it can be added by the member, who was told so', async () => {
    const { workspace, member } = approving('Approves');
    await member.asksToInstall(one.authorizeUrl());
    workspace.decides('approved');
    expect(member.reads().at(-1)?.visible).toContain('was approved');
    expect(hasAllow(await consentPage(member))).toBe(true);
    expect((await one.install(member)).ok).toBe(true);
  });

  test('decided against, it cannot, until the admins change their mind', async () => {
    const { workspace, member } = approving('Denies');
    await member.asksToInstall(one.authorizeUrl());
    workspace.decides('denied');
    expect(member.reads().at(-1)?.visible).toContain('didn’t approve');
    expect(await consentPage(member)).toContain('wasn’t approved');
    await expect(member.asksToInstall(one.authorizeUrl())).rejects.toThrow('didn’t approve');
    workspace.decides('approved');
    expect(hasAllow(await consentPage(member))).toBe(true);
  });

  test('owners and admins ask nobody, and what they installed is approved for everybody', async () => {
    const { admin, member } = approving('Installed');
    expect(hasAllow(await consentPage(admin))).toBe(true);
    await one.install(admin);
    expect(hasAllow(await consentPage(member))).toBe(true);
  });

  test('nobody is asked where there is nothing to approve', async () => {
    const { workspace, member } = approving('Free');
    workspace.setAppApproval(false);
    expect(hasAllow(await consentPage(member))).toBe(true);
    await expect(member.asksToInstall(one.authorizeUrl())).rejects.toThrow('No approval is needed');
  });
});

describe('who may never install', () => {
  test.each(['guest', 'single_channel_guest', 'stranger'] as const)(
    'a %s reads whom to ask, and gets back to the app by one button',
    async (role) => {
      const person = one.slack.workspace('Visited').person(`A ${role}`, { role });
      const page = await consentPage(person);
      expect(page).toContain('You can’t add Test App to Visited');
      expect(hasAllow(page)).toBe(false);
      expect(page).toContain('value="cancel"');
      await expect(person.allows(one.authorizeUrl())).rejects.toThrow(AuthorizeRefusal);
    },
  );

  test('a guest may still give a permission of their own', async () => {
    const guest = one.slack.workspace('Visited').person('A guest', { role: 'guest' });
    expect(hasAllow(await consentPage(guest, { scope: '' }))).toBe(true);
    expect((await one.install(guest, { scope: '' })).authed_user.scope).toBe('users:read');
  });
});
