// A Bolt app of its own on Lanyard's installation store. In your project the import is 'lanyard/installation-store'.
import { App, HTTPReceiver } from '@slack/bolt';
import { openInstallationStore } from '../src/installation-store/open.ts';

const {
  CLIENT_ID = '',
  CLIENT_SECRET = '',
  SIGNING_SECRET = '',
  KEYS = '',
  URL: url = 'https://your-app.example',
} = process.env;
const credentials = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };

const store = await openInstallationStore({
  ...credentials,
  encryptionKeys: KEYS,
  databaseUrl: process.env.DATABASE_URL,
});
const receiver = new HTTPReceiver({
  ...credentials,
  signingSecret: SIGNING_SECRET,
  scopes: ['commands'],
  redirectUri: `${url}/slack/oauth_redirect`,
  installerOptions: { stateStore: store.stateStore, redirectUriPath: '/slack/oauth_redirect' },
});
store.takeOver(receiver);
const app = new App({ receiver, extendedErrorHandler: true });
store.attach(app, { installUrl: `${url}/slack/install` });

app.command('/hello', async ({ ack }) => ack('Hello.'));
await app.start(3000);
