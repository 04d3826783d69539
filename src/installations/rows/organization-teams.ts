import type { AnswerTo } from '../../slack-api/answers.ts';
import type { SlackCaller } from '../../slack-api/slack-client.ts';

export type OrganizationTeam = AnswerTo<'auth.teams.list'>['teams'][number];

/** The most that Slack gives on one page. */
const PAGE_SIZE = 1_000;

/**
 * The workspaces of an organization in which this org-wide token may act, read to the last page. A page that leads back to
 * itself is the last one.
 * @throws as `SlackCaller.call` does: then none of them is known
 * @see https://docs.slack.dev/reference/methods/auth.teams.list
 */
export async function organizationTeams(caller: SlackCaller): Promise<OrganizationTeam[]> {
  const teams: OrganizationTeam[] = [];
  let cursor: string | undefined;
  for (;;) {
    const args = { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
    const page: AnswerTo<'auth.teams.list'> = await caller.call('auth.teams.list', args);
    teams.push(...page.teams);
    const next = page.response_metadata?.next_cursor;
    if (next === undefined || next === cursor) return teams;
    cursor = next;
  }
}
