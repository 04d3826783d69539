/** How long an answer waits for Slack to say who asks: shorter than the moment after which what is known is shown. */
export const COMMAND_PATIENCE_MS = 500;
