import { nameCommands } from '../../../slack-api/app-surface.ts';

/** The privacy page. It has to stay true: what is stored is in prisma/schema.prisma. */
export const privacy = {
  title: 'Privacy · Lanyard',
  description: 'What this Lanyard stores about you, why, for how long, and how to have it deleted.',
  headline: 'Privacy',
  lead: 'What Lanyard stores about you, why, for how long, and how to have it deleted.',
  operator: {
    heading: 'Who is responsible',
    named: (name: string) => `This Lanyard is run by ${name}.`,
    unnamed:
      'This Lanyard is run by the people who gave you its address, most often your workspace’s own admins.',
    contact: 'Contact them with any question about your data:',
    noContact: 'Ask the admin who added Lanyard to your workspace; they know who that is.',
  },
  keeps: { heading: 'What is stored, and why' },
  uses: {
    heading: 'What it is used for',
    points: [
      'To show you, in Slack, which permissions Lanyard holds and whether they work.',
      `To answer ${nameCommands()}, to you alone.`,
      'To count, for the owners and admins of your workspace, who signs in with two factors: only if one of them agreed to it being read through their own permission.',
      'To message you privately when someone ends a permission of yours, when one can’t be renewed, or when an admin reminds you about two-factor sign-in: at most once a day, and only about what you haven’t turned off.',
      'For nothing else: no advertising, no profiling, no model training, nothing sold or shared.',
    ],
  },
  reads: {
    heading: 'What is read from Slack and not stored',
    points: [
      'Your name and your role in the workspace, when something you do depends on them, and your time zone, so that you don’t get messages at night.',
      'Your own two-factor status, when you ask for it, through your own permission.',
      'Someone’s two-factor status, when an owner or admin of their workspace asks for it.',
      'Never a message, a file or an email address: Lanyard has no permission for that.',
    ],
  },
  stays: {
    heading: 'How long',
    facts: [
      {
        title: 'Tokens',
        text: 'Erased at once when you press *Revoke*, when Slack says they ended, or when the app is removed.',
      },
      {
        title: 'Records of permissions',
        text: '90 days after the permission ended, so that you can see what ended it.',
      },
      {
        title: 'The two-factor count, if admins agreed to it',
        text: 'From the last count: each person’s name, role, time zone and status, until the next count, and only as long as an admin agrees to it. From earlier days: only the numbers, for 90 days. Who admins left out and why: until 90 days after that ended.',
      },
      {
        title: 'All of a workspace’s data, including its audit trail',
        text: 'Deleted 13 days after the app is removed. Sooner if you ask.',
      },
      {
        title: 'Private messages',
        text: '90 days. Reminders about two-factor sign-in, and what you turned off: as long as the app is installed.',
      },
      { title: 'The log', text: 'It contains IDs and outcomes, but no tokens and no message texts.' },
    ],
  },
  rights: {
    heading: 'Your rights',
    text: 'You can see what is stored about you, get a copy, and have it corrected or deleted. Lanyard’s Home shows most of it and lets you revoke permissions at once; for the rest, write to the contact above with your workspace and your name in Slack.',
  },
  browser: {
    heading: 'In your browser',
    text: 'These pages load nothing from other sites and run no scripts. One cookie is set when you press *Add to Slack*: it ties the installation to your browser and expires after ten minutes.',
  },
};
