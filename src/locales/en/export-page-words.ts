/** The page in the browser from which the two-factor count is downloaded. */
export const exportPage = {
  title: 'Two-factor export · Lanyard',
  headline: 'Your export is ready',
  text: 'Choose a form. The page works once: afterwards ask for another in Lanyard’s Home.',
  csv: 'Download CSV',
  json: 'Download JSON',
  csvHint: 'CSV has one row for each person. JSON also has the figures and the trend.',
  failures: {
    unknown: {
      headline: 'There is no such export',
      text: 'The address is incomplete, or the link is older than a day.',
    },
    used: {
      headline: 'This link was used',
      text: 'Each link works once. If it was not you who used it, look for the export in Lanyard’s audit trail.',
    },
    expired: { headline: 'This link is too old', text: 'A link works for ten minutes.' },
    refused: {
      headline: 'Nothing was exported',
      text: 'Slack says that whoever asked for this is no owner or admin of the workspace any more.',
    },
    nothing_counted: {
      headline: 'There is nothing to export',
      text: 'Two-factor sign-in is not counted in this workspace any more.',
    },
    unavailable: {
      headline: 'Not now',
      text: 'Slack or our own database did not answer. Nothing was exported, and the link is still good: try again in a minute.',
    },
  },
  next: 'Ask for a new link with *Export…* in Lanyard’s Home.',
} as const;
