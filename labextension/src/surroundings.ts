/** What fields and views need of the world around them, of a transport and the element that they are in. */

import { useMemo } from 'preact/hooks';

import type { Environment, Transport } from './environment';
import { isDark, onTheme } from './theme';

export function useEnvironment(transport: Transport, root: Document | ShadowRoot): Environment {
  return useMemo(
    () => ({
      assets: transport.assets,
      files: transport.files,
      rows: query => transport.rows(query),
      root,
      dark: isDark,
      onTheme
    }),
    [transport, root]
  );
}
