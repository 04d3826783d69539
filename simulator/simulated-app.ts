import type { AppRegistration } from './apps.ts';
import type { Delivery } from './delivery.ts';
import { hex } from './ids.ts';
import { inWorkspace, liveBotToken, liveTokens, servingInstallation, type World } from './world.ts';

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
  /** Slack's check of a request URL, `url_verification`: true when the app answered with the challenge. */
  verifiesRequestUrl(): Promise<boolean>;
};

export function createSimulatedApp(world: World, appId: string): SimulatedApp {
  const app = world.apps.choose(appId);
  return {
    appId,
    clientId: app.clientId,
    name: app.name,
    commands: app.commands,
    botToken({ id }) {
      const installation = servingInstallation(world.store.state, app, id);
      return installation && liveBotToken(world.store.state, appId, installation)?.token;
    },
    userToken({ id, workspace }) {
      const tokens = liveTokens(world.store.state, appId, inWorkspace(workspace.id));
      return tokens.find((token) => token.kind === 'user' && token.userId === id)?.token;
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
