/** What an app's settings page holds in Slack. */
export type AppRegistration = {
  appId: string;
  clientId: string;
  clientSecret: string;
  signingSecret: string;
  name: string;
  /** What it does, in one sentence. */
  description?: string;
  redirectUrls: string[];
  /** Events, commands and interactivity go here. Empty for an app in Socket Mode. */
  requestUrl: string;
  /** Where "Add to Slack" begins. */
  installUrl?: string;
  botScopes: string[];
  userScopes: string[];
  botEvents: string[];
  commands: { command: string; description: string; shouldEscape: boolean }[];
  /** Can also be turned on while it runs, and never off again. */
  tokenRotation?: boolean;
  /** Optional ones among the scopes: a person may decline them on the consent page. */
  optionalScopes?: { bot: string[]; user: string[] };
  /** Everything goes over the app's own WebSocket instead of to `requestUrl`. */
  socketMode?: boolean;
  /** Default true. */
  homeTab?: boolean;
  /** Default true. Off: a message to a person answers `messages_tab_disabled`. */
  messagesTab?: boolean;
  /** Default true: an organization can install it as a whole. */
  orgDeploy?: boolean;
};

/** An app, or how to name it where only one is registered. */
export type AppChoice = string | { appId: string } | undefined;

export type Apps = {
  register(app: AppRegistration): void;
  all(): AppRegistration[];
  byClientId(clientId: string): AppRegistration | undefined;
  /** The app of this id; without an id the only one. Throws when that is not clear. */
  choose(choice: AppChoice): AppRegistration;
};

/** The apps that this Slack knows. Their secrets are never written to the state file. */
export function createApps(): Apps {
  const apps = new Map<string, AppRegistration>();
  return {
    register(app) {
      const sameId = [...apps.values()].find((other) => other.appId === app.appId);
      if (sameId && sameId.clientId !== app.clientId) {
        throw new Error(`App id ${app.appId} is already registered with another client id.`);
      }
      apps.set(app.clientId, structuredClone(app));
    },
    all: () => [...apps.values()],
    byClientId: (clientId) => apps.get(clientId),
    choose(choice) {
      const all = [...apps.values()];
      const appId = typeof choice === 'string' ? choice : choice?.appId;
      if (appId === undefined && all.length > 1) {
        throw new Error(
          `Several apps are registered (${all.map((app) => app.appId).join(', ')}): say which one.`,
        );
      }
      const app = appId === undefined ? all[0] : all.find((candidate) => candidate.appId === appId);
      if (!app)
        throw new Error(
          appId ? `No app ${appId} is registered.` : 'No app is registered: registerApp first.',
        );
      return app;
    },
  };
}
