import { controlToHtml, isBoxes } from './choice-controls.ts';
import { escapeHtml } from './escape.ts';
import { plainToHtml } from './mrkdwn.ts';
import { type Json, type Spot, wordsOf } from './rendering.ts';

/** An input block: a labelled control named by its block, inside of the form that submits the view. */
export function inputToHtml(block: Json, { rendering, id }: Spot): string {
  const element = (block.element ?? {}) as Json;
  const optional = block.optional === true;
  const boxes = isBoxes(element);
  const notes = [block.hint ? `${id}-hint` : '', `${id}-error`].filter((each) => each !== '').join(' ');
  const described = ` aria-describedby="${notes}"`;
  const form = rendering.inputForm ? ` form="${rendering.inputForm}"` : '';
  const control = controlToHtml(element, {
    name: String(block.block_id ?? element.action_id),
    id: `${id}-input`,
    attributes: `${boxes ? '' : described}${optional || boxes ? '' : ' required'}${form} data-input`,
    rendering,
  });
  const words = `${plainToHtml(wordsOf(block.label))}${optional ? ' <small>(optional)</small>' : ''}`;
  const after = `${block.hint ? `<p class="hint" id="${id}-hint">${plainToHtml(wordsOf(block.hint))}</p>` : ''}<p class="error" id="${id}-error" data-error-for="${escapeHtml(String(block.block_id))}"></p>`;
  if (control === undefined) {
    return `<div class="field"><p>${words}</p><span class="unshown">${escapeHtml(String(element.type))}: not shown in this window</span></div>`;
  }
  return boxes
    ? `<fieldset class="field"${described}><legend>${words}</legend>${control}${after}</fieldset>`
    : `<div class="field"><label for="${id}-input">${words}</label>${control}${after}</div>`;
}
