import { App, HTTPReceiver } from '@slack/bolt';
import { openInstallationStore } from 'lanyard/installation-store';
import {
  clientOptions,
  credentials,
  forInstaller,
  forStore,
  installUrl,
  port,
  redirectUri,
  scopes,
  signingSecret,
} from './settings.js';

const store = await openInstallationStore(forStore);
const receiver = new HTTPReceiver({
  ...credentials,
  signingSecret,
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
