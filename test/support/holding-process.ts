// Opens a database, or takes only the lock of a data directory, in a process of its own: for the tests of what
// several processes and kill -9 do. Says in one line how it went, then holds it until its input ends; or
// writes, and says what was acknowledged.
import { lockDataDirectory } from '../../src/database/embedded/data-directory-lock.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const { lockOnly, write, ...options } = JSON.parse(process.argv[2] ?? '{}');

async function hold(): Promise<() => Promise<void>> {
  if (lockOnly) return (await lockDataDirectory(options.dataDir)).release;
  const database = await openDatabase({ dataDir: '', ...options, log: () => {} });
  for (let count = 1; write; count += 1) {
    const { eventId } = await database.prisma.processedEvent.create({
      data: { eventId: `Ev${count}`, processedAt: new Date() },
    });
    console.log(eventId);
  }
  return database.close;
}

try {
  const release = await hold();
  console.log(JSON.stringify({ opened: true }));
  process.stdin.resume().on('end', async () => {
    await release();
    process.exit(0);
  });
} catch (error) {
  const { code, message, hint } = error as Record<string, unknown>;
  console.log(JSON.stringify({ opened: false, code, message, hint }));
  process.exitCode = 1;
}
