import { createPerson } from '../../people/people.ts';
import { ROLES } from '../../people/role-words.ts';
import { findPerson } from '../../state/find.ts';
import type { Role, TwoFactor } from '../../state/state.ts';
import type { Group } from './thing.ts';

const TWO_FACTOR: Record<TwoFactor, string> = {
  app: '2FA on, by authenticator app',
  sms: '2FA on, by text message',
  on: '2FA on, Slack doesn’t say how',
  off: '2FA off',
};

const CHANGES: (readonly [string, string])[] = [
  ...Object.entries(TWO_FACTOR).map(([kind, words]) => [`2fa:${kind}`, words] as const),
  ...Object.entries(ROLES).map(([role, words]) => [`role:${role}`, `Role: ${words}`] as const),
  ['deactivate', 'Deactivate the account'],
  ['reactivate', 'Reactivate the account'],
];

export const PEOPLE: Group = {
  title: 'People',
  note: ({ workspace }) =>
    workspace.sso
      ? `${workspace.name} signs in through single sign-on, so what Slack knows about 2FA says nothing here.`
      : 'An admin changes someone’s account. No one tells the app about 2FA.',
  things: [
    {
      id: 'person',
      words: () => 'Change',
      fields: ({ world, workspace, record }) => [
        {
          name: 'who',
          label: 'Who',
          value: record.id,
          options: world.store.state.people
            .filter((each) => each.workspaceId === workspace.id)
            .map(({ id, name, deleted }) => [id, deleted ? `${name} (deactivated)` : name] as const),
        },
        { name: 'change', label: 'What', options: CHANGES },
      ],
      async act({ world, workspace }, form) {
        const record = findPerson(world.store.state, workspace.id, form.get('who') ?? '');
        if (!record) throw new Error('There’s no one by that name anymore.');
        const person = createPerson(world, record);
        const [what = '', value = ''] = (form.get('change') ?? '').split(':');
        if (what === '2fa' && Object.hasOwn(TWO_FACTOR, value)) person.setTwoFactor(value as TwoFactor);
        else if (what === 'role' && Object.hasOwn(ROLES, value)) person.setRole(value as Role);
        else if (what === 'deactivate') await person.deactivate();
        else if (what === 'reactivate') person.reactivate();
        else throw new Error('There’s no such change.');
        return `${person.name}: ${CHANGES.find(([key]) => key === form.get('change'))?.[1]}.`;
      },
    },
  ],
};
