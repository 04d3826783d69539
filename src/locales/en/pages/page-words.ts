import { nameCommands } from '../../../slack-api/app-surface.ts';
import { outcomes } from './outcome-words.ts';
import { privacy } from './privacy-words.ts';
import { setup } from './setup-words.ts';
import { support } from './support-words.ts';

/** What the web pages say. Commands and *buttons* are set apart by `prose`. */
export const pages = {
  lang: 'en',

  layout: {
    name: 'Lanyard',
    footer: 'Lanyard is an independent app. It isn’t made or endorsed by Slack.',
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
      'A Slack app that shows every permission it holds, checks that each one works, and lets you revoke it.',
    promise: ['See what you authorized.', 'Take it back anytime.'],
    lead: 'Lanyard is a Slack app that keeps its own permissions in plain sight and tells you whether your two-factor sign-in is on.',
    gains: [
      {
        title: 'Every permission it holds.',
        text: 'Its Home lists what you and your workspace allowed it to do, who granted that and when, in plain words.',
      },
      {
        title: 'Proof, and a way back.',
        text: 'Press *Verify* to have Slack confirm that a permission works. Press *Revoke* to end yours and erase its token.',
      },
      {
        title: 'Private answers.',
        text: `Type ${nameCommands('disjunction')} in any channel. Only you see the answer.`,
      },
    ],
    choices: {
      workspace: { button: 'Add to Slack', hint: 'The app for your workspace, and your own permission.' },
      me: {
        button: 'Only my own permission',
        hint: 'If your workspace already has Lanyard. Nothing else changes.',
      },
      tryWithoutSlack: 'Try it without Slack',
    },
    drawing: {
      description:
        'Lanyard’s Home in Slack. “My authorizations” lists the workspace’s permission and your own, both working, with buttons to verify them and to revoke yours. Below is the answer to /2fa: two-factor sign-in is on.',
      caption: 'A drawing of Lanyard’s Home. Yours shows your own workspace.',
      heading: 'My authorizations',
      place: 'Acme · 2 permissions',
      workspace: {
        title: 'Lanyard in this workspace',
        status: 'Working',
        sentence: `Lets Lanyard offer ${nameCommands()}.`,
        given: 'Added by Mara on 3 May',
        buttons: ['Verify'],
      },
      own: {
        title: 'Your own permission',
        status: 'Working',
        sentence: 'Lets Lanyard see your own two-factor status.',
        given: 'Granted by you on 3 May',
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
      note: 'Slack shows you the same list before you allow anything. Lanyard asks for nothing else.',
      columns: { scope: 'Permission', lets: 'Lets Lanyard', never: 'Never' },
      bot: { title: 'From the workspace', note: 'held by the app’s bot' },
      user: {
        title: 'From you',
        note: 'your own permission; other members grant theirs, or don’t',
      },
    },
    never: {
      heading: 'What we never do',
      note: 'Lanyard couldn’t do most of this even if it wanted to: the list above doesn’t include the permissions for it.',
      points: [
        'Read messages, files or email addresses.',
        'Post in channels on its own, or in your name.',
        'Use one person’s permission for another. The one exception is an owner or admin who agreed to two-factor sign-in being counted through theirs.',
        'Mistake “not visible” for “off”. When Slack hides a two-factor status, Lanyard says so.',
        'Show a token: not in Slack, not on a page, not in a log.',
        'Load anything from other sites on these pages, or follow you across them.',
      ],
    },
    data: {
      heading: 'Your data',
      note: 'What Lanyard stores in its database, and when it’s deleted.',
      facts: [
        {
          title: 'Who and where',
          text: 'The IDs of your workspace or organization, of the app and its bot, and of the people who installed it or granted a permission. The name of the workspace or organization.',
        },
        {
          title: 'Permissions',
          text: 'Which ones were granted, by whom and when, and whether they worked when last checked.',
        },
        {
          title: 'Tokens',
          text: 'Sealed: encrypted with a key that isn’t in the database, and bound to the record they belong to. Erased as soon as a permission is revoked or the app is removed.',
        },
        {
          title: 'Audit trail',
          text: 'Who did what to which permission and when, and the reason if an admin gave one. It contains no tokens, and is deleted with the rest of a workspace’s data after the app is removed.',
        },
        {
          title: 'Two-factor count',
          text: 'Only if an owner or admin agreed to it: the names, roles, time zones and two-factor status of the people in the last count, only the numbers from earlier days, and who admins left out and why.',
        },
        {
          title: 'Private messages',
          text: 'What Lanyard messaged you about and when, and what you turned off. Not your replies: Lanyard doesn’t read messages.',
        },
        {
          title: 'For a short time',
          text: 'A hash that ties an installation to the browser it started in, and the IDs of Slack’s events, so that none is counted twice. Which page of Home you last looked at, and how often you asked for a check within the last minute.',
        },
      ],
      more: 'Who runs this Lanyard, how long data is stored and how to have it deleted:',
    },
    admins: {
      heading: 'For admins',
      points: [
        `What you get: a bot named Lanyard, a Home tab, and the commands ${nameCommands()}. The bot doesn’t join channels on its own.`,
        'Members don’t have to do anything. Each decides whether to grant a permission of their own.',
        'If your workspace requires app approval, Slack asks you first. Nothing is installed until you approve it.',
        'Installed for a whole organization, Lanyard isn’t in any of its workspaces until you choose them in Slack.',
        'You can have two-factor sign-in counted. You’re asked first, because Slack shows it only through an owner’s or admin’s own permission.',
        'With single sign-on, two-factor is set at your identity provider. Slack can’t show it, and Lanyard says so.',
      ],
    },
    removal: {
      heading: 'How to remove it',
      facts: [
        {
          title: 'Only your permission',
          text: 'Open Lanyard’s Home in Slack and press *Revoke*. Your permission ends at once; the app stays for everyone else.',
        },
        {
          title: 'The whole app',
          text: 'In Slack’s app management, open Lanyard and choose *Remove app*. Slack ends every permission, and Lanyard erases the tokens when Slack reports it.',
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
