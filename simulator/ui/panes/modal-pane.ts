import { html, raw } from 'hono/html';
import type { Html } from '../frame-parts.ts';
import { plainToHtml } from '../rendering/mrkdwn.ts';
import { renderBlocks } from '../rendering/render-blocks.ts';
import { wordsOf } from '../rendering/rendering.ts';
import { pathIn, renderingOf, type Scene } from '../scene.ts';

/** The modal in front of the person, of whichever app; empty when there is none. */
export function modalHtml(scene: Scene): Html {
  const app = scene.world.apps.all().find((each) => scene.person.modal(each.appId));
  const view = app && scene.person.modal(app.appId);
  if (!app || !view) return html``;
  const words = (value: unknown, otherwise: string) => raw(plainToHtml(wordsOf(value) || otherwise));
  const pressUrl = `${pathIn(scene, `press/${app.appId}`)}?surface=modal`;
  // Buttons are forms of their own and forms do not nest: the inputs belong to the submitting form by its id.
  const rendering = { ...renderingOf(scene), pressUrl, prefix: 'modal', inputForm: 'submit-modal' };
  return html`<dialog class="modal" open data-show data-close="close-modal" aria-labelledby="modal-title">
<header><h2 id="modal-title">${words(view.title, app.name)}</h2></header>
<div class="blocks" data-surface tabindex="0" role="group" aria-labelledby="modal-title">${raw(renderBlocks(view.blocks, rendering))}</div>
<footer class="choice"><form id="close-modal" method="post" action="${pathIn(scene, `close/${app.appId}`)}" data-live-form><button class="btn">${words(view.close, view.submit ? 'Cancel' : 'Close')}</button></form>
${view.submit ? html`<form id="submit-modal" method="post" action="${pathIn(scene, `submit/${app.appId}`)}" data-live-form><button class="btn primary">${words(view.submit, 'Submit')}</button></form>` : ''}</footer></dialog>`;
}
