import { run } from 'jest';

// Before anything of Jest's is loaded: its workers take the environment over.
const [first, ...rest] = process.argv.slice(2);
if (first === 'quick') process.env.LANYARD_TEST_QUICK = '1';
await run(first === 'quick' ? rest : process.argv.slice(2));
