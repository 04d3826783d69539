import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Admin } from '../../authorizations/roles/require-admin.ts';
import type { Words } from '../../locales/words.ts';
import { answerOf } from './answer.ts';
import type { Answer } from './reply.ts';
import type { Ask } from './subcommand.ts';

type Dependencies = { authorizations: Pick<Authorizations, 'requireAdmin'>; words: Words };

/**
 * For what only owners and admins may: asks Slack who asks, now, before anything else is looked at. Everyone else reads the
 * same words, whatever they asked about. It is not noted: everyone may type a command that they read about.
 */
export function createForAdminsOnly({ authorizations, words }: Dependencies) {
  return function forAdminsOnly(answer: (admin: Admin, ask: Ask) => Promise<Answer>) {
    return async (ask: Ask): Promise<Answer> => {
      const admission = await authorizations.requireAdmin(ask.asker);
      if ('admin' in admission) return answer(admission.admin, ask);
      return answerOf({ text: words.commands.onlyAdmins });
    };
  };
}
