import { reference } from './harnesses/reference.ts';
import { slackFile } from './harnesses/slack-file.ts';
import { slackMemory } from './harnesses/slack-memory.ts';
import { testContract } from './test-contract.ts';

[reference, slackMemory, slackFile].forEach(testContract);
