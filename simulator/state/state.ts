/**
 * Everything this Slack knows, as plain data that JSON can hold. Changed only through the verbs of the other files;
 * read by everyone, the browser window included.
 */
/** A `stranger` is of another company, and here only through a shared channel. */
export type Role =
  | 'primary_owner'
  | 'owner'
  | 'admin'
  | 'member'
  | 'guest'
  | 'single_channel_guest'
  | 'stranger';
/** `on`: without `two_factor_type`, as Slack sometimes answers. */
export type TwoFactor = 'app' | 'sms' | 'on' | 'off';

export type OrganizationRecord = { id: string; name: string; domain: string };

export type WorkspaceRecord = {
  id: string;
  name: string;
  domain: string;
  organizationId: string | null;
  sso: boolean;
  /** Members may not add an app before an admin approved it. */
  approvesApps: boolean;
  /** Of a workspace on its way into an organization: meanwhile Slack takes no calls. */
  migratingTo: string | null;
};

/** One person in one workspace. Across an organization a person has one id and one record in each workspace. */
export type PersonRecord = {
  id: string;
  workspaceId: string;
  name: string;
  handle: string;
  role: Role;
  twoFactor: TwoFactor;
  deleted: boolean;
  locale: string;
  /** An IANA time zone. */
  timeZone: string;
  updatedAtSeconds: number;
  /** Of a stranger who shares a channel with this workspace: the workspace where they are at home. */
  homeWorkspaceId?: string;
};

/** Where an app is installed: one workspace, or an organization as a whole. */
export type Place =
  | { workspaceId: string; organizationId: null }
  | { workspaceId: null; organizationId: string };

/** An app's bot in a place. The ids outlive an uninstallation, as in Slack; `addedTo` counts org-wide only. */
export type InstallationRecord = Place & {
  appId: string;
  botUserId: string;
  botId: string;
  /** Workspaces of the organization to which its admins added the app. */
  addedTo: string[];
};

export type Ending = 'revoked' | 'uninstalled' | 'deactivated';

/**
 * What was granted to an app: to its bot by installing it, or by one person. It lives until Slack ends it, whatever
 * becomes of its tokens meanwhile.
 */
export type GrantRecord = Place & {
  id: number;
  kind: 'bot' | 'user';
  appId: string;
  /** The person, or the bot user. */
  userId: string;
  scopes: string[];
  grantedAtMs: number;
  /** How often its tokens were refreshed. */
  refreshes: number;
  ended: null | Ending;
};

export type TokenRecord = {
  token: string;
  grantId: number;
  use: 'access' | 'refresh';
  issuedAtMs: number;
  /** null: not by time. */
  expiresAtMs: number | null;
  /** Of a refresh token: when it was used, or another took its place. It works on for a while. */
  supersededAtMs: number | null;
  /** Of a long-lived token: the pair it was exchanged for lives next to it until the first refresh. */
  exchanged: boolean;
  /** Revoked alone, while the grant lives on. */
  revoked: boolean;
};

/** What is switched on an app's settings page while the simulator runs. */
export type AppSettingsRecord = {
  appId: string;
  tokenRotation: boolean;
  /** The app's address is not among those from which Slack takes its tokens. */
  addressBarred: boolean;
};

/** What the admins of a workspace said about an app, and who waits for their word. */
export type AppApprovalRecord = {
  appId: string;
  workspaceId: string;
  decision: null | 'approved' | 'denied';
  requests: { userId: string; message: string }[];
};

/** Of the app itself, in no workspace. */
export type AppTokenRecord = { token: string; appId: string; scopes: string[] };

export type CodeRecord = Place & {
  code: string;
  appId: string;
  userId: string;
  botScopes: string[];
  userScopes: string[];
  /** As the authorize request had it; null when it had none. */
  redirectUri: string | null;
  /** Org-wide: the workspaces to which the app is added at once. */
  addTo: string[];
  issuedAtMs: number;
  used: boolean;
};

export type Block = { type: string; block_id?: string; [field: string]: unknown };

/** A view as the app gets it back, completed by Slack. */
export type ViewObject = {
  id: string;
  team_id: string;
  type: 'home' | 'modal';
  blocks: Block[];
  hash: string;
  private_metadata: string;
  callback_id: string;
  external_id: string;
  app_id: string;
  bot_id: string;
  root_view_id: string;
  app_installed_team_id: string;
  [field: string]: unknown;
};

export type HomeRecord = Place & {
  appId: string;
  userId: string;
  view: ViewObject;
  publishedAtMs: number;
  publishes: number;
};

/** One person's stack of open modals, the top one last. */
export type ModalsRecord = { appId: string; workspaceId: string; userId: string; stack: ViewObject[] };

export type ChannelRecord = {
  id: string;
  workspaceId: string;
  kind: 'general' | 'dm';
  name: string;
  /** Of a direct message: the person and the app. */
  userId: string | null;
  appId: string | null;
};

export type MessageRecord = {
  id: number;
  ts: string;
  workspaceId: string;
  channelId: string;
  /** null: a person, or Slack itself telling that something failed. */
  appId: string | null;
  /** Whose name is above it: the bot user, or a person for whom the app posts. */
  authorId: string;
  text: string;
  blocks: Block[];
  /** The only person who sees it; null: everyone in the channel does. */
  onlyFor: string | null;
  /** null: nothing changed it since. */
  editedAtMs: number | null;
  /** `slack`: it tells that something failed; `slackbot`: it brings other news. */
  via: 'ack' | 'response_url' | 'chat.postMessage' | 'chat.postEphemeral' | 'person' | 'slack' | 'slackbot';
  /** The command or interaction that it answers. */
  responseUrlId: string | null;
  atMs: number;
};

/** Up to when a person has read a channel. */
export type ReadRecord = { workspaceId: string; userId: string; channelId: string; messageId: number };

export type ResponseUrlRecord = {
  id: string;
  appId: string;
  workspaceId: string;
  userId: string;
  channelId: string;
  /** The message whose button was pressed; null for a command: nothing of the app is there to replace. */
  messageId: number | null;
  uses: number;
  issuedAtMs: number;
};

export type SimulatorState = {
  version: 3;
  sequence: number;
  /** By how much the clock was moved ahead of real time. */
  clockMovedMs: number;
  organizations: OrganizationRecord[];
  workspaces: WorkspaceRecord[];
  people: PersonRecord[];
  installations: InstallationRecord[];
  grants: GrantRecord[];
  tokens: TokenRecord[];
  appTokens: AppTokenRecord[];
  appSettings: AppSettingsRecord[];
  appApprovals: AppApprovalRecord[];
  codes: CodeRecord[];
  homes: HomeRecord[];
  modals: ModalsRecord[];
  channels: ChannelRecord[];
  messages: MessageRecord[];
  reads: ReadRecord[];
  responseUrls: ResponseUrlRecord[];
};

export function emptyState(): SimulatorState {
  return {
    version: 3,
    sequence: 0,
    clockMovedMs: 0,
    organizations: [],
    workspaces: [],
    people: [],
    installations: [],
    grants: [],
    tokens: [],
    appTokens: [],
    appSettings: [],
    appApprovals: [],
    codes: [],
    homes: [],
    modals: [],
    channels: [],
    messages: [],
    reads: [],
    responseUrls: [],
  };
}

export const samePlace = (a: Place, b: Place): boolean =>
  a.workspaceId === b.workspaceId && a.organizationId === b.organizationId;
