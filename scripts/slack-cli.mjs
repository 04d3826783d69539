// What the Slack CLI runs (see .slack/hooks.json), so that `slack run` works: it knows how to start JavaScript, not
// TypeScript, and would hand out the manifest for a server that has a public address.
// https://docs.slack.dev/tools/slack-cli/reference/hooks
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));
const self = 'node scripts/slack-cli.mjs';

const answers = {
  'get-hooks': () => ({
    hooks: { 'get-manifest': `${self} get-manifest`, start: `${self} start` },
    config: {
      'protocol-version': ['default'],
      'sdk-managed-connection-enabled': true,
      watch: {
        app: { 'filter-regex': '\\.ts$', paths: ['src'] },
        manifest: { paths: ['manifest.socket-mode.json'] },
      },
    },
    runtime: 'node',
  }),
  'get-manifest': () => JSON.parse(readFileSync(at('manifest.socket-mode.json'), 'utf8')),
};

function start() {
  const { status } = spawnSync(process.execPath, [at('scripts/build.mjs'), '--if-needed'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  // The CLI has named it both ways.
  const appToken = process.env.SLACK_APP_TOKEN || process.env.SLACK_CLI_XAPP;
  const lanyard = spawn(process.execPath, [at('dist/src/main.js')], {
    stdio: 'inherit',
    env: { ...process.env, ...(appToken && { SLACK_APP_TOKEN: appToken }) },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => lanyard.kill(signal));
  lanyard.on('exit', (code) => process.exit(code ?? 1));
}

const [hook] = process.argv.slice(2);
if (hook === 'start') start();
else if (Object.hasOwn(answers, hook)) process.stdout.write(JSON.stringify(answers[hook]()));
else {
  console.error(`Unknown hook "${hook}". There are: ${[...Object.keys(answers), 'start'].join(', ')}.`);
  process.exit(1);
}
