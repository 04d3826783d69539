/** The support page: help that needs no account. */
export const support = {
  title: 'Support · Lanyard',
  description: 'Help with Lanyard: common questions, and whom to ask.',
  headline: 'Support',
  lead: 'Help with Lanyard. You need no account to ask.',
  ask: {
    heading: 'Ask somebody',
    named: (name: string) => `This Lanyard is run by ${name}. Write to:`,
    unnamed: 'Whoever runs this Lanyard answers at:',
    answered: 'You get an answer within two working days.',
    noContact:
      'Whoever runs this Lanyard gave no address. Ask the admin who added it to your workspace; they know who that is.',
    include:
      'If a page or a message of Lanyard gave you a reference of eight letters and digits, send it along: it finds the place in the log. Never send a token.',
  },
  questions: {
    heading: 'Common questions',
    facts: [
      {
        title: '/2fa says that it cannot see my status.',
        text: 'Slack shows it only through your own permission. Lanyard’s Home has a button that gives it; you can take it back there, too.',
      },
      {
        title: '/2fa speaks of single sign-on.',
        text: 'Then your company signs you in, and two-factor is set there. Slack does not know about it.',
      },
      {
        title: 'A permission “needs attention” or has “expired”.',
        text: 'Press *Give it again* in Lanyard’s Home. Nothing is lost: permissions hold no data of yours.',
      },
      {
        title: 'I pressed Add to Slack, and Slack said that an admin has to approve it.',
        text: 'Your admins have been asked, and nothing is installed yet. When they agree, Slack tells you; then press *Add to Slack* again.',
      },
      {
        title: 'The commands are gone.',
        text: 'Lanyard was removed from the workspace, or its permission was revoked. An admin can add it again from the start page.',
      },
      {
        title: 'How do I remove it?',
        text: 'Your own permission: *Revoke* in Lanyard’s Home. The whole app: *Remove app* in Slack’s app management.',
      },
    ],
  },
  security: {
    heading: 'Found a weakness?',
    text: 'Please tell the same contact before anybody else, and leave out tokens and other people’s data.',
  },
  status: {
    heading: 'Is it Slack?',
    text: 'If everything in Slack is slow, see',
    link: 'Slack’s status page',
    url: 'https://slack-status.com',
  },
};
