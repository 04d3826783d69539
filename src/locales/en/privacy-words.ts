/** The privacy page. It has to stay true: what is kept stands in prisma/schema.prisma. */
export const privacy = {
  title: 'Privacy · Lanyard',
  description: 'What this Lanyard keeps about you, why, for how long, and how to have it deleted.',
  headline: 'Privacy',
  lead: 'What Lanyard keeps about you, why, for how long, and how to have it deleted.',
  operator: {
    heading: 'Who is responsible',
    named: (name: string) => `This Lanyard is run by ${name}.`,
    unnamed: 'This Lanyard is run by whoever gave you its address: most often your workspace’s own admins.',
    contact: 'Write to them with any question about your data:',
    noContact: 'Ask the admin who added Lanyard to your workspace; they know who that is.',
  },
  keeps: { heading: 'What is kept, and why' },
  uses: {
    heading: 'What it is used for',
    points: [
      'To show you, in Slack, which permissions Lanyard holds and whether they work.',
      'To answer /2fa and /token-status, to you alone.',
      'To count, for the owners and admins of your workspace, who signs in with two factors: only where one of them agreed that it is read through their own permission.',
      'To write to you privately when somebody ended a permission of yours, when it cannot be renewed, or when an admin reminds you of two-factor sign-in: once a day at most, and only what you want to hear of.',
      'For nothing else: no advertising, no profiles, no training of models, nothing sold or passed on.',
    ],
  },
  reads: {
    heading: 'What is read from Slack and not kept',
    points: [
      'Your name and your role in the workspace, when something you do depends on them, and your time zone, so that nobody writes to you at night.',
      'Your own two-factor status, when you ask for it, through your own permission.',
      'Somebody’s two-factor status, when an owner or admin of their workspace asks for it.',
      'Never a message, a file or an e-mail address: there is no permission for it.',
    ],
  },
  stays: {
    heading: 'How long',
    facts: [
      {
        title: 'Tokens',
        text: 'Erased at once when you press *Revoke*, when Slack says that they ended, or when the app is removed.',
      },
      {
        title: 'Records of permissions',
        text: 'A single permission: 90 days after it ended, so that you can be told what ended it.',
      },
      {
        title: 'The two-factor count, where admins agreed to it',
        text: 'Of the last count: each person’s name, role, time zone and status, until the next one, and no longer than somebody agrees to it. Of earlier days: numbers alone, for 90 days. Whom admins left out of it, with their reason: 90 days after it ended.',
      },
      {
        title: 'Everything of a workspace, its audit trail included',
        text: 'Deleted 13 days after the app was removed from it. Sooner, if you ask.',
      },
      {
        title: 'What you were told',
        text: 'Ninety days. Reminders of two-factor sign-in, and what you do not want to hear of: as long as the app is there.',
      },
      { title: 'The log', text: 'It holds ids and outcomes, no tokens and no message texts.' },
    ],
  },
  rights: {
    heading: 'Your rights',
    text: 'You may see what is kept about you, take it with you, have it corrected or have it deleted. Lanyard’s Home shows most of it and takes permissions back at once; for the rest write to the contact above, with your workspace and your name in Slack.',
  },
  browser: {
    heading: 'In your browser',
    text: 'These pages load nothing from other sites and run no scripts. One cookie is set when you press *Add to Slack*: it ties the installation to your browser, and is gone after ten minutes.',
  },
};
