import type { Button, KnownBlock } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import { homeAction } from '../blocks/action-ids.ts';
import { actions, button, type Labels } from '../blocks/blocks.ts';
import { type HomeState, lookValue } from './home-state.ts';

const TABS = ['mine', 'workspace', 'audit'] as const;

/** The switch between one's own list and the workspace's, for those who may see both. The one shown is marked. */
export function tabs(
  words: Words,
  shown: HomeState['tab'],
  labels: Labels,
  beside: readonly Button[] = [],
): KnownBlock[] {
  const { tabs: names, tabLabel } = words.admin;
  const each = TABS.map((tab) =>
    button({
      actionId: homeAction('look', `tab:${tab}`),
      text: names[tab],
      label: labels(tabLabel(names[tab], tab === shown)),
      value: lookValue({ kind: 'tab', tab }),
      ...(tab === shown && { style: 'primary' }),
    }),
  );
  return actions('tabs', [...each, ...beside]);
}
