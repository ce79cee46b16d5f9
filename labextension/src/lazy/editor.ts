/** Code to read and to write; see `contract.ts`. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { Annotation, Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  placeholder,
  type DecorationSet
} from '@codemirror/view';

import { mistakeIn, type Mistake } from '../controls/json-mistake';
import type { EditorOptions, MountEditor } from './contract';
import { lookOf } from './editor-look';
import { languageOf } from './languages';

/** Marks what we did ourselves, and so tell nobody. */
const Ours = Annotation.define<boolean>();

const setMistakes = StateEffect.define<DecorationSet>();
const mistakes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) =>
    transaction.effects.find(effect => effect.is(setMistakes))?.value ?? marks.map(transaction.changes),
  provide: field => EditorView.decorations.from(field)
});

export const mount: MountEditor = (host, options) => {
  const access = new Compartment();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = () => {
    const text = view.state.doc.toString();
    const mistake = text.trim() === '' ? null : mistakeIn(text);
    view.dispatch({ effects: setMistakes.of(mistake ? marked(text, mistake) : Decoration.none) });
  };
  const view = new EditorView({
    root: options.root,
    parent: host,
    state: EditorState.create({
      doc: options.value,
      extensions: [
        access.of(accessOf(options.readOnly === true)),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        keymap.of([...defaultKeymap.filter(binding => binding.key !== 'Mod-Enter'), ...historyKeymap, indentWithTab]),
        languageOf(options.language),
        lookOf(options.lines ?? 3, options.maxLines ?? 20),
        options.lineNumbers === true ? lineNumbers() : [],
        options.wrap === false ? [] : EditorView.lineWrapping,
        options.placeholder ? placeholder(options.placeholder) : [],
        options.lint === true ? mistakes : [],
        EditorView.contentAttributes.of(attributesOf(options)),
        EditorView.updateListener.of(update => {
          if (!update.docChanged) {
            return;
          }
          if (options.lint) {
            clearTimeout(timer);
            timer = setTimeout(check, 300);
          }
          if (!update.transactions.every(transaction => transaction.annotation(Ours))) {
            options.onChange?.(update.state.doc.toString());
          }
        })
      ]
    })
  });
  // Tab goes on to the next field, as people who use the keyboard need it; Ctrl-M makes it indent, and undoes that.
  view.setTabFocusMode(true);
  if (options.lint) {
    check();
  }
  return {
    update(value) {
      const before = view.state.doc.toString();
      if (value !== before) {
        view.dispatch({ changes: changeOf(before, value), annotations: Ours.of(true) });
      }
    },
    setReadOnly(readOnly) {
      view.dispatch({ effects: access.reconfigure(accessOf(readOnly)) });
    },
    destroy() {
      clearTimeout(timer);
      view.destroy();
    }
  };
};

/** A text to read only can still be reached and copied. */
function accessOf(readOnly: boolean) {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    readOnly ? EditorView.contentAttributes.of({ tabindex: '0', 'aria-readonly': 'true' }) : []
  ];
}

function attributesOf({ label, describedBy }: EditorOptions): Record<string, string> {
  const attributes: Record<string, string> = { spellcheck: 'false' };
  if (label) {
    attributes['aria-label'] = label;
  }
  if (describedBy) {
    attributes['aria-describedby'] = describedBy;
  }
  return attributes;
}

/** The least change from one text to the other, so that a text that grows keeps its place on the screen. */
function changeOf(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  const most = Math.min(before.length, after.length);
  while (from < most && before[from] === after[from]) {
    from++;
  }
  let end = 0;
  while (end < most - from && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end++;
  }
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** A mark over a mistake; one at the end of the text is shown at its last letter. */
function marked(text: string, { at, message }: Mistake): DecorationSet {
  const from = Math.max(0, Math.min(at, text.trimEnd().length - 1));
  const word = /^[\w.+-]+/.exec(text.slice(from))?.[0].length ?? 1;
  const mark = Decoration.mark({ class: 'jgm-mistake', attributes: { title: message } });
  return Decoration.set(mark.range(from, from + word));
}
