import PQueue from 'p-queue';

type Limits = {
  atOnce: number;
  /** Once it is aborted nothing more begins. That isn't a failure: what has begun is waited for. */
  signal?: AbortSignal;
};

/**
 * Does the work for each thing, in their order, `atOnce` at a time. Without things it does nothing. After a failure
 * nothing more begins: behind a database that is away, the rest of a long list would fail one by one.
 * @throws what the first failing work threw
 */
export async function inParallel<T>(
  things: Iterable<T>,
  { atOnce, signal }: Limits,
  work: (thing: T) => Promise<unknown>,
): Promise<void> {
  const queue = new PQueue({ concurrency: atOnce });
  let failed = false;
  await queue.addAll(
    Array.from(things, (thing) => async () => {
      if (failed || signal?.aborted) return;
      await work(thing).catch((error) => {
        failed = true;
        throw error;
      });
    }),
  );
}
