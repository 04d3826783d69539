import { ERASURES } from '../erasures.ts';
import { AppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import type { Erased } from '../installations/rows/erase-installation.ts';
import type { ErasurePlan } from '../installations/upkeep/erase-now.ts';
import { readArguments } from '../read-arguments.ts';
import { safeLine } from '../slack-api/outside-text.ts';
import { confirm } from './confirm.ts';
import { runCommand } from './run-command.ts';

// npm run erase -- T0123456789: deletes all that is kept of a workspace (T…) or an organization (E…). 0 when it did.
const {
  flags,
  words: [id = ''],
} = readArguments({
  usage: `Usage: npm run erase -- T0123456789
  --yes            doesn’t ask: for scripts
  --without-slack  deletes tokens that still work without ending them at Slack first`,
  flags: ['--yes', '--without-slack'],
  words: [{ like: /^[TE][A-Z0-9]{2,}$/, otherwise: 'Name the workspace (T…) or the organization (E…).' }],
});

/** Tables without a column that names a workspace, an organization or a person. */
type NamesNobody = 'processedEvent' | 'registeredApp' | 'retiredToken' | 'slackStatus';

/** One row, several rows. A new table does not compile until it is named here. */
const WORDS: Readonly<Record<Exclude<keyof Erased, NamesNobody>, readonly [string, string]>> = {
  installation: ['installation', 'installations'],
  userAuthorization: ['permission of a person', 'permissions of people'],
  oAuthState: ['attempt to install', 'attempts to install'],
  workspaceAccess: [
    'note of what an organization may do in it',
    'notes of what an organization may do in it',
  ],
  auditEntry: ['entry in the audit trail', 'entries in the audit trail'],
  conversationState: ['note on a conversation', 'notes on conversations'],
  shownHome: ['record of what someone’s Home showed', 'records of what people’s Homes showed'],
  turn: ['count of what someone asked for', 'counts of what people asked for'],
  alertMark: ['admin’s answer to an alert', 'admins’ answers to alerts'],
  coveragePlace: ['two-factor count', 'two-factor counts'],
  coverageReader: ['agreement to the two-factor count', 'agreements to the two-factor count'],
  coveragePerson: ['person in the two-factor count', 'people in the two-factor count'],
  coverageSnapshot: ['reading of the two-factor trend', 'readings of the two-factor trend'],
  coverageExemption: ['person left out of the two-factor count', 'people left out of the two-factor count'],
  coverageExport: ['download link', 'download links'],
  notification: ['notification', 'notifications'],
  dayMessage: ['record of a private message', 'records of private messages'],
  notificationPreference: ['choice of what to be told', 'choices of what to be told'],
};

const say = (line = '') => process.stdout.write(`${line}\n`);
const total = (rows: Erased) => Object.values(rows).reduce((sum, count) => sum + count, 0);

function listed(rows: Erased): string {
  return (Object.entries(WORDS) as [keyof typeof WORDS, readonly [string, string]][])
    .filter(([table]) => rows[table])
    .map(([table, [one, many]]) => `  ${rows[table]} ${rows[table] === 1 ? one : many}`)
    .join('\n');
}

function tokens({ bots, people }: ErasurePlan['living']): string {
  const count = bots + people;
  return `${count} ${count === 1 ? 'token' : 'tokens'} there still ${count === 1 ? 'works' : 'work'}`;
}

function announcePlan({ key, name, rows, living }: ErasurePlan, withoutSlack: boolean): void {
  const what = key.isEnterpriseInstall ? 'Organization' : 'Workspace';
  say(`${what} ${key.installedIn}${name === null ? '' : ` (${safeLine(name)})`}`);
  say();
  if (living.bots + living.people > 0) {
    say(
      withoutSlack
        ? `The app is still installed: ${tokens(living)}, and would keep working at Slack until someone removes the app there. They could no longer be ended from here.`
        : `The app is still installed: ${tokens(living)}. Lanyard removes the app at Slack first, which ends ${living.bots + living.people === 1 ? 'it' : 'them'}.`,
    );
    say();
  }
  say('This is deleted for good:');
  say(listed(rows));
  say();
  say('Backups keep what they have, and Slack keeps the messages that Lanyard sent.');
}

async function mayGoOn(yes: boolean, signal: AbortSignal): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    say('Nothing was deleted: there is no terminal to ask on. Add --yes if this is what you want.');
    return false;
  }
  const { stdin: input, stdout: output } = process;
  if (await confirm('Delete all of it? [y/N] ', { input, output, signal })) return true;
  say('Nothing was deleted.');
  return false;
}

/** @throws AppError when a token may still work: then nothing was deleted */
async function endTokens(installations: Installations, { key }: ErasurePlan): Promise<void> {
  try {
    const ended = await installations.endAtSlack(key);
    if (ended === 'app_removed') say('The app was removed at Slack: no token works anymore.');
    if (ended === 'tokens_revoked') {
      say('Every token was revoked at Slack. The app may still be listed there: an admin can remove it.');
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError({
      code: error.code,
      message: `Nothing was deleted, because a token may still work. ${error.message}`,
      hint: `${nextStep(error)} Or have an admin remove the app in Slack, and run this again. If neither can be done: --without-slack.`,
      details: error.details,
      cause: error,
    });
  }
}

/** Waiting helps where Slack did not answer; waiting doesn't bring back a missing key. */
const nextStep = ({ retryable, hint }: AppError) => (retryable || !hint ? 'Try again later.' : hint);

/** Names no one, so that it may be kept. */
function printReceipt({ key }: ErasurePlan, rows: Erased): void {
  say();
  say(`Deleted on ${new Date().toISOString()}: everything of ${key.installedIn}, ${total(rows)} rows.`);
  say(listed(rows));
  say('This is the receipt: Lanyard itself keeps no trace of it.');
}

async function erase(yes: boolean, withoutSlack: boolean): Promise<void> {
  await runCommand(
    async ({ installations }, signal) => {
      const plan = await installations.planErasure({
        installedIn: id,
        isEnterpriseInstall: id.startsWith('E'),
      });
      if (total(plan.rows) === 0) {
        say(`Nothing is kept of ${id}. Check the id, and that SLACK_CLIENT_ID is the app's.`);
        return { exitCode: 1 };
      }
      announcePlan(plan, withoutSlack);
      if (!(await mayGoOn(yes, signal)) || signal.aborted) return { exitCode: 1 };
      if (!withoutSlack) await endTokens(installations, plan);
      const rows = await installations.eraseNow(plan.key, { livingToo: withoutSlack });
      if (!rows) {
        say('Nothing was deleted: the app was installed again at this very moment. Run this again.');
        return { exitCode: 1 };
      }
      printReceipt(plan, rows);
      return { exitCode: 0 };
    },
    { alsoErase: ERASURES },
  );
}

await erase(flags.has('--yes'), flags.has('--without-slack'));
