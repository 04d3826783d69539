import type { Delivery } from '../delivery/delivery.ts';
import type { DisconnectReason } from '../delivery/sockets.ts';
import { makeAppToken } from '../tokens/app-tokens.ts';
import { newestAccess } from '../tokens/rotation.ts';
import { changeSettings, settingsOf } from './app-settings.ts';
import type { AppRegistration } from './apps.ts';
import { inWorkspace, liveBotGrant, liveGrants, servingInstallation } from './find.ts';
import { hex } from './ids.ts';
import type { World } from './world.ts';

/** An app as this Slack knows it. */
export type SimulatedApp = {
  readonly appId: string;
  readonly clientId: string;
  readonly name: string;
  readonly commands: AppRegistration['commands'];
  /** The live bot token that serves a workspace: to call the Web API as the app would. */
  botToken(workspace: { id: string }): string | undefined;
  /** A person's live token in their workspace. */
  userToken(person: { id: string; workspace: { id: string } }): string | undefined;
  readonly rotatesTokens: boolean;
  /** As on the app's settings page: what is granted from now on expires. Slack never turns it off again. */
  turnOnTokenRotation(): void;
  /** The app calls from an address that is not on its list: Slack refuses its tokens with `invalid_auth`. */
  barAddress(barred: boolean): void;
  /** Makes an app-level token, as the settings page does; for Socket Mode with `connections:write`. */
  makeAppToken(scopes: readonly string[]): string;
  /** How many WebSockets the app holds open. */
  readonly sockets: number;
  /** Tells them to go, for this reason; all but warned ones are closed. */
  disconnectSockets(reason: DisconnectReason): void;
  /** Slack's probe of the certificate: unsigned, a form. Resolves when it was answered. */
  checksSsl(): Promise<Delivery>;
  /** Tells the app that events were withheld from it for a minute. Not wrapped as other events are. */
  withholdsEvents(workspace: { id: string }): Promise<Delivery>;
  /** Slack's check of a request URL, `url_verification`: true when the app answered with the challenge. */
  verifiesRequestUrl(): Promise<boolean>;
};

export function createSimulatedApp(world: World, appId: string): SimulatedApp {
  const app = world.apps.choose(appId);
  const { state } = world.store;
  return {
    appId,
    clientId: app.clientId,
    name: app.name,
    commands: app.commands,
    botToken({ id }) {
      const installation = servingInstallation(state, app, id);
      const grant = installation && liveBotGrant(state, appId, installation);
      return grant && newestAccess(state, grant)?.token;
    },
    userToken({ id, workspace }) {
      const grants = liveGrants(state, appId, inWorkspace(workspace.id));
      const own = grants.find((grant) => grant.kind === 'user' && grant.userId === id);
      return own && newestAccess(state, own)?.token;
    },
    get rotatesTokens() {
      return settingsOf(state, app).tokenRotation;
    },
    turnOnTokenRotation: () => changeSettings(world, app, { tokenRotation: true }),
    barAddress: (barred) => changeSettings(world, app, { addressBarred: barred }),
    makeAppToken: (scopes) => makeAppToken(world.store, appId, scopes),
    get sockets() {
      return world.sockets.connections(appId);
    },
    disconnectSockets: (reason) => world.sockets.disconnect(appId, reason),
    checksSsl() {
      const payload = { ssl_check: '1', token: 'deprecated-verification-token' };
      const body = new URLSearchParams(payload).toString();
      return world.deliveries.send({ app, kind: 'command', body, payload, signature: 'missing' });
    },
    withholdsEvents({ id }) {
      const payload = {
        token: 'deprecated-verification-token',
        type: 'app_rate_limited',
        team_id: id,
        minute_rate_limited: Math.floor(world.clock().getTime() / 60_000) * 60,
        api_app_id: appId,
      };
      return world.deliveries.send({ app, kind: 'event', body: JSON.stringify(payload), payload });
    },
    async verifiesRequestUrl() {
      const challenge = hex(20);
      const payload = { token: 'deprecated-verification-token', challenge, type: 'url_verification' };
      const delivery = await world.deliveries.send({
        app,
        kind: 'event',
        body: JSON.stringify(payload),
        payload,
      });
      return delivery.failure === null && answersChallenge(delivery, challenge);
    },
  };
}

function answersChallenge({ answer, answerHeaders }: Delivery, challenge: string): boolean {
  const type = answerHeaders['content-type'] ?? '';
  if (type.includes('x-www-form-urlencoded'))
    return new URLSearchParams(answer).get('challenge') === challenge;
  if (!type.includes('json')) return answer === challenge;
  try {
    return (JSON.parse(answer) as { challenge?: unknown }).challenge === challenge;
  } catch {
    return false;
  }
}
