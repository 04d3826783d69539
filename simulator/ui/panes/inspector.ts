import { html } from 'hono/html';
import type { Delivery } from '../../delivery/delivery.ts';
import { mask } from '../../state/mask.ts';
import type { ApiCall } from '../../web-api/router.ts';
import type { Html } from '../frame-parts.ts';

const SHOWN = 40;
const MAX_DETAIL = 6_000;
const ACK_LIMIT_MS = 3_000;
const SLOW_MS = 1_000;
const MOST_BLOCKS: Record<string, number> = {
  'views.publish': 100,
  'views.open': 100,
  'views.push': 100,
  'views.update': 100,
  'chat.postMessage': 50,
  'chat.postEphemeral': 50,
  'chat.update': 50,
  response_url: 50,
};

type Part = { title: string; value: unknown };
type Row = {
  key: string;
  at: Date;
  toApp: boolean;
  what: string;
  result: string;
  tone: 'good' | 'slow' | 'bad' | 'waiting';
  /** Of the three seconds. */
  ackMs?: number | undefined;
  blocks?: { used: number; most: number } | undefined;
  parts: Part[];
};

/** The last requests both ways, newest first; tokens and secrets masked. */
export function inspectorRows(deliveries: readonly Delivery[], calls: readonly ApiCall[]): Html {
  const rows = [...deliveries.slice(-SHOWN).map(deliveryRow), ...calls.slice(-SHOWN).map(callRow)]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, SHOWN);
  if (rows.length === 0) {
    return html`<p class="lead">Every request between Slack and the app appears here, with its answer. Nothing was sent yet.</p>`;
  }
  return html`<ul class="wire">${rows.map(rowHtml)}</ul>`;
}

function rowHtml({ key, at, toApp, what, result, tone, ackMs, blocks, parts }: Row): Html {
  const way = toApp ? 'Slack to app' : 'app to Slack';
  return html`<li><details data-key="${key}"><summary>
<span class="way ${toApp ? 'in' : 'out'}" aria-hidden="true">${toApp ? '→' : '←'}</span><span class="hidden">${way}: </span>
<span class="what">${what}</span><span class="result ${tone}">${result}</span>
<span class="meta"><time datetime="${at.toISOString()}">${clock(at)}</time>${ackMs === undefined ? '' : ackBar(ackMs)}${
    blocks ? html`<span>${blocks.used} of ${blocks.most} blocks</span>` : ''
  }</span></summary>
${parts.map(({ title, value }) => html`<h3>${title}</h3><pre tabindex="0" aria-label="${title}">${shown(value)}</pre>`)}</details></li>`;
}

const ackBar = (ms: number): Html =>
  html`<span class="ack"><span class="bar" aria-hidden="true"><i style="width:${Math.min(100, Math.max(2, (ms / ACK_LIMIT_MS) * 100))}%"></i></span>${ms.toLocaleString('en-US')} ms of 3 s</span>`;

const clock = (at: Date) => at.toTimeString().slice(0, 8);

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
  return text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL)}\n… (${text.length} characters)` : text;
}

function deliveryRow(delivery: Delivery): Row {
  const { kind, at, payload, headers, attempt, status, ackMs, failure, done, answer } = delivery;
  const name = nameOf(delivery);
  return {
    key: `d-${at.getTime()}-${name}-${attempt}`,
    at,
    toApp: true,
    what: `${name}${attempt > 1 ? `, retry ${attempt - 1}` : ''}`,
    result: done ? String(failure ?? status) : 'waiting',
    tone: done ? (failure !== null ? 'bad' : (ackMs ?? 0) > SLOW_MS ? 'slow' : 'good') : 'waiting',
    ackMs: done ? (ackMs ?? 0) : undefined,
    parts: [
      { title: 'Headers', value: headers },
      {
        title: kind === 'event' ? 'Event' : kind === 'command' ? 'Command' : 'Interaction',
        value: mask(payload),
      },
      { title: 'Answer', value: answer === '' ? '(empty)' : mask(parsed(answer)) },
    ],
  };
}

function nameOf({ kind, payload }: Delivery): string {
  if (kind === 'event') return String((payload.event as { type?: string } | undefined)?.type ?? payload.type);
  if (kind === 'command')
    return `${String(payload.command ?? 'ssl_check')} ${String(payload.text ?? '')}`.trim();
  const [action] = (payload.actions ?? []) as { action_id?: string }[];
  return action?.action_id ? `press ${action.action_id}` : String(payload.type);
}

function callRow({ method, at, args, answer, status, tokenKind }: ApiCall): Row {
  const said = (typeof answer === 'object' && answer !== null ? answer : {}) as {
    ok?: boolean;
    error?: string;
  };
  const used = blocksIn(args);
  const most = MOST_BLOCKS[method];
  return {
    key: `c-${at.getTime()}-${method}`,
    at,
    toApp: false,
    what: method,
    result: said.ok === true ? 'ok' : (said.error ?? (status === 0 ? 'no answer' : String(status))),
    tone: said.ok === true ? 'good' : 'bad',
    blocks: used === undefined || most === undefined ? undefined : { used, most },
    parts: [
      {
        title:
          method === 'response_url'
            ? 'Posted'
            : tokenKind === 'none'
              ? 'Called without a token'
              : `Called with a ${tokenKind} token`,
        value: withParsed(args),
      },
      { title: `Answer${status === 200 || status === 0 ? '' : ` (${status})`}`, value: answer },
    ],
  };
}

function blocksIn(args: Record<string, unknown>): number | undefined {
  const { view, blocks } = withParsed(args) as { view?: { blocks?: unknown }; blocks?: unknown };
  const found = view?.blocks ?? blocks;
  return Array.isArray(found) ? found.length : undefined;
}

/** What is JSON inside of a form is easier to read as JSON. */
const withParsed = (args: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      name === 'view' || name === 'blocks' ? parsed(value) : value,
    ]),
  );

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
