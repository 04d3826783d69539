import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import type { Workspace } from '../../simulator/people/workspaces.ts';
import { refText } from '../../src/installations/rows/hold-installation.ts';
import { english } from '../../src/locales/words.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { sendsCommand, sendsEvent, sendsInteraction } from '../support/slack-signs.ts';
import { until } from '../support/until.ts';

const ASKERS = [
  'owner',
  'admin',
  'member',
  'guest',
  'external',
  'sibling admin',
  'organization owner elsewhere',
  'admin of another organization',
  'deactivated',
  'unknown',
] as const;
type Asker = (typeof ASKERS)[number];

/** Whom each installation takes for an admin. In the simulator a workspace's owner also owns its organization. */
const ADMINS: Record<string, readonly Asker[]> = {
  'a workspace': ['owner', 'admin'],
  'a workspace in an organization': ['owner', 'admin'],
  'an organization': ['owner', 'organization owner elsewhere'],
};
const INSTALLATIONS = Object.keys(ADMINS);

const STILL_ASKING = english.home.stillAsking;

type Case = { id: string; teamId: string; enterpriseId: string | undefined };
type Place = {
  installedIn: string;
  isEnterpriseInstall: boolean;
  enterpriseId: string | undefined;
  workspace: Workspace;
  people: Record<Asker, Case>;
};

/** What stands around the person in a request: as Slack sends it, and as it could be bent. */
const bent = ({ installedIn, enterpriseId, workspace, isEnterpriseInstall }: Place, asker: Case) => {
  const team = { id: workspace.id, domain: workspace.domain };
  const org = (id: string | undefined) => (id ? { id, name: 'Org' } : null);
  const genuine = { team, enterprise: org(enterpriseId), is_enterprise_install: isEnterpriseInstall };
  return {
    genuine,
    'the asker’s own organization': { ...genuine, enterprise: org(asker.enterpriseId) },
    'the asker’s own team': { ...genuine, team: { id: asker.teamId, domain: 'own' } },
    'no team': { ...genuine, team: null },
    'no team and no organization': { ...genuine, team: null, enterprise: null },
    'no team, org-wide': { ...genuine, team: null, is_enterprise_install: true },
    'no team, own organization, org-wide': {
      team: null,
      enterprise: org(asker.enterpriseId),
      is_enterprise_install: true,
    },
    'an installed team that is the installation': { ...genuine, installedTeam: installedIn },
    'the other kind of installation': { ...genuine, is_enterprise_install: !isEnterpriseInstall },
  };
};

