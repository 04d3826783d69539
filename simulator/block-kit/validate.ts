import { BLOCKS_ON } from './block-schemas.ts';
import { check, into, isObject, problem } from './check-field.ts';
import { flag, object, type Rule, string, union } from './schema.ts';
import { plainText } from './text.ts';

const viewFields = {
  private_metadata: string(3000, 0),
  callback_id: string(255, 0),
  external_id: string(255, 0),
};

/** @see https://docs.slack.dev/reference/views */
const VIEW: Rule = union(
  {
    home: object({ required: { blocks: BLOCKS_ON.home }, optional: viewFields }),
    modal: object({
      required: { title: plainText(24), blocks: BLOCKS_ON.modal },
      optional: {
        ...viewFields,
        submit: plainText(24),
        close: plainText(24),
        clear_on_close: flag,
        notify_on_close: flag,
      },
    }),
  },
  { wrapped: true },
);

/**
 * What Slack would say against a Home or a modal, one line per fault: `<text> [json-pointer:/view/…]`. Empty: valid.
 * @see https://docs.slack.dev/reference/methods/views.publish
 */
export function validateView(view: unknown): string[] {
  const problems = check(VIEW, view, '/view');
  if (problems.length > 0 || !isObject(view)) return problems;
  const blocks = view.blocks as Record<string, unknown>[];
  return [...checkIds(blocks, '/view/blocks'), ...(view.type === 'modal' ? checkSubmit(view, blocks) : [])];
}

/**
 * The same for the blocks of a message: `<text> [json-pointer:/blocks/…]`.
 * @see https://docs.slack.dev/reference/methods/chat.postMessage
 */
export function validateMessageBlocks(blocks: unknown): string[] {
  const problems = check(BLOCKS_ON.message, blocks, '/blocks');
  if (problems.length > 0) return problems;
  const valid = blocks as Record<string, unknown>[];
  return [...checkIds(valid, '/blocks'), ...checkTables(valid)];
}

/** A modal that asks must be able to answer. */
function checkSubmit(view: Record<string, unknown>, blocks: Record<string, unknown>[]): string[] {
  if (view.submit !== undefined) return [];
  return blocks.flatMap(({ type }, index) =>
    type === 'input'
      ? [problem('must define `submit` to use an `input` block in modals', `/view/blocks/${index}/input`)]
      : [],
  );
}

function checkTables(blocks: Record<string, unknown>[]): string[] {
  const tables = blocks.flatMap(({ type }, index) => (type === 'table' ? [index] : []));
  return tables.slice(1).map((index) => problem('only_one_table_allowed', `/blocks/${index}`));
}

/** A `block_id` is unique on its surface, an `action_id` in its block: else no one could tell what was pressed. */
function checkIds(blocks: Record<string, unknown>[], pointer: string): string[] {
  const blockIds = new Set<unknown>();
  return blocks.flatMap((block, index) => {
    const here = into(pointer, index);
    const repeated = block.block_id !== undefined && blockIds.has(block.block_id);
    blockIds.add(block.block_id);
    return [
      ...(repeated
        ? [problem(`\`block_id\` "${block.block_id}" already exists`, into(here, 'block_id'))]
        : []),
      ...checkActionIds(block, here),
    ];
  });
}

function checkActionIds(block: Record<string, unknown>, pointer: string): string[] {
  if (!Array.isArray(block.elements)) return [];
  const seen = new Set<unknown>();
  return block.elements.flatMap((element, index) => {
    const id: unknown = element.action_id;
    const repeated = id !== undefined && seen.has(id);
    seen.add(id);
    return repeated
      ? [problem(`\`action_id\` "${id}" already exists`, `${pointer}/elements/${index}/action_id`)]
      : [];
  });
}
