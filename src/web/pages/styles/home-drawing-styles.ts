/** The drawing of Home: smaller than the page around it, and nothing in it looks as if it wanted a click. */
export const HOME_DRAWING = `
.drawing { align-self: start; padding-top: 3rem; }
.drawing > * { max-width: 26rem; margin-right: auto; margin-left: auto; }
.drawing figcaption { margin-top: 1rem; color: var(--quiet); font-size: 0.875rem; text-align: center; }
.drawing .card { padding: 3.25rem 1.5rem 1.5rem; }
.home { font-size: 0.9375rem; line-height: 1.45; cursor: default; }
.home small { color: var(--quiet); font-size: 0.8125rem; }
.home-head { display: flex; justify-content: space-between; align-items: baseline; flex-wrap: wrap; gap: 0.1rem 1rem; padding-bottom: 0.9rem; }
.home-head b { font-size: 1.1875rem; letter-spacing: -0.01em; }
.home-head span { color: var(--quiet); }
.home-row { padding: 1rem 0; border-top: 1px solid var(--rule); }
.home-title { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin-bottom: 0.2rem; }
.status { padding: 0.1rem 0.6rem; border-radius: 1rem; background: var(--good-ground); color: var(--good); font-size: 0.8125rem; font-weight: 650; }
.home-buttons { display: flex; gap: 0.5rem; margin-top: 0.6rem; }
.home-buttons span { padding: 0.2rem 0.75rem; border: 1px solid var(--rule); border-radius: 6px; font-size: 0.8125rem; font-weight: 600; }
.home-answer { padding: 0.9rem 1rem; border-radius: 10px; background: var(--well); }
.home-answer p { margin-top: 0.4rem; }
.home-answer small { display: block; margin-top: 0.2rem; }
/* Below the words there is no rail to hang from: the drawing brings its own, or the strap would cross them. */
@media (max-width: 60rem) {
  .drawing { overflow: hidden; margin: 0 -1.5rem; padding: 7rem 1.5rem 2.5rem; border-top: 1px solid var(--rule); }
}
`;
