type When = string;
type Who = string;

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

const OWN = 'their own permission';

const permissions = (number: number) => count(number, 'permission', 'permissions');

/** What owners and admins read: the workspace's list, its alerts and its audit trail. */
export const admin = {
  tabs: {
    mine: 'My authorizations',
    workspace: 'Workspace',
    organization: 'Organization',
    audit: 'Audit trail',
    show: (orgWide: boolean) => (orgWide ? 'Show organization' : 'Show workspace'),
    showLabel: (orgWide: boolean) =>
      `${orgWide ? 'Show organization' : 'Show workspace'}: what needs attention there`,
  },
  tabLabel: (name: string) => `${name}: show it`,

  workspace: {
    title: (place: string) => `Everyone in ${place}`,
    organization: {
      /** @param names of some of them, perhaps none */
      has: (total: number, names: string, more: number) =>
        `Lanyard is in ${count(total, 'workspace', 'workspaces')}${names === '' ? '' : `: ${names}${more > 0 ? ` and ${more} more` : ''}`}.`,
      hasNone: 'Lanyard isn’t in any workspace of the organization yet.',
      unknown: 'Slack didn’t say which workspaces have Lanyard.',
    },
    none: 'No one has granted a permission yet.',
    list: 'Permissions',
    empty: 'No permission matches. Press _All_ to see every one.',
    filtered: (status: string | undefined, who: Who | undefined) =>
      `Showing: ${[status, who].filter(Boolean).join(' · ')}`,
  },

  alerts: {
    title: 'Alerts',
    none: 'No open alerts.',
    more: (number: number) =>
      `${count(number, 'more alert', 'more alerts')} will appear once you resolve these.`,
    seen: (number: number, first: When, last: When) =>
      number === 1 ? `Seen ${last}.` : `First seen ${first}, last ${last}.`,
    acknowledged: (who: Who, when: When) => `Acknowledged by ${who} ${when}.`,
    causes: {
      revocation_unfinished: (number: number) =>
        `*Slack hasn’t confirmed that ${permissions(number)} ${number === 1 ? 'was' : 'were'} revoked.* Lanyard no longer uses ${number === 1 ? 'it' : 'them'} and keeps asking.`,
      revocation_given_up: (number: number) =>
        `*Slack never confirmed that ${permissions(number)} ${number === 1 ? 'was' : 'were'} revoked.* Lanyard no longer uses ${number === 1 ? 'it' : 'them'}. Press *Revoke…* in the list to ask again; removing the app ends every permission.`,
      renewal_dead: (number: number) =>
        `*Slack won’t renew ${permissions(number)}.* ${number === 1 ? 'Its owner has' : 'Their owners have'} to grant ${number === 1 ? 'it' : 'them'} again.`,
      renewal_failing: (number: number) =>
        `*Renewing ${permissions(number)} keeps failing.* Lanyard keeps trying.`,
      unreadable: (number: number) =>
        `*Lanyard can’t open ${count(number, 'token', 'tokens')} that it stores.* Tell the person who runs Lanyard.`,
      expired: (number: number) =>
        `*${count(number, 'permission has', 'permissions have')} expired.* ${number === 1 ? 'Its owner has' : 'Their owners have'} to grant ${number === 1 ? 'it' : 'them'} again.`,
      admin_refused: (number: number) =>
        `*Someone who isn’t an admin tried to do something only admins can do${number === 1 ? '' : `, ${number} times`}.* The audit trail says who.`,
      revocation_contested: (number: number) =>
        `*${number === 1 ? 'Someone' : `${number} people`} didn’t expect an admin to revoke their permission.*`,
    },
    dispute: (by: Who, whose: Who, when: When) => `${by} revoked ${whose}’s permission ${when}.`,
    moreDisputes: (number: number) => `${number} more in the audit trail.`,
    openEntry: 'Open entry',
    openEntryLabel: (receipt: string) => `Open entry: receipt ${receipt}`,
    /** @param says what Slack's answer means */
    slackCause: (number: number, says: string, next: string) =>
      `*Slack refuses ${permissions(number)}.* ${says} ${next}`,
    acknowledge: 'Acknowledge',
    resolve: 'Resolve',
    acknowledgeLabel: (cause: string) => `Acknowledge: ${cause}`,
    resolveLabel: (cause: string) => `Resolve: ${cause}`,
    done: {
      acknowledged: (receipt: string) =>
        `Acknowledged: the other admins can see that you’re looking into it. Receipt ${receipt}.`,
      resolved: (receipt: string) => `Resolved. If it happens again, it comes back. Receipt ${receipt}.`,
    },
  },

  filters: {
    status: 'Status',
    everyStatus: 'All statuses',
    action: 'What happened',
    everyAction: 'Everything',
    person: 'Find a person',
    clear: 'All',
    clearLabel: 'All: clear the filters',
    receipt: 'Find a receipt…',
    receiptLabel: 'Find a receipt: show its entry',
  },
  receiptModal: {
    title: 'Find a receipt',
    /** Above an entry that a button leads to. */
    entryTitle: 'Audit entry',
    label: 'Receipt',
    placeholder: 'A-7F3K9-Q2MXB',
    submit: 'Find',
    close: 'Close',
    notFound: 'This workspace has no such receipt. A receipt looks like A-7F3K9-Q2MXB.',
  },

  buttons: { revokeFor: 'Revoke…', removeApp: 'Remove Lanyard…' },
  labels: {
    revokeFor: (of: string) => `Revoke ${of}`,
    removeApp: 'Remove Lanyard from the whole workspace',
  },

  revokeFor: {
    title: 'Revoke on their behalf',
    submit: 'Revoke',
    close: 'Keep it',
    consequence: (who: Who) =>
      `This ends the permission that ${who} granted Lanyard, in Slack and here, and erases its token. The app stays for everyone. ${who} gets a private message with your name and your reason, and can grant the permission again.`,
    reason: 'Why?',
    reasonHint: 'They’ll see this. It’s also recorded in the audit trail.',
    reasonPlaceholder: 'For example: left the project',
    looksLikeSecret: 'This looks like it contains a token. Leave secrets out.',
    done: 'Revoked',
    doneText: (who: Who, when: When, receipt: string) =>
      `${who}’s permission was revoked ${when}. Slack confirmed it, and the token is erased. Receipt ${receipt}.`,
    told: 'They got a private message about it.',
    toldLater: 'A private message to them is on its way.',
    optedOut: 'They’ve turned off private messages about this, so tell them yourself.',
    notTold: 'The private message couldn’t be sent, so tell them yourself.',
    unfinished: 'Not finished yet',
    unfinishedText: (who: Who, receipt: string | undefined) =>
      `Slack hasn’t confirmed it. Lanyard no longer uses ${who}’s permission, keeps asking Slack, and will tell you both the result.${receipt ? ` Receipt ${receipt}.` : ''}`,
    alreadyEnded: 'It had already ended',
    gone: 'That permission is no longer in this workspace’s list. Nothing was changed.',
  },

  removeApp: {
    heading: 'Remove Lanyard',
    text: 'Ends every permission here, including everyone’s own, and erases all tokens.',
    title: 'Remove Lanyard',
    submit: 'Remove',
    close: 'Keep it',
    consequence: (place: string) =>
      `Lanyard disappears from ${place} for everyone: its Home, its commands, and every permission that people granted it. All tokens are erased at once. The audit trail and everything else Lanyard stores about ${place} is deleted after 13 days. If you add Lanyard again before then, it’s all still there.`,
    word: 'remove',
    confirm: (word: string) => `Type “${word}” to confirm`,
    wrongWord: (word: string) => `Type the word “${word}”, or close this dialog to keep Lanyard.`,
    reason: 'Why?',
    done: 'Removed',
    doneText: (place: string, receipt: string) =>
      `Lanyard was removed from ${place}. Slack confirmed it, and all tokens are erased. Everything else is deleted after 13 days. Receipt ${receipt}.`,
    gone: 'Already removed',
    goneText:
      'This installation of Lanyard was already removed, so there was nothing left to do. If Lanyard is still here, it was added again or belongs to the whole organization; nothing was changed there.',
    onlyInSlack: 'Only in Slack',
    onlyInSlackText: (url: string) =>
      `Slack doesn’t let Lanyard remove itself. In <${url}|Slack’s app management>, choose *Remove app*; Lanyard erases the tokens as soon as Slack reports it. Nothing was changed.`,
    orgWide: 'the organization',
  },

  working: {
    title: 'Still working',
    text: 'Slack is taking a while. You can close this; the list in Home will show the result.',
  },
  failed: { title: 'Not done', close: 'Close' },

  audit: {
    title: (place: string) => `Audit trail of ${place}`,
    empty: 'Nothing yet. Whatever people, admins and Slack do to permissions will appear here.',
    noMatch: 'Nothing matches. Press _All_ to see every entry.',
    when: (when: When, receipt: string) => `${when} · receipt ${receipt}`,
    repeated: (times: number, first: When) => `${times.toLocaleString('en')} times since ${first}`,
    reason: (reason: string) => `Reason: ${reason}`,
    actor: { slack: 'Slack', system: 'Lanyard' },
    somebody: 'Someone',
    of: (who: Who) => `${who}’s permission`,
    ownOf: OWN,
    app: 'the app',
    verbs: {
      installation_granted: (who: Who) => `${who} added the app`,
      installation_imported: () => 'The app’s permission was moved here from another store',
      permission_imported: (_: Who, whose: string) => `${whose} was moved here from another store`,
      installation_revoked: (who: Who) => `${who} ended the app’s permission`,
      installation_uninstalled: (who: Who) => `${who} removed the app`,
      installation_not_renewable: () => 'Slack won’t renew the app’s permission',
      permission_not_renewable: (_: Who, whose: string) => `Slack won’t renew ${whose}`,
      permission_granted: (who: Who) => `${who} granted their own permission`,
      permission_revoked: (who: Who, whose: string) => `${who} revoked ${whose}`,
      permission_uninstalled: (who: Who, whose: string) => `${who} ended ${whose} by removing the app`,
      revocation_unfinished: (who: Who, whose: string) =>
        `${who} revoked ${whose}; Slack hasn’t confirmed it yet`,
      revocation_given_up: (_: Who, whose: string) =>
        `Lanyard stopped asking Slack to revoke ${whose}; it was never confirmed`,
      admin_refused: (who: Who) => `${who} tried to do something only admins can do, and was refused`,
      revocation_contested: (who: Who) => `${who} didn’t expect an admin to revoke their permission`,
      alert_acknowledged: (who: Who) => `${who} acknowledged an alert`,
      alert_resolved: (who: Who) => `${who} resolved an alert`,
      reminders_sent: (who: Who) => `${who} sent people reminders about two-factor sign-in`,
      coverage_agreed: (who: Who) => `${who} agreed to two-factor sign-in being counted through ${OWN}`,
      coverage_stopped: (who: Who) => `${who} stopped two-factor sign-in being counted through ${OWN}`,
      coverage_lost: (_: Who, whose: string) =>
        `Two-factor sign-in can no longer be counted through ${whose}`,
      coverage_restored: (_: Who, whose: string) => `Two-factor sign-in is counted through ${whose} again`,
      coverage_exported: (who: Who) => `${who} exported the two-factor count`,
      person_exempted: (who: Who, _: string, subject: Who) =>
        `${who} left ${subject} out of the two-factor count`,
      person_counted_again: (who: Who, _: string, subject: Who) =>
        `${who} put ${subject} back into the two-factor count`,
      guests_counted: (who: Who) => `${who} chose to count guests`,
      guests_left_out: (who: Who) => `${who} chose not to count guests`,
    },
    actions: {
      installation_granted: 'App added',
      installation_imported: 'App’s permission moved here',
      permission_imported: 'Permission moved here',
      installation_revoked: 'App’s permission ended',
      installation_uninstalled: 'App removed',
      installation_not_renewable: 'App’s permission not renewed',
      permission_not_renewable: 'Permission not renewed',
      permission_granted: 'Permission granted',
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
      guests_left_out: 'Guests left out',
    },
  },
} as const;
