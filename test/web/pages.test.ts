import { describe, expect, test } from '@jest/globals';
import { pages as words } from '../../src/locales/en/pages/page-words.ts';
import { nameCommands } from '../../src/slack-api/app-surface.ts';
import { isFailure, type Outcome, statusOf } from '../../src/web/installing/oauth-outcome.ts';
import { renderLanding } from '../../src/web/pages/landing-page.ts';
import { renderOutcome } from '../../src/web/pages/outcome-page.ts';
import { renderPrivacy } from '../../src/web/pages/privacy-page.ts';
import { prose, visibleName } from '../../src/web/pages/prose.ts';
import { STYLESHEET_PATH, stylesheet } from '../../src/web/pages/stylesheet.ts';
import { renderSupport } from '../../src/web/pages/support-page.ts';
import { given, installed, nobody, OUTCOMES, operator, stop } from '../support/outcomes.ts';

const outcomePage = (outcome: Outcome) => String(renderOutcome(outcome, { words }));
const landingPage = (tryWithoutSlackUrl?: string) =>
  String(
    renderLanding({
      words,
      scopes: {
        bot: [{ scope: 'commands', lets: 'offer /2fa', never: 'reads what you type elsewhere' }],
        user: [{ scope: 'users:read', lets: 'see your two-factor status', never: 'writes in your name' }],
      },
      installPath: '/slack/install',
      installForMePath: '/slack/install?for=me',
      ...(tryWithoutSlackUrl === undefined ? {} : { tryWithoutSlackUrl }),
    }),
  );

const all = (pattern: RegExp, page: string) => [...page.matchAll(pattern)].map((match) => match[1] ?? '');
const headlines = (page: string) => all(/<h1[^>]*>(.*?)<\/h1>/gs, page);
const primaryActions = (page: string) => all(/<a class="button button-primary" href="([^"]*)"/g, page);

const everyPage: [string, string][] = [
  ['landing', landingPage()],
  ['privacy', String(renderPrivacy({ words, operator }))],
  ['privacy of an unnamed operator', String(renderPrivacy({ words, operator: nobody }))],
  ['support', String(renderSupport({ words, operator }))],
  ['support of an unnamed operator', String(renderSupport({ words, operator: nobody }))],
  ...OUTCOMES.map(([outcome]): [string, string] => [outcome.kind, outcomePage(outcome)]),
];

