import type { KnownBlock, ModalView } from '@slack/types';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import type { Words } from '../../locales/words.ts';
import type { CountedPerson } from '../../two-factor/coverage.ts';
import type { TwoFactor } from '../../two-factor/two-factor.ts';
import { homeAction } from '../blocks/action-ids.ts';
import { actions, button, createLabels, section } from '../blocks/blocks.ts';
import { modal } from '../blocks/modal.ts';
import { dateToken, mention } from '../blocks/slack-text.ts';

const PEOPLE_A_PAGE = 15;

type PeopleWithout = {
  people: readonly CountedPerson[];
  total: number;
  /** From 1. */
  page: number;
  at: Date;
};

/** Who signs in without a second factor, a page at a time, each with the way to leave them out of the count. */
export function peopleModal(words: Words, { people, total, page, at }: PeopleWithout): ModalView {
  const { without: say, buttons, labels: names } = words.coverage;
  const labels = createLabels(words.home.labels.numbered);
  const first = (page - 1) * PEOPLE_A_PAGE;
  const range = say.range(first + 1, first + people.length, total);
  const turn = (to: number, text: string, label: string) =>
    button({
      actionId: homeAction('coveragePeople', String(to)),
      text,
      label: labels(label),
      value: String(to),
    });
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      section(total === 0 ? say.none : say.intro(total, dateToken(at))),
      ...people.map((person): KnownBlock => {
        const { userId, admin, name } = person;
        return section(
          `${mention(userId)}${admin ? `   _${say.admin}_` : ''}`,
          button({
            actionId: homeAction('coverageExempt', userId),
            text: buttons.exempt,
            label: labels(names.exempt(name ?? userId)),
            value: userId,
          }),
        );
      }),
      ...(total > PEOPLE_A_PAGE ? [section(range)] : []),
      ...actions('pages', [
        ...(page > 1 ? [turn(page - 1, buttons.previous, names.previous(range))] : []),
        ...(first + people.length < total ? [turn(page + 1, buttons.next, names.next(range))] : []),
      ]),
    ],
  });
}

/** The page that is wanted, or the nearest there is. @returns undefined when nothing is counted anymore */
export function createPeoplePage({
  twoFactor,
  words,
}: {
  twoFactor: Pick<TwoFactor, 'coverage' | 'peopleWithout'>;
  words: Words;
}) {
  return async function peoplePage(key: InstallationKey, wanted: number): Promise<ModalView | undefined> {
    const coverage = await twoFactor.coverage(key);
    if (coverage.kind === 'not_set_up' || !coverage.figures) return undefined;
    const { at, counts } = coverage.figures;
    const pages = Math.max(1, Math.ceil(counts.off / PEOPLE_A_PAGE));
    const page = Math.min(pages, Math.max(1, Number.isSafeInteger(wanted) ? wanted : 1));
    const offset = (page - 1) * PEOPLE_A_PAGE;
    const people = await twoFactor.peopleWithout(key, { offset, limit: PEOPLE_A_PAGE });
    return peopleModal(words, { people, total: counts.off, page, at });
  };
}
