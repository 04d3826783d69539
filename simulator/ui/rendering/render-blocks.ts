import { escapeHtml } from './escape.ts';
import { plainToHtml } from './mrkdwn.ts';
import { elementToHtml, imageToHtml } from './render-elements.ts';
import { inputToHtml } from './render-input.ts';
import { createCounter, type Json, type Rendering, type Spot, textToHtml, wordsOf } from './rendering.ts';
import { richTextToHtml } from './rich-text.ts';

/**
 * An app's blocks as HTML. Whatever is in them, only the tags of this folder come out.
 *
 * By hand, and not by slack-blocks-to-jsx: that one draws well, but tells no one what was pressed or chosen, gives inputs
 * neither names nor labels, needs React in the browser (0.6 MB and 104 packages) before a menu opens, and repeats ids.
 */
export function renderBlocks(blocks: readonly Json[], rendering: Rendering): string {
  const count = createCounter();
  return blocks
    .map((block, index) => blockToHtml(block, { rendering, count, id: `${rendering.prefix}-${index}` }))
    .join('\n');
}

function blockToHtml(block: Json, spot: Spot): string {
  const { rendering, id } = spot;
  switch (block.type) {
    case 'header':
      return `<h2 class="block header">${textToHtml(block.text, rendering)}</h2>`;
    case 'divider':
      return '<hr class="block divider">';
    case 'section':
      return sectionToHtml(block, spot);
    case 'context':
      return `<div class="block context">${items(block)
        .map((item) =>
          item.type === 'image' ? imageToHtml(item, 'avatar') : `<span>${textToHtml(item, rendering)}</span>`,
        )
        .join('')}</div>`;
    case 'actions':
      return `<div class="block actions">${items(block)
        .map((element, index) => elementToHtml(element, { ...spot, id: `${id}-${index}` }))
        .join('')}</div>`;
    case 'image':
      return `<figure class="block image">${block.title ? `<figcaption>${plainToHtml(wordsOf(block.title))}</figcaption>` : ''}${imageToHtml(block, 'picture')}</figure>`;
    case 'input':
      return `<div class="block">${inputToHtml(block, spot)}</div>`;
    case 'rich_text':
      return `<div class="block rich">${richTextToHtml(block, rendering)}</div>`;
    default:
      return `<p class="block unshown">${escapeHtml(String(block.type))}: not shown in this window</p>`;
  }
}

function sectionToHtml(block: Json, spot: Spot): string {
  const { rendering, id } = spot;
  const text = block.text ? `<div class="text">${textToHtml(block.text, rendering)}</div>` : '';
  const fields = Array.isArray(block.fields)
    ? `<div class="fields">${block.fields.map((field) => `<div>${textToHtml(field, rendering)}</div>`).join('')}</div>`
    : '';
  const accessory = block.accessory
    ? `<div class="accessory">${elementToHtml(block.accessory as Json, { ...spot, id: `${id}-accessory` })}</div>`
    : '';
  return `<div class="block section"><div class="body">${text}${fields}</div>${accessory}</div>`;
}

const items = (block: Json): Json[] => (Array.isArray(block.elements) ? block.elements : []);
