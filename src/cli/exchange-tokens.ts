import { readArguments } from '../read-arguments.ts';
import { createProgress } from './progress.ts';
import { runCommand } from './run-command.ts';

// npm run exchange-tokens: long-lived tokens for rotating ones, once token rotation is on. 0 when none is left.
readArguments({ usage: 'Usage: npm run exchange-tokens' });
await runCommand(async ({ installations }, signal) => {
  const bar = createProgress('Exchanged', process.stdout);
  const { total, exchanged, already, failed } = await installations.exchangeTokens({
    signal,
    onProgress: (progress) =>
      bar.show(progress.exchanged + progress.already + progress.failed, progress.total),
  });
  bar.end();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (total === 0) say('Every token rotates already, or there is none.');
  else say(`${exchanged} of ${total} tokens rotate from now on.`);
  if (already > 0) {
    say(
      `${already} were exchanged before, and the new tokens were lost: the old ones keep working, and rotate once someone authorizes again.`,
    );
  }
  if (failed > 0)
    say(`${failed} could not be exchanged; the reasons are above. Those tokens keep working as they are.`);
  if (signal.aborted) say('Stopped. What is done stays done: run it again to continue.');
  return { exitCode: failed > 0 || signal.aborted ? 1 : 0 };
});