describeLanyard('whom a forged request makes an admin', (lanyard) => {
  let hook: Server;
  const answers: { path: string; text: string }[] = [];
  const places: Record<string, Place> = {};

  beforeAll(async () => {
    hook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        answers.push({ path: request.url ?? '', text: body });
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    for (const name of INSTALLATIONS) places[name] = await make(name);
  });
  afterAll(async () => {
    hook.closeAllConnections();
    await new Promise((resolve) => hook.close(resolve));
  });

  async function make(name: string): Promise<Place> {
    const { slack } = lanyard;
    const isEnterpriseInstall = name === 'an organization';
    const organization = name === 'a workspace' ? undefined : slack.organization(`Org of ${name}`);
    const workspace = slack.workspace(`Here, ${name}`, organization && { organization });
    const elsewhere = slack.workspace(`Elsewhere, ${name}`, organization && { organization });
    const other = slack.workspace(`Other, ${name}`, { organization: slack.organization(`Other of ${name}`) });
    const company = slack.workspace(`Company, ${name}`);
    const owner = workspace.person('Olga', { role: 'primary_owner' });
    const people: Record<Exclude<Asker, 'unknown'>, Person> = {
      owner,
      admin: workspace.person('Ada', { role: 'admin' }),
      member: workspace.person('Mia'),
      guest: workspace.person('Gus', { role: 'guest' }),
      external: workspace.connects(company.person('Eve', { role: 'owner' })),
      'sibling admin': workspace.connects(elsewhere.person('Sid', { role: 'admin' })),
      'organization owner elsewhere': workspace.connects(elsewhere.person('Otto', { role: 'owner' })),
      'admin of another organization': workspace.connects(other.person('Xia', { role: 'primary_owner' })),
      deactivated: workspace.person('Dora', { role: 'admin', deleted: true }),
    };
    await lanyard.install(owner, {
      consent: { target: isEnterpriseInstall ? 'organization' : 'workspace' },
    });
    const home: Partial<Record<Asker, Workspace>> = {
      external: company,
      'sibling admin': elsewhere,
      'organization owner elsewhere': elsewhere,
      'admin of another organization': other,
    };
    const cases = ASKERS.map((asker) => {
      const { id: teamId, organization: org } = home[asker] ?? workspace;
      const id = asker === 'unknown' ? 'U0NOBODY' : people[asker].id;
      return [asker, { id, teamId, enterpriseId: org?.id }] as const;
    });
    return {
      installedIn: isEnterpriseInstall ? String(organization?.id) : workspace.id,
      isEnterpriseInstall,
      enterpriseId: organization?.id,
      workspace,
      people: Object.fromEntries(cases) as Record<Asker, Case>,
    };
  }

  const row = ({ installedIn }: Place) =>
    lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn } });
  const refusals = (place: Place, userId: string) =>
    lanyard.prisma.auditEntry.findMany({
      where: { installedIn: place.installedIn, actorUserId: userId, action: 'admin_refused' },
    });
  const callsFor = (method: string, from: number, says = '') =>
    lanyard.slack.calls
      .slice(from)
      .filter((call) => call.method === method && JSON.stringify(call.args).includes(says));

  const table = INSTALLATIONS.flatMap((name) => ASKERS.map((asker) => [asker, name] as const));

  test.each(table)('%s, in %s: the form of an admin', async (asker, name) => {
    const place = places[name] as Place;
    const person = place.people[asker];
    const isAdmin = ADMINS[name]?.includes(asker) === true;
    for (const [how, { installedTeam, ...fields }] of Object.entries(bent(place, person)) as [
      string,
      Record<string, unknown> & { installedTeam?: string },
    ][]) {
      const { text, status } = await sendsInteraction(lanyard, {
        type: 'view_submission',
        user: { id: person.id, name: 'x', team_id: person.teamId },
        ...fields,
        api_app_id: lanyard.credentials.appId,
        trigger_id: `${how}.${asker}`,
        view: {
          type: 'modal',
          callback_id: 'find_receipt',
          private_metadata: JSON.stringify({ on: refText(await row(place)), about: '' }),
          app_installed_team_id: installedTeam ?? place.workspace.id,
          state: { values: { receipt: { receipt: { type: 'plain_text_input', value: 'A-00000-00000' } } } },
        },
      });
      expect([how, status]).toEqual([how, 200]);
      const wasAdmin = text.includes('"response_action":"errors"');
      // What is bent may keep an admin out; it never lets anybody in.
      if (!isAdmin || how === 'genuine') expect([how, wasAdmin]).toEqual([how, isAdmin]);
    }
  });

  test.each(table)('%s, in %s: the button of an admin', async (asker, name) => {
    const place = places[name] as Place;
    const person = place.people[asker];
    const isAdmin = ADMINS[name]?.includes(asker) === true;
    const shapes = bent(place, person);
    for (const how of ['genuine', 'the asker’s own organization', 'no team, org-wide'] as const) {
      const from = lanyard.slack.calls.length;
      const before = await refusals(place, person.id);
      const trigger = `${from}.${how}`;
      const logged = lanyard.log.length;
      await sendsInteraction(lanyard, {
        type: 'block_actions',
        user: { id: person.id, name: 'x', team_id: person.teamId },
        ...shapes[how],
        api_app_id: lanyard.credentials.appId,
        trigger_id: trigger,
        view: { type: 'home', id: 'V1', private_metadata: '{}', blocks: [] },
        actions: [{ type: 'button', action_id: 'find_receipt', block_id: 'b', value: 'receipt' }],
      });
      const opened = () => callsFor('views.open', from, trigger).length;
      const done = () => lanyard.log.slice(logged).some((line) => line.includes(FAILED));
      await until(
        async () => opened() > 0 || done() || changed(await refusals(place, person.id), before),
        (seen) => seen,
        `what came of a press (${how})`,
      );
      if (!isAdmin || how === 'genuine') expect([how, opened() > 0]).toEqual([how, isAdmin]);
    }
  });
  const FAILED = 'A listener failed';
  const changed = (now: unknown, before: unknown) => JSON.stringify(now) !== JSON.stringify(before);

  test.each(table)('%s, in %s: the commands of an admin', async (asker, name) => {
    const place = places[name] as Place;
    const person = place.people[asker];
    const isAdmin = ADMINS[name]?.includes(asker) === true;
    const { port } = hook.address() as AddressInfo;
    const enterprises = [place.enterpriseId, person.enterpriseId];
    for (const [command, text] of [
      ['/token-status', 'workspace'],
      ['/2fa', 'team'],
    ] as const) {
      for (const [index, enterpriseId] of enterprises.entries()) {
        const path = `/${encodeURIComponent(`${asker} ${name} ${command} ${index}`)}`;
        await sendsCommand(lanyard, {
          command,
          text,
          team_id: place.workspace.id,
          ...(enterpriseId && { enterprise_id: enterpriseId }),
          is_enterprise_install: String(place.isEnterpriseInstall),
          user_id: person.id,
          api_app_id: lanyard.credentials.appId,
          response_url: `http://127.0.0.1:${port}${path}`,
        });
        const said = await until(
          () => answers.filter((each) => each.path === path && !each.text.includes('…')),
          (all) => all.length > 0,
          `an answer to ${command} ${text}`,
        );
        const refused = said.some((each) => /only owners and admins|isn’t installed/i.test(each.text));
        if (!isAdmin || index === 0) expect([command, refused]).toEqual([command, !isAdmin]);
      }
    }
  });

  test.each(table)('%s, in %s: Home', async (asker, name) => {
    const place = places[name] as Place;
    const person = place.people[asker];
    const isAdmin = ADMINS[name]?.includes(asker) === true;
    for (const enterpriseId of new Set([place.enterpriseId, person.enterpriseId])) {
      const from = lanyard.slack.calls.length;
      const logged = lanyard.log.length;
      await sendsEvent(lanyard, {
        team_id: place.workspace.id,
        authorizations: [
          {
            team_id: place.workspace.id,
            enterprise_id: enterpriseId ?? null,
            is_enterprise_install: place.isEnterpriseInstall,
          },
        ],
        event: { type: 'app_home_opened', user: person.id, tab: 'home', channel: 'D1' },
      });
      const published = () =>
        callsFor('views.publish', from, person.id).map(({ args }) => JSON.stringify(args));
      const left = () =>
        lanyard.log
          .slice(logged)
          .some((line) => line.includes('Home not published') && line.includes(`"${person.id}"`));
      // A Home that still waits for Slack's word on them is followed by another one.
      await until(
        () => left() || published().some((view) => !view.includes(STILL_ASKING)),
        (seen) => seen,
        'a Home',
      );
      const shown = published().join(' ');
      if (!isAdmin) expect(shown).not.toContain('tab:workspace');
      else if (enterpriseId === place.enterpriseId) expect(shown).toContain('tab:workspace');
      if (asker === 'external' || asker === 'admin of another organization') {
        expect(shown).not.toContain('for=me');
        expect(shown).not.toContain('preferences');
      }
    }
  });
});
