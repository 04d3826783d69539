/** How far the simulator goes for one thing of Slack. What is not listed it does not have. */
export type Coverage = { level: 'supported' | 'partial'; notes: string };

const supported = (notes = ''): Coverage => ({ level: 'supported', notes });
const partial = (notes: string): Coverage => ({ level: 'partial', notes });

/** What this Slack covers; a test holds it to the routes, methods and events that there are. */
export const coverage = {
  methods: {
    'api.test': supported(),
    'apps.connections.open': supported('Its URLs count once.'),
    'apps.event.authorizations.list': partial('Unpaged.'),
    'apps.uninstall': partial('Bot tokens are let through; some Slack pages say otherwise.'),
    'auth.revoke': supported('`test` answers `revoked: false`. Of a rotating pair, only the one token dies.'),
    'auth.teams.list': supported(),
    'auth.test': supported(),
    'chat.delete': supported(),
    'chat.postEphemeral': supported(),
    'chat.postMessage': partial(
      'To #general and to people. No threads, attachments, authorship or unfurling.',
    ),
    'chat.update': supported('The caller’s own messages only.'),
    'conversations.open': partial('With one person.'),
    'oauth.v2.access': partial('Codes and refresh tokens; no PKCE.'),
    'oauth.v2.exchange': supported(),
    'team.info': partial('Without domains, icons and discoverability.'),
    'users.info': supported('`has_2fa` by who looks.'),
    'users.list': supported('Cursor paging; unpaginated up to 1,000 members.'),
    'views.open': supported('Opening closes what the person had open.'),
    'views.publish': supported('Org-wide apps: one Home per person in the organization.'),
    'views.push': supported('Three modals at most.'),
    'views.update': supported(),
  },
  routes: {
    'GET /oauth/v2/authorize': partial('With the approval of apps by admins; no PKCE.'),
    'POST /oauth/v2/authorize': supported('Slack posts elsewhere; apps never see this.'),
    'GET /oauth/v2/consent.css': supported('The page’s own styles.'),
    'GET /api/:method': supported('Arguments in the query, never the token.'),
    'POST /api/:method': partial('Limits by tier when turned on; outages by faults only.'),
    'POST /commands/:team/:number/:secret': supported(
      'response_url of a command: five uses, thirty minutes, never replaces.',
    ),
    'GET /status': supported('Slack’s own is at slack-status.com.'),
    'GET /status/api/v2.0.0/current': partial('What is open now; no history, and `status` is always `ok`.'),
    'POST /actions/:team/:number/:secret': supported(
      'response_url of a press: replaces and deletes its message.',
    ),
  },
  events: {
    app_home_opened: supported('With `view` only after something was published.'),
    app_uninstalled: partial('For an org-wide removal: one, shaped after the documentation alone.'),
    app_uninstalled_team: partial('To apps with `admin.apps:read`; `user_id` and `app_owner_id` are empty.'),
    grid_migration_finished: supported(),
    grid_migration_started: supported('Between the two, calls answer `org_login_required`.'),
    team_access_granted: partial('Through organization.adds and the consent page.'),
    team_access_revoked: partial('Through organization.removes.'),
    team_domain_change: supported(),
    team_rename: supported(),
    user_change: partial('At a change of role or a deactivation; never at one of 2FA.'),
    tokens_revoked: supported('Without `authorizations`; ids of people and of the bot user.'),
  },
  deliveries: {
    event: supported(
      'By HTTP or Socket Mode. Three retries with their headers, `x-slack-no-retry`, two redirects.',
    ),
    command: supported('Three seconds, then `operation_timeout`.'),
    interaction: partial('block_actions, view_submission, view_closed; no shortcuts, no options requests.'),
  },
} satisfies Record<string, Record<string, Coverage>>;
