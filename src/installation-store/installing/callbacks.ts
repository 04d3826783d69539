import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type CallbackOptions,
  defaultCallbackFailure,
  defaultCallbackSuccess,
  type Installation,
  type InstallURLOptions,
  type OrgInstallation,
} from '@slack/oauth';
import type { InstallFailure } from './install-failure.ts';

type Given = Installation | OrgInstallation;

/** The app's callbacks in one shape; where it has none, Slack's own pages. */
export type Callbacks = {
  /** @returns false: the app has answered, and nothing is installed */
  beforeInstallation(asked: InstallURLOptions, req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  /** @returns false: the app has answered, and nothing is stored */
  afterInstallation(
    installation: Given,
    asked: InstallURLOptions,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<boolean>;
  success(
    installation: Given,
    asked: InstallURLOptions,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void>;
  failure(
    failure: InstallFailure,
    asked: InstallURLOptions,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void>;
};

/** @param given in the order in which they count */
export function callbacksOf(...given: (CallbackOptions | undefined)[]): Callbacks {
  const first = <Name extends keyof CallbackOptions>(...names: Name[]) =>
    given.find((options) => options && names.some((name) => options[name] !== undefined));
  return {
    beforeInstallation: async (...args) =>
      (await first('beforeInstallation')?.beforeInstallation?.(...args)) ?? true,
    afterInstallation: async (...args) =>
      (await first('afterInstallation')?.afterInstallation?.(...args)) ?? true,
    async success(...args) {
      const app = first('success', 'successAsync');
      if (!app) return defaultCallbackSuccess(...(args as Parameters<typeof defaultCallbackSuccess>));
      app.success?.(...args);
      await app.successAsync?.(...args);
    },
    async failure(...args) {
      const app = first('failure', 'failureAsync');
      if (!app) return defaultCallbackFailure(...args);
      app.failure?.(...args);
      await app.failureAsync?.(...args);
    },
  };
}
