/** The set-up page: for the person who starts Lanyard for the first time, on their own machine. */
export const setup = {
  title: 'Set up Lanyard',
  headline: 'Set up Lanyard',
  lead: 'Three steps, about five minutes. Only you can see this page: it’s served on this machine only, stores nothing and sends nothing.',
  progress: {
    done: 'Every setting is in place. Stop this page with Ctrl-C, then start Lanyard: npm start',
    filled: 'Everything is filled in. Copy the block at the end into .env, then reload this page.',
    open: (open: number | string) =>
      open === 1
        ? '1 setting is still missing. Fill it in below.'
        : `${open} settings are still missing. Fill them in below.`,
  },
  copy: {
    manifest: 'Copy the manifest',
    lines: 'Copy the block',
    copied: 'Copied',
    selected: 'Selected: copy it with your keyboard',
  },
  steps: {
    address: {
      heading: '1. Your address',
      text: 'The https address at which browsers reach this server, and Slack too unless you use Socket Mode.',
      label: 'PUBLIC_URL',
      socketMode:
        'Use Socket Mode: Slack doesn’t have to reach this server. For development or a single workspace; not accepted in the Slack Marketplace.',
      button: 'Fill in the manifest',
      wrong:
        'Slack doesn’t accept that address. Use https:// and a host name without a path. (http works only for this machine.)',
    },
    app: {
      heading: '2. The Slack app',
      before:
        'Once you’ve filled in your address above, a link appears here that opens Slack with this manifest.',
      text: 'This link opens Slack with the manifest filled in. Choose the workspace that will own the app, and create it.',
      button: 'Create the app in Slack',
      byHand:
        'To do it yourself: at api.slack.com/apps, choose *Create New App*, then *From a manifest*, and paste this.',
      manifestLabel: 'The manifest',
      distribution:
        'For workspaces other than your own: *Manage Distribution*, then *Activate Public Distribution*.',
    },
    values: {
      heading: '3. What to bring back',
      text: 'Paste each value from Slack here. The block below fills in as you type; nothing leaves this page. Then put the block into a file named .env in Lanyard’s folder.',
      names: 'Setting',
      state: 'Now',
      found: 'Where to find it',
      ok: 'in place',
      inBlock: 'in the block below',
      paste: 'Paste it here',
      missing: 'missing',
      key: 'A new key, made for this page and not stored. Use it only if you don’t have one yet, and keep a copy away from the database.',
      fileLabel: 'Lines for .env',
      check: 'Then check everything, including Slack: npm run doctor',
    },
  },
  notHere: 'The set-up page works only on this machine, without a proxy in between.',
};
