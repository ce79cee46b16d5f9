/** Values that are shown to nobody, such as passwords: they are sent, and neither kept nor written down. */

import type { ComponentInfo, PanelInfo } from './protocol';

export function isSecret({ type, props }: ComponentInfo): boolean {
  return type === 'Textbox' && props.type === 'password';
}

/** The parameters of a function whose values are secret. */
export function secretsOf({ actions, components }: PanelInfo, endpoint: string): string[] {
  const secret = new Set(components.filter(isSecret).map(({ id }) => id));
  const inputs = actions.find(action => action.endpoint === endpoint)?.inputs ?? [];
  return inputs.filter(([, component]) => secret.has(component)).map(([parameter]) => parameter);
}

/** Arguments without those of these names; and which of them were there. */
export function apart<T>(args: { [parameter: string]: T }, secrets: string[]): [rest: { [parameter: string]: T }, hidden: string[]] {
  const entries = Object.entries(args);
  return [
    Object.fromEntries(entries.filter(([name]) => !secrets.includes(name))),
    entries.map(([name]) => name).filter(name => secrets.includes(name))
  ];
}
