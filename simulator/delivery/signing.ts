import { createHmac } from 'node:crypto';

/**
 * The two headers by which an app knows that a request is Slack's.
 * @param timestampSeconds of the request; apps refuse what is older than five minutes
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signedHeaders(signingSecret: string, body: string, timestampSeconds: number) {
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestampSeconds}:${body}`).digest('hex');
  return { 'X-Slack-Request-Timestamp': `${timestampSeconds}`, 'X-Slack-Signature': `v0=${mac}` };
}
