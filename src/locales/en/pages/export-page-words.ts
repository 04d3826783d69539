/** The page in the browser from which the two-factor count is downloaded. */
export const exportPage = {
  title: 'Two-factor export · Lanyard',
  headline: 'Your export is ready',
  text: 'Choose a format. This page works once; to export again, ask for a new link in Lanyard’s Home.',
  csv: 'Download CSV',
  json: 'Download JSON',
  csvHint: 'CSV has one row per person. JSON also has the figures and the trend.',
  failures: {
    unknown: {
      headline: 'This export doesn’t exist',
      text: 'The address is incomplete, or the link is older than a day.',
    },
    used: {
      headline: 'This link was already used',
      text: 'Each link works once. If it wasn’t you who used it, look for the export in Lanyard’s audit trail.',
    },
    expired: { headline: 'This link has expired', text: 'A link works for ten minutes.' },
    refused: {
      headline: 'Nothing was exported',
      text: 'Slack says the person who asked for this is no longer an owner or admin of the workspace.',
    },
    nothing_counted: {
      headline: 'There’s nothing to export',
      text: 'Two-factor sign-in is no longer counted in this workspace.',
    },
    unavailable: {
      headline: 'Not now',
      text: 'Slack or our own database didn’t answer. Nothing was exported, and the link still works: try again in a minute.',
    },
  },
  next: 'Ask for a new link with *Export…* in Lanyard’s Home.',
} as const;
