import { escapeHtml, safeUrl } from './escape.ts';
import { mrkdwnToHtml, plainToHtml, type Reading } from './mrkdwn.ts';

export type Json = Record<string, unknown>;

/** Everything that blocks need to become a page on which things can be pressed. */
export type Rendering = Reading & {
  /** Where presses are posted; undefined: nothing can be pressed (an old message, say). */
  pressUrl?: string;
  /** The id of the form to which inputs belong. */
  inputForm?: string;
  /** Makes ids that are unique on the page. */
  prefix: string;
};

/**
 * How many equal elements came before, which tells them apart: those of the same action and value, or of the same
 * action at all for one that has no value.
 */
export type Counter = (actionId: string, value: string) => number;

export function createCounter(): Counter {
  const seen: { actionId: string; value: string }[] = [];
  return (actionId, value) => {
    const equal = seen.filter((each) => each.actionId === actionId && (value === '' || each.value === value));
    seen.push({ actionId, value });
    return equal.length;
  };
}

export type Spot = { rendering: Rendering; count: Counter; id: string };

export function textToHtml(value: unknown, reading: Reading): string {
  const { type, text, emoji } = (value ?? {}) as Json;
  if (type === 'mrkdwn') return mrkdwnToHtml(String(text), reading);
  return plainToHtml(String(text ?? ''), { emoji: emoji !== false });
}

export const wordsOf = (value: unknown): string => String(((value ?? {}) as Json).text ?? '');

const attribute = (name: string, value: unknown): string =>
  value === undefined || value === null || value === '' ? '' : ` ${name}="${escapeHtml(String(value))}"`;

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

export const optionsHtml = (element: Json): string => {
  const option = (choice: Json) =>
    `<option value="${escapeHtml(String(choice.value))}">${plainToHtml(wordsOf(choice.text))}</option>`;
  const groups = element.option_groups as Json[] | undefined;
  if (!groups) return ((element.options ?? []) as Json[]).map(option).join('');
  return groups
    .map(
      (group) =>
        `<optgroup label="${escapeHtml(wordsOf(group.label))}">${(group.options as Json[]).map(option).join('')}</optgroup>`,
    )
    .join('');
};

/** Menus, boxes and pickers outside of a form: choosing is the action. */
function menu(element: Json, spot: Spot): string {
  const actionId = String(element.action_id);
  const placeholder = wordsOf(element.placeholder) || 'Choose';
  const control = `<select name="value" class="input" data-submit aria-label="${escapeHtml(placeholder)}"><option value="">${escapeHtml(placeholder)}</option>${optionsHtml(element)}</select><noscript><button class="btn">Choose</button></noscript>`;
  return press(spot, element, { action_id: actionId, nth: String(spot.count(actionId, '')) }, control);
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
    case 'static_select':
    case 'radio_buttons':
      return menu(element, spot);
    case 'image':
      return imageToHtml(element, 'thumbnail');
    default:
      return `<span class="unshown">${escapeHtml(String(element.type))}: not shown in this window</span>`;
  }
}