describe.each(everyPage)('the page %s', (_name, page) => {
  test('has one headline, one main part and at most one primary action', () => {
    expect(headlines(page)).toHaveLength(1);
    expect(all(/<(main) /g, page)).toHaveLength(1);
    expect(primaryActions(page).length).toBeLessThanOrEqual(1);
  });

  test('leads to the start page, to privacy and to support', () => {
    const links = all(/<a [^>]*href="([^"]+)"/g, page);
    expect(links).toEqual(expect.arrayContaining(['/', '/privacy', '/support']));
  });

  test('misses no word and shows no mark of ours', () => {
    expect(page).not.toMatch(/undefined|\[object|NaN|=>/);
    expect(page.replace(/<!doctype.*?<body>/s, '')).not.toMatch(/[*`]/);
    expect(page).not.toMatch(/<(h1|h2|p|ul|ol|li|dt|dd|td|th|title|span|b)(?! class="slot")[^>]*>\s*<\/\1>/);
  });

  test('stays within the policy: no script, no inline style, nothing from other sites', () => {
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    const loaded = all(/<(?:link|img)[^>]*(?:href|src)="([^"]+)"/g, page);
    expect(
      loaded.filter((address) => !address.startsWith('data:') && !address.startsWith('/assets/')),
    ).toEqual([]);
    expect(loaded).toContain(STYLESHEET_PATH);
    expect(stylesheet).not.toMatch(/url\(|@import|@font-face/);
  });

  test('says its language and fits narrow screens', () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  });

  test('sets every class that it uses', () => {
    const used = new Set(all(/\sclass="([^"]*)"/g, page).flatMap((names) => names.split(' ')));
    const bare = [...used].filter((name) => !stylesheet.includes(`.${name}`));
    expect(bare).toEqual([]);
  });
});

describe('an outcome', () => {
  test.each(OUTCOMES)('has its own status: $kind', (outcome, status) => {
    expect(statusOf(outcome)).toBe(status);
  });

  test.each(OUTCOMES)(
    'keeps codes out of its headline and search engines out of its page: $kind',
    (outcome) => {
      const page = outcomePage(outcome);
      expect(headlines(page)[0]).not.toMatch(/_|\b[45]\d\d\b|error/i);
      expect(page).toContain('<meta name="robots" content="noindex">');
    },
  );

  test('never shares its headline with another one', () => {
    const shown = OUTCOMES.map(([outcome]) => headlines(outcomePage(outcome))[0]);
    expect(new Set(shown).size).toBe(OUTCOMES.length);
  });
});

describe('a failure', () => {
  const failures = OUTCOMES.map(([outcome]) => outcome).filter(isFailure);

  test.each(failures)('shows its reference, and its way on is the primary action: $kind', (failure) => {
    const page = outcomePage(failure);
    expect(page).toContain(`<code>${failure.reference}</code>`);
    expect(page).toContain(words.outcome.referenceHint);
    expect(primaryActions(page)).toEqual([failure.kind === 'not_found' ? '/' : failure.retryPath]);
  });

  test('shows the code that Slack answered, small and below', () => {
    const page = outcomePage({ kind: 'slack_refused', slackError: 'invalid_scope', ...stop });
    expect(page.split('class="reference"')[1]).toContain('<code>invalid_scope</code>');
  });

  test.each(['Call +1 555 0100 now', '<b>x</b>', '', 'a'.repeat(65)])(
    'does not show as a code what is none: %j',
    (slackError) => {
      const page = outcomePage({ kind: 'slack_refused', slackError, ...stop });
      expect(page).not.toContain(words.outcome.slackAnswer);
      if (slackError) expect(page).not.toContain(slackError);
    },
  );

  test('that may follow a success points to Home first', () => {
    for (const kind of ['state_used', 'code_used'] as const) {
      expect(outcomePage({ kind, ...stop })).toContain('Lanyard’s Home');
    }
  });
});

describe('a success', () => {
  test('says where, what Lanyard can and never does, and what next', () => {
    const page = outcomePage(installed);
    expect(headlines(page)).toEqual(['Lanyard is now in Acme']);
    expect(page).toContain(
      `<li>offer the commands ${nameCommands().replace(/\/[\w-]+/g, '<code>$&</code>')}</li>`,
    );
    expect(page).toContain('<li>sees email addresses</li>');
    expect(page).toContain(words.outcome.success.nextHeading);
  });

  test('opens Lanyard’s Home in Slack itself and, for machines without it, in the browser', () => {
    const page = outcomePage(given);
    expect(primaryActions(page)).toEqual(['slack://app?team=T1&amp;id=A1&amp;tab=home']);
    expect(page).toMatch(/href="slack:[^"]+">Open Lanyard</);
    expect(page).toContain(
      '<a href="https://slack.com/app_redirect?app=A1">Open Lanyard in your browser</a>',
    );
  });

  test('leads who came from a channel back to it, and says so', () => {
    const channel = 'slack://channel?team=T1&id=C1';
    const page = outcomePage({ ...given, leadsTo: 'channel', openInSlackUrl: channel });
    expect(primaryActions(page)).toEqual(['slack://channel?team=T1&amp;id=C1']);
    expect(page).toContain('>Back to the channel<');
    expect(page).toContain('>Open the channel in your browser<');
  });

  test('offers the browser alone where no Slack client can answer', () => {
    const { openInSlackUrl: _, ...withoutClient } = installed;
    expect(primaryActions(outcomePage(withoutClient))).toEqual(['https://slack.com/app_redirect?app=A1']);
  });

  test('tells a first time from a renewal, and a workspace from an organization', () => {
    const headlineOf = (outcome: Outcome) => headlines(outcomePage(outcome))[0];
    expect(headlineOf({ ...installed, before: 'own' })).not.toBe(headlineOf(installed));
    expect(headlineOf({ ...given, again: true })).not.toBe(headlineOf(given));
    expect(outcomePage(installed)).not.toContain('Choose its workspaces');
    expect(outcomePage({ ...installed, orgWide: true })).toContain('Choose its workspaces');
  });

  test('does not promise a two-factor answer when the person gave no permission', () => {
    expect(outcomePage(installed)).toContain('can tell you your two-factor status');
    expect(outcomePage({ ...installed, personal: false })).not.toContain(
      'can tell you your two-factor status',
    );
  });
});

describe('what a renewal changed', () => {
  const change = { added: ['Send you private messages as itself'], removed: ['See names'] };
  const part = (page: string) => /<div class="change">.*?<\/div><\/dl><\/div>/s.exec(page)?.[0] ?? '';

  test('stands apart, in the words of the scopes, each marked as new or gone', () => {
    const shown = part(outcomePage({ ...installed, before: 'own', change }));
    expect(shown).toContain('<dt>New</dt><dd>Send you private messages as itself</dd>');
    expect(shown).toContain('<dt>No longer</dt><dd>See names</dd>');
  });

  test('decides the headline', () => {
    const headlineOf = (outcome: Outcome) => headlines(outcomePage(outcome))[0];
    const none = { added: [], removed: [] };
    expect(headlineOf({ ...installed, before: 'own', change })).toBe('Permissions updated in Acme');
    expect(headlineOf({ ...installed, before: 'own', change: none })).toContain('renewed in Acme');
    expect(headlineOf({ ...installed, before: 'someone_elses', change: none })).toBe(
      'Acme already had Lanyard',
    );
  });

  test('is said to be nothing where it is nothing, and not mentioned at a first time', () => {
    const none = outcomePage({ ...given, again: true, change: { added: [], removed: [] } });
    expect(none).toContain(words.outcome.success.change.none);
    expect(outcomePage(given)).not.toContain(words.outcome.success.change.none);
  });
});

test('a choice of another workspace names it, without taking the name for markup or marks of ours', () => {
  const page = outcomePage({ kind: 'other_workspace', chosen: '*<b>*', ...stop });
  expect(page).toContain('you granted your permission in *&lt;b&gt;*.');
  expect(page).not.toContain('<strong>&lt;b');
});

describe('the name of a workspace', () => {
  test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='x", '&lt;b&gt;'])(
    'never becomes markup: %s',
    (place) => {
      for (const outcome of [installed, given]) {
        const page = outcomePage({ ...outcome, place });
        expect(page).not.toContain(place);
        expect(page).not.toMatch(/<script|<img/);
        expect(headlines(page)).toHaveLength(1);
      }
    },
  );

  test('keeps the marks that are ours elsewhere', () => {
    expect(headlines(outcomePage({ ...installed, place: '*Acme* /2fa `x`' }))).toEqual([
      'Lanyard is now in *Acme* /2fa `x`',
    ]);
  });

  test('loses what would reorder or break the line around it', () => {
    expect(visibleName('Ac\u202eme\u2066\n\tInc\u0000')).toBe('Acme Inc');
    expect(visibleName('Kühne & Söhne 株式会社')).toBe('Kühne & Söhne 株式会社');
  });

  test('is replaced by words when nothing of it can be seen', () => {
    expect(headlines(outcomePage({ ...installed, place: ' \u200f\n' }))).toEqual([
      'Lanyard is now in your workspace',
    ]);
  });
});

describe('the landing page', () => {
  test('offers the app and, apart from it, only the own permission', () => {
    const page = landingPage();
    expect(primaryActions(page)).toEqual(['/slack/install']);
    expect(page).toContain('<a class="button" href="/slack/install?for=me"');
  });

  test('explains every scope that it is given', () => {
    const page = landingPage();
    expect(all(/<th role="rowheader" scope="row"><code>([^<]+)</g, page)).toEqual(['commands', 'users:read']);
    expect(page).toContain('reads what you type elsewhere');
  });

  test('links to the simulator only where one runs, and has no dead link', () => {
    const url = 'http://127.0.0.1:4000/';
    expect(landingPage(url)).toContain(`<a href="${url}">${words.landing.choices.tryWithoutSlack}</a>`);
    expect(landingPage()).not.toContain(words.landing.choices.tryWithoutSlack);
    expect(new Set(all(/<a [^>]*href="([^"]+)"/g, landingPage()))).toEqual(
      new Set([
        '#content',
        '/',
        '/slack/install',
        '/slack/install?for=me',
        '/privacy',
        '/support',
        'https://slack-status.com',
      ]),
    );
  });

  test('may be found by search engines', () => {
    expect(landingPage()).not.toContain('noindex');
    expect(landingPage()).toContain('<meta name="description"');
  });
});

describe('who runs this Lanyard', () => {
  const both = (who: Parameters<typeof renderPrivacy>[0]['operator']) =>
    [renderPrivacy, renderSupport].map((render) => String(render({ words, operator: who })));

  test('is named with a link to the contact, on the privacy and the support page', () => {
    for (const page of both(operator)) {
      expect(page).toContain('Acme IT');
      expect(page).toContain('<a href="mailto:help@acme.example">help@acme.example</a>');
    }
  });

  test('is not invented where it is not told: the page says whom to ask instead', () => {
    for (const page of both(nobody)) expect(page).toContain('the admin who added');
  });

  test('never becomes markup', () => {
    for (const page of both({ name: '<script>x</script>', contact: undefined })) {
      expect(page).not.toContain('<script>');
    }
  });
});

test('a slash inside a sentence is no command', () => {
  expect(String(prose('and/or, 1/2, https://example.com/2fa, /2fa.'))).toBe(
    'and/or, 1/2, https://example.com/2fa, <code>/2fa</code>.',
  );
});
