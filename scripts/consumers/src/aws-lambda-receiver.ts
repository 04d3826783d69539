import { createServer } from 'node:http';
import { App, AwsLambdaReceiver } from '@slack/bolt';
import { openInstallationStore } from 'lanyard/installation-store';
import {
  clientOptions,
  forInstaller,
  forStore,
  installUrl,
  port,
  redirectUri,
  scopes,
  signingSecret,
} from './settings.js';

const store = await openInstallationStore({ ...forStore, jobs: 'none' });
const receiver = new AwsLambdaReceiver({ signingSecret });
const app = new App({
  receiver,
  clientOptions,
  authorize: store.authorize,
  processBeforeResponse: true,
  extendedErrorHandler: true,
});
store.attach(app, { installUrl });

app.command('/hello', async ({ ack, client }) => ack(`Hello, it works: ${(await client.auth.test()).ok}.`));
const handler = await receiver.start();

// In the place of API Gateway, and of the pages that install.
const { authorizationUrl, directInstall } = forInstaller;
const installer = store.createInstallProvider({
  authorizationUrl,
  directInstall,
  installUrlOptions: { scopes, redirectUri },
});
const server = createServer(async (request, response) => {
  if (request.url?.startsWith('/slack/install')) return installer.handleInstallPath(request, response);
  if (request.url?.startsWith('/slack/oauth_redirect')) return installer.handleCallback(request, response);
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const answer = await handler(
    {
      version: '2.0',
      routeKey: '$default',
      rawPath: request.url ?? '',
      rawQueryString: '',
      headers: request.headers as Record<string, string>,
      requestContext: {},
      body: Buffer.concat(parts).toString(),
      isBase64Encoded: false,
    },
    {},
  );
  response.writeHead(answer.statusCode, answer.headers as Record<string, string>).end(answer.body);
});
server.listen(port, '127.0.0.1', () => console.log('ready'));
