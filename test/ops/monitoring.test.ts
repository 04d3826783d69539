import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { createMetrics } from '../../src/observability/metrics.ts';

type Expression = { where: string; expr: string };
type Known = { labels: ReadonlySet<string>; type: string };

/** Of Prometheus itself, on every series. */
const TARGET_LABELS = ['job', 'instance'];

const dashboard = JSON.parse(readFileSync('ops/grafana-dashboard.json', 'utf8'));
const rules = parse(readFileSync('ops/alerts.yml', 'utf8'));
const alerts: { alert: string; expr: string }[] = rules.groups.flatMap(
  (group: { rules: unknown[] }) => group.rules,
);

const expressions: Expression[] = [
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
  ...dashboard.panels.flatMap((panel: { title: string; targets: { expr: string }[] }) =>
    panel.targets.map(({ expr }) => ({ where: panel.title, expr: expr.replaceAll('$job', 'lanyard') })),
  ),
];

/** Every name under which our registry and Prometheus offer a series, with the labels that it can have. */
async function offered(): Promise<Map<string, Known>> {
  const known = new Map<string, Known>([['up', { labels: new Set(TARGET_LABELS), type: 'gauge' }]]);
  const { registry } = createMetrics();
  const labelsOf = registry.getMetricsAsArray() as unknown as { name: string; labelNames?: string[] }[];
  for (const { name, type } of await registry.getMetricsAsJSON()) {
    const own = labelsOf.find((metric) => metric.name === name)?.labelNames ?? [];
    const labels = new Set([...own, ...TARGET_LABELS]);
    if (String(type) !== 'histogram') known.set(name, { labels, type: String(type) });
    else
      for (const end of ['_bucket', '_sum', '_count'])
        known.set(`${name}${end}`, { labels: new Set([...labels, 'le']), type: 'counter' });
  }
  return known;
}

/** The names of series, and of the labels that they are asked for, by Prometheus's own grammar. */
function read(expr: string) {
  const text = (node: { from: number; to: number }) => expr.slice(node.from, node.to);
  const found = { errors: 0, series: [] as { name: string; labels: string[] }[], grouped: [] as string[] };
  parser.parse(expr).iterate({
    enter(node) {
      if (node.type.isError) found.errors += 1;
      if (node.name === 'VectorSelector') {
        const labels = node.node
          .getChildren('LabelMatchers')
          .flatMap((matchers) =>
            [...text(matchers).matchAll(/([a-z_]+)\s*[=!]/g)].map((match) => match[1] ?? ''),
          );
        found.series.push({ name: /^[a-z_:0-9]+/i.exec(text(node))?.[0] ?? '', labels });
      }
      if (node.name === 'GroupingLabels')
        found.grouped.push(...[...text(node).matchAll(/[a-z_]+/g)].map(([label]) => label));
    },
  });
  return found;
}

describe.each(expressions)('the expression of “$where”: $expr', ({ expr }) => {
  test('is PromQL, about series and labels that Lanyard has', async () => {
    const known = await offered();
    const { errors, series, grouped } = read(expr);
    expect(errors).toBe(0);
    expect(series.length).toBeGreaterThan(0);
    for (const { name, labels } of series) {
      expect([...known.keys()]).toContain(name);
      for (const label of [...labels, ...grouped])
        expect([...(known.get(name)?.labels ?? [])]).toContain(label);
    }
  });

  test('takes the rate of counters, and never that of gauges', async () => {
    const known = await offered();
    const { series } = read(expr);
    for (const { name } of series) {
      const isRated = new RegExp(`(rate|increase)\\(\\s*${name}\\b`).test(expr);
      expect([name, isRated]).toEqual([name, known.get(name)?.type === 'counter']);
    }
  });
});

test('a wrong expression would be found', async () => {
  expect(read('sum(rate(lanyard_acks_late_total[5m])').errors).toBeGreaterThan(0);
  expect((await offered()).has('lanyard_acks_total')).toBe(false);
});

describe('the alert rules', () => {
  test('each have a name of their own, a severity, and say what to do', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const rule of alerts as unknown as Record<string, Record<string, string>>[]) {
      expect(
        Object.keys(rule).filter((key) => !['alert', 'expr', 'for', 'labels', 'annotations'].includes(key)),
      ).toEqual([]);
      expect(['page', 'ticket']).toContain(rule.labels?.severity);
      expect(rule.annotations?.summary).toMatch(/\w/);
      expect(rule.annotations?.description?.length).toBeGreaterThan(40);
    }
  });
});

describe('the dashboard', () => {
  const { panels } = dashboard;

  test('has what Grafana needs to load it', () => {
    expect(dashboard).toMatchObject({ title: 'Lanyard', uid: 'lanyard', schemaVersion: expect.any(Number) });
    expect(new Set(panels.map((panel: { id: number }) => panel.id)).size).toBe(panels.length);
    for (const panel of panels) {
      expect(['timeseries', 'stat']).toContain(panel.type);
      expect(panel.datasource).toEqual({ type: 'prometheus', uid: expect.stringContaining('datasource') });
    }
    const variables = dashboard.templating.list.map(({ name }: { name: string }) => name);
    expect(variables).toEqual(['datasource', 'job']);
  });

  test('has no panels that lie on each other or beyond its 24 columns', () => {
    const taken = new Set<string>();
    for (const { gridPos } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x},${y}`)).toBe(false);
          taken.add(`${x},${y}`);
        }
    }
  });

  test('shows every metric of our own', async () => {
    const { registry } = createMetrics();
    const own = registry
      .getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith('lanyard_'));
    const shown = JSON.stringify(panels);
    expect(own.filter((name) => !shown.includes(name))).toEqual([]);
  });
});

test('no metric of ours uses a label of Prometheus: it would be renamed, and nothing would find it', () => {
  const metrics = createMetrics().registry.getMetricsAsArray() as unknown as { labelNames?: string[] }[];
  expect(
    metrics.flatMap(({ labelNames = [] }) => labelNames).filter((label) => TARGET_LABELS.includes(label)),
  ).toEqual([]);
});
