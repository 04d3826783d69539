import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Words } from '../../../locales/words.ts';
import type { Logger } from '../../../observability/logger.ts';
import { TWO_FACTOR_COMMAND } from '../../../slack-api/app-surface.ts';
import type { TwoFactor } from '../../../two-factor/two-factor.ts';
import type { IncidentNote } from '../../incident-note.ts';
import type { Remind } from '../../notifications/remind-listener.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { type Command, createCommand } from '../command.ts';
import { createOwn } from './own-answer.ts';
import { createPerson } from './person-answer.ts';
import { createRemindSubcommand } from './remind-answer.ts';
import { createSetup } from './setup-answer.ts';
import { createTeam } from './team-answer.ts';

type Dependencies = {
  twoFactor: TwoFactor;
  authorizations: Authorizations;
  words: Words;
  links: SlackLinks;
  incidentNote: IncidentNote;
  logger: Logger;
  remind: Pick<Remind, 'answer'>;
  clock: () => Date;
};

/** `/2fa`: one's own two-factor sign-in, how to set it up, and for owners and admins everyone's. */
export function createTwoFactorCommand(dependencies: Dependencies): Command {
  const { authorizations, words, links, incidentNote } = dependencies;
  const own = createOwn(dependencies);
  return createCommand({
    name: TWO_FACTOR_COMMAND,
    about: words.commands.twoFactor.about,
    authorizations,
    words,
    links,
    incidentNote,
    subcommands: [
      own,
      createSetup(dependencies),
      createTeam(dependencies),
      createPerson({ ...dependencies, own }),
      createRemindSubcommand(dependencies),
    ],
  });
}
