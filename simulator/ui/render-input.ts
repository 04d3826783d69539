import { escapeHtml } from './escape.ts';
import { plainToHtml } from './mrkdwn.ts';
import { type Json, optionsHtml, type Spot, textToHtml, wordsOf } from './render-elements.ts';

const FIELD_TYPES: Record<string, string> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
};

/** An input block: a labelled control named by its `action_id`, inside of the form that submits the view. */
export function inputToHtml(block: Json, { rendering, id }: Spot): string {
  const element = (block.element ?? {}) as Json;
  const optional = block.optional === true;
  const hint = block.hint ? `<p class="hint" id="${id}-hint">${plainToHtml(wordsOf(block.hint))}</p>` : '';
  const described = block.hint ? ` aria-describedby="${id}-hint"` : '';
  const label = `${plainToHtml(wordsOf(block.label))}${optional ? ' <small>(optional)</small>' : ''}`;
  const name = escapeHtml(String(element.action_id));
  const required = optional ? '' : ' required';
  const form = rendering.inputForm ? ` form="${rendering.inputForm}"` : '';
  if (element.type === 'checkboxes' || element.type === 'radio_buttons') {
    const type = element.type === 'checkboxes' ? 'checkbox' : 'radio';
    const chosen = [element.initial_options ?? element.initial_option ?? []].flat() as Json[];
    const boxes = ((element.options ?? []) as Json[]).map((option) => {
      const checked = chosen.some((each) => each.value === option.value) ? ' checked' : '';
      return `<label class="box"><input type="${type}" name="${name}" value="${escapeHtml(String(option.value))}"${checked}${form}> ${textToHtml(option.text, rendering)}</label>`;
    });
    return `<fieldset class="field"${described}><legend>${label}</legend>${boxes.join('')}${hint}</fieldset>`;
  }
  return `<div class="field"><label for="${id}-input">${label}</label>${control(element, `id="${id}-input" name="${name}"${described}${required}${form}`)}${hint}</div>`;
}

function control(element: Json, attributes: string): string {
  const type = String(element.type);
  const placeholder = escapeHtml(wordsOf(element.placeholder));
  const initial = element.initial_value ?? element.initial_date ?? element.initial_time ?? '';
  const value = escapeHtml(String(initial));
  if (type === 'static_select') {
    const chosen = ((element.initial_option ?? {}) as Json).value;
    const options = optionsHtml(element).replace(
      `<option value="${escapeHtml(String(chosen))}"`,
      (start) => `${start} selected`,
    );
    return `<select class="input" ${attributes}><option value="">${placeholder || 'Choose an option'}</option>${options}</select>`;
  }
  if (element.multiline === true) {
    return `<textarea class="input" rows="4" placeholder="${placeholder}" ${attributes}>${value}</textarea>`;
  }
  const kind = Object.hasOwn(FIELD_TYPES, type) ? FIELD_TYPES[type] : 'text';
  return `<input class="input" type="${kind}" value="${value}" placeholder="${placeholder}" ${attributes}>`;
}
