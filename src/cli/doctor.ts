import { loadConfig, readSettings } from '../config.ts';
import { createScrub } from '../observability/scrub.ts';
import { readArguments } from '../read-arguments.ts';
import { examine } from './doctor/examine.ts';
import { error, type Finding, printed, summary } from './doctor/finding.ts';

// npm run doctor: 0 when nothing is broken (a warning isn’t), 1 when something is.
readArguments({ usage: 'Usage: npm run doctor' });

async function doctor(): Promise<Finding[]> {
  const { problems } = readSettings();
  if (problems.length === 0) return examine(loadConfig());
  return problems.map(({ name, problem, where }) => error('Settings', `${name} ${problem}.`, where));
}

const findings = await doctor();
const report = [...findings.map(printed), '', `  ${summary(findings)}`, ''].join('\n');
process.stdout.write(createScrub([])(report));
process.exitCode = findings.some(({ level }) => level === 'error') ? 1 : 0;
