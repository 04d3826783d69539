/** The support page: help that needs no account. */
export const support = {
  title: 'Support · Lanyard',
  description: 'Help with Lanyard: common questions, and who to ask.',
  headline: 'Support',
  lead: 'Help with Lanyard. You don’t need an account to ask.',
  ask: {
    heading: 'Ask a person',
    named: (name: string) => `This Lanyard is run by ${name}. Write to:`,
    unnamed: 'Write to the person who runs this Lanyard:',
    answered: 'You’ll get an answer within two working days.',
    noContact:
      'The person who runs this Lanyard hasn’t published an address. Ask the admin who added it to your workspace; they know who that is.',
    include:
      'If Lanyard showed you a reference of eight letters and digits, include it: it leads to the right place in the log. Never send a token.',
  },
  questions: {
    heading: 'Common questions',
    facts: [
      {
        title: '/2fa says it can’t see my status.',
        text: 'Slack shows it only through your own permission. You can grant it in Lanyard’s Home, and revoke it there too.',
      },
      {
        title: '/2fa mentions single sign-on.',
        text: 'That means you sign in with your company account, and two-factor is set up there. Slack doesn’t know about it.',
      },
      {
        title: 'A permission “needs attention” or has “expired”.',
        text: 'Press *Reauthorize* or *Grant it again* in Lanyard’s Home. Nothing is lost: permissions don’t contain any data.',
      },
      {
        title: 'I pressed Add to Slack, and Slack said an admin has to approve it.',
        text: 'Your admins have been asked, and nothing is installed yet. Slack will tell you when they’ve approved it; then press *Add to Slack* again.',
      },
      {
        title: 'The commands are gone.',
        text: 'Lanyard was removed from the workspace, or its permission was revoked. An admin can add it again from the home page.',
      },
      {
        title: 'How do I remove it?',
        text: 'Your own permission: *Revoke* in Lanyard’s Home. The whole app: *Remove app* in Slack’s app management.',
      },
    ],
  },
  security: {
    heading: 'Found a vulnerability?',
    text: 'Please report it to the same contact before anyone else, without tokens or other people’s data.',
  },
  status: {
    heading: 'Is it Slack?',
    text: 'If everything in Slack is slow, see',
    link: 'Slack’s status page',
    url: 'https://slack-status.com',
  },
};
