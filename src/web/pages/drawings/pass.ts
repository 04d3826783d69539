import { html } from 'hono/html';
import type { Html } from '../prose.ts';

/**
 * A card that hangs from a lanyard. `held` says whether the clip has it: what was granted hangs, what came to
 * nothing does not. A decoration: the words on the card say the same.
 */
export function pass({ held, body }: { held: boolean; body: Html }): Html {
  return html`<div class="pass${held ? '' : ' pass-loose'}">
<div class="strap" aria-hidden="true"></div>
<svg class="clip" viewBox="0 0 40 64" width="40" height="64" aria-hidden="true" focusable="false">
<rect class="clip-crimp" x="6" y="0" width="28" height="16" rx="3"/>
<circle class="clip-line" cx="20" cy="22" r="6"/>
<path class="clip-line" d="M20 28v3c-6 1-9 5-9 11v9a9 9 0 0 0 18 0v-9"/>
<path class="clip-line" d="M29 42V36"/>
</svg>
<div class="card"><span class="slot" aria-hidden="true"></span>
${body}
</div>
</div>`;
}
