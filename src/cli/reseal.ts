import { readArguments } from '../read-arguments.ts';
import { createProgress } from './progress.ts';
import { runCommand } from './run-command.ts';

// npm run reseal: seals with the first key what an older one has sealed. 0 when all of it was.
readArguments({ usage: 'Usage: npm run reseal' });
await runCommand(async ({ installations }, signal) => {
  const bar = createProgress('Resealed', process.stdout);
  const { total, resealed, unreadable } = await installations.reseal({
    signal,
    onProgress: (progress) => bar.show(progress.resealed + progress.unreadable, progress.total),
  });
  bar.end();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (total === 0) say('Everything is sealed with the first key already.');
  else say(`${resealed} of ${total} values are now sealed with the first key.`);
  if (unreadable > 0)
    say(`${unreadable} could not be opened; the reasons are above. Keep the keys named there.`);
  if (signal.aborted) say('Stopped. What is done stays done: run it again to continue.');
  else if (unreadable === 0 && total > 0)
    say('The older keys can be retired now, once every process runs with this keyring.');
  return { exitCode: unreadable > 0 || signal.aborted ? 1 : 0 };
});
