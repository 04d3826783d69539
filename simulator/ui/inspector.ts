import { html } from 'hono/html';
import type { Delivery } from '../delivery.ts';
import { mask } from '../mask.ts';
import type { ApiCall } from '../web-api/router.ts';
import type { Html } from './frame.ts';

const SHOWN = 25;
const MAX_DETAIL = 4_000;

type Row = {
  key: string;
  at: Date;
  toApp: boolean;
  what: string;
  result: string;
  good: boolean;
  detail: unknown;
};

/** The last requests both ways, newest first. */
export function inspectorRows(deliveries: readonly Delivery[], calls: readonly ApiCall[]): Html {
  const rows = [...deliveries.slice(-SHOWN).map(deliveryRow), ...calls.slice(-SHOWN).map(callRow)]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, SHOWN);
  if (rows.length === 0) return html`<p class="quiet none">Nothing was sent yet.</p>`;
  return html`<ul>${rows.map(
    (row) => html`<li><details data-key="${row.key}"><summary><time>${clock(row.at)}</time>
<span class="way">${row.toApp ? 'Slack → app' : 'app → Slack'}</span><span class="what">${row.what}</span><span class="result ${row.good ? 'good' : 'bad'}">${row.result}</span></summary>
<pre tabindex="0">${shown(row.detail)}</pre></details></li>`,
  )}</ul>`;
}

const clock = (at: Date) => at.toTimeString().slice(0, 8);

function shown(detail: unknown): string {
  const text = JSON.stringify(detail, null, 2) ?? '';
  return text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL)}\n… (${text.length} characters)` : text;
}

function deliveryRow(delivery: Delivery): Row {
  const { kind, at, payload, attempt, status, ackMs, failure, done, answer } = delivery;
  const retry = attempt > 1 ? ` (retry ${attempt - 1})` : '';
  const result = done ? `${failure ?? status} · ${ackMs} ms` : 'waiting';
  const key = `d-${at.getTime()}-${nameOf(delivery)}-${attempt}`;
  const detail = { sent: mask(payload), answer: mask(answer) };
  return {
    key,
    at,
    toApp: true,
    what: `${kind} ${nameOf(delivery)}${retry}`,
    result,
    good: failure === null,
    detail,
  };
}

function nameOf({ kind, payload }: Delivery): string {
  if (kind === 'event') return String((payload.event as { type?: string } | undefined)?.type ?? payload.type);
  if (kind === 'command') return `${String(payload.command)} ${String(payload.text ?? '')}`.trim();
  const [action] = (payload.actions ?? []) as { action_id?: string }[];
  return action?.action_id ?? String(payload.type);
}

function callRow({ method, at, args, answer, status, tokenKind }: ApiCall): Row {
  const said = (typeof answer === 'object' && answer !== null ? answer : {}) as {
    ok?: boolean;
    error?: string;
  };
  const good = said.ok === true;
  const result = good ? 'ok' : (said.error ?? String(status));
  const what = tokenKind === 'none' ? method : `${method} (${tokenKind} token)`;
  return {
    key: `c-${at.getTime()}-${method}`,
    at,
    toApp: false,
    what,
    result,
    good,
    detail: { sent: args, answer },
  };
}
