import type { Person, PersonConsent } from '../../simulator/people/people.ts';
import { type Browser, createBrowser, type Page, textOf } from './browser.ts';

/** In front of Slack's consent page. */
type Consenting = Pick<Person, 'allows'>;

export type InstallOptions = {
  /** Only the person's own permission. */
  forMe?: boolean;
  /** Default: a new one, without cookies. */
  browser?: Browser;
  /** Default: for the person's workspace. */
  consent?: PersonConsent;
};

/** As far as the address that Slack sends the browser back to, which is still to be opened. */
export async function allowInstall(
  url: string,
  person: Consenting,
  { forMe = false, browser = createBrowser(), consent }: InstallOptions = {},
): Promise<{ browser: Browser; back: string }> {
  const start = await browser.get(`${url}/slack/install${forMe ? '?for=me' : ''}`);
  if (start.location === null) throw new Error(quote('The way to Slack is closed', start));
  return { browser, back: await person.allows(start.location, consent) };
}

/** Goes through Slack's consent page and back, and returns the page at the end, whatever it says. */
export async function tryToInstall(url: string, person: Consenting, options?: InstallOptions): Promise<Page> {
  const { browser, back } = await allowInstall(url, person, options);
  return browser.get(back);
}

/**
 * Goes through Slack's consent page and back, and returns the page that says it worked.
 * @throws quoting the page, when it says anything else
 */
export async function install(url: string, person: Consenting, options?: InstallOptions): Promise<Page> {
  const page = await tryToInstall(url, person, options);
  // Every page about a failure has a status of its own: see src/web/installing/oauth-outcome.ts.
  if (page.status !== 200) throw new Error(quote('Lanyard was not installed', page));
  return page;
}

const quote = (what: string, page: Page) =>
  `${what}. The page, with status ${page.status}, says:\n${textOf(page)}`;
