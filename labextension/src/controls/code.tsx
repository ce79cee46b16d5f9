/** A text in some language. */

import { CodeField } from './code-field';
import type { Control, ControlProps } from './contract';
import { admitsNull, labelOf } from './label';

function Code({ component, value, onChange, ...others }: ControlProps) {
  const { language, lines = 5, max_lines, placeholder } = component.props;
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <CodeField
      {...others}
      label={labelOf(component)}
      text={text}
      onText={now => onChange(now === '' && admitsNull(component.schema) ? null : now)}
      language={language}
      lint={language === 'json'}
      lines={lines}
      maxLines={max_lines}
      placeholder={placeholder}
    />
  );
}

function written(language: string): Control {
  return {
    group: true,
    view: props => (
      <Code {...props} component={{ ...props.component, props: { language, ...props.component.props } }} />
    )
  };
}

export const CODE: Control = { view: Code, group: true };
export const MARKDOWN: Control = written('markdown');
export const HTML: Control = written('html');
