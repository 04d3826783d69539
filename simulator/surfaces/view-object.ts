import { shortId } from '../state/ids.ts';
import type { Block, ViewObject } from '../state/state.ts';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Elements that report what was done with them: these get an `action_id` when the app gave none. */
const INTERACTIVE = /^(button|overflow|checkboxes|radio_buttons|.*select|.*picker|.*_input)$/;

/** Adds what Slack adds to blocks: ids where there are none, and the defaults of text objects. */
export function completeBlocks(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => ({ block_id: shortId(), ...(complete(block) as Block) }));
}

function complete(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(complete);
  if (!isObject(value)) return value;
  const done = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, complete(item)]));
  if (done.type === 'plain_text') return { emoji: true, ...done };
  if (done.type === 'mrkdwn') return { verbatim: false, ...done };
  const needsId =
    typeof done.type === 'string' && INTERACTIVE.test(done.type) && done.action_id === undefined;
  return needsId ? { ...done, action_id: shortId() } : done;
}

export type ViewFacts = {
  id: string;
  teamId: string;
  installedIn: string;
  appId: string;
  botId: string;
  nowMs: number;
  rootViewId?: string;
  previousViewId?: string;
};

/** The view as Slack answers it. The hash changes with every write. */
export function makeView(given: Json, facts: ViewFacts): ViewObject {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '');
  const blocks = completeBlocks(given.blocks as Block[]);
  return {
    id: facts.id,
    team_id: facts.teamId,
    type: given.type === 'modal' ? 'modal' : 'home',
    blocks,
    private_metadata: text('private_metadata'),
    callback_id: text('callback_id'),
    state: { values: stateValues(blocks, {}) },
    hash: `${Math.floor(facts.nowMs / 1000)}.${shortId()}${shortId()}`,
    title: complete(given.title) ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: given.clear_on_close === true,
    notify_on_close: given.notify_on_close === true,
    close: complete(given.close) ?? null,
    submit: complete(given.submit) ?? null,
    previous_view_id: facts.previousViewId ?? null,
    root_view_id: facts.rootViewId ?? facts.id,
    app_id: facts.appId,
    external_id: text('external_id'),
    app_installed_team_id: facts.installedIn,
    bot_id: facts.botId,
  };
}

/** Every element in which a person can press or choose something, with the block it is in. */
export function elementsOf(blocks: readonly Block[]): { block: Block; element: Json }[] {
  return blocks.flatMap((block) => {
    const elements = [
      ...(Array.isArray(block.elements) ? block.elements : []),
      block.accessory,
      block.element,
    ];
    return elements
      .filter((element) => isObject(element))
      .filter((element) => typeof element.action_id === 'string')
      .map((element) => ({ block, element }));
  });
}

/** What the inputs of a view hold; `chosen` by action id or block id. Buttons and overflow menus hold nothing. */
export function stateValues(blocks: readonly Block[], chosen: Record<string, string>): Json {
  const values: Record<string, Json> = {};
  for (const { block, element } of elementsOf(blocks)) {
    if (element.type === 'button' || element.type === 'overflow') continue;
    const [blockId, actionId] = [String(block.block_id), String(element.action_id)];
    values[blockId] = { ...values[blockId], [actionId]: held(element, chosen[actionId] ?? chosen[blockId]) };
  }
  return values;
}

/** What an element holds: what was chosen, else what the app put in. Several choices are a list with commas. */
export function held(element: Json, chosen: string | undefined): Json {
  const type = String(element.type);
  if (type.endsWith('_input')) return { type, value: chosen ?? element.initial_value ?? null };
  const picked = /^(multi_)?(user|conversation|channel)s_select$|^(date|time|datetime)picker$/.exec(type);
  if (picked?.[1]) {
    const noun = `${picked[2]}s`;
    return {
      type,
      [`selected_${noun}`]: chosen === undefined ? (element[`initial_${noun}`] ?? []) : several(chosen),
    };
  }
  if (picked) {
    const noun = picked[2] ?? (picked[3] === 'datetime' ? 'date_time' : picked[3]);
    const value = picked[3] === 'datetime' && chosen ? Number(chosen) : chosen;
    return {
      type,
      [`selected_${noun}`]: value || (chosen === '' ? null : (element[`initial_${noun}`] ?? null)),
    };
  }
  if (type === 'checkboxes' || type.startsWith('multi_')) {
    const options = chosen === undefined ? element.initial_options : optionsOf(element, several(chosen));
    return { type, selected_options: options ?? [] };
  }
  const [option] = chosen === undefined ? [element.initial_option] : optionsOf(element, [chosen]);
  return { type, selected_option: option ?? null };
}

const several = (chosen: string): string[] => chosen.split(',').filter((each) => each !== '');

/** The options of a menu; those that have one of these values where some are named. */
export function optionsOf(element: Json, values?: readonly string[]): Json[] {
  const groups = Array.isArray(element.option_groups)
    ? element.option_groups
    : [{ options: element.options }];
  const all = groups.flatMap((group) =>
    isObject(group) && Array.isArray(group.options) ? group.options : [],
  );
  return all.filter((option) => isObject(option) && (values?.includes(String(option.value)) ?? true));
}
