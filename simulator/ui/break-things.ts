import { html } from 'hono/html';
import { type Html, plainButton } from './frame-parts.ts';
import { pathIn, type Scene } from './scene.ts';
import { GROUPS } from './things/groups.ts';
import type { Field, Thing } from './things/thing.ts';

/** The panel of everything that can go wrong, each with its button. */
export const breakThings = (scene: Scene): Html =>
  html`<p class="lead">Each of these happens on Slack’s side. Watch in the Inspector what ${scene.app?.name ?? 'the app'} is told, and what it does next.</p>
${GROUPS.map(
  ({ title, note, things, more }) =>
    html`<section class="group" aria-label="${title}"><h2>${title}</h2>${note ? html`<p class="hint">${note(scene)}</p>` : ''}
${things.map((thing) => thingForm(scene, thing))}${more ? more(scene) : ''}</section>`,
)}`;

function thingForm(scene: Scene, thing: Thing): Html {
  const missing = thing.unless?.(scene);
  const words = thing.words(scene);
  const fields = thing.fields?.(scene) ?? [];
  const path = pathIn(scene, `break/${thing.id}${scene.app ? `/${scene.app.appId}` : ''}`);
  return html`<form method="post" action="${path}" class="thing" id="thing-${thing.id}" data-live-form data-keep${thing.goesTo ? html` data-then="${thing.goesTo}"` : ''}>
${fields.length > 0 ? html`<div class="fields">${fields.map((field) => fieldHtml(thing.id, field))}</div>` : ''}
${plainButton(words, missing)}
</form>`;
}

function fieldHtml(thing: string, { name, label, options, value = '' }: Field): Html {
  const id = `field-${thing}-${name}`;
  const control = options
    ? html`<select class="input" id="${id}" name="${name}">${options.map(([key, words]) => html`<option value="${key}"${key === value ? html` selected` : ''}>${words}</option>`)}</select>`
    : html`<input class="input" id="${id}" name="${name}" value="${value}" required>`;
  return html`<div class="row"><label for="${id}">${label}</label>${control}</div>`;
}
