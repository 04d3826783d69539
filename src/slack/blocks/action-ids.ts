/**
 * What the buttons of Home are called. Those of a row end in the row's id, so that no two on a page are the same; which
 * row is meant is in the value, and is looked up among what the presser may see.
 */
export const ROW_ACTIONS = {
  /** The row's menu; what was chosen comes before the id, in the value. */
  menu: 'row_menu',
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
  /** Another page, tab or filter, or the same again: see `home-state.ts`. */
  look: 'look',
  filterMine: 'filter_mine',
  filterStatus: 'filter_status',
  filterAction: 'filter_action',
  findPerson: 'find_person',
  findReceipt: 'find_receipt',
  openEntry: 'open_entry',
  acknowledge: 'alert_acknowledge',
  resolve: 'alert_resolve',
  removeApp: 'admin_remove_app',
  coverageAgree: 'coverage_agree',
  coverageCount: 'coverage_count',
  coveragePeople: 'coverage_people',
  /** What is seldom wanted: exemptions, the export, the settings. */
  coverageMenu: 'coverage_menu',
  coverageRemind: 'coverage_remind',
  coverageExempt: 'coverage_exempt',
  coverageUnexempt: 'coverage_unexempt',
  coverageStop: 'coverage_stop',
} as const;

export const rowAction = (action: keyof typeof ROW_ACTIONS, rowId: string) =>
  `${ROW_ACTIONS[action]}:${rowId}`;
/** What can be chosen from a row's menu, and how an option's value says so. */
export const MENU_CHOICES = ['details', 'verify', 'reauthorize', 'revoke', 'revokeFor'] as const;
export type MenuChoice = (typeof MENU_CHOICES)[number];
export const menuValue = (choice: MenuChoice, rowId: string) => `${choice}:${rowId}`;

/** @returns undefined if the value isn't one of ours */
export function readMenuValue(value: string | undefined): { choice: MenuChoice; rowId: string } | undefined {
  const [chosen, rowId = ''] = (value ?? '').split(':');
  const choice = MENU_CHOICES.find((each) => each === chosen);
  return choice && { choice, rowId };
}

/** Several of one kind on a page, told apart by what they do. */
export const homeAction = (action: keyof typeof HOME_ACTIONS, what: string) =>
  `${HOME_ACTIONS[action]}:${what}`;

export const anyRow = (action: keyof typeof ROW_ACTIONS) => new RegExp(`^${ROW_ACTIONS[action]}:`);
export const anyOf = (action: keyof typeof HOME_ACTIONS) => new RegExp(`^${HOME_ACTIONS[action]}(:|$)`);
