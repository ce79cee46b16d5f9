/** The API page where nothing of ours is around it: an output of `%mcp_api`, and JupyterLab's main area. */

import { useEffect, useState } from 'preact/hooks';

import { HttpTransport } from '../http';
import { usePanels } from '../panel';
import { Server } from '../server';
import { TabList } from '../tab-list';
import { __ } from '../words';
import { ApiPage } from './api-page';
import { VIEWS, viewTitle, type Section } from './place';

export interface MountedApiProps {
  transport: HttpTransport;
  root: ShadowRoot;
  endpoint?: string | null;
  show?: Section;
}

const SECTIONS = VIEWS.slice(1) as Section[];

let count = 0;

export function MountedApi({ transport, root, endpoint = null, show = 'api' }: MountedApiProps) {
  const { panels, known, problem } = usePanels(transport);
  const [front, setFront] = useState(SECTIONS.indexOf(show));
  const [prefix] = useState(() => `jgmpage${count++}`);
  useEffect(() => setFront(SECTIONS.indexOf(show)), [show]);
  if (!panels) {
    return <p class="jgm-empty">{problem?.message ?? (known === undefined ? __('Connecting…') : __('This notebook offers no functions now.'))}</p>;
  }
  const id = (part: string, index: number): string => `${prefix}-${part}-${index}`;
  return (
    <section class="jgm-panel" aria-labelledby={`${prefix}-title`}>
      <header class="jgm-header">
        <h2 id={`${prefix}-title`}>{panels.title || panels.notebook}</h2>
      </header>
      <TabList label={__('View')} titles={SECTIONS.map(viewTitle)} front={front} id={id} onChoose={setFront} />
      {SECTIONS.map((section, index) => (
        <div key={section} class="jgm-body" role="tabpanel" id={id('pane', index)} aria-labelledby={id('tab', index)} hidden={front !== index}>
          {front === index && <ApiPage transport={transport} panels={panels} root={root} endpoint={endpoint} show={section} />}
        </div>
      ))}
    </section>
  );
}

/** As `MountedApi`, of a kernel by the address that the notebook server's pages begin with. */
export function ApiAt({ base, kernel, ...rest }: Omit<MountedApiProps, 'transport'> & { base: string; kernel: string }) {
  const [transport] = useState(() => new HttpTransport(Server.at(base), kernel));
  return <MountedApi transport={transport} {...rest} />;
}
