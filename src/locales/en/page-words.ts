import { outcomes } from './outcome-words.ts';
import { privacy } from './privacy-words.ts';
import { setup } from './setup-words.ts';
import { support } from './support-words.ts';

/** What the web pages say. Commands and *buttons* are set apart by `prose`. */
export const pages = {
  lang: 'en',

  layout: {
    name: 'Lanyard',
    footer: 'Lanyard is an independent app. It is not made or endorsed by Slack.',
    more: 'About this Lanyard',
    privacy: 'Privacy',
    support: 'Support',
    slackStatus: 'Slack’s status',
    slackStatusUrl: 'https://slack-status.com',
    skip: 'Skip to the content',
  },

  landing: {
    title: 'Lanyard: see what you authorized in Slack',
    description:
      'An app for Slack that shows each permission it holds, checks that it works, and gives it back.',
    promise: ['See what you authorized.', 'Take it back any time.'],
    lead: 'Lanyard is an app for Slack that keeps its own permissions in plain sight, and tells you whether your two-factor sign-in is on.',
    gains: [
      {
        title: 'Every permission it holds.',
        text: 'Its Home lists what the workspace and you allowed it, who gave that and when, in plain words.',
      },
      {
        title: 'Proof, and a way back.',
        text: 'Press *Verify*, and Slack says whether a permission works. Press *Revoke*, and yours ends and its token is erased.',
      },
      {
        title: 'Private answers.',
        text: 'Type /2fa or /token-status in any channel. Only you see what comes back.',
      },
    ],
    choices: {
      workspace: { button: 'Add to Slack', hint: 'The app for your workspace, and your own permission.' },
      me: {
        button: 'Only my own permission',
        hint: 'If your workspace has Lanyard already. Nothing else changes.',
      },
      tryWithoutSlack: 'Try it without Slack',
    },
    drawing: {
      description:
        'Lanyard’s Home in Slack. Under “My authorizations” stand the workspace’s permission and your own, both working, with buttons to verify them and to revoke yours. Below, the answer to /2fa: two-factor sign-in is on.',
      caption: 'A drawing of Lanyard’s Home. Yours shows your own workspace.',
      heading: 'My authorizations',
      place: 'Acme · 2 permissions',
      workspace: {
        title: 'Lanyard in this workspace',
        status: 'Working',
        sentence: 'Lets Lanyard offer /2fa and /token-status.',
        given: 'Added by Mara on 3 May',
        buttons: ['Verify'],
      },
      own: {
        title: 'Your own permission',
        status: 'Working',
        sentence: 'Lets Lanyard see your own two-factor status.',
        given: 'Given by you on 3 May',
        buttons: ['Verify', 'Revoke'],
      },
      command: '/2fa',
      answer: 'Your two-factor sign-in is on, with an authenticator app.',
      onlyYou: 'Only visible to you',
    },
    picture: {
      heading: 'How it looks in Slack',
      note: 'Taken in the simulated Slack that comes with Lanyard.',
      description:
        'Lanyard’s Home tab: the workspace’s permission and the member’s own, each with its status, what it allows, and buttons.',
    },
    asks: {
      heading: 'What we ask for, and why',
      note: 'Slack shows you the same list before you allow anything. Lanyard asks for nothing beyond it.',
      columns: { scope: 'Permission', lets: 'Lets Lanyard', never: 'Never' },
      bot: { title: 'From the workspace', note: 'held by the app’s bot' },
      user: {
        title: 'From you',
        note: 'your own permission; other members give theirs, or leave it',
      },
    },
    never: {
      heading: 'What we never do',
      note: 'Most of it Lanyard could not do if it wanted to: the permission for it is not in the list above.',
      points: [
        'Read messages, files or e-mail addresses.',
        'Write in channels by itself, or in your name.',
        'Use one person’s permission for another. The one exception is an owner or admin who agreed that two-factor sign-in is counted through theirs.',
        'Take “not visible” for “off”. When Slack hides a two-factor status, Lanyard says so.',
        'Show a token: not in Slack, not on a page, not in a log.',
        'Load anything from other sites on these pages, or follow you across them.',
      ],
    },
    data: {
      heading: 'Your data',
      note: 'What Lanyard keeps in its database, and when it goes.',
      facts: [
        {
          title: 'Who and where',
          text: 'The ids of your workspace or organization, of the app and its bot, and of the people who installed it or gave a permission. The name of the workspace or organization.',
        },
        {
          title: 'Permissions',
          text: 'Which ones were given, by whom and when, and whether they worked when they were last checked.',
        },
        {
          title: 'Tokens',
          text: 'Sealed: encrypted with a key that is not in the database, and bound to the one record they belong to. Erased as soon as a permission is revoked or the app is removed.',
        },
        {
          title: 'Audit trail',
          text: 'Who did what to which permission, when, and the reason where an admin gave one. It holds no tokens, and goes with the rest of a workspace after the app was removed.',
        },
        {
          title: 'Two-factor count',
          text: 'Only where an owner or admin agreed to it: the names, roles, time zones and two-factor status of the people at the last count, numbers alone of earlier days, and whom admins left out, with their reason.',
        },
        {
          title: 'Private messages',
          text: 'What you were told by a private message, when, and what you do not want to hear of. Not what you answered: Lanyard reads no messages.',
        },
        {
          title: 'In passing',
          text: 'A hash that ties an installation to the browser that began it, and the ids of Slack’s events, so that none counts twice. Which page of Home you looked at last, and how often you asked for a check within the minute.',
        },
      ],
      more: 'Who runs this Lanyard, how long things are kept and how to have them deleted:',
    },
    admins: {
      heading: 'For admins',
      points: [
        'What arrives: a bot named Lanyard, a Home tab, and the commands /2fa and /token-status. The bot joins no channel by itself.',
        'Members need not do anything. Each decides alone whether to give a permission of their own.',
        'If your workspace approves its apps, Slack asks you first. Until you agree, nothing is installed.',
        'Installed for a whole organization, Lanyard is in none of its workspaces until you choose them in Slack.',
        'You may have two-factor sign-in counted. You are asked first: Slack shows it only through an owner’s or admin’s own permission.',
        'Under single sign-on, two-factor is set at your identity provider. Slack cannot show it, and Lanyard says just that.',
      ],
    },
    removal: {
      heading: 'How to remove it',
      facts: [
        {
          title: 'Only your permission',
          text: 'Open Lanyard’s Home in Slack and press *Revoke*. Yours ends at once; the app stays for everyone else.',
        },
        {
          title: 'The whole app',
          text: 'In Slack’s app management, open Lanyard and choose *Remove app*. Slack ends every permission, and Lanyard erases the tokens when Slack tells it.',
        },
      ],
    },
  },

  outcome: outcomes,
  privacy,
  setup,
  support,
};

export type PageWords = typeof pages;
