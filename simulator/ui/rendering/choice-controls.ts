import { escapeHtml } from './escape.ts';
import { plainToHtml } from './mrkdwn.ts';
import { attribute, type Json, type Rendering, textToHtml, wordsOf } from './rendering.ts';

type Choice = { value: string; html: string; description: string };
type Group = { label: string | undefined; choices: Choice[] };

export type ControlOptions = {
  name: string;
  /** Further attributes of the control, or of each box. */
  attributes: string;
  id: string;
  rendering: Rendering;
};

const KINDS: Record<string, string> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Whether several boxes stand for the element: they need a legend instead of a label. */
export const isBoxes = (element: Json): boolean =>
  /^(checkboxes|radio_buttons|multi_.*)$/.test(String(element.type));

/** Everything in which a person chooses or writes, with what the app put in; undefined for anything else. */
export function controlToHtml(element: Json, options: ControlOptions): string | undefined {
  const type = String(element.type);
  if (isBoxes(element)) return boxes(element, options);
  if (type.endsWith('_select')) return menu(element, options);
  if (!Object.hasOwn(KINDS, type)) return undefined;
  return element.multiline === true ? area(element, options) : line(element, options);
}

const common = ({ name, id, attributes }: ControlOptions) =>
  `class="input" id="${id}" name="${escapeHtml(name)}"${attributes}`;

function line(element: Json, options: ControlOptions): string {
  const initial =
    element.initial_value ??
    element.initial_date ??
    element.initial_time ??
    localTime(element.initial_date_time);
  const limits = [
    attribute('maxlength', element.max_length),
    attribute('minlength', element.min_length),
    attribute('min', element.min_value),
    attribute('max', element.max_value),
    element.is_decimal_allowed === true ? ' step="any"' : '',
  ].join('');
  return `<input ${common(options)} type="${KINDS[String(element.type)]}"${attribute('value', initial)}${attribute('placeholder', wordsOf(element.placeholder))}${limits}>`;
}

function area(element: Json, options: ControlOptions): string {
  const limits = attribute('maxlength', element.max_length) + attribute('minlength', element.min_length);
  return `<textarea ${common(options)} rows="4"${attribute('placeholder', wordsOf(element.placeholder))}${limits}>${escapeHtml(String(element.initial_value ?? ''))}</textarea>`;
}

function menu(element: Json, options: ControlOptions): string {
  const chosen = chosenIn(element);
  const option = ({ value, html }: Choice) =>
    `<option value="${escapeHtml(value)}"${chosen.includes(value) ? ' selected' : ''}>${html}</option>`;
  const groups = groupsOf(element, options.rendering).map(({ label, choices }) => {
    const items = choices.map(option).join('');
    return label === undefined ? items : `<optgroup label="${escapeHtml(label)}">${items}</optgroup>`;
  });
  const placeholder = escapeHtml(wordsOf(element.placeholder) || 'Choose an option');
  return `<select ${common(options)}><option value="">${placeholder}</option>${groups.join('')}</select>`;
}

function boxes(element: Json, { name, id, attributes, rendering }: ControlOptions): string {
  const chosen = chosenIn(element);
  const type = element.type === 'radio_buttons' ? 'radio' : 'checkbox';
  const all = groupsOf(element, rendering).flatMap(({ choices }) => choices);
  const items = all.map(({ value, html, description }) => {
    const checked = chosen.includes(value) ? ' checked' : '';
    return `<label class="box"><input type="${type}" name="${escapeHtml(name)}" value="${escapeHtml(value)}"${checked}${attributes}> <span>${html}${description ? `<small>${description}</small>` : ''}</span></label>`;
  });
  return `<div class="boxlist" id="${id}">${items.join('')}</div>`;
}

/** The values with which the element begins. */
function chosenIn(element: Json): string[] {
  const options = [element.initial_options ?? element.initial_option ?? []].flat() as Json[];
  const ids = [
    'initial_user',
    'initial_users',
    'initial_conversation',
    'initial_conversations',
    'initial_channel',
    'initial_channels',
  ].flatMap((field) => [element[field] ?? []].flat().map(String));
  return [...options.map((option) => String(option.value)), ...ids];
}

function groupsOf(element: Json, rendering: Rendering): Group[] {
  const type = String(element.type);
  const named = (all: readonly { id: string; name: string }[] = []) => [
    {
      label: undefined,
      choices: all.map(({ id, name }) => ({ value: id, html: plainToHtml(name), description: '' })),
    },
  ];
  if (type.endsWith('users_select')) return named(rendering.people);
  if (/(conversations|channels)_select$/.test(type)) return named(rendering.channels);
  const groups = (element.option_groups ?? [{ options: element.options }]) as Json[];
  return groups.map((group) => ({
    label: group.label === undefined ? undefined : wordsOf(group.label),
    choices: ((group.options ?? []) as Json[]).map((option) => ({
      value: String(option.value),
      html: type.endsWith('_select') ? plainToHtml(wordsOf(option.text)) : textToHtml(option.text, rendering),
      description: option.description ? textToHtml(option.description, rendering) : '',
    })),
  }));
}

/** As a browser's field has it, in this machine's time zone. */
function localTime(unixSeconds: unknown): string | undefined {
  if (typeof unixSeconds !== 'number') return undefined;
  const date = new Date(unixSeconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
