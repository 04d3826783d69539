import bolt = require('@slack/bolt');
import lanyard = require('lanyard/installation-store');

export async function start(
  options: lanyard.InstallationStoreOptions,
): Promise<lanyard.OpenInstallationStore> {
  const store = await lanyard.openInstallationStore(options);
  const receiver = new bolt.HTTPReceiver({
    signingSecret: '',
    installerOptions: { stateStore: store.stateStore },
  });
  store.takeOver(receiver);
  const app = new bolt.App({ receiver });
  store.attach(app, { installUrl: '' });
  return store;
}
