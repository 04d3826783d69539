import { buildApp, type LanyardApp } from './app.ts';
import { loadConfig } from './config.ts';
import { toAppError } from './errors.ts';

/** Slack, Docker and Kubernetes all lose patience soon after. */
const STOP_LIMIT_MS = 10_000;

async function main(): Promise<void> {
  const app = await buildApp(loadConfig());
  try {
    await app.start();
  } catch (error) {
    await app.stop();
    throw error;
  }
  stopOnSignal(app);
}

function stopOnSignal(app: LanyardApp): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second signal means: now.
      if (stopping) process.exit(1);
      stopping = true;
      setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
      app.stop().then(() => process.exit(0), fail);
    });
  }
}

function fail(thrown: unknown): void {
  const error = toAppError(thrown);
  const hint = error.hint ? `\n\n${error.hint}` : '';
  process.stderr.write(`${error.message}${hint}\n`);
  if (error.code === 'unexpected' && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
  process.exit(1);
}

main().catch(fail);
