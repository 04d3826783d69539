import type { Asker } from '../../authorizations/roles/viewer.ts';
import type { Answer } from './reply.ts';
import type { Named } from './typed.ts';

/** Who asked, where, and from which channel. */
export type Asked = { asker: Asker; appId: string; channelId: string | undefined };

/** What a subcommand answers to. */
export type Ask = Asked & {
  /** What was typed after the word; empty unless the subcommand takes it. */
  rest: string;
  person: Named | undefined;
  /** Says something before the answer, which then takes its place. */
  soFar(answer: Answer): Promise<void>;
};

/** One line of `help`, and what it does. A new one is a file that makes it and a line in the command's table. */
export type Subcommand = {
  /** What is typed; empty for the bare command, `@` when a person is named instead of a word. */
  word: string;
  aliases?: readonly string[];
  /** Listed separately in `help`. The answer itself asks Slack whether the person may. */
  forAdmins?: boolean;
  /** How help shows what may follow; absent: nothing may. */
  takes?: string;
  help: string;
  /** What is known without asking anyone: said when the answer itself takes longer than a moment. */
  known?(ask: Asked): Answer | undefined;
  answer(ask: Ask): Promise<Answer>;
};
