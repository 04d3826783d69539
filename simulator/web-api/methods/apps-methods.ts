import { type Method, refuse } from '../method.ts';

/** What an app asks for itself, by an app-level token. */
export const appMethods: Record<string, Method> = {
  'apps.connections.open': {
    access: 'app',
    scopes: ['connections:write'],
    acceptsJson: true,
    run: ({ world, app }) =>
      app.socketMode ? { ok: true, url: world.sockets.issueUrl(app.appId) } : refuse('forbidden_team'),
  },
  'apps.event.authorizations.list': {
    access: 'app',
    scopes: ['authorizations:read'],
    acceptsJson: true,
    required: ['event_context'],
    run: ({ world, app, args }) => {
      const authorizations = world.events.authorizationsOf(app, String(args.event_context));
      return authorizations ? { ok: true, authorizations } : refuse('invalid_event_context');
    },
  },
};
