import type { Person } from '../../simulator/people/people.ts';
import { pressesButton } from './home.ts';
import type { Lanyard } from './lanyard.ts';
import { until, untilHome } from './until.ts';

/** A workspace of its own for each test: an owner who installed, with an own permission, and a member without. */
export async function makeTeam(lanyard: Lanyard, name: string) {
  const workspace = lanyard.slack.workspace(name);
  const owner = workspace.person('Olga', { role: 'owner', twoFactor: 'app' });
  const member = workspace.person('Mia');
  await lanyard.install(owner);
  return { workspace, owner, member };
}

/** Opens Home and waits until it is there, by someone whom Slack has told of. */
export async function opensHome(person: Person, text = 'My authorizations'): Promise<void> {
  // What installing brought up to date comes on its own, and may still be on its way.
  await person.opensHome();
  await until(
    () => person.homeText(),
    (home) => home.includes(text) && !home.includes('didn’t tell') && !home.includes('Checking with Slack'),
    `“${text}” on Home`,
  );
}

/** From Home, which is open, to what an admin sees of everyone. */
export async function opensWorkspaceTab(admin: Person): Promise<void> {
  const there = admin.homeText().includes('Everyone in');
  await pressesButton(admin, 'look', there ? /show the current list/ : /^(Workspace|Organization)/);
  await untilHome(admin, 'Everyone in');
}

/** What the modal in front of a person says, every text of it. */
export function modalText(person: Person): string {
  const texts: string[] = [];
  const read = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(read);
    else if (typeof value === 'object' && value !== null) {
      if ('text' in value && typeof value.text === 'string') texts.push(value.text);
      Object.values(value).forEach(read);
    }
  };
  const modal = person.modal();
  read([modal?.title, modal?.blocks]);
  return texts.join('\n');
}

export const untilModal = (person: Person, text: string) =>
  until(
    () => modalText(person),
    (seen) => seen.includes(text),
    `“${text}” in a modal`,
  );
