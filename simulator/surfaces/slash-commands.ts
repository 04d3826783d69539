import type { Delivery } from '../delivery/delivery.ts';
import { actorFields } from '../delivery/request-fields.ts';
import { directChannel, generalChannel, readContent } from '../messages/messages.ts';
import { issueResponseUrl } from '../messages/response-url.ts';
import { type SeenMessage, seen } from '../messages/seen-message.ts';
import { tellPerson } from '../messages/slackbot-says.ts';
import type { AppChoice, AppRegistration } from '../state/apps.ts';
import { inWorkspace, liveGrants, servingInstallation } from '../state/find.ts';
import type { ChannelRecord, PersonRecord, SimulatorState } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { botUserOf } from './bot-user.ts';

export type CommandOptions = {
  /** Default: `general`. */
  channel?: 'general' | 'dm';
  app?: AppChoice;
  /** Sends it even where Slack would say that there is no such command: what an app meets in a race with its removal. */
  evenIfNotInstalled?: boolean;
};

export type CommandRun = {
  delivery: Delivery;
  ackMs: number;
  /** No acknowledgement within three seconds: the person reads `operation_timeout`. */
  timedOut: boolean;
  /** What Slack itself tells the person when the command failed; null when it went well. */
  error: string | null;
  /** What the app answered so far, by its acknowledgement and by the response_url. */
  messages(): SeenMessage[];
};

/** A person types a slash command; resolves when it is acknowledged or failed. */
export async function typeCommand(
  world: World,
  person: PersonRecord,
  command: string,
  text: string,
  options: CommandOptions,
): Promise<CommandRun> {
  const app = appWithCommand(world, command, options.app);
  const shouldEscape = app.commands.some((each) => each.command === command && each.shouldEscape);
  const { state } = world.store;
  const place = commandPlace(state, app, person.workspaceId);
  if (!place && !options.evenIfNotInstalled) {
    throw new Error(`${command} is not a valid command here: ${app.name} is not installed.`);
  }
  const channel =
    options.channel === 'dm'
      ? directChannel(world.store, person.workspaceId, person.id, app.appId)
      : generalChannel(state, person.workspaceId);
  const { workspaceId, id: userId } = person;
  const owner = { appId: app.appId, workspaceId, userId, channelId: channel.id, messageId: null };
  const responseUrl = issueResponseUrl(world, owner);
  const { workspace, organization, orgWide } = actorFields(
    world,
    person,
    app,
    place ?? inWorkspace(workspaceId),
  );
  const payload = {
    token: 'deprecated-verification-token',
    team_id: workspace.id,
    team_domain: workspace.domain,
    ...(organization ? { enterprise_id: organization.id, enterprise_name: organization.name } : {}),
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: userId,
    user_name: person.handle,
    command,
    text: shouldEscape ? escapeText(state, workspaceId, text) : text,
    api_app_id: app.appId,
    is_enterprise_install: String(orgWide),
    response_url: responseUrl.url,
    trigger_id: world.triggers.issue({ appId: app.appId, workspaceId, userId }),
  };
  const body = new URLSearchParams(payload).toString();
  const delivery = await world.deliveries.send({ app, kind: 'command', body, payload });
  const error = takeAnswer(world, person, app, channel, responseUrl.id, delivery);
  if (error !== null)
    tellPerson(world, person, channel, { text: `${command} failed with the error "${error}"`, via: 'slack' });
  return {
    delivery,
    ackMs: delivery.ackMs ?? 0,
    timedOut: delivery.failure === 'http_timeout',
    error,
    messages: () => {
      const mine = world.store.state.messages.filter((message) => message.responseUrlId === responseUrl.id);
      return mine.map((message) => seen(world.store.state, message));
    },
  };
}

function appWithCommand(world: World, command: string, choice: AppChoice): AppRegistration {
  const candidates = choice === undefined ? world.apps.all() : [world.apps.choose(choice)];
  // On a clash the app that came last wins.
  const app = candidates.findLast((each) => each.commands.some((one) => one.command === command));
  if (!app) throw new Error(`${command} is not a valid command: no app registered it.`);
  return app;
}

/** Commands stay while the bot is there, or a user token with `commands`. */
function commandPlace(state: SimulatorState, app: AppRegistration, workspaceId: string) {
  const installation = servingInstallation(state, app, workspaceId);
  if (installation) return installation;
  const here = inWorkspace(workspaceId);
  const left = liveGrants(state, app.appId, here).some((grant) => grant.scopes.includes('commands'));
  return left ? here : undefined;
}

/** Reads the acknowledgement as Slack does: empty, plain text or a message. Returns Slack's error, or null. */
function takeAnswer(
  world: World,
  person: PersonRecord,
  app: AppRegistration,
  channel: ChannelRecord,
  responseUrlId: string,
  delivery: Delivery,
): string | null {
  if (delivery.failure === 'http_timeout') return 'operation_timeout';
  if (delivery.failure === 'http_error') return 'http_service_error';
  if (delivery.failure !== null) return 'dispatch_failed';
  if (delivery.answer.trim() === '') return null;
  const message = parseAnswer(delivery);
  if (message.text === undefined && message.blocks === undefined) return null;
  const content = readContent(message);
  if ('error' in content) return content.error;
  world.messages.add({
    ...content,
    workspaceId: person.workspaceId,
    channelId: channel.id,
    appId: app.appId,
    authorId: botUserOf(world.store.state, app.appId, person.workspaceId),
    onlyFor: message.response_type === 'in_channel' ? null : person.id,
    via: 'ack',
    responseUrlId,
  });
  return null;
}

function parseAnswer({ answer, answerHeaders }: Delivery): Record<string, unknown> {
  if (!answerHeaders['content-type']?.includes('json')) return { text: answer };
  try {
    const parsed: unknown = JSON.parse(answer);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
    return { text: String(parsed) };
  } catch {
    return { text: answer };
  }
}

/** `should_escape`: people, channels and links as ids instead of as typed. */
function escapeText(state: SimulatorState, workspaceId: string, text: string): string {
  const people = state.people.filter((person) => person.workspaceId === workspaceId && !person.deleted);
  const channels = state.channels.filter(
    (channel) => channel.workspaceId === workspaceId && channel.kind === 'general',
  );
  return text
    .replace(/https?:\/\/[^\s<>]+/g, (url) => `<${url}>`)
    .replace(/(?<=^|\s)@([\w.-]+)/g, (typed, handle: string) => {
      const person = people.find((each) => each.handle === handle);
      return person ? `<@${person.id}|${person.handle}>` : typed;
    })
    .replace(/(?<=^|\s)#([\w-]+)/g, (typed, name: string) => {
      const channel = channels.find((each) => each.name === name);
      return channel ? `<#${channel.id}|${channel.name}>` : typed;
    });
}
