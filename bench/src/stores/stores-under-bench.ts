import { boltPrisma } from './bolt-prisma.ts';
import { lanyard, lanyardRemembering } from './lanyard.ts';
import { slackFile } from './slack-file.ts';
import { slackMemory } from './slack-memory.ts';
import type { StoreUnderBench } from './store-under-bench.ts';

export const storesUnderBench: readonly StoreUnderBench[] = [
  lanyard,
  lanyardRemembering,
  boltPrisma,
  slackFile,
  slackMemory,
];
