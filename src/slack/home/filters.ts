import type { Button, PlainTextOption, StaticSelect } from '@slack/types';
import { type AuthorizationStatus, STATUSES } from '../../authorizations/statuses/status.ts';
import type { Words } from '../../locales/words.ts';
import { homeAction } from '../blocks/action-ids.ts';
import { button, type Labels, plain } from '../blocks/blocks.ts';
import { lookValue } from './home-state.ts';

export const option = (text: string, value: string): PlainTextOption => ({ text: plain(text), value });

export function statusFilter(
  { admin: { filters }, status }: Words,
  actionId: string,
  chosen: AuthorizationStatus | undefined,
): StaticSelect {
  const every = option(filters.everyStatus, 'every');
  const options = [every, ...STATUSES.map((each) => option(status.names[each], each))];
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plain(filters.status),
    options,
    initial_option: options.find(({ value }) => value === chosen) ?? every,
  };
}

export const clearButton = ({ admin: { filters } }: Words, labels: Labels): Button =>
  button({
    actionId: homeAction('look', 'no_filter'),
    text: filters.clear,
    label: labels(filters.clearLabel),
    value: lookValue({ kind: 'no_filter' }),
  });
