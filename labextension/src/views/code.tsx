/** A program's text, in the colours of its language. */

import type { ViewProps } from './contract';
import { Copy } from './copy';
import { Lazily } from './lazily';

export function Code({ component, value, environment }: ViewProps): preact.JSX.Element {
  const text = String(value);
  const { label, language, lines, max_lines: maxLines, wrap_lines: wrap, show_line_numbers } = component.props;
  const options = {
    readOnly: true,
    label: label ?? component.name,
    language: language ?? null,
    lines: Math.min(lines ?? 1, text.split('\n', 3).length),
    maxLines: maxLines ?? 20,
    lineNumbers: show_line_numbers ?? true,
    wrap: wrap ?? false
  };
  return (
    <div class="jgmv-code">
      <Lazily key={String(language)} module="editor" value={text} options={options} environment={environment}>
        <pre class="jgmv-pre" tabIndex={0}>
          {text}
        </pre>
      </Lazily>
      <div class="jgmv-actions">
        <Copy text={() => text} />
      </div>
    </div>
  );
}
