import type { Simulator } from './simulator.ts';

/** A small team, a workspace behind single sign-on, and an organization of two: enough to meet every answer. */
export function seedSmallTeam(slack: Simulator): void {
  const acme = slack.workspace('Acme');
  acme.person('Grace Hopper', { role: 'primary_owner', twoFactor: 'app' });
  acme.person('Ada Lovelace', { role: 'admin', twoFactor: 'sms' });
  acme.person('Alan Turing', { role: 'member', twoFactor: 'off' });
  acme.person('Kim Guest', { role: 'guest', twoFactor: 'off' });

  const northwind = slack.workspace('Northwind', { sso: true });
  northwind.person('Helen Stark', { role: 'primary_owner', twoFactor: 'off' });
  northwind.person('Bernard Hugo', { role: 'member', twoFactor: 'off' });

  const meridian = slack.organization('Meridian');
  const london = slack.workspace('Meridian London', { organization: meridian });
  london.person('Alice Marsh', { role: 'primary_owner', twoFactor: 'app' });
  london.person('Rebecca Lind', { role: 'member', twoFactor: 'sms' });
  slack
    .workspace('Meridian Paris', { organization: meridian })
    .person('Carlos Reyes', { role: 'member', twoFactor: 'off' });
}
