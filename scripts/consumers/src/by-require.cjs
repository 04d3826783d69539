const { App, HTTPReceiver } = require('@slack/bolt');
const { openInstallationStore } = require('lanyard/installation-store');

async function start() {
  const settings = await import('./settings.js');
  const { clientOptions, credentials, forInstaller, forStore, installUrl, port, redirectUri, scopes } =
    settings;
  const store = await openInstallationStore(forStore);
  const receiver = new HTTPReceiver({
    ...credentials,
    signingSecret: settings.signingSecret,
    scopes,
    redirectUri,
    installerOptions: { ...forInstaller, stateStore: store.stateStore },
  });
  store.takeOver(receiver);
  const app = new App({ receiver, clientOptions, extendedErrorHandler: true });
  store.attach(app, { installUrl });
  app.command('/hello', async ({ ack, client }) => ack(`Hello, it works: ${(await client.auth.test()).ok}.`));
  await app.start(port);
  console.log('ready');
}
start();
