/** How the editor looks: by our variables, which follow light and dark by themselves. */

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** JupyterLab's colour where there is one, otherwise ours. */
function colour(lab: string, ours: string): string {
  return `var(--jp-mirror-editor-${lab}-color, var(--jgm-code-${ours}))`;
}

const NAMES = [
  tags.function(tags.variableName),
  tags.definition(tags.variableName),
  tags.className,
  tags.typeName,
  tags.tagName
];

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: colour('keyword', 'keyword') },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: colour('string', 'string') },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: colour('number', 'number') },
  { tag: [tags.comment, tags.meta], color: colour('comment', 'comment'), fontStyle: 'italic' },
  { tag: [tags.propertyName, tags.attributeName], color: colour('property', 'property') },
  { tag: NAMES, color: colour('def', 'name') },
  { tag: tags.heading, fontWeight: 'bold' },
  { tag: tags.strong, fontWeight: 'bold' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.link, textDecoration: 'underline' }
]);

const COLOURS_WITHOUT_LAB = {
  '--jgm-code-keyword': 'light-dark(#8250df, #d2a8ff)',
  '--jgm-code-string': 'light-dark(#0a5c36, #7ee2a8)',
  '--jgm-code-number': 'light-dark(#0550ae, #79c0ff)',
  '--jgm-code-comment': 'var(--jgm-fg-soft, #59636e)',
  '--jgm-code-property': 'light-dark(#953800, #ffa657)',
  '--jgm-code-name': 'light-dark(#0550ae, #79c0ff)'
};

/** The look of an editor that shows so many lines at least and at most. */
export function lookOf(least: number, most: number): Extension {
  return [
    syntaxHighlighting(COLOURS),
    EditorView.theme({
      '&': {
        ...COLOURS_WITHOUT_LAB,
        color: 'var(--jgm-fg, inherit)',
        backgroundColor: 'var(--jgm-bg, transparent)',
        border: '1px solid var(--jgm-line, #d0d7de)',
        borderRadius: 'var(--jgm-radius, 4px)',
        fontSize: '13px'
      },
      '&.cm-focused': { outline: '2px solid var(--jgm-brand, #1976d2)', outlineOffset: '-1px' },
      '.cm-scroller': {
        fontFamily: 'var(--jgm-mono, ui-monospace, monospace)',
        lineHeight: '1.5',
        minHeight: `calc(${least} * 1.5em + 10px)`,
        maxHeight: `calc(${most} * 1.5em + 10px)`,
        overflow: 'auto'
      },
      '.cm-content': { padding: '5px 0', caretColor: 'var(--jgm-fg, currentColor)' },
      '.cm-gutters': {
        backgroundColor: 'var(--jgm-bg-soft, #f6f8fa)',
        color: 'var(--jgm-fg-soft, #59636e)',
        border: '0'
      },
      '.cm-cursor': { borderLeftColor: 'var(--jgm-fg, currentColor)' },
      '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
        background: 'color-mix(in srgb, var(--jgm-brand, #1976d2) 28%, transparent)'
      },
      '&.cm-focused .cm-matchingBracket': {
        backgroundColor: 'color-mix(in srgb, var(--jgm-brand, #1976d2) 22%, transparent)'
      },
      '.cm-placeholder': { color: 'var(--jgm-fg-soft, #59636e)' },
      '.jgm-mistake': { textDecoration: 'underline wavy var(--jgm-error, #b3261e)' }
    })
  ];
}
