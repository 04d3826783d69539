/** The card that hangs from a lanyard. The strap comes from under the rail, whatever the distance. */
export const PASS = `
.pass { position: relative; }
.strap {
  position: absolute; left: 50%; bottom: calc(100% + 34px); width: 28px; height: 100vh; margin-left: -14px; background:
    repeating-linear-gradient(var(--stitch) 0 5px, transparent 5px 10px) 4px 0 / 1.5px 100% no-repeat,
    repeating-linear-gradient(var(--stitch) 0 5px, transparent 5px 10px) 22.5px 0 / 1.5px 100% no-repeat, var(--strap);
}
.clip { position: absolute; z-index: 1; left: 50%; bottom: calc(100% - 26px); margin-left: -20px; }
.clip-crimp { fill: var(--metal); }
.clip-line { fill: none; stroke: var(--metal-dark); stroke-width: 4; stroke-linecap: round; }
.pass-loose .clip { bottom: calc(100% + 12px); }
.pass-loose .strap { bottom: calc(100% + 72px); }
.card {
  position: relative; padding: 3.25rem 2rem 2rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 18px;
  box-shadow: var(--shadow);
}
.slot {
  position: absolute; top: 16px; left: 50%; width: 64px; height: 14px; margin-left: -32px; border-radius: 7px;
  background: var(--ground); box-shadow: inset 0 1px 2px rgb(19 32 51 / 30%), 0 0 0 1px var(--rule);
}
@media (max-width: 40rem) { .card { padding: 3rem 1.25rem 1.5rem; } }
`;
