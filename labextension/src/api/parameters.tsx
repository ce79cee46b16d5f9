/** What a function takes, gives, and reads of a request. */

import { withoutAddresses } from '../plain-address';
import { __ } from '../words';
import type { ApiFunction, ApiParameter, ApiReturn } from '../protocol';

export function Parameters({ fn, warn }: { fn: ApiFunction; warn: boolean }) {
  const warnings = warn ? fn.warnings : [];
  const about = (name: string): string[] => warnings.filter(text => isAbout(text, name));
  const rest = warnings.filter(text => !fn.parameters.some(({ name }) => isAbout(text, name)));
  return (
    <>
      <section class="jgma-part">
        <h4>{__('Parameters')}</h4>
        {fn.parameters.length === 0 && <p class="jgm-empty">{__('It takes none.')}</p>}
        <ul class="jgma-values">
          {fn.parameters.map(parameter => (
            <Parameter key={parameter.name} parameter={parameter} warnings={about(parameter.name)} />
          ))}
        </ul>
      </section>
      <section class="jgma-part">
        <h4>{fn.kind === 'prompt' ? __('Messages') : __('Returns')}</h4>
        {fn.returns.length === 0 && <p class="jgm-empty">{__('Nothing is said of what it gives.')}</p>}
        <ul class="jgma-values">
          {fn.returns.map((output, index) => (
            <Return key={index} output={output} />
          ))}
        </ul>
      </section>
      {fn.headers.length > 0 && (
        <section class="jgma-part">
          <h4>{__('Headers')}</h4>
          <ul class="jgma-values">
            {fn.headers.map(({ name, required }) => (
              <li key={name}>
                <code class="jgma-name">{name}</code> <Need required={required} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {rest.map(text => (
        <Warning key={text} text={text} />
      ))}
    </>
  );
}

function Parameter({ parameter, warnings }: { parameter: ApiParameter; warnings: string[] }) {
  const { name, type, required, description, default: ordinary = null } = parameter;
  return (
    <li>
      <code class="jgma-name">{name}</code> <code class="jgma-type">{type}</code>{' '}
      {/* A default of null is one. */}
      {!required && 'default' in parameter ? (
        <code class="jgma-default">= {shortly(JSON.stringify(withoutAddresses(ordinary)))}</code>
      ) : (
        <Need required={required} />
      )}
      {description && <p>{description}</p>}
      {warnings.map(text => (
        <Warning key={text} text={text} />
      ))}
    </li>
  );
}

function Return({ output: { label, type, description } }: { output: ApiReturn }) {
  return (
    <li>
      {label && <span class="jgma-name">{label}</span>} <code class="jgma-type">{type}</code>
      {description && <p>{description}</p>}
    </li>
  );
}

function Need({ required }: { required: boolean }) {
  return <span class={required ? 'jgma-need' : 'jgma-soft'}>{required ? __('required') : __('optional')}</span>;
}

function Warning({ text }: { text: string }) {
  return (
    <p class="jgma-warning">
      <span aria-hidden="true">⚠ </span>
      {text}
    </p>
  );
}

/** Whether a warning names a parameter. */
function isAbout(text: string, name: string): boolean {
  return text.split(/[^\p{L}\p{N}_]+/u).includes(name);
}

function shortly(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
