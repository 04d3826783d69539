import { lanyardAsWired } from './harnesses/lanyard.ts';
import { testContract } from './test-contract.ts';

lanyardAsWired.forEach(testContract);
