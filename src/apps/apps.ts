/** How an app presents itself. */
export type AppPresentation = {
  /** As people know it, such as the name of the Slack app: 35 characters at most. */
  name: string;
  /** What it is for, in one line: 140 characters at most. */
  about: string;
  /** Where people read more about it, by https. Absent: it has no such page. */
  homeUrl?: string | undefined;
};

export type RegisteredApp = {
  /** Of the Slack app: what its rows in every other table are kept under. */
  clientId: string;
  name: string;
  about: string;
  homeUrl: string | undefined;
  registeredAt: Date;
};

/**
 * The apps that keep their installations in this database. An app enters itself, and itself only; all of them are listed
 * for code that shows people what acts in their name.
 */
export type Apps = {
  /**
   * Enters the app that runs here, or what it now says of itself. The same again writes nothing.
   * @throws AppError `config_invalid`, with everything that is wrong with the presentation
   */
  register(presentation: AppPresentation): Promise<void>;
  /** Every app that ever entered itself, by name; empty: none has. */
  list(): Promise<RegisteredApp[]>;
};
