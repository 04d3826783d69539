import { html } from 'hono/html';
import type { Html } from './prose.ts';

/** Who runs this Lanyard, as far as they said. */
export type Operator = {
  name: string | undefined;
  contact: { text: string; href: string } | undefined;
};

export function contactLink({ text, href }: { text: string; href: string }): Html {
  return html`<a href="${href}">${text}</a>`;
}
