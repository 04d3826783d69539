/** The set-up page: for the person who starts Lanyard for the first time, on their own machine. */
export const setup = {
  title: 'Set up Lanyard',
  headline: 'Set up Lanyard',
  lead: 'Three steps, about five minutes. This page is for you alone: it answers on this machine only, keeps nothing and sends nothing.',
  progress: (open: number) =>
    open === 0
      ? 'Every setting is in place. Stop this page with Ctrl-C, and start Lanyard: npm start'
      : `${open === 1 ? 'One setting is' : `${open} settings are`} still open. Load this page again when you have changed .env.`,
  steps: {
    address: {
      heading: '1. Your address',
      text: 'The https address under which browsers, and without Socket Mode Slack too, reach this server.',
      label: 'PUBLIC_URL',
      socketMode:
        'Use Socket Mode: Slack needs no way in. For development and for one workspace; the Marketplace does not take it.',
      button: 'Fill in the manifest',
      wrong:
        'That is no address that Slack takes: https://, a host name, no path. (http only for this machine itself.)',
    },
    app: {
      heading: '2. The Slack app',
      before: 'With your address filled in above, a link stands here that opens Slack with this manifest.',
      text: 'This link opens Slack with the manifest filled in. Choose the workspace in which to keep the app, and create it.',
      button: 'Create the app in Slack',
      byHand: 'By hand: at api.slack.com/apps choose *Create New App*, *From a manifest*, and paste this.',
      manifestLabel: 'The manifest',
      distribution:
        'For other workspaces than your own: *Manage Distribution*, *Activate Public Distribution*.',
    },
    values: {
      heading: '3. What to bring back',
      text: 'Put these into a file named .env in the folder of Lanyard.',
      names: 'Setting',
      state: 'Now',
      found: 'Where it is found',
      ok: 'in place',
      missing: 'is missing',
      key: 'A new key, made for this page and not kept. Use it only if you have none yet; keep a copy apart from the database.',
      fileLabel: 'Lines for .env',
      check: 'Then check everything, Slack included: npm run doctor',
    },
  },
  notHere: 'The set-up page answers on this machine only, without a proxy in between.',
};
