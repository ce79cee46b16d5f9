/** That a function gave nothing, said softly. */

export function None(): preact.JSX.Element {
  return <p class="jgmv-none">None</p>;
}
