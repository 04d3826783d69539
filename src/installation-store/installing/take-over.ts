import type { CallbackOptions, InstallProvider } from '@slack/oauth';
import type { InstallProviderOptions } from './install-provider.ts';

/** What is used of Bolt's receivers, written out, so that those of any copy of Bolt 5 fit. */
export type BoltReceiver = { installer?: object | undefined };

/** Where HTTPReceiver and ExpressReceiver keep the app's callbacks; the former's is private. */
type WithCallbacks = {
  installCallbackOptions?: CallbackOptions;
  installerOptions?: { callbackOptions?: CallbackOptions };
};

/** What Bolt's own provider was told about the page: private, and none of its secrets. */
type Told = Pick<InstallProviderOptions, 'directInstall' | 'authorizationUrl' | 'renderHtmlForInstallPath'>;

const VERBS = ['authorize', 'generateInstallUrl', 'handleCallback', 'handleInstallPath'] as const;
const STORES = ['installationStore', 'stateStore'] as const;

/**
 * Lets the receiver's own provider act by ours. The object stays, for ExpressReceiver has its routes call the very one that
 * it made.
 * @throws Error when the receiver has none
 */
export function takeOver(
  receiver: BoltReceiver,
  given: InstallProviderOptions,
  createProvider: (options: InstallProviderOptions) => InstallProvider,
): void {
  const { installer } = receiver;
  if (installer === undefined) {
    throw new Error(
      'This receiver has no installation pages. Give it clientId, clientSecret, scopes, and installerOptions.stateStore: store.stateStore.',
    );
  }
  const { directInstall, authorizationUrl, renderHtmlForInstallPath } = installer as Told;
  const { installCallbackOptions, installerOptions } = receiver as WithCallbacks;
  const callbackOptions = installCallbackOptions ?? installerOptions?.callbackOptions;
  const provider = createProvider({
    ...(directInstall !== undefined && { directInstall }),
    ...(authorizationUrl !== undefined && { authorizationUrl }),
    ...(renderHtmlForInstallPath && { renderHtmlForInstallPath }),
    ...(callbackOptions && { callbackOptions }),
    ...given,
  });
  const taken = installer as Record<string, unknown>;
  for (const verb of VERBS) taken[verb] = provider[verb].bind(provider);
  for (const store of STORES) taken[store] = provider[store];
}
