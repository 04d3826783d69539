import type { Person } from './people/people.ts';
import type { Simulator } from './simulator.ts';

export type Seed = {
  /** As the window names it. */
  words: string;
  /** Fills an empty Slack. The app is running and answers. */
  plant(slack: Simulator): Promise<void>;
};

const FIRST = [
  'Amara',
  'Bao',
  'Chiara',
  'Dmitri',
  'Elif',
  'Farid',
  'Greta',
  'Hana',
  'Idris',
  'Jonas',
  'Kirra',
  'Luca',
];
const LAST = [
  'Abe',
  'Bello',
  'Castro',
  'Dahl',
  'Eriksen',
  'Fofana',
  'Gupta',
  'Haas',
  'Ito',
  'Jansen',
  'Kaya',
  'Lopez',
];
const ZONES = ['Europe/London', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney', 'America/Sao_Paulo'];
/** How many go through the consent page at a time. */
const AT_ONCE = 8;

export const SEEDS = {
  small: { words: 'A small team', plant: async (slack) => void plantSmallTeam(slack) },
  many: { words: '134 authorizations', plant: plantMany },
  sso: { words: 'A company with single sign-on', plant: plantSso },
  organization: { words: 'An organization with three workspaces', plant: plantOrganization },
  broken: { words: 'Everything broken', plant: plantBroken },
} satisfies Record<string, Seed>;

/** A small team, a workspace behind single sign-on, and an organization: enough to meet every answer. */
function plantSmallTeam(slack: Simulator): void {
  const acme = slack.workspace('Acme');
  acme.person('Grace Hopper', { role: 'primary_owner', twoFactor: 'app' });
  acme.person('Ada Lovelace', { role: 'admin', twoFactor: 'sms' });
  acme.person('Alan Turing', { role: 'member', twoFactor: 'off' });
  acme.person('Kim Guest', { role: 'guest', twoFactor: 'off' });
  acme.person('Sam Stranger', { role: 'stranger' });
  acme.person('Denise Gone', { deleted: true });
  northwind(slack);
  meridian(slack);
}

async function plantMany(slack: Simulator): Promise<void> {
  const acme = slack.workspace('Acme');
  const grace = acme.person('Grace Hopper', { role: 'primary_owner', twoFactor: 'app' });
  await acme.install(undefined, { by: grace });
  // With the bot's and Grace's own: 134.
  const people = Array.from({ length: 132 }, (_, index) => crowdMember(slack, index));
  for (let from = 0; from < people.length; from += AT_ONCE) {
    await Promise.all(
      people.slice(from, from + AT_ONCE).map((person) => person.authorizes(undefined, { ownOnly: true })),
    );
  }
}

function crowdMember(slack: Simulator, index: number): Person {
  const name = `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / FIRST.length)]}`;
  return slack.workspace('Acme').person(name, {
    role: index % 25 === 24 ? 'admin' : 'member',
    twoFactor: (['app', 'sms', 'off'] as const)[index % 3] ?? 'off',
    timeZone: ZONES[index % ZONES.length] ?? 'Europe/London',
  });
}

async function plantSso(slack: Simulator): Promise<void> {
  const helen = northwind(slack);
  for (const [index, first] of FIRST.entries()) {
    slack
      .workspace('Northwind')
      .person(`${first} ${LAST[index]}`, { twoFactor: index % 4 === 0 ? 'app' : 'off' });
  }
  await slack.workspace('Northwind').install(undefined, { by: helen });
}

async function plantOrganization(slack: Simulator): Promise<void> {
  const alice = meridian(slack);
  const workspaces = ['Meridian London', 'Meridian Paris'].map((name) => slack.workspace(name));
  await alice.authorizes(undefined, { target: 'organization', addTo: workspaces.map(({ id }) => id) });
}

/** Permissions that ended unheard, a member who is gone, roles that changed, and Slack itself not well. */
async function plantBroken(slack: Simulator): Promise<void> {
  plantSmallTeam(slack);
  const [app] = slack.apps();
  const acme = slack.workspace('Acme');
  const [grace, ada, alan] = ['Grace Hopper', 'Ada Lovelace', 'Alan Turing'].map((name) =>
    acme.person(name),
  ) as [Person, Person, Person];
  await ada.authorizes(undefined, {});
  await alan.authorizes(undefined, { ownOnly: true });
  app?.turnOnTokenRotation();
  await grace.authorizes(undefined, { ownOnly: true });
  grace.tokens().expire();
  grace.tokens().killRefreshTokens();
  alan.tokens().endUntold();
  await ada.deactivate();
  grace.setTwoFactor('off');
  await acme.rename('Acme Ltd');
  slack.fault('auth.test', { status: 429, retryAfterSeconds: 30 }, 3);
  slack.fault('users.info', { status: 503 }, 3);
}

function northwind(slack: Simulator): Person {
  const workspace = slack.workspace('Northwind', { sso: true });
  workspace.person('Bernard Hugo', { role: 'member', twoFactor: 'off' });
  return workspace.person('Helen Stark', { role: 'primary_owner', twoFactor: 'off' });
}

function meridian(slack: Simulator): Person {
  const organization = slack.organization('Meridian');
  const london = slack.workspace('Meridian London', { organization });
  const alice = london.person('Alice Marsh', { role: 'primary_owner', twoFactor: 'app' });
  london.person('Rebecca Lind', { role: 'member', twoFactor: 'sms' });
  const paris = slack.workspace('Meridian Paris', { organization });
  paris.person('Carlos Reyes', { role: 'member', twoFactor: 'off' });
  paris.person('Alice Marsh', { role: 'owner' });
  const tokyo = slack.workspace('Meridian Tokyo', { organization });
  tokyo.person('Yuki Mori', { role: 'admin', twoFactor: 'app', timeZone: 'Asia/Tokyo' });
  return alice;
}
