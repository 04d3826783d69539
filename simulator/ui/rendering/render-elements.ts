import { controlToHtml, isBoxes } from './choice-controls.ts';
import { escapeHtml, safeUrl } from './escape.ts';
import { plainToHtml, type Reading } from './mrkdwn.ts';
import { attribute, type Json, type Spot, textToHtml, wordsOf } from './rendering.ts';

const hidden = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}"${attribute('value', value) || ' value=""'}>`)
    .join('');

/** A form that posts one press; with a dialog in between when the app asked for one. */
function press(spot: Spot, element: Json, fields: Record<string, string>, control: string): string {
  const { rendering, id } = spot;
  if (!rendering.pressUrl) return control;
  const confirm = element.confirm as Json | undefined;
  const form = `<form method="post" action="${escapeHtml(rendering.pressUrl)}" class="press" data-live-form${
    confirm ? ` data-confirm="${id}-confirm"` : ''
  }>${hidden(fields)}${control}</form>`;
  return confirm ? form + confirmDialog(`${id}-confirm`, confirm, rendering) : form;
}

function confirmDialog(id: string, confirm: Json, reading: Reading): string {
  const style = confirm.style === 'danger' ? 'danger' : 'primary';
  return `<dialog id="${id}" class="confirm" aria-labelledby="${id}-title" aria-describedby="${id}-text"><form method="dialog">
<h2 id="${id}-title">${plainToHtml(wordsOf(confirm.title))}</h2><div id="${id}-text" class="text">${textToHtml(confirm.text, reading)}</div>
<div class="choice"><button class="btn" value="deny">${plainToHtml(wordsOf(confirm.deny))}</button><button class="btn ${style}" value="confirm">${plainToHtml(wordsOf(confirm.confirm))}</button></div></form></dialog>`;
}

function button(element: Json, spot: Spot): string {
  const style = element.style === 'primary' || element.style === 'danger' ? ` ${element.style}` : '';
  const words = plainToHtml(wordsOf(element.text));
  const [actionId, value] = [String(element.action_id), String(element.value ?? '')];
  const fields = { action_id: actionId, value, nth: String(spot.count(actionId, value)) };
  const label = attribute('aria-label', element.accessibility_label);
  const url = element.url === undefined ? undefined : safeUrl(String(element.url));
  if (url) {
    const link = `<a class="btn${style}" href="${escapeHtml(url)}" target="_blank" rel="noopener" data-press${label}>${words}</a>`;
    return press(spot, element, fields, link);
  }
  const disabled = spot.rendering.pressUrl ? '' : ' disabled';
  return press(spot, element, fields, `<button class="btn${style}"${label}${disabled}>${words}</button>`);
}

function overflow(element: Json, spot: Spot): string {
  const actionId = String(element.action_id);
  const items = (element.options as Json[]).map((option, index) => {
    const value = String(option.value);
    const fields = { action_id: actionId, value, nth: String(spot.count(actionId, value)) };
    const control = `<button class="item">${plainToHtml(wordsOf(option.text))}</button>`;
    return press({ ...spot, id: `${spot.id}-${index}` }, element, fields, control);
  });
  return `<details class="overflow" data-key="${spot.id}"><summary class="btn" aria-label="More actions">•••</summary><div class="menu">${items.join('')}</div></details>`;
}

/** Menus, boxes and pickers outside of a form: choosing is the action. Several choices are sent by a button. */
function choosing(element: Json, spot: Spot): string | undefined {
  const [actionId, id] = [String(element.action_id), `${spot.id}-control`];
  const multi = String(element.type).startsWith('multi_');
  const placeholder = wordsOf(element.placeholder) || 'Choose an option';
  const disabled = spot.rendering.pressUrl ? '' : ' disabled';
  const control = controlToHtml(element, {
    name: 'value',
    id,
    attributes: `${disabled}${multi ? '' : ' data-submit'}${isBoxes(element) ? '' : attribute('aria-label', placeholder)}`,
    rendering: spot.rendering,
  });
  if (control === undefined) return undefined;
  const fields = {
    action_id: actionId,
    several: String(isBoxes(element)),
    nth: String(spot.count(actionId, '')),
  };
  const send = multi
    ? `<button class="btn"${disabled}>Apply</button>`
    : '<noscript><button class="btn">Choose</button></noscript>';
  const form = press(spot, element, fields, `${control}${send}`);
  if (!isBoxes(element)) return form;
  const group = `<div role="group" class="boxes"${attribute('aria-label', multi ? placeholder : 'Options')}>${form}</div>`;
  return multi
    ? `<details class="overflow multi" data-key="${spot.id}"><summary class="btn">${plainToHtml(placeholder)}</summary><div class="menu">${group}</div></details>`
    : group;
}

export const imageToHtml = (element: Json, className: string): string => {
  const url = typeof element.image_url === 'string' ? safeUrl(element.image_url) : undefined;
  const alt = escapeHtml(String(element.alt_text ?? ''));
  return url
    ? `<img class="${className}" src="${escapeHtml(url)}" alt="${alt}" loading="lazy" referrerpolicy="no-referrer">`
    : `<span class="${className} missing" role="img" aria-label="${alt}">${alt}</span>`;
};

export function elementToHtml(element: Json, spot: Spot): string {
  switch (element.type) {
    case 'button':
      return button(element, spot);
    case 'overflow':
      return overflow(element, spot);
    case 'image':
      return imageToHtml(element, 'thumbnail');
    default:
      return (
        choosing(element, spot) ??
        `<span class="unshown">${escapeHtml(String(element.type))}: not shown in this window</span>`
      );
  }
}
