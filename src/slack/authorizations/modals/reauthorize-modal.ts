import type { KnownBlock, ModalView } from '@slack/types';
import type { Authorization } from '../../../authorizations/listing/list.ts';
import type { Words } from '../../../locales/words.ts';
import { scopeDifference } from '../../../slack-api/scope-catalogue.ts';
import { rowAction } from '../../blocks/action-ids.ts';
import { actions, button, context, section } from '../../blocks/blocks.ts';
import { modal } from '../../blocks/modal.ts';
import { scopeWords } from '../describe-authorization.ts';

const MOST_SCOPES = 25;

/** What giving a permission again would change, before Slack asks; the way on opens the browser. */
export function reauthorizeModal(words: Words, row: Authorization, url: string): ModalView {
  const say = words.home.reauthorize;
  const { added, same, kept } = scopeDifference(row.kind, row.scopes);
  const list = (title: string, scopes: readonly string[]): KnownBlock[] =>
    scopes.length === 0
      ? []
      : [
          section(`*${title}*`),
          section(
            scopes
              .slice(0, MOST_SCOPES)
              .map((scope) => {
                const { lets, never } = scopeWords(words, row.kind, scope);
                return say.line(lets, never);
              })
              .join('\n'),
          ),
        ];
  const changes = added.length > 0 || kept.length > 0;
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      section(changes ? say.intro : say.nothingChanges),
      ...list(say.added, added),
      ...list(say.removed, kept),
      ...(kept.length > 0 ? [context(say.keptNote)] : []),
      ...list(say.same, same),
      ...(row.kind === 'bot' ? [context(say.bot)] : []),
      ...actions('go', [
        button({
          actionId: rowAction('give', row.id),
          text: say.go,
          label: say.goLabel,
          url,
          style: 'primary',
        }),
      ]),
    ],
  });
}
