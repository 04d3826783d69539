import type { SlackContext } from '../../installations/rows/installation-key.ts';

/** Bolt's context names the installation that a request belongs to, also for Slack Connect and org-wide requests. */
export function slackContextOf(context: SlackContext): SlackContext {
  const { teamId, enterpriseId, isEnterpriseInstall } = context;
  return { teamId, enterpriseId, isEnterpriseInstall };
}
