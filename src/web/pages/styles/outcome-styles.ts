/** The page that ends an installation: one pass in the middle, read from top to bottom. */
export const OUTCOME = `
.ending { max-width: 46rem; padding-top: 8rem; padding-bottom: 4rem; }
.ending .card { padding: 3.75rem 3rem 2.5rem; }
.ending h1 { font-size: clamp(1.75rem, 1.3rem + 1.9vw, 2.375rem); overflow-wrap: anywhere; }
.ending h2 { font-size: 1.0625rem; letter-spacing: 0; }
.ending .card > h2 { margin-top: 1.75rem; }
.ending .card > p { margin-top: 1rem; max-width: 36rem; }
.ending .card > .incident { padding: 0.85rem 1.1rem; border-left: 3px solid var(--stop); border-radius: 4px; background: var(--well); }
.incident a + a::before { content: " · "; }
.grants { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1.5rem 2.5rem; margin-top: 2.25rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
.change { margin-top: 1.75rem; padding: 1.1rem 1.25rem; border-radius: 10px; background: var(--well); }
.change dl { margin-top: 0.6rem; }
.change dl > div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0.75rem; }
.change dl > div + div { margin-top: 0.4rem; }
.change dt { font-size: 0.9375rem; font-weight: 650; }
.change-added dt { color: var(--good); }
.change-removed dt { color: var(--stop); }
.grants ul, .steps { margin-top: 0.75rem; }
.steps { padding-left: 1.4rem; }
.steps li + li { margin-top: 0.4rem; }
.steps li::marker { color: var(--quiet); font-weight: 650; }
.ending .card > .ways { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.75rem; max-width: none; }
.ending .card > .fallback { margin-top: 0.75rem; color: var(--quiet); font-size: 0.9375rem; }
.reference { margin-top: 2.25rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); color: var(--quiet); font-size: 0.875rem; }
.reference code { font-size: 1em; user-select: all; overflow-wrap: anywhere; white-space: normal; }
@media (max-width: 40rem) {
  .ending { padding: 7.5rem 1rem 3rem; }
  .ending .card { padding: 3.5rem 1.25rem 1.75rem; }
  .change dl > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .ways .button { flex: 1 1 100%; }
}
`;
