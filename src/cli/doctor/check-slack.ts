import type { Config } from '../../config.ts';
import { REDIRECT_PATH } from '../../slack-api/app-surface.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../../slack-api/scope-catalogue.ts';
import { readAtMost, readSlackAnswer } from '../../slack-api/slack-answer.ts';
import { error, type Finding, ok, warning } from './finding.ts';

const TIMEOUT_MS = 8_000;
/** Consent pages are large; what we look for is near their top. */
const MOST_OF_A_PAGE = 2 * 1024 * 1024;
/** Slack's requests are refused when they seem older than five minutes. */
const SKEW_ERROR_SECONDS = 240;
const SKEW_WARNING_SECONDS = 30;

/** What Slack itself tells: its clock, the credentials, the redirect URL, and whether each host is reachable. */
export async function checkSlack(config: Config, now: () => Date): Promise<Finding[]> {
  const { apiUrl, authorizeUrl, appToken } = config.slack;
  const api = await reach(new URL('api.test', apiUrl), { method: 'POST', redirect: 'manual' });
  if (api.failure !== undefined) return [unreachable(apiUrl, api.failure)];
  const notSlack = await whyNotSlack(api.response);
  if (notSlack !== undefined) return [somethingElse(apiUrl, notSlack)];
  return [
    ok('Slack', `${new URL(apiUrl).host} is reachable.`),
    checkClock(api.response.headers.get('date'), now()),
    await checkCredentials(config),
    await checkRedirectUrl(config),
    ...(appToken ? [await checkAppToken(apiUrl, appToken)] : []),
    ...(new URL(authorizeUrl).hostname === 'slack.com' ? await checkOtherHosts() : []),
  ];
}

export function checkClock(date: string | null, now: Date): Finding {
  const about = 'Clock';
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs))
    return warning(about, 'Slack didn’t send the time.', 'Compare this machine’s clock by hand.');
  const skew = Math.round((now.getTime() - theirs) / 1000);
  const said = `this machine is ${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} Slack`;
  const fix = 'Have NTP set the clock (timedatectl set-ntp true).';
  if (Math.abs(skew) > SKEW_ERROR_SECONDS) {
    return error(about, `${said}: requests are refused beyond five minutes.`, fix);
  }
  return Math.abs(skew) > SKEW_WARNING_SECONDS ? warning(about, `${said}.`, fix) : ok(about, `${said}.`);
}

/** A code that cannot exist: Slack looks at the credentials first, and nothing is granted. */
async function checkCredentials({ slack }: Config): Promise<Finding> {
  const about = 'Client id and secret';
  const basic = Buffer.from(
    `${encodeURIComponent(slack.clientId)}:${encodeURIComponent(slack.clientSecret)}`,
  ).toString('base64');
  const answer = await call(slack.apiUrl, 'oauth.v2.access', `Basic ${basic}`, { code: 'doctor' });
  if (answer === undefined) return noAnswer(about);
  const where = 'app settings > Basic Information > App Credentials';
  if (answer === 'invalid_client_id') {
    return error(about, 'Slack doesn’t know SLACK_CLIENT_ID.', `Copy the Client ID from ${where}.`);
  }
  if (answer === 'bad_client_secret') {
    return error(about, 'Slack refuses SLACK_CLIENT_SECRET.', `Copy the Client Secret from ${where}.`);
  }
  return ok(about, 'Slack accepts them.');
}

async function checkRedirectUrl({ slack, publicUrl }: Config): Promise<Finding> {
  const about = 'Consent page';
  const url = new URL(slack.authorizeUrl);
  url.searchParams.set('client_id', slack.clientId);
  url.searchParams.set('scope', REQUESTED_BOT_SCOPES.join(','));
  url.searchParams.set('user_scope', REQUESTED_USER_SCOPES.join(','));
  url.searchParams.set('redirect_uri', `${publicUrl}${REDIRECT_PATH}`);
  const { response, failure } = await reach(url, { redirect: 'manual' });
  if (failure !== undefined) return unreachable(slack.authorizeUrl, failure);
  const text = `${(await readAtMost(response, MOST_OF_A_PAGE)) ?? ''} ${response.headers.get('location') ?? ''}`;
  if (/bad_redirect_uri|redirect_uri did not match/.test(text)) {
    return error(
      about,
      `Slack doesn’t know the redirect URL ${publicUrl}${REDIRECT_PATH}.`,
      'Add it: app settings > OAuth & Permissions > Redirect URLs.',
    );
  }
  if (/invalid_scope/.test(text)) {
    return error(about, 'Slack refuses the scopes.', 'Paste the manifest into the app’s settings.');
  }
  return ok(about, 'Slack accepts the redirect URL and the scopes.');
}

