/** The start page: the promise next to the drawing, then one sheet after the other. */
export const LANDING = `
.hero { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 25rem); gap: 4rem; padding-top: 3.5rem; padding-bottom: 5rem; }
.pitch h1 { font-size: clamp(2.25rem, 1.6rem + 2vw, 2.75rem); }
.pitch h1 span { display: block; }
.lead { margin-top: 1rem; max-width: 34rem; color: var(--quiet); font-size: 1.1875rem; line-height: 1.5; }
.gains { margin-top: 1.5rem; }
.gains li { padding: 0.6rem 0; border-top: 1px solid var(--rule); }
.gains li:last-child { border-bottom: 1px solid var(--rule); }
.choices { display: flex; flex-wrap: wrap; gap: 1.25rem 1.5rem; margin-top: 1.75rem; }
.choices p { flex: 1 1 14rem; max-width: 17rem; }
.choices .button { display: block; padding-right: 0.75rem; padding-left: 0.75rem; font-size: 1rem; }
.choices span { display: block; margin-top: 0.6rem; color: var(--quiet); font-size: 0.9375rem; line-height: 1.45; }
.try { margin-top: 1.25rem; }

.opening { padding: 3.5rem 0 3rem; }
.opening h1 { font-size: clamp(2rem, 1.5rem + 1.6vw, 2.75rem); }
.progress { margin-top: 1rem; font-weight: 650; }
.form label { display: block; font-weight: 650; }
.form input[type="url"] { display: block; width: 100%; margin-top: 0.4rem; padding: 0.65rem 0.8rem; border: 1.5px solid var(--quiet); border-radius: 8px; background: var(--surface); color: var(--ink); font: inherit; }
.form .tick { display: flex; gap: 0.6rem; align-items: baseline; margin: 1.25rem 0; font-weight: 400; }
.form .button { font: inherit; font-weight: 600; background: transparent; cursor: pointer; }
.form .button-primary { background: var(--navy); }
.form .wrong { margin-top: 0.5rem; color: var(--stop); }
.value { display: block; width: 100%; margin-top: 0.5rem; padding: 0.5rem 0.7rem; border: 1.5px solid var(--quiet); border-radius: 8px; background: var(--surface); color: var(--ink); font: inherit; }
.copy-button { margin-top: 0.75rem; }
.copy-button[hidden] { display: none; }
.copy { width: 100%; padding: 0.9rem 1rem; border: 1px solid var(--rule); border-radius: 10px; background: var(--surface); color: var(--ink); font: 0.875rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace; resize: vertical; }
.sheet { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 1.5rem 3.5rem; padding: 3rem 0; border-top: 1px solid var(--rule); }
.sheet h2 { font-size: 1.5rem; }
.sheet-head p { margin-top: 0.75rem; color: var(--quiet); font-size: 0.9375rem; line-height: 1.5; }
.sheet-body { max-width: 46rem; }
.sheet-body > * + form, .sheet-body > * + textarea, .sheet-body > * + table, .sheet-body > * + p { margin-top: 1.5rem; }
.picture { display: block; max-width: 100%; height: auto; border: 1px solid var(--rule); border-radius: 12px; box-shadow: var(--shadow); }
.facts div + div { margin-top: 1.1rem; }
.facts dt { font-weight: 650; }
.facts dd { color: var(--quiet); }

.scopes { width: 100%; border-collapse: collapse; text-align: left; font-size: 1rem; line-height: 1.5; }
.scopes th, .scopes td { padding: 0.85rem 1.5rem 0.85rem 0; vertical-align: top; font-weight: 400; border-top: 1px solid var(--rule); }
.scopes thead th { padding-top: 0; border: 0; color: var(--quiet); font-size: 0.875rem; }
.scopes tr > :last-child { padding-right: 0; }
.scopes td:last-child { color: var(--quiet); }
.scopes td { width: 42%; }
.scopes-group th { padding-bottom: 0.5rem; border-top-color: var(--navy); border-top-width: 2px; }
.scopes-group span { color: var(--quiet); font-size: 0.9375rem; }
.scopes-group + tr > * { border-top: 0; padding-top: 0.25rem; }

@media (max-width: 60rem) {
  .hero { grid-template-columns: minmax(0, 1fr); gap: 3rem; padding-top: 3rem; padding-bottom: 0; }
  .sheet { grid-template-columns: minmax(0, 1fr); padding: 2.5rem 0; }
}
@media (max-width: 40rem) {
  .choices p { flex-basis: 100%; max-width: none; }
  .scopes, .scopes tbody, .scopes tr, .scopes th, .scopes td { display: block; width: auto; padding: 0; border: 0; }
  .scopes thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .scopes tr { padding: 0.9rem 0; border-top: 1px solid var(--rule); }
  .scopes-group { border-top: 2px solid var(--navy) !important; }
  .scopes-group + tr { border-top: 0; padding-top: 0; }
  .scopes td { margin-top: 0.5rem; }
  .scopes td::before { content: attr(data-label); display: block; color: var(--quiet); font-size: 0.875rem; }
}
`;
