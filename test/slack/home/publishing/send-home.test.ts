import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createShownHome } from '../../../../src/authorizations/shown-home.ts';
import type { Database } from '../../../../src/database/database.ts';
import { createSendHome } from '../../../../src/slack/home/publishing/send-home.ts';
import { SlackError } from '../../../../src/slack-api/slack-error.ts';
import { databasesUnderTest } from '../../../support/databases.ts';

const key = { installedIn: 'T1', isEnterpriseInstall: false };

/** A Home at Slack, as far as hashes go; each publish can be held up on its way there and on its way back. */
function createSlackHome() {
  let hash: string | undefined;
  let count = 0;
  const shown: string[] = [];
  const sent: (string | undefined)[] = [];
  return {
    shown,
    sent,
    put(text: string) {
      count += 1;
      hash = `h${count}`;
      shown.push(text);
      return hash;
    },
    bot(hold: { before?: Promise<void>; after?: Promise<void> } = {}) {
      const publish = async (args: Record<string, unknown>) => {
        await hold.before;
        sent.push(args.hash as string | undefined);
        if (args.hash !== undefined && args.hash !== hash) {
          throw new SlackError({
            code: 'slack_refused',
            message: 'conflict',
            method: 'views.publish',
            error: 'hash_conflict',
          });
        }
        count += 1;
        hash = `h${count}`;
        const answer = { view: { hash } };
        shown.push((args.view as { text: string }).text);
        await hold.after;
        return answer;
      };
      return {
        call: <Answer>(_: string, args = {}) => publish(args) as Promise<Answer>,
      };
    },
  };
}

function held() {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
}

describe.each(databasesUnderTest)('sending a Home, from several processes, on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  /** Two processes: what they share is the database and Slack. */
  function processes(clientId: string) {
    const send = () =>
      createSendHome({ authorizations: createShownHome({ prisma: database.prisma, clientId }) });
    const [first, second] = [send(), send()];
    const make = (text: string) => async () => ({
      view: { type: 'home', text, blocks: [] } as never,
      lookingAt: text,
      shownAs: null,
    });
    return { first, second, make, home: { key, userId: 'U1' } };
  }
  const seenHash = undefined;

  test('a list that was read earlier and comes later is thrown away', async () => {
    const { first, second, make, home } = processes('late');
    const slack = createSlackHome();
    await first({ home, bot: slack.bot(), seenHash, make: make('start') });
    const way = held();
    const slow = first({ home, bot: slack.bot({ before: way.until }), seenHash, make: make('older') });
    // The number is taken before anything is sent.
    await takenNumbers('late', 2);
    await second({ home, bot: slack.bot(), seenHash, make: make('newer') });
    way.release();
    expect(await slow).toBe('overtaken');
    expect(slack.shown).toEqual(['start', 'newer']);
  });

  test('a list that was read later and meets an earlier one on its way is shown after it', async () => {
    const { first, second, make, home } = processes('meet');
    const slack = createSlackHome();
    await first({ home, bot: slack.bot(), seenHash, make: make('start') });
    const back = held();
    // At Slack already, its answer still under way: nobody knows the new hash yet.
    const slow = first({ home, bot: slack.bot({ after: back.until }), seenHash, make: make('older') });
    await takenNumbers('meet', 2);
    while (slack.shown.length < 2) await new Promise(setImmediate);
    const next = second({ home, bot: slack.bot(), seenHash, make: make('newer') });
    while (slack.sent.length < 3) await new Promise(setImmediate);
    back.release();
    expect([await slow, await next]).toEqual(['shown', 'shown']);
    expect(slack.shown).toEqual(['start', 'older', 'newer']);
  });

  test('the very first two, which know no hash, end with the newer one', async () => {
    const { first, second, make, home } = processes('first');
    const slack = createSlackHome();
    const way = held();
    let reads = 0;
    const slow = first({
      home,
      bot: slack.bot({ before: way.until }),
      seenHash,
      make: async () => {
        reads += 1;
        return make(reads === 1 ? 'older' : 'read again')();
      },
    });
    await takenNumbers('first', 1);
    await second({ home, bot: slack.bot(), seenHash, make: make('newer') });
    way.release();
    await slow;
    expect(slack.shown.at(-1)).not.toBe('older');
    expect(reads).toBe(2);
  });

  test('what a process that died has shown is written over all the same', async () => {
    const { first, make, home } = processes('died');
    const slack = createSlackHome();
    await first({ home, bot: slack.bot(), seenHash, make: make('start') });
    slack.put('by somebody who died before they could note it');
    expect(await first({ home, bot: slack.bot(), seenHash, make: make('now') })).toBe('shown');
    expect(slack.shown.at(-1)).toBe('now');
    // The note is right again: the next one needs no second try.
    const tries = slack.sent.length;
    await first({ home, bot: slack.bot(), seenHash, make: make('next') });
    expect(slack.sent.length).toBe(tries + 1);
  });

  test('the hash that comes with a press is used where none is noted, and never an empty one', async () => {
    const { first, make, home } = processes('seen');
    const slack = createSlackHome();
    const hash = slack.put('from before this database');
    await first({ home, bot: slack.bot(), seenHash: hash, make: make('now') });
    expect(slack.sent).toEqual([hash]);
    const empty = createSlackHome();
    await processes('empty').first({ home, bot: empty.bot(), seenHash: '', make: make('now') });
    expect(empty.sent).toEqual([undefined]);
  });

  async function takenNumbers(clientId: string, begun: number): Promise<void> {
    for (;;) {
      const row = await database.prisma.shownHome.findFirst({ where: { clientId } });
      if (row && row.begun >= begun) return;
    }
  }
});