async function checkAppToken(apiUrl: string, appToken: string): Promise<Finding> {
  const about = 'Socket Mode';
  const answer = await call(apiUrl, 'apps.connections.open', `Bearer ${appToken}`, {});
  if (answer === undefined) return noAnswer(about);
  if (answer === 'ok') return ok(about, 'Slack offers a connection.');
  return error(
    about,
    `Slack refuses SLACK_APP_TOKEN (${answer}).`,
    'app settings > Basic Information > App-Level Tokens, with connections:write; and Socket Mode turned on.',
  );
}

async function checkOtherHosts(): Promise<Finding[]> {
  const hosts = ['https://hooks.slack.com/', 'https://slack-status.com/'];
  return Promise.all(
    hosts.map(async (url) => {
      const { failure } = await reach(new URL(url), { method: 'HEAD' });
      return failure === undefined
        ? ok('Slack', `${new URL(url).host} is reachable.`)
        : warning(
            'Slack',
            `${new URL(url).host} can’t be reached: ${failure}.`,
            'Allow outgoing connections to it: answers to commands go there.',
          );
    }),
  );
}

/** Whether the address that browsers and Slack use leads to a Lanyard. */
export async function checkPublicUrl({ publicUrl, slack }: Config): Promise<Finding> {
  const about = 'PUBLIC_URL';
  const { response, failure } = await reach(new URL('/healthz', publicUrl));
  const isOurs = response?.ok && /"status":"ok"/.test((await readAtMost(response, MOST_OF_A_PAGE)) ?? '');
  if (isOurs) return ok(about, `${publicUrl} leads to a running Lanyard.`);
  const why = failure ?? `it answers HTTP ${response?.status} to /healthz`;
  return warning(
    about,
    `${publicUrl} doesn’t lead to a Lanyard, as seen from here: ${why}.`,
    `Start Lanyard, and check DNS, certificate and proxy. Browsers${slack.appToken ? '' : ' and Slack'} have to reach it.`,
  );
}

/** @returns Slack's error code, or `ok`; undefined when there was no usable answer */
async function call(
  apiUrl: string,
  method: string,
  authorization: string,
  fields: Record<string, string>,
): Promise<string | undefined> {
  const { response } = await reach(new URL(method, apiUrl), {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization },
    body: new URLSearchParams(fields),
  });
  if (response?.status !== 200) return undefined;
  const answer = await readSlackAnswer(response).catch(() => undefined);
  return answer && (answer.ok ? 'ok' : answer.error);
}

/** Undefined: Slack answered. A captive portal and a proxy's login page answer everything with 200. */
async function whyNotSlack(response: Response): Promise<string | undefined> {
  if (response.status >= 300 && response.status < 400) return 'it redirects elsewhere';
  if (response.status !== 200) return `it answers HTTP ${response.status}`;
  return readSlackAnswer(response).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

type Reached = { response: Response; failure?: undefined } | { response?: undefined; failure: string };

async function reach(url: URL, init: RequestInit = {}): Promise<Reached> {
  try {
    return { response: await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }) };
  } catch (thrown) {
    const { name, cause } = thrown as { name?: string; cause?: { code?: string; message?: string } };
    return { failure: cause?.code ?? cause?.message ?? name ?? 'no answer' };
  }
}

function unreachable(url: string, failure: string): Finding {
  return error(
    'Slack',
    `${new URL(url).host} can’t be reached: ${failure}.`,
    'Check this machine’s DNS, firewall and proxy, and https://slack-status.com.',
  );
}

function somethingElse(url: string, why: string): Finding {
  return error(
    'Slack',
    `${new URL(url).host} answers, but not as Slack does: ${why}.`,
    'Check whether a proxy or a login page is between this machine and Slack. See SLACK_API_URL, and https://slack-status.com.',
  );
}

const noAnswer = (about: string) =>
  warning(about, 'Slack gave no usable answer.', 'Run this again in a minute; see https://slack-status.com.');
