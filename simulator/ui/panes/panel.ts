import { html } from 'hono/html';
import { ICONS } from '../assets/icons.ts';
import { breakThings } from '../break-things.ts';
import type { Html } from '../frame-parts.ts';
import type { Scene } from '../scene.ts';
import { showClock } from '../things/clock-things.ts';
import { tour } from '../tour.ts';
import { inspectorRows } from './inspector.ts';

const TABS = [
  ['tour', 'Tour'],
  ['wire', 'Inspector'],
  ['break', 'Break things'],
] as const;

/** Next to the window: what no real Slack shows. Without a script its three parts are below each other. */
export function panel(scene: Scene): Html {
  const parts: Record<(typeof TABS)[number][0], Html> = {
    tour: tour(scene),
    wire: inspectorRows(scene.world.deliveries.list, scene.calls),
    break: breakThings(scene),
  };
  return html`<aside class="panel" id="panel" aria-label="Simulator">
<div class="panel-top"><div class="tablist" role="tablist" aria-label="Simulator">${TABS.map(
    ([id, words]) =>
      html`<button type="button" role="tab" id="tab-${id}" aria-controls="panel-${id}" aria-selected="${id === 'tour' ? 'true' : 'false'}"${id === 'tour' ? '' : html` tabindex="-1"`}>${words}</button>`,
  )}</div><button type="button" class="close-panel" data-panel aria-label="Close the simulator panel">${ICONS.x}</button></div>
<p class="clock" id="clock" data-live>${ICONS.clock}<span>${showClock(scene.world.clock())}${scene.world.time.movedMs > 0 ? ' (moved ahead)' : ''}</span></p>
${TABS.map(
  ([id, words]) =>
    html`<div class="panel-body" role="tabpanel" id="panel-${id}" aria-labelledby="tab-${id}" tabindex="0"><h2 class="only-bare">${words}</h2><div id="live-${id}" data-live>${parts[id]}</div></div>`,
)}
</aside>`;
}
