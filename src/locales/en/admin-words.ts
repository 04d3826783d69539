type When = string;
type Who = string;

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

const OWN = 'their own permission';

const permissions = (number: number) => count(number, 'permission', 'permissions');

/** What owners and admins read: the workspace's list, its alerts and its audit trail. */
export const admin = {
  tabs: { mine: 'My authorizations', workspace: 'Workspace', audit: 'Audit trail' },
  tabLabel: (name: string, shown: boolean) => (shown ? `${name}, shown now` : `${name}: show it`),

  workspace: {
    title: (place: string) => `Everyone in ${place}`,
    summary: {
      none: 'Nobody gave a permission yet.',
      allWell: (number: number) =>
        `*Nothing is wrong.* ${count(number, 'permission', 'permissions')} in all.`,
      problems: (number: number, all: number) =>
        `*${number} of ${count(all, 'permission', 'permissions')} ${number === 1 ? 'needs' : 'need'} attention.*`,
    },
    list: 'Permissions',
    empty: 'No permission matches. _All_ shows every one.',
    filtered: (status: string | undefined, who: Who | undefined) =>
      `Shown: ${[status, who].filter(Boolean).join(' · ')}`,
  },

  alerts: {
    title: 'Alerts',
    none: 'No open alerts.',
    more: (number: number) =>
      `${count(number, 'more alert is', 'more alerts are')} shown when these are settled.`,
    seen: (number: number, first: When, last: When) =>
      number === 1 ? `Seen ${last}.` : `First seen ${first}, last ${last}.`,
    acknowledged: (who: Who, when: When) => `Acknowledged by ${who} ${when}.`,
    causes: {
      revocation_unfinished: (number: number) =>
        `*Slack has not confirmed that ${permissions(number)} ${number === 1 ? 'was' : 'were'} revoked.* Lanyard uses ${number === 1 ? 'it' : 'them'} no more, and goes on asking.`,
      revocation_given_up: (number: number) =>
        `*Slack never confirmed that ${permissions(number)} ${number === 1 ? 'was' : 'were'} revoked.* Lanyard uses ${number === 1 ? 'it' : 'them'} no more. *Revoke…* in the list asks again; removing the app ends every permission.`,
      renewal_dead: (number: number) =>
        `*Slack will not renew ${permissions(number)} any more.* The people have to give them again.`,
      renewal_failing: (number: number) =>
        `*Renewing ${permissions(number)} keeps failing.* Lanyard goes on trying.`,
      unreadable: (number: number) =>
        `*Lanyard cannot open ${count(number, 'token', 'tokens')} that it keeps.* Tell whoever runs it.`,
      expired: (number: number) =>
        `*The time of ${permissions(number)} ran out.* The people have to give them again.`,
      admin_refused: (number: number) =>
        `*Somebody who is no admin tried what only admins may${number === 1 ? '' : `, ${number} times`}.* The audit trail says who.`,
      revocation_contested: (number: number) =>
        `*${number === 1 ? 'Somebody' : `${number} people`} did not expect that an admin revoked theirs.* The audit trail says who.`,
    },
    /** @param says what Slack's answer means */
    slackCause: (number: number, says: string, next: string) =>
      `*Slack refuses ${permissions(number)}.* ${says} ${next}`,
    acknowledge: 'Acknowledge',
    resolve: 'Resolve',
    acknowledgeLabel: (cause: string) => `Acknowledge: ${cause}`,
    resolveLabel: (cause: string) => `Resolve: ${cause}`,
    done: {
      acknowledged: (receipt: string) =>
        `Acknowledged: the others see that you look after it. Receipt ${receipt}.`,
      resolved: (receipt: string) => `Resolved. If it happens again, it comes back. Receipt ${receipt}.`,
    },
  },

  filters: {
    status: 'Status',
    everyStatus: 'All statuses',
    action: 'What happened',
    everyAction: 'Everything',
    person: 'Person…',
    personLabel: 'Person: show only one person’s',
    clear: 'All',
    clearLabel: 'All: show every one again, without filters',
    receipt: 'Find a receipt…',
    receiptLabel: 'Find a receipt: show the entry that it stands for',
  },
  personModal: {
    title: 'One person',
    label: 'Whose entries shall be shown?',
    placeholder: 'Choose a person',
    submit: 'Show',
    close: 'Cancel',
  },
  receiptModal: {
    title: 'Find a receipt',
    label: 'Receipt',
    placeholder: 'A-7F3K9-Q2MXB',
    submit: 'Find',
    close: 'Close',
    notFound: 'There is no such receipt in this workspace. It looks like A-7F3K9-Q2MXB.',
  },

  buttons: { revokeFor: 'Revoke…', removeApp: 'Remove Lanyard…' },
  labels: {
    revokeFor: (of: string) => `Revoke ${of}`,
    removeApp: 'Remove Lanyard from the whole workspace',
  },

  revokeFor: {
    title: 'Revoke for them',
    submit: 'Revoke',
    close: 'Keep it',
    consequence: (who: Who) =>
      `This ends the permission that ${who} gave Lanyard, at Slack and here, and erases its token. The app stays for everyone. ${who} is told by a private message, with your name and your reason, and can give it again.`,
    reason: 'Why?',
    reasonHint: 'They read this. It also stands in the audit trail.',
    reasonPlaceholder: 'For example: left the project',
    looksLikeSecret: 'This looks like it holds a token. Leave secrets out.',
    done: 'Revoked',
    doneText: (who: Who, when: When, receipt: string) =>
      `The permission of ${who} was revoked ${when}. Slack confirmed it, and the token is erased. Receipt ${receipt}.`,
    told: 'They were told by a private message.',
    toldLater: 'The private message to them is on its way.',
    optedOut: 'They do not want private messages about this: tell them yourself.',
    notTold: 'The private message to them could not be sent: tell them yourself.',
    unfinished: 'Not finished yet',
    unfinishedText: (who: Who, receipt: string | undefined) =>
      `Slack has not confirmed it. Lanyard does not use the permission of ${who} any more, asks Slack again by itself, and tells you both what comes of it.${receipt ? ` Receipt ${receipt}.` : ''}`,
    alreadyEnded: 'It had already ended',
    gone: 'That permission is not in this workspace’s list any more. Nothing was changed.',
  },

  removeApp: {
    heading: 'Remove Lanyard',
    text: 'Ends every permission here, everybody’s included, and erases all tokens.',
    title: 'Remove Lanyard',
    submit: 'Remove',
    close: 'Keep it',
    consequence: (place: string) =>
      `Lanyard disappears from ${place} for everyone: its Home, its commands, and every permission that people gave it. All tokens are erased at once. The audit trail and everything else Lanyard keeps about ${place} is deleted after 13 days. Add Lanyard again before then, and it is all still there.`,
    word: 'remove',
    confirm: (word: string) => `Type “${word}” to confirm`,
    wrongWord: (word: string) => `Type the word ${word}, or close this to keep Lanyard.`,
    reason: 'Why?',
    done: 'Removed',
    doneText: (place: string, receipt: string) =>
      `Lanyard was removed from ${place}. Slack confirmed it, and all tokens are erased. Everything else is deleted after 13 days. Receipt ${receipt}.`,
    gone: 'Already removed',
    goneText:
      'This installation of Lanyard has already been removed, so there was nothing left to do. If Lanyard is still here, it was added again or belongs to the whole organization; nothing was changed there.',
    onlyInSlack: 'Only in Slack',
    onlyInSlackText: (url: string) =>
      `Slack does not let Lanyard remove itself. In <${url}|Slack’s app management> choose *Remove app*; Lanyard erases the tokens as soon as Slack tells it. Nothing was changed.`,
    orgWide: 'the organization',
  },

  working: {
    title: 'Still at it',
    text: 'Slack takes its time. The list in Home shows what came of it; you can close this.',
  },
  failed: { title: 'Not done', close: 'Close' },

  audit: {
    title: (place: string) => `Audit trail of ${place}`,
    empty: 'Nothing is noted. What people, admins and Slack do to permissions will stand here.',
    noMatch: 'Nothing matches. _All_ shows every entry.',
    when: (when: When, receipt: string) => `${when} · receipt ${receipt}`,
    repeated: (times: number, first: When) => `${times.toLocaleString('en')} times since ${first}`,
    reason: (reason: string) => `Reason: ${reason}`,
    actor: { slack: 'Slack', system: 'Lanyard' },
    somebody: 'Somebody',
    of: (who: Who) => `the permission of ${who}`,
    ownOf: OWN,
    app: 'the app',
    verbs: {
      installation_granted: (who: Who) => `${who} added the app`,
      installation_revoked: (who: Who) => `${who} ended the app’s permission`,
      installation_uninstalled: (who: Who) => `${who} removed the app`,
      installation_not_renewable: () => 'Slack will not renew the app’s permission any more',
      permission_not_renewable: (_: Who, whose: string) => `Slack will not renew ${whose} any more`,
      permission_granted: (who: Who) => `${who} gave their own permission`,
      permission_revoked: (who: Who, whose: string) => `${who} revoked ${whose}`,
      permission_uninstalled: (who: Who, whose: string) => `${who} ended ${whose}, with the app`,
      revocation_unfinished: (who: Who, whose: string) =>
        `${who} revoked ${whose}, and Slack did not confirm it yet`,
      revocation_given_up: (_: Who, whose: string) =>
        `Lanyard stopped asking Slack to revoke ${whose}: it was never confirmed`,
      admin_refused: (who: Who) => `${who} tried what only admins may, and was refused`,
      revocation_contested: (who: Who) => `${who} did not expect that an admin revoked theirs`,
      alert_acknowledged: (who: Who) => `${who} acknowledged an alert`,
      alert_resolved: (who: Who) => `${who} resolved an alert`,
      reminders_sent: (who: Who) => `${who} had people reminded of two-factor sign-in`,
      coverage_agreed: (who: Who) => `${who} agreed that two-factor sign-in is counted through ${OWN}`,
      coverage_stopped: (who: Who) => `${who} ended the counting of two-factor sign-in through ${OWN}`,
      coverage_lost: (_: Who, whose: string) =>
        `Two-factor sign-in can no longer be counted through ${whose}`,
      coverage_restored: (_: Who, whose: string) => `Two-factor sign-in is counted through ${whose} again`,
      coverage_exported: (who: Who) => `${who} exported the two-factor count`,
      person_exempted: (who: Who, _: string, subject: Who) =>
        `${who} left ${subject} out of the two-factor count`,
      person_counted_again: (who: Who, _: string, subject: Who) =>
        `${who} took ${subject} back into the two-factor count`,
      guests_counted: (who: Who) => `${who} chose that guests are counted`,
      guests_left_out: (who: Who) => `${who} chose that guests are not counted`,
    },
    actions: {
      installation_granted: 'App added',
      installation_revoked: 'App’s permission ended',
      installation_uninstalled: 'App removed',
      installation_not_renewable: 'App’s permission not renewed',
      permission_not_renewable: 'Permission not renewed',
      permission_granted: 'Permission given',
      permission_revoked: 'Permission revoked',
      permission_uninstalled: 'Permission ended with the app',
      revocation_unfinished: 'Revocation not confirmed yet',
      revocation_given_up: 'Revocation never confirmed',
      admin_refused: 'Attempt refused',
      revocation_contested: 'Revocation not expected',
      alert_acknowledged: 'Alert acknowledged',
      alert_resolved: 'Alert resolved',
      reminders_sent: 'Reminders sent',
      coverage_agreed: 'Two-factor count agreed to',
      coverage_stopped: 'Two-factor count stopped',
      coverage_lost: 'Two-factor count lost a permission',
      coverage_restored: 'Two-factor count works again',
      coverage_exported: 'Two-factor count exported',
      person_exempted: 'Person left out of the count',
      person_counted_again: 'Person counted again',
      guests_counted: 'Guests counted',
      guests_left_out: 'Guests not counted',
    },
  },
} as const;
