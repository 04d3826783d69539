import type { ChannelRecord, PersonRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';

/** Slack speaks, to this person only. */
export function tellPerson(
  world: World,
  person: PersonRecord,
  channel: ChannelRecord,
  { text, via }: { text: string; via: 'slack' | 'slackbot' },
): void {
  world.messages.add({
    text,
    blocks: [],
    workspaceId: person.workspaceId,
    channelId: channel.id,
    appId: null,
    authorId: 'USLACKBOT',
    onlyFor: person.id,
    via,
    responseUrlId: null,
  });
}
