// A Bolt app of its own on Lanyard's installation store. In your project the import is 'lanyard/installation-store'.
import { App, HTTPReceiver } from '@slack/bolt';
import { openInstallationStore } from '../src/installation-store/open.ts';

const { CLIENT_ID = '', CLIENT_SECRET = '', SIGNING_SECRET = '', STATE_SECRET = '', KEYS = '' } = process.env;
const credentials = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };

const store = await openInstallationStore({
  ...credentials,
  encryptionKeys: KEYS,
  databaseUrl: process.env.DATABASE_URL,
});
const receiver = new HTTPReceiver({
  ...credentials,
  signingSecret: SIGNING_SECRET,
  stateSecret: STATE_SECRET,
  scopes: ['commands'],
  installationStore: store.installationStore,
});
if (receiver.installer) receiver.installer.authorize = store.authorize;
const app = new App({ receiver, extendedErrorHandler: true });
store.attach(app, { installUrl: 'https://your-app.example/slack/install' });

app.command('/hello', async ({ ack }) => ack('Hello.'));
await app.start(3000);
