import { digits, hex } from '../state/ids.ts';
import type { ResponseUrlRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { botUserOf } from '../surfaces/bot-user.ts';
import { readContent } from './messages.ts';

const LIFE_MS = 30 * 60_000;
const MAX_USES = 5;

type Owner = Omit<ResponseUrlRecord, 'id' | 'uses' | 'issuedAtMs'>;

/** A URL of this simulator by which an app answers a command or a press, for the person who acted. */
export function issueResponseUrl(world: World, owner: Owner): { id: string; url: string } {
  const issuedAtMs = world.clock().getTime();
  const kind = owner.messageId === null ? 'commands' : 'actions';
  const id = `${owner.workspaceId}/${digits()}/${hex(12)}`;
  world.store.change((state) => {
    state.responseUrls = state.responseUrls.filter((old) => issuedAtMs - old.issuedAtMs <= 2 * LIFE_MS);
    state.responseUrls.push({ ...owner, id, uses: 0, issuedAtMs });
  });
  return { id, url: `${world.url()}/${kind}/${id}` };
}

export type ResponseUrlAnswer = { status: number; body: { ok: boolean; error?: string } };
const refuse = (status: number, error: string): ResponseUrlAnswer => ({ status, body: { ok: false, error } });

/**
 * Takes what an app posts to a response_url: five times within thirty minutes. Who sees a message never changes.
 * `replace_original` and `delete_original` touch the message whose button was pressed; after a command there is none,
 * and a replacement arrives as a new message.
 * @see https://docs.slack.dev/interactivity/handling-user-interaction
 * @see https://github.com/slackapi/bolt-js/issues/2287
 */
export function answerByResponseUrl(world: World, id: string, body: unknown): ResponseUrlAnswer {
  const { store, clock, messages } = world;
  const found = store.state.responseUrls.find((candidate) => candidate.id === id);
  if (!found) return refuse(404, 'no_service');
  if (clock().getTime() - found.issuedAtMs > LIFE_MS) return refuse(404, 'expired_url');
  if (found.uses >= MAX_USES) return refuse(404, 'used_url');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse(400, 'invalid_payload');
  const given = body as Record<string, unknown>;
  const wants = (name: string) => given[name] === true || given[name] === 'true';
  const useUp = () => {
    store.change(() => {
      found.uses += 1;
    });
    return { status: 200, body: { ok: true } };
  };

  if (wants('delete_original')) {
    if (found.messageId !== null) messages.remove(found.messageId);
    return useUp();
  }
  const type = given.response_type ?? 'ephemeral';
  if (type !== 'ephemeral' && type !== 'in_channel') return refuse(400, 'invalid_response_type');
  const content = readContent(given);
  if ('error' in content) return refuse(400, content.error);
  if (wants('replace_original') && found.messageId !== null) {
    messages.replace(found.messageId, content);
    return useUp();
  }
  const answer = useUp();
  messages.add({
    ...content,
    workspaceId: found.workspaceId,
    channelId: found.channelId,
    appId: found.appId,
    authorId: botUserOf(world.store.state, found.appId, found.workspaceId),
    onlyFor: type === 'in_channel' ? null : found.userId,
    via: 'response_url',
    responseUrlId: found.id,
  });
  return answer;
}
