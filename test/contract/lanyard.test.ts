import { lanyardStores } from './harnesses/lanyard.ts';
import { testContract } from './test-contract.ts';

lanyardStores.forEach(testContract);
