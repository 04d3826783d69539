/**
 * What the buttons of Home are called. Those of a row end in the row's id, so that no two on a page are the same; which
 * row is meant stands in the value, and is looked up among what the presser may see.
 */
export const ROW_ACTIONS = {
  verify: 'verify',
  details: 'details',
  reauthorize: 'reauthorize',
  revoke: 'revoke',
  revokeFor: 'admin_revoke',
  /** Opens the browser; Slack sends an action all the same. */
  give: 'give',
  contest: 'contest_revocation',
} as const;

export const HOME_ACTIONS = {
  verifyAll: 'verify_all',
  /** Another page, tab or filter, or the same anew: see `home-state.ts`. */
  look: 'look',
  filterMine: 'filter_mine',
  filterStatus: 'filter_status',
  filterAction: 'filter_action',
  choosePerson: 'choose_person',
  findReceipt: 'find_receipt',
  acknowledge: 'alert_acknowledge',
  resolve: 'alert_resolve',
  removeApp: 'admin_remove_app',
  coverageAgree: 'coverage_agree',
  coverageCount: 'coverage_count',
  coveragePeople: 'coverage_people',
  coverageExemptions: 'coverage_exemptions',
  coverageExempt: 'coverage_exempt',
  coverageUnexempt: 'coverage_unexempt',
  coverageExport: 'coverage_export',
  coverageSettings: 'coverage_settings',
  coverageStop: 'coverage_stop',
} as const;

export const rowAction = (action: keyof typeof ROW_ACTIONS, rowId: string) =>
  `${ROW_ACTIONS[action]}:${rowId}`;
/** Several of one kind on a page, told apart by what they do. */
export const homeAction = (action: keyof typeof HOME_ACTIONS, what: string) =>
  `${HOME_ACTIONS[action]}:${what}`;

export const anyRow = (action: keyof typeof ROW_ACTIONS) => new RegExp(`^${ROW_ACTIONS[action]}:`);
export const anyOf = (action: keyof typeof HOME_ACTIONS) => new RegExp(`^${HOME_ACTIONS[action]}(:|$)`);
