import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogLevel, WebClient } from '@slack/web-api';
import type { Person } from './people/people.ts';
import { type SimulatorOptions, startSimulator } from './simulator.ts';
import type { AppRegistration } from './state/apps.ts';

export type Received = { url: string; headers: IncomingHttpHeaders; body: string };
export type Answering = (received: Received, response: ServerResponse) => void;

// biome-ignore lint/suspicious/noExplicitAny: whatever Slack says, a test looks at it field by field.
type Anything = any;

const SECRETS = { clientSecret: 'client-secret-of-the-test', signingSecret: 'signing-secret-of-the-test' };

/** A simulator, an app that answers as the test wants, and how to install it. */
export async function startWithApp(
  options: SimulatorOptions & { app?: Partial<AppRegistration>; answer?: Answering } = {},
) {
  const received: Received[] = [];
  let answer: Answering = options.answer ?? ((_, response) => response.end());
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const one = { url: request.url ?? '/', headers: request.headers, body };
      received.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const slack = await startSimulator({
    retryDelaysMs: [0, 0, 0],
    ...options,
  });
  const registration: AppRegistration = {
    appId: 'A0TEST',
    clientId: '111.222',
    ...SECRETS,
    name: 'Test App',
    redirectUrls: [`${baseUrl}/oauth`],
    requestUrl: `${baseUrl}/slack/events`,
    botScopes: ['commands', 'chat:write', 'users:read', 'team:read'],
    userScopes: ['users:read', 'chat:write'],
    botEvents: ['app_home_opened', 'app_uninstalled', 'tokens_revoked'],
    commands: [{ command: '/ask', description: 'Asks', shouldEscape: true }],
    ...options.app,
  };
  const app = slack.registerApp(registration);

  function authorizeUrl(query: Record<string, string> = {}): string {
    const url = new URL(slack.authorizeUrl);
    const all = {
      client_id: registration.clientId,
      scope: registration.botScopes.join(','),
      user_scope: 'users:read',
      redirect_uri: `${baseUrl}/oauth`,
      state: 'the-state',
      ...query,
    };
    for (const [name, value] of Object.entries(all)) if (value !== '') url.searchParams.set(name, value);
    return url.href;
  }

  const client = (token?: string) =>
    new WebClient(token, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logLevel: LogLevel.ERROR,
    });

  async function exchange(redirect: string, over: Record<string, string> = {}) {
    const code = new URL(redirect).searchParams.get('code') ?? '';
    const response = await fetch(`${slack.apiUrl}oauth.v2.access`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: registration.clientId,
        client_secret: registration.clientSecret,
        redirect_uri: `${baseUrl}/oauth`,
        code,
        ...over,
      }),
    });
    return (await response.json()) as Anything;
  }

  return {
    slack,
    app,
    registration,
    baseUrl,
    received,
    authorizeUrl,
    client,
    exchange,
    install: async (
      person: Person,
      query?: Record<string, string>,
      options?: Parameters<Person['allows']>[1],
    ) => exchange(await person.allows(authorizeUrl(query), options)),
    answers(how: Answering) {
      answer = how;
    },
    /** The API as it is on the wire: for what a client library would not send. */
    async raw(
      method: string,
      init: RequestInit = { method: 'POST' },
    ): Promise<{ response: Response; body: Anything }> {
      const response = await fetch(`${slack.apiUrl}${method}`, init);
      return { response, body: await response.json() };
    },
    forward: slack.clock.forward,
    async stop() {
      await slack.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type WithApp = Awaited<ReturnType<typeof startWithApp>>;

/** The error code of a refused call. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { data } = error as { data?: { error?: string } };
    return data?.error ?? String(error);
  }
  return 'no error';
}
