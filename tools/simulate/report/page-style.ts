/** Style of the page: system fonts, one column on a phone, light and dark. */
export const PAGE_STYLE = `
:root { --ink: #1a2330; --soft: #5c6a7a; --paper: #f6f7f9; --sheet: #fff; --line: #dfe4ea; --accent: #0b66c3; --bad: #b3261e; --warn: #9a5b00; --good: #1d7d3f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf1; --soft: #9aa8b8; --paper: #10151b; --sheet: #182029; --line: #2c3743; --accent: #6cb2ff; --bad: #ff8a80; --warn: #ffb95c; --good: #6fd08c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 1100px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 1.6rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 10px; }
h3 { font-size: 1rem; margin: 16px 0 4px; }
header p, .hint, small { color: var(--soft); }
header p { margin: 4px 0 20px; }
section { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 0 0 18px; }
section.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; background: none; border: 0; padding: 0; }
.card { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; display: flex; flex-direction: column; }
.card span { color: var(--soft); font-size: .85rem; }
.card strong { font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.warning { border-color: var(--warn); }
ul { padding-left: 1.1em; margin: 0; }
li { margin: 0 0 8px; overflow-wrap: anywhere; }
.findings { list-style: none; padding: 0; }
.findings li { border-left: 3px solid var(--line); padding-left: 12px; }
.findings li:has(.problem) { border-color: var(--bad); }
.findings li:has(.note) { border-color: var(--warn); }
.hint { font-size: .9rem; margin: 0 0 6px; }
.now { font-variant-numeric: tabular-nums; margin: 0 0 10px; min-height: 3em; font-size: .9rem; }
.plot { margin: 0 0 18px; border-radius: 6px; }
.plot h3 { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline; }
.key { font-size: .82rem; font-weight: 400; color: var(--soft); white-space: nowrap; }
.key i { display: inline-block; width: 12px; height: 3px; margin-right: 5px; vertical-align: middle; border-radius: 2px; }
.scroll { overflow: auto; max-height: 420px; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { position: sticky; top: 0; background: var(--sheet); }
td:first-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
select { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 3px 8px; }
details { margin-top: 10px; }
summary { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 8px; background: var(--sheet); padding: 6px 10px; z-index: 2; }
code { font-size: .9em; }
@media (max-width: 600px) {
  header, main { padding: 0 12px; }
  section { padding: 14px; }
  h1 { font-size: 1.3rem; }
  section.cards { grid-template-columns: 1fr 1fr; }
  .card strong { font-size: 1.15rem; }
}
@media print { .hint, .now, .skip { display: none; } .scroll { max-height: none; } }
`;
