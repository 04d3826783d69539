import type { ErrorCode } from '../../errors.ts';
import type { SlackErrorClass } from '../../slack-api/slack-error-codes.ts';

/** Whose permission it is about, at the beginning of a sentence: “Your permission”. */
type Subject = string;

const UNCHANGED = 'Nothing was changed.';
const OPERATOR = 'The person who runs Lanyard needs to look at this.';

/** What a person reads when something fails, and the button under it. Without codes; `errors` has the rest. */
export const failures = {
  subjects: {
    user: 'Your permission',
    bot: 'The workspace’s permission',
    unknown: 'This permission',
  },

  /** The failures that are about a permission, in place of what `errors` says where its owner isn’t known. */
  ofPermission: {
    slack_token_dead: (subject: Subject) => `${subject} has ended: Slack no longer accepts it. ${UNCHANGED}`,
    token_expired: (subject: Subject) => `${subject} has expired, and Slack won’t renew it. ${UNCHANGED}`,
    token_unreadable: (subject: Subject) =>
      `${subject} can’t be used: Lanyard can’t open the token it stores. ${UNCHANGED}`,
    rotation_pending: (subject: Subject) =>
      `${subject} is being renewed, and Slack hasn’t finished. ${UNCHANGED} Try again in a minute.`,
  } satisfies Partial<Record<ErrorCode, (subject: Subject) => string>>,

  /** What Slack refused, by what its answer means. */
  refused: {
    dead_token: (subject) => `${subject} has ended in Slack. ${UNCHANGED}`,
    expired_token: (subject) => `${subject} has expired. ${UNCHANGED}`,
    doubted_token: (subject) =>
      `${subject} isn’t one that Slack recognizes, or Slack doesn’t allow calls from where Lanyard runs. ${UNCHANGED}`,
    missing_scope: (subject) => `${subject} doesn’t cover this. ${UNCHANGED}`,
    wrong_token_type: (subject) => `${subject} is of a kind that Slack doesn’t accept for this. ${UNCHANGED}`,
    not_permitted: (subject) =>
      `${subject} isn’t allowed to do this. ${UNCHANGED} Ask a workspace admin, then try again.`,
    needs_two_factor: (subject) =>
      `${subject} won’t work in Slack until you set up two-factor sign-in. ${UNCHANGED}`,
    needs_workspace_admin: (subject) =>
      `${subject} is blocked by a setting of the workspace. ${UNCHANGED} Ask a workspace admin, then try again.`,
    needs_organization_admin: (subject) =>
      `${subject} is blocked by a setting of the organization. ${UNCHANGED} Ask an organization admin, then try again.`,
    dead_refresh_token: (subject) => `${subject} can no longer be renewed. ${UNCHANGED}`,
    spent_code: () => `Slack’s approval was already used or has expired. ${UNCHANGED}`,
    already_exchanged: (subject) => `${subject} was already replaced by a newer one. ${UNCHANGED}`,
    app_credentials: () => `Slack doesn’t recognize the settings that this Lanyard uses. ${OPERATOR}`,
    rotation_off: () => `Slack doesn’t renew tokens for this Lanyard: that’s switched off. ${OPERATOR}`,
    nobody: () => `Slack doesn’t show Lanyard anyone with that ID here. ${UNCHANGED}`,
    closed_to_messages: () => `That person or channel doesn’t accept messages from Lanyard. ${UNCHANGED}`,
    channel_gone: () => `That conversation no longer exists, or Lanyard can’t see it. ${UNCHANGED}`,
    message_gone: () => `Slack no longer lets that message be changed. ${UNCHANGED}`,
    message_not_found: () => `That message was deleted. ${UNCHANGED}`,
    view_changed: () => 'What you see was updated at the same moment. Try again.',
    lost_cursor: () => `Slack lost its place in a long list. ${UNCHANGED} Try again.`,
    our_fault: () => `Slack didn’t understand what Lanyard asked. ${UNCHANGED} ${OPERATOR}`,
    our_request: () => `Slack doesn’t do what Lanyard asked for. ${UNCHANGED} ${OPERATOR}`,
    rate_limited: () => `Slack is rate-limiting Lanyard. ${UNCHANGED} Try again in a minute.`,
    passing: () => `Slack has a problem right now. ${UNCHANGED} Try again in a minute.`,
    undocumented: () =>
      `Slack refused it for a reason that Lanyard doesn’t recognize. ${UNCHANGED} ${OPERATOR}`,
  } satisfies Record<SlackErrorClass, (subject: Subject) => string> as Record<
    SlackErrorClass,
    (subject: Subject) => string
  >,

  buttons: {
    again: 'Try again',
    home: 'Open Lanyard’s Home',
    refresh: 'Refresh',
    reauthorize: 'Reauthorize',
    grant: 'Grant my permission',
    add: 'Add to Slack',
    two_factor: 'Set up two-factor',
    support: 'Get help',
  },
  labels: {
    again: 'Try again: the same once more',
    home: 'Open Lanyard’s Home',
    refresh: 'Refresh: show the current list',
    reauthorize: 'Reauthorize, in the browser',
    grant: 'Grant my permission, in the browser',
    add: 'Add to Slack, in the browser',
    two_factor: 'Set up two-factor sign-in, in the browser',
    support: 'Get help from the person who runs Lanyard, in the browser',
  },
};
