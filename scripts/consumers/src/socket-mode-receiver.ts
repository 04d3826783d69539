import { App, SocketModeReceiver } from '@slack/bolt';
import { openInstallationStore } from 'lanyard/installation-store';
import {
  appToken,
  clientOptions,
  credentials,
  forInstaller,
  forStore,
  installUrl,
  port,
  redirectUri,
  scopes,
} from './settings.js';

const store = await openInstallationStore(forStore);
const receiver = new SocketModeReceiver({
  ...credentials,
  appToken,
  scopes,
  redirectUri,
  installerOptions: { ...forInstaller, port, stateStore: store.stateStore },
});
store.takeOver(receiver);
const app = new App({ receiver, clientOptions, extendedErrorHandler: true });
store.attach(app, { installUrl });

app.command('/hello', async ({ ack, client }) => ack(`Hello, it works: ${(await client.auth.test()).ok}.`));
await app.start();
console.log('ready');
