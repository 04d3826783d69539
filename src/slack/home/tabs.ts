import type { Button, KnownBlock } from '@slack/types';
import type { Words } from '../../locales/words.ts';
import { homeAction } from '../blocks/action-ids.ts';
import { actions, button, type Labels } from '../blocks/blocks.ts';
import { type HomeState, lookValue } from './home-state.ts';

const TABS = ['mine', 'workspace', 'audit'] as const;

/** The way to the other pages of Home, for those who may see them. The title says which one is shown. */
export function tabs(
  words: Words,
  shown: HomeState['tab'],
  labels: Labels,
  { orgWide, beside = [] }: { orgWide: boolean; beside?: readonly Button[] },
): KnownBlock[] {
  const { tabs: names, tabLabel } = words.admin;
  const others = TABS.filter((tab) => tab !== shown).map((tab) => {
    const name = tab === 'workspace' && orgWide ? names.organization : names[tab];
    return button({
      actionId: homeAction('look', `tab:${tab}`),
      text: name,
      label: labels(tabLabel(name)),
      value: lookValue({ kind: 'tab', tab }),
    });
  });
  return actions('tabs', [...others, ...beside]);
}
