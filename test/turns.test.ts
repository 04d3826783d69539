import { expect, test } from '@jest/globals';
import { currentRequest, runInRequest } from '../src/observability/request-context.ts';
import { createTurns, type Urgency, withUrgency } from '../src/turns.ts';

const turnsOf = (atOnce: number, most = 100) => createTurns({ what: 'The test is busy', atOnce, most });

test('what Slack waits for goes first, then what people wait for, then the rest, each in the order in which it came', async () => {
  const turns = turnsOf(1);
  const done: string[] = [];
  const leave = await turns.take();
  const come = (urgency: Urgency, name: string) =>
    withUrgency(urgency, () => turns.run(async () => void done.push(name)));
  const all = [
    come('nobody', 'Home 1'),
    come('person', 'command 1'),
    come('nobody', 'Home 2'),
    come('acknowledgement', 'event 1'),
    come('person', 'command 2'),
    come('acknowledgement', 'event 2'),
    turns.run(async () => void done.push('command 3')),
  ];
  leave();
  await Promise.all(all);
  expect(done).toEqual(['event 1', 'event 2', 'command 1', 'command 2', 'command 3', 'Home 1', 'Home 2']);
});

test('no more run at once than may, and a failure costs nobody else their turn', async () => {
  const turns = turnsOf(3);
  let running = 0;
  let most = 0;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      turns.run(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (n % 2 === 0) throw new Error(`${n}`);
      }),
    ),
  );
  expect(most).toBe(3);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
});

test('work in a queue keeps the reference of the request that it belongs to', async () => {
  const turns = turnsOf(1);
  const seen = await Promise.all(
    Array.from({ length: 3 }, () =>
      runInRequest(async () => {
        const mine = currentRequest()?.reference;
        return turns.run(async () => currentRequest()?.reference === mine);
      }),
    ),
  );
  expect(seen).toEqual([true, true, true]);
});

test('when too many wait, the next is refused at once, and not run', async () => {
  const turns = turnsOf(1, 2);
  const leave = await turns.take();
  const waiting = [turns.run(async () => 'first'), turns.run(async () => 'second')];
  let ran = false;
  const mark = async () => {
    ran = true;
  };
  await expect(turns.run(mark)).rejects.toMatchObject({
    code: 'overloaded',
    retryable: true,
  });
  leave();
  expect(await Promise.all(waiting)).toEqual(['first', 'second']);
  expect(ran).toBe(false);
});

test('after closing, what runs comes to its end, and what waits is refused without being run', async () => {
  const turns = turnsOf(1);
  const leave = await turns.take();
  const waiting = turns.run(async () => 'too late');
  turns.close();
  leave();
  await expect(waiting).rejects.toMatchObject({ code: 'overloaded' });
  await expect(turns.run(async () => 'never')).rejects.toMatchObject({ code: 'overloaded' });
});
