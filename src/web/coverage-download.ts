import { type Context, Hono } from 'hono';
import { toAppError } from '../errors.ts';
import type { Words } from '../locales/words.ts';
import type { Logger } from '../observability/logger.ts';
import { currentReference } from '../observability/request-context.ts';
import type { TwoFactor } from '../two-factor/two-factor.ts';
import { coverageCsv, coverageJson } from './coverage-file.ts';
import { type ExportFailure, renderExport, renderExportFailure } from './pages/export-page.ts';

type Dependencies = {
  twoFactor: Pick<TwoFactor, 'lookAtExport' | 'takeExport'>;
  words: Words;
  logger: Logger;
};

const STATUS = {
  unknown: 404,
  used: 410,
  expired: 410,
  refused: 403,
  nothing_counted: 404,
  unavailable: 503,
} as const satisfies Record<ExportFailure, number>;

const FORMS = {
  csv: { type: 'text/csv; charset=utf-8', write: coverageCsv },
  json: { type: 'application/json; charset=utf-8', write: coverageJson },
} as const;

/**
 * `/export?link=<secret>`: a GET shows two buttons and spends nothing, so that what previews links cannot use one up;
 * the POST of a button downloads the file, once. The log keeps paths alone, so the secret is in the query.
 */
export function exportRoutes({ twoFactor, words, logger }: Dependencies): Hono {
  const routes = new Hono();
  const fail = (context: Context, failure: ExportFailure) =>
    context.html(renderExportFailure(words, failure), STATUS[failure]);

  const guarded = (run: (context: Context) => Promise<Response>) => async (context: Context) => {
    context.header('cache-control', 'no-store');
    try {
      return await run(context);
    } catch (err) {
      const { code, details } = toAppError(err);
      logger.error({ err, code, details, reference: currentReference() }, 'An export failed');
      return fail(context, 'unavailable');
    }
  };
  const secretOf = (context: Context) => context.req.query('link') ?? '';

  routes.get(
    '/',
    guarded(async (context) => {
      const { kind } = await twoFactor.lookAtExport(secretOf(context));
      return kind === 'good' ? context.html(renderExport(words)) : fail(context, kind);
    }),
  );

  routes.post(
    '/',
    guarded(async (context) => {
      const wanted = (await context.req.parseBody()).form === 'json' ? 'json' : 'csv';
      const taken = await twoFactor.takeExport(secretOf(context));
      if (taken.kind !== 'taken') return fail(context, taken.kind);
      const { receipt } = taken.exported;
      logger.info({ receipt, form: wanted }, 'Coverage was exported');
      const { type, write } = FORMS[wanted];
      return context.body(write(taken.exported), 200, {
        'content-type': type,
        'content-disposition': `attachment; filename="two-factor-${receipt}.${wanted}"`,
      });
    }),
  );
  return routes;
}
