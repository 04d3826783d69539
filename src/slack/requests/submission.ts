import { setTimeout as pause } from 'node:timers/promises';
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Button, ModalView } from '@slack/types';
import { outdated } from '../../audit/refuse-if-changed.ts';
import type { Asker } from '../../authorizations/roles/viewer.ts';
import { toAppError } from '../../errors.ts';
import type { Words } from '../../locales/words.ts';
import type { Logger } from '../../observability/logger.ts';
import { currentReference } from '../../observability/request-context.ts';
import { safeText } from '../../slack-api/outside-text.ts';
import { actions, section } from '../blocks/blocks.ts';
import { modal } from '../blocks/modal.ts';
import type { TellFailure } from '../failures/tell-failure.ts';
import type { IncidentNote } from '../incident-note.ts';
import type { Once } from './once.ts';
import { slackContextOf } from './slack-context.ts';
import { readStamp, type Stamp } from './stamp.ts';

export type SubmissionArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** What a form brought: who, about what, and its fields by their id. */
export type Submission = {
  asker: Asker;
  about: string;
  /** On what the form was made. One without is from before forms said so: it counts as made on nothing that is there. */
  stamp: Stamp & { on: string };
  /** The modal that lies at the bottom: this one, or one that this one was opened from. */
  rootViewId: string | undefined;
  field(id: string): string;
  /** The values that are ticked. */
  chosen(id: string): string[];
};

/** What the person sees next in place of the form. */
export type Reaction = { show: ModalView } | { errors: Record<string, string> } | 'close';

/** Slack waits three seconds for what comes after a form. */
const PATIENCE_MS = 2_300;

type Surroundings = {
  once: Once;
  incidentNote: IncidentNote;
  tellFailure: TellFailure;
  words: Words;
  logger: Logger;
};

/**
 * Takes a form: what comes of it is in the modal itself, done or failed. What takes longer than Slack waits goes
 * on, and its outcome is seen on Home.
 */
export function createSubmission(
  { once, incidentNote, tellFailure, words, logger }: Surroundings,
  run: (submission: Submission) => Promise<Reaction>,
) {
  return async function submit({ ack, body, view, context }: SubmissionArgs): Promise<void> {
    const { about, on = '', madeAt } = readStamp(view.private_metadata);
    const submission: Submission = {
      asker: { context: slackContextOf(context), userId: body.user.id },
      about,
      stamp: { on, madeAt },
      rootViewId: view.root_view_id ?? undefined,
      field: (id) => {
        const state = view.state.values[id]?.[id];
        return safeText(state?.value ?? state?.selected_user ?? state?.selected_date ?? '').trim();
      },
      chosen: (id) => (view.state.values[id]?.[id]?.selected_options ?? []).map(({ value }) => value),
    };
    const first = async () => {
      if (!(await once(body))) throw outdated();
      return run(submission);
    };
    const running = first().catch((thrown: unknown): Reaction => {
      const error = toAppError(thrown);
      const reference = currentReference();
      const level = error.code === 'unexpected' ? 'error' : 'warn';
      logger[level]({ err: thrown, code: error.code, details: error.details, reference }, 'A form failed');
      const where = { surface: 'modal', asker: submission.asker, appId: body.api_app_id } as const;
      const { text, button } = tellFailure(error, reference, where);
      return { show: messageModal(words.admin.failed.title, text, words, button) };
    });
    const still: Reaction = {
      show: messageModal(words.admin.working.title, incidentNote.under(words.admin.working.text), words),
    };
    const reaction = await Promise.race([running, pause(PATIENCE_MS, still, { ref: false })]);
    if (reaction === 'close') await ack();
    else if ('errors' in reaction) await ack({ response_action: 'errors', errors: reaction.errors });
    else await ack({ response_action: 'update', view: reaction.show });
    await running;
  };
}

/** A modal that only says something. */
export const messageModal = (title: string, text: string, words: Words, button?: Button): ModalView =>
  modal({
    title,
    close: words.admin.failed.close,
    blocks: [section(text), ...actions('failed', button ? [button] : [])],
  });
