import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Words } from '../../../locales/words.ts';
import { TOKEN_STATUS_COMMAND } from '../../../slack-api/app-surface.ts';
import type { IncidentNote } from '../../incident-note.ts';
import type { SlackLinks } from '../../slack-links.ts';
import { type Command, createCommand } from '../command.ts';
import { createAll } from './all-answer.ts';
import { createSummary } from './summary-answer.ts';
import { createVerify } from './verify-answer.ts';
import { createWorkspace } from './workspace-answer.ts';

type Dependencies = {
  authorizations: Authorizations;
  words: Words;
  links: SlackLinks;
  incidentNote: IncidentNote;
  clock: () => Date;
};

/** `/token-status`: whether permissions work. No token, and nothing here ends anything. */
export function createTokenStatusCommand(dependencies: Dependencies): Command {
  const { authorizations, words, links, incidentNote } = dependencies;
  return createCommand({
    name: TOKEN_STATUS_COMMAND,
    about: words.commands.tokenStatus.about,
    authorizations,
    words,
    links,
    incidentNote,
    subcommands: [
      createSummary(dependencies),
      createVerify(dependencies),
      createAll(dependencies),
      createWorkspace(dependencies),
    ],
  });
}
